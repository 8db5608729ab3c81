import { MendableError } from '../../errors';

/** A table of leads by column; every column has the same number of values, one per lead. */
export interface LeadTable {
	/** Number of leads. */
	rows: number;
	columns: ReadonlyArray<{ name: string; values: readonly unknown[] }>;
}

/** How a column writes its numbers: `1234.5` (also `1,234.5`) or `1234,5` (also `1.234,5`). */
export type NumberFormat = 'point' | 'comma';

const unknownWords = new Set([
	'',
	'?',
	'-',
	'--',
	'na',
	'n/a',
	'#n/a',
	'nan',
	'null',
	'undefined',
	'unknown',
	'(unknown)',
	'missing',
]);

const numberShapes: Record<NumberFormat, RegExp> = {
	point: /^[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?(e[+-]?\d+)?$/i,
	comma: /^[+-]?(\d{1,3}(\.\d{3})+|\d+)?(,\d*)?(e[+-]?\d+)?$/i,
};

/** Whether a cell says nothing: empty, or one of the usual words for a missing value. */
export function isUnknown(value: unknown): boolean {
	if (value === null || value === undefined) return true;
	if (typeof value === 'number') return Number.isNaN(value);
	return typeof value === 'string' && unknownWords.has(value.trim().toLowerCase());
}

/** Reads a cell as a category's level: trimmed text; booleans and numbers as they print. */
export function readLevel(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Reads a cell as a number, without currency or percent signs; `null` where it is not one. */
export function readNumber(value: unknown, format: NumberFormat = 'point'): number | null {
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	if (typeof value === 'boolean') return value ? 1 : 0;
	if (typeof value !== 'string') return null;
	// The common case first: plain digits cost one conversion.
	if (format === 'point') {
		const plain = value === '' ? NaN : Number(value);
		if (Number.isFinite(plain) && value.trim() !== '' && !/^\s*[+-]?0[xbo]/i.test(value))
			return plain;
	}
	const text = value.replace(/[\s$€£%\u00a0']/g, '');
	if (!/\d/.test(text) || !numberShapes[format].test(text)) return null;
	const standard =
		format === 'point' ? text.replace(/,/g, '') : text.replace(/\./g, '').replace(',', '.');
	const number = Number(standard);
	return Number.isFinite(number) ? number : null;
}

const positiveWords = [
	'1',
	'yes',
	'true',
	'won',
	'y',
	't',
	'si',
	'sí',
	'ja',
	'converted',
	'closed won',
];
const negativeWords = [
	'0',
	'no',
	'false',
	'lost',
	'n',
	'f',
	'nej',
	'not converted',
	'closed lost',
	'-1',
];

function wordOf(value: unknown): string {
	const number = readNumber(value);
	return number === null ? readLevel(value).toLowerCase() : String(number);
}

/** Which of two words means success; null where neither word is a usual one, or both mean the same. */
function positiveOf(words: readonly string[]): string | null {
	const positive = words.find((word) => positiveWords.includes(word));
	const negative = words.find((word) => negativeWords.includes(word));
	if (positive !== undefined) return words.length === 1 || negative !== undefined ? positive : null;
	// `no` and a word of the business, such as `customer`: the other word is the success.
	const rest = words.filter((word) => word !== negative);
	return negative !== undefined && rest.length === 1 && Number.isNaN(Number(rest[0]))
		? rest[0]!
		: null;
}

/** Outcomes as 0 and 1, with the words they were written in. */
export interface Outcomes {
	values: Uint8Array;
	/** How the label writes a success, e.g. `yes`. */
	positive: string;
	/** How many of the outcomes are successes. */
	positives: number;
}

/**
 * Reads a label column that has two values, such as 0/1, yes/no, true/false or won/lost.
 *
 * @throws MendableError `label/missing`, `label/not-binary`, `label/one-class`
 */
export function readOutcomes(name: string, values: readonly unknown[]): Outcomes {
	const seen = new Map<string, string>();
	for (const value of values) {
		if (isUnknown(value)) continue;
		const word = wordOf(value);
		if (!seen.has(word)) seen.set(word, readLevel(value));
		if (seen.size > 2) break;
	}
	const words = [...seen.keys()];
	const positive = positiveOf(words);
	const shown = [...seen.values()].map((word) => JSON.stringify(word.slice(0, 40)));
	if (words.length > 2 || (words.length === 2 && positive === null)) {
		throw new MendableError(
			'label/not-binary',
			`The label column "${name}" does not say success or not.`,
			`It holds ${shown.join(', ')}${words.length > 2 ? ' and perhaps more' : ''}; expected two values such as 1/0, yes/no, true/false or won/lost.`,
			'Name another column with --label, or write the outcome as 1 and 0.',
		);
	}
	const blank = values.findIndex(isUnknown);
	if (blank >= 0) {
		throw new MendableError(
			'label/missing',
			`The label column "${name}" has rows without an outcome.`,
			`Row ${blank + 1} of the data has no value there.`,
			'Leave out the leads whose outcome is not known yet, or fill the outcome in.',
		);
	}
	if (words.length < 2) {
		throw new MendableError(
			'label/one-class',
			`The label column "${name}" has only one outcome.`,
			words.length === 0
				? 'There is no row at all.'
				: `All ${values.length} rows say ${shown[0]}, so nothing tells success from failure.`,
			'Add leads with the other outcome: at least one of each is needed, thirty leads are a start.',
		);
	}
	const outcomes = Uint8Array.from(values, (value) => (wordOf(value) === positive ? 1 : 0));
	return {
		values: outcomes,
		positive: seen.get(positive!)!,
		positives: outcomes.reduce((sum, outcome) => sum + outcome, 0),
	};
}

/** The table with only the given rows, in the given order. */
export function selectRows(table: LeadTable, rows: readonly number[]): LeadTable {
	return {
		rows: rows.length,
		columns: table.columns.map(({ name, values }) => ({
			name,
			values: rows.map((row) => values[row]),
		})),
	};
}

/** One lead of the table as a plain object, the way `applyModel` takes it. */
export function rowOf(table: LeadTable, row: number): Record<string, unknown> {
	return Object.fromEntries(table.columns.map(({ name, values }) => [name, values[row]]));
}
