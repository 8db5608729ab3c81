/**
 * A number from 0 up to 1 that orders candidates who are otherwise equal, by seed, job and candidate.
 *
 * Each job draws anew, so that nobody stands first in every tie, as a sorted list would have it; the
 * same seed gives the same order, so that a decision can be replayed.
 */
export function tieBreak(seed: string, job: string, candidate: string): number {
	let mixed = 0x811c9dc5;
	for (const part of [seed, job, candidate]) {
		for (let at = 0; at < part.length; at++) {
			mixed = Math.imul(mixed ^ part.charCodeAt(at), 0x01000193);
		}
		// Between parts, so that ("ab", "c") and ("a", "bc") differ.
		mixed = Math.imul(mixed ^ 0x1f, 0x01000193);
	}
	mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
	return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
