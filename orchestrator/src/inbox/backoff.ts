import { createHash } from 'node:crypto';

/** How long to wait between tries; milliseconds. */
export interface BackoffBounds {
	/** Wait after the first failure. */
	firstMs: number;
	/** Longest wait, however many failures there were. */
	longestMs: number;
}

/**
 * The wait before the next try: doubled with each failure in a row, and somewhere between half of
 * that and all of it, so that what failed together does not come back together. The same seed and
 * count give the same wait.
 *
 * @param failures in a row, 1 or more
 * @param seed tells one waiter from another, e.g. the event's id
 */
export function backoffMs(failures: number, seed: string, bounds: BackoffBounds): number {
	const doublings = Math.min(Math.max(failures, 1) - 1, 52);
	const whole = Math.min(bounds.firstMs * 2 ** doublings, bounds.longestMs);
	return Math.round(whole * (0.5 + 0.5 * chanceOf(`${seed}/${failures}`)));
}

/** A number from 0 to 1 (1 excluded) that looks like chance and follows from the seed. */
function chanceOf(seed: string): number {
	return createHash('sha256').update(seed).digest().readUInt32BE(0) / 2 ** 32;
}
