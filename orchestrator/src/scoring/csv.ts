import { MendableError } from '../../../nodes/domain/errors';
import type { LeadTable } from '../../../nodes/domain/lead/learning/table';

/** A table read from a file of separated values, with what is needed to write one like it. */
export interface CsvTable {
	header: string[];
	/** Cells by column, in the header's order. */
	columns: string[][];
	rows: number;
	separator: string;
}

const separators = [',', ';', '\t', '|'];

/** One quoted or plain record at a time; the line it starts on is kept for errors. */
interface CsvRecord {
	line: number;
	cells: string[];
}

/**
 * Reads separated values: the separator is found out, quotes may hold separators, quotes (doubled)
 * and line breaks, and a byte order mark and empty lines do not matter.
 *
 * @param name what to call the file in errors
 * @throws MendableError `csv/empty`, `csv/quote`, `csv/header`, `csv/ragged`
 */
export function parseCsv(text: string, name: string): CsvTable {
	const body = text.startsWith('\ufeff') ? text.slice(1) : text;
	const separator = sniffSeparator(body);
	const records = readRecords(body, separator, name);
	const first = records.next();
	if (first.done) {
		throw new MendableError(
			'csv/empty',
			`The file ${name} is empty.`,
			'It has no header line.',
			'Give a file whose first line names the columns.',
		);
	}
	const header = first.value.cells.map((cell) => cell.trim());
	checkHeader(header, name);
	const columns: string[][] = header.map(() => []);
	let rows = 0;
	for (const { line, cells } of records) {
		if (cells.length !== header.length) throw raggedError(name, line, cells.length, header.length);
		for (let column = 0; column < cells.length; column++) columns[column]!.push(cells[column]!);
		rows++;
	}
	return { header, columns, rows, separator };
}

function checkHeader(header: string[], name: string): void {
	const twice = header.find((title, index) => header.indexOf(title) !== index);
	if (twice === undefined && !(header.length === 1 && header[0] === '')) return;
	throw new MendableError(
		'csv/header',
		`The header of ${name} cannot be used.`,
		twice === undefined ? 'It names no column.' : `It has two columns named "${twice}".`,
		'Give every column a name of its own.',
	);
}

function raggedError(name: string, line: number, got: number, expected: number): MendableError {
	return new MendableError(
		'csv/ragged',
		`The file ${name} is not a table.`,
		`Line ${line} has ${got} ${got === 1 ? 'field' : 'fields'}; the header has ${expected}.`,
		'Quote fields that hold the separator, or complete the line.',
	);
}

/** The separator that the first lines agree on: outside quotes, as often in each as in the header. */
function sniffSeparator(text: string): string {
	let best = { separator: ',', score: 0 };
	for (const separator of separators) {
		const counts = countPerLine(text, separator);
		const inHeader = counts[0] ?? 0;
		if (inHeader === 0) continue;
		const agreeing = counts.filter((count) => count === inHeader).length / counts.length;
		const score = agreeing * 1000 + Math.min(inHeader, 500);
		if (score > best.score) best = { separator, score };
	}
	return best.separator;
}

function countPerLine(text: string, separator: string): number[] {
	const counts: number[] = [];
	let count = 0;
	let isQuoted = false;
	let isBlank = true;
	const end = Math.min(text.length, 256 * 1024);
	for (let at = 0; at < end && counts.length < 50; at++) {
		const character = text[at]!;
		if (character === '"') isQuoted = !isQuoted;
		else if (!isQuoted && (character === '\n' || character === '\r')) {
			if (!isBlank) counts.push(count);
			count = 0;
			isBlank = true;
			continue;
		} else if (!isQuoted && character === separator) count++;
		isBlank = false;
	}
	if (!isBlank && end === text.length && counts.length < 50) counts.push(count);
	return counts;
}

function* readRecords(text: string, separator: string, name: string): Generator<CsvRecord> {
	let at = 0;
	let line = 1;
	while (at < text.length) {
		const record: CsvRecord = { line, cells: [] };
		const start = at;
		let isOver = false;
		while (!isOver) {
			let cell: string;
			if (text[at] === '"') {
				({ cell, at, line } = readQuoted(text, at, line, name));
				// What follows the closing quote, against the rules, belongs to the cell.
				const end = endOfPlain(text, at, separator);
				cell += text.slice(at, end);
				at = end;
			} else {
				const end = endOfPlain(text, at, separator);
				cell = text.slice(at, end);
				at = end;
			}
			record.cells.push(cell);
			if (text[at] === separator) at++;
			else isOver = true;
		}
		const isEmptyLine = at === start;
		if (text[at] === '\r' && text[at + 1] === '\n') at++;
		at++;
		line++;
		if (!isEmptyLine) yield record;
	}
}

function endOfPlain(text: string, from: number, separator: string): number {
	let at = from;
	while (at < text.length) {
		const character = text[at]!;
		if (character === separator || character === '\n' || character === '\r') break;
		at++;
	}
	return at;
}

function readQuoted(
	text: string,
	from: number,
	line: number,
	name: string,
): { cell: string; at: number; line: number } {
	const parts: string[] = [];
	let at = from + 1;
	for (;;) {
		const quote = text.indexOf('"', at);
		if (quote < 0) {
			throw new MendableError(
				'csv/quote',
				`The file ${name} cannot be read.`,
				`The quote that opens on line ${line} is never closed.`,
				'Close it, or double a quote that is meant as a character.',
			);
		}
		parts.push(text.slice(at, quote));
		at = quote + 1;
		if (text[at] !== '"') break;
		parts.push('"');
		at++;
	}
	const cell = parts.join('');
	const breaks = cell.split(/\r\n|\r|\n/).length - 1;
	return { cell, at, line: line + breaks };
}

/** The table as the learning core takes it, without the columns named. */
export function withoutColumns({ header, columns, rows }: CsvTable, names: string[]): LeadTable {
	const kept = header.flatMap((name, index) =>
		names.includes(name) ? [] : [{ name, values: columns[index]! }],
	);
	return { rows, columns: kept };
}

/** The cells of a column. @throws MendableError `csv/column` naming the columns that there are */
export function columnOf({ header, columns }: CsvTable, column: string, name: string): string[] {
	const index = header.indexOf(column);
	if (index >= 0) return columns[index]!;
	throw new MendableError(
		'csv/column',
		`The file ${name} has no column "${column}".`,
		`Its columns are ${header.map((title) => `"${title}"`).join(', ')}.`,
		'Use one of these names; upper and lower case matter.',
	);
}

const numberPattern = /^\s*[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?\s*$/i;

/**
 * One cell as it is written: quoted where it must be, and a text that a spreadsheet would run as a
 * formula gets a leading apostrophe; numbers stay numbers.
 */
export function csvCell(value: string, separator: string): string {
	const isFormula = /^[=+\-@\t\r]/.test(value) && !numberPattern.test(value);
	const safe = isFormula ? `'${value}` : value;
	const needsQuotes = safe.includes(separator) || /["\r\n]/.test(safe) || /^\s|\s$/.test(safe);
	return needsQuotes ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Writes a table as separated values with a line break after every record. */
export function printCsv({ header, columns, rows, separator }: CsvTable): string {
	const lines = [header.map((title) => csvCell(title, separator)).join(separator)];
	for (let row = 0; row < rows; row++) {
		const cells = columns.map((cells) => csvCell(cells[row]!, separator));
		// A lone empty cell would read as an empty line, which is none.
		lines.push(cells.length === 1 && cells[0] === '' ? '""' : cells.join(separator));
	}
	return `${lines.join('\n')}\n`;
}
