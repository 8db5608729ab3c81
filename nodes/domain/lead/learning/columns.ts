import type { LeadTable, NumberFormat } from './table';
import { isUnknown, readLevel, readNumber } from './table';

/** A numeric input: a straight line, and a step at every edge. */
export interface NumberColumn {
	kind: 'number';
	name: string;
	format: NumberFormat;
	/** Subtracted before scaling; an unknown value counts as this one. */
	center: number;
	/** Standard deviation on the train rows, above 0. */
	scale: number;
	/** Range the straight line is followed in; beyond it the line stays flat. */
	range: [number, number];
	/** Ascending; a value at an edge is above it. */
	edges: number[];
	/** Whether train rows had unknown values, which then have a level of their own. */
	hasUnknown: boolean;
}

/** A category: a level of its own for each frequent value. */
export interface CategoryColumn {
	kind: 'category';
	name: string;
	/** Frequent levels, most frequent first; unknown values are the level `unknown`. */
	levels: string[];
	/** Whether rare levels were pooled on the train rows; a level never seen counts as one of them. */
	hasOther: boolean;
	/** Whether only presence is read: a free text that is sometimes missing. */
	presenceOnly: boolean;
}

/** How one input is turned into levels, learnt on the train rows alone. */
export type Column = NumberColumn | CategoryColumn;

/** The inputs that are used, and a sentence about each that is not. */
export interface ColumnChoice {
	columns: Column[];
	notes: string[];
}

/** Name of the level of missing values. */
export const unknownLevel = 'unknown';
/** Name of the pooled level of rare and never seen values. */
export const otherLevel = 'other';
/** Name of the level of any value in a column where only presence is read. */
export const presentLevel = 'present';

/** Most columns that a fit weighs at once: more cost minutes, and drown what there is in chance. */
export const mostColumns = 48;

const share = 0.95;
const maxLevels = 64;
const datePattern =
	/^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ].*)?$|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}([T ].*)?$/;

/** Chooses how each column is read from its values on the train rows. */
export function chooseColumns(table: LeadTable): ColumnChoice {
	const columns: Column[] = [];
	const notes: string[] = [];
	const bins = binsFor(table.rows, table.columns.length);
	for (const { name, values } of table.columns) {
		const choice = chooseColumn(name, values, bins);
		if (typeof choice === 'string') notes.push(`Column "${name}" is not used: ${choice}.`);
		else columns.push(choice);
	}
	return { columns, notes };
}

function chooseColumn(name: string, values: readonly unknown[], bins: number): Column | string {
	const known = values.filter((value) => !isUnknown(value));
	const missing = values.length - known.length;
	if (known.length === 0) return 'it has no value on any row';
	const format = numberFormatOf(known);
	if (format !== null) return chooseNumber(name, values, known, format, bins);
	const counts = new Map<string, number>();
	for (const value of known) {
		const level = readLevel(value);
		counts.set(level, (counts.get(level) ?? 0) + 1);
	}
	if (counts.size === 1 && missing === 0) return 'it has the same value on every row';
	if (isMostly(known, (value) => typeof value === 'string' && datePattern.test(value.trim()))) {
		return 'it holds dates; name it with --time if it gives the order of the rows';
	}
	return chooseCategory(name, counts, known.length, missing);
}

function isMostly(known: readonly unknown[], test: (value: unknown) => boolean): boolean {
	const need = share * known.length;
	let count = 0;
	for (const value of known) if (test(value)) count++;
	return count >= need;
}

/** The number format of a column, or `null` where it holds words. */
function numberFormatOf(known: readonly unknown[]): NumberFormat | null {
	const isPoint = isMostly(known, (value) => readNumber(value, 'point') !== null);
	const isComma = isMostly(known, (value) => readNumber(value, 'comma') !== null);
	if (!isComma) return isPoint ? 'point' : null;
	if (!isPoint) return 'comma';
	// Both read it: without a comma the point is the decimal sign; "1,500" is a thousand and a half.
	return 'point';
}

function chooseNumber(
	name: string,
	values: readonly unknown[],
	known: readonly unknown[],
	format: NumberFormat,
	bins: number,
): Column | string {
	const numbers = Float64Array.from(
		values
			.map((value) => (isUnknown(value) ? null : readNumber(value, format)))
			.filter((n) => n !== null),
	).sort();
	const least = numbers[0]!;
	const most = numbers[numbers.length - 1]!;
	const hasUnknown = numbers.length < values.length;
	if (least === most && !hasUnknown) return 'it has the same value on every row';
	if (
		/(^|[\s_.-])(id|uuid|guid|key|number|no)$|^id/i.test(name) &&
		isRowNumber(numbers, known.length)
	) {
		return 'it numbers the rows';
	}
	const center = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
	const variance =
		numbers.reduce((sum, number) => sum + (number - center) ** 2, 0) / numbers.length;
	return {
		kind: 'number',
		name,
		format,
		center,
		scale: Math.sqrt(variance) || 1,
		range: [least, most],
		edges: edgesOf(numbers, bins),
		hasUnknown,
	};
}

function isRowNumber(numbers: Float64Array, known: number): boolean {
	if (numbers.length < known) return false;
	return numbers.every(
		(number, index) => Number.isInteger(number) && (index === 0 || number !== numbers[index - 1]),
	);
}

/**
 * Bins of a number: three at 30 rows, ten from 100 to 2,000, then more, at most forty; fewer where
 * there are many columns, so that a fit has about two weights a row, and some hundreds at most.
 */
export function binsFor(rows: number, columns: number): number {
	const few = Math.max(2, Math.min(10, Math.round(rows / 10)));
	const many = Math.max(few, Math.min(40, Math.round(Math.sqrt(rows) / 4.4)));
	const weights = Math.min(rows < 10_000 ? 480 : 800, 2 * rows);
	return Math.min(many, Math.max(3, Math.floor(weights / Math.min(columns, mostColumns))));
}

/** Edges at the quantiles of sorted numbers, or at every value where there are few of them. */
function edgesOf(sorted: Float64Array, bins: number): number[] {
	const distinct: number[] = [];
	for (const number of sorted) {
		if (distinct.length > bins) break;
		if (number !== distinct[distinct.length - 1]) distinct.push(number);
	}
	if (distinct.length <= bins) return distinct.slice(1);
	const edges: number[] = [];
	for (let bin = 1; bin < bins; bin++) {
		const edge = sorted[Math.floor((bin * sorted.length) / bins)]!;
		if (edge > sorted[0]! && edge !== edges[edges.length - 1]) edges.push(edge);
	}
	return edges;
}

function chooseCategory(
	name: string,
	counts: ReadonlyMap<string, number>,
	known: number,
	missing: number,
): Column | string {
	const rows = known + missing;
	const least = Math.max(2, Math.min(10, Math.round(rows / 200)));
	const frequent = [...counts.entries()]
		.filter(([, count]) => count >= least)
		.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
		.slice(0, maxLevels);
	const covered = frequent.reduce((sum, [, count]) => sum + count, 0);
	if (covered < known / 4 && counts.size > 8) {
		const isText = missing >= least && known >= least;
		return isText
			? {
					kind: 'category',
					name,
					levels: [presentLevel, unknownLevel],
					hasOther: false,
					presenceOnly: true,
				}
			: 'nearly every row has another value, like a name or an identifier';
	}
	const levels = frequent.map(([level]) => level);
	if (missing > 0) levels.push(unknownLevel);
	const hasOther = covered < known;
	if (levels.length + (hasOther ? 1 : 0) < 2) return 'its values are too few to learn from';
	return { kind: 'category', name, levels, hasOther, presenceOnly: false };
}

/** The bin of a number: how many edges it has reached. */
export function binOf(edges: readonly number[], value: number): number {
	let low = 0;
	let high = edges.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (value >= edges[middle]!) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Position of a number on the column's straight line, in standard deviations from its centre. */
export function positionOf(column: NumberColumn, value: number): number {
	const [least, most] = column.range;
	return (Math.min(most, Math.max(least, value)) - column.center) / column.scale;
}

/** Number of levels of a column: bins and `unknown`, or levels and `other`. */
export function levelCount(column: Column): number {
	return column.kind === 'number' ? column.edges.length + 2 : column.levels.length + 1;
}

/** Makes a reader from a cell to its level's number and, for numbers, its position on the line. */
export function readerOf(column: Column): (value: unknown) => { level: number; position: number } {
	if (column.kind === 'number') {
		const unknown = { level: column.edges.length + 1, position: 0 };
		return (value) => {
			const number = isUnknown(value) ? null : readNumber(value, column.format);
			if (number === null) return unknown;
			return { level: binOf(column.edges, number), position: positionOf(column, number) };
		};
	}
	const numbers = new Map(column.levels.map((level, index) => [level, index]));
	const other = column.levels.length;
	const unknown = numbers.get(unknownLevel) ?? other;
	const present = numbers.get(presentLevel) ?? other;
	return (value) => {
		if (isUnknown(value)) return { level: unknown, position: 0 };
		if (column.presenceOnly) return { level: present, position: 0 };
		return { level: numbers.get(readLevel(value)) ?? other, position: 0 };
	};
}
