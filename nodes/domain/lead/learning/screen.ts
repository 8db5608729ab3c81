import type { Column } from './columns';
import { levelCount, mostColumns } from './columns';
import type { Encoded } from './design';

/** Precision at which a column's gain is judged. */
const precision = 10;

/**
 * What weights on a column's levels would add to the log-likelihood, shrunk, less what chance alone
 * would add; below 0 where the column tells nothing.
 */
export function gainOf(column: Column, levels: Int32Array, outcomes: Uint8Array): number {
	const size = levelCount(column);
	const counts = new Float64Array(size);
	const successes = new Float64Array(size);
	let positives = 0;
	levels.forEach((level, row) => {
		counts[level]!++;
		successes[level]! += outcomes[row]!;
		positives += outcomes[row]!;
	});
	const rate = positives / levels.length;
	let gain = 0;
	counts.forEach((count, level) => {
		const weight = count * rate * (1 - rate);
		const residual = successes[level]! - count * rate;
		gain += (residual ** 2 - weight) / (weight + precision) / 2;
	});
	return gain;
}

/** Positions of the columns that tell most, in the columns' order; all where they are few enough. */
export function screenColumns(
	columns: readonly Column[],
	encoded: Encoded,
	outcomes: Uint8Array,
): number[] {
	const all = columns.map((_, index) => index);
	if (columns.length <= mostColumns) return all;
	const gains = columns.map((column, index) => gainOf(column, encoded.levels[index]!, outcomes));
	return all
		.sort((a, b) => gains[b]! - gains[a]! || a - b)
		.slice(0, mostColumns)
		.sort((a, b) => a - b);
}
