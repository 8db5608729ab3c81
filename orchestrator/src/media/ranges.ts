import type { TimeRange } from '../../../nodes/domain/quality/measured';

/** Most stretches of a kind that a report lists: the longest are kept. */
export const MOST_RANGES = 1000;

/** Stretches in the order of time, at most 1000: beyond that the longest are kept. */
export function longestRanges(ranges: readonly TimeRange[]): TimeRange[] {
	if (ranges.length <= MOST_RANGES) return [...ranges];
	return [...ranges]
		.sort((a, b) => b.to - b.from - (a.to - a.from))
		.slice(0, MOST_RANGES)
		.sort((a, b) => a.from - b.from);
}

/** Stretches with those joined that lie no more than `gapSeconds` apart; sorted by their start. */
export function joinRanges(ranges: readonly TimeRange[], gapSeconds: number): TimeRange[] {
	const joined: TimeRange[] = [];
	for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
		const last = joined.at(-1);
		if (last !== undefined && range.from - last.to <= gapSeconds) {
			last.to = Math.max(last.to, range.to);
		} else {
			joined.push({ ...range });
		}
	}
	return joined;
}

/** Milliseconds are as fine as a report gets. */
export function rounded(range: TimeRange): TimeRange {
	return { from: roundTo(range.from, 3), to: roundTo(range.to, 3) };
}

/** A number with so many decimal places at most. */
export function roundTo(value: number, places: number): number {
	const factor = 10 ** places;
	// Adding 0 turns -0 into 0.
	return Math.round(value * factor) / factor + 0;
}
