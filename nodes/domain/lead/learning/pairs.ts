import type { Column } from './columns';
import { levelCount } from './columns';
import type { Encoded } from './design';
import type { Pair } from './slots';

/** Settings of the search for pairs, the same for every data set. */
const settings = {
	/** Fewer rows than this are not searched. */
	leastRows: 1_000,
	/** Bins of a number, and levels of a category, inside a pair. */
	bins: 8,
	levels: 15,
	/** Rows that a cell needs to have a weight of its own. */
	leastCell: 30,
	/** Precision at which a pair's gain is judged. */
	precision: 20,
	/** Least expected gain in log-likelihood, and the most pairs that are kept. */
	leastGain: 3,
	mostPairs: 6,
} as const;

/** Joins a column's levels into few, of like size for a number, the rarest together for a category. */
function coarsen(column: Column, levels: Int32Array): number[] {
	const size = levelCount(column);
	const counts = new Float64Array(size);
	for (const level of levels) counts[level]!++;
	const coarse = new Array<number>(size).fill(0);
	if (column.kind === 'category') {
		const order = coarse.map((_, level) => level);
		order.sort((a, b) => counts[b]! - counts[a]! || a - b);
		order.forEach((level, rank) => (coarse[level] = Math.min(rank, settings.levels)));
		return coarse;
	}
	const known = Math.max(1, levels.length - counts[size - 1]!);
	let below = 0;
	for (let level = 0; level < size - 1; level++) {
		const middle = (below + counts[level]! / 2) / known;
		coarse[level] = Math.min(settings.bins - 1, Math.floor(middle * settings.bins));
		below += counts[level]!;
	}
	coarse[size - 1] = settings.bins;
	return coarse;
}

/**
 * Finds the pairs of columns that explain what the columns alone leave unexplained.
 *
 * A pair's gain is what weights on its cells would add to the log-likelihood, shrunk, less what
 * chance alone would add; the best few are kept, in order of gain.
 *
 * @param probabilities what the columns alone foretell for each row
 */
export function findPairs(
	columns: readonly Column[],
	encoded: Encoded,
	outcomes: Uint8Array,
	probabilities: Float64Array,
): Pair[] {
	if (encoded.rows < settings.leastRows) return [];
	const coarse = columns.map((column, index) => coarsen(column, encoded.levels[index]!));
	const codes = coarse.map((map, index) => encoded.levels[index]!.map((level) => map[level]!));
	const widths = coarse.map((map) => Math.max(...map) + 1);
	const found: Array<{ pair: Pair; gain: number }> = [];
	for (let first = 0; first < columns.length; first++) {
		for (let second = first + 1; second < columns.length; second++) {
			const width = widths[second]!;
			const sums = cellSums(codes[first]!, codes[second]!, width, widths[first]! * width, {
				outcomes,
				probabilities,
			});
			const cells: number[] = [];
			let gain = 0;
			sums.counts.forEach((count, key) => {
				if (count < settings.leastCell) return;
				cells.push(key);
				const weight = sums.weights[key]!;
				gain += (sums.residuals[key]! ** 2 - weight) / (weight + settings.precision) / 2;
			});
			if (gain < settings.leastGain) continue;
			const pair = { first, second, width, cells };
			const maps = { coarseFirst: coarse[first]!, coarseSecond: coarse[second]! };
			found.push({ pair: { ...pair, ...maps }, gain });
		}
	}
	found.sort((a, b) => b.gain - a.gain);
	return found.slice(0, settings.mostPairs).map(({ pair }) => pair);
}

function cellSums(
	first: Int32Array,
	second: Int32Array,
	width: number,
	size: number,
	{ outcomes, probabilities }: { outcomes: Uint8Array; probabilities: Float64Array },
): { counts: Float64Array; residuals: Float64Array; weights: Float64Array } {
	const counts = new Float64Array(size);
	const residuals = new Float64Array(size);
	const weights = new Float64Array(size);
	for (let row = 0; row < first.length; row++) {
		const key = first[row]! * width + second[row]!;
		const probability = probabilities[row]!;
		counts[key]!++;
		residuals[key]! += outcomes[row]! - probability;
		weights[key]! += probability * (1 - probability);
	}
	return { counts, residuals, weights };
}
