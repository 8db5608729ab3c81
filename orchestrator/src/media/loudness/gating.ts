/** Gate below which nothing counts, LUFS (BS.1770-4, EBU Tech 3342). */
export const ABSOLUTE_GATE_LUFS = -70;

/** Loudness in LUFS of a weighted mean square; -Infinity for none. */
export function lufsOf(meanSquare: number): number {
	return -0.691 + 10 * Math.log10(meanSquare);
}

/** Weighted mean square of a loudness in LUFS. */
export function meanSquareOf(lufs: number): number {
	return 10 ** ((lufs + 0.691) / 10);
}

/**
 * Integrated loudness of 400 ms blocks that overlap by three quarters: those above -70 LUFS, then of
 * these those above 10 LU below their mean (BS.1770-4). Null where no block is above the gates.
 */
export function integratedLoudness(blocks: readonly number[]): number | null {
	const absolute = meanSquareOf(ABSOLUTE_GATE_LUFS);
	const audible = meanAbove(blocks, absolute);
	if (audible === null) return null;
	const mean = meanAbove(blocks, Math.max(absolute, audible / 10));
	return mean === null ? null : lufsOf(mean);
}

/**
 * Loudness range of short-term readings at least every 100 ms: from the 10th to the 95th percentile
 * of those above -70 LUFS and above 20 LU below their mean (EBU Tech 3342). Null without any.
 */
export function loudnessRange(shortTerms: readonly number[]): number | null {
	const absolute = meanSquareOf(ABSOLUTE_GATE_LUFS);
	const audible = meanAbove(shortTerms, absolute);
	if (audible === null) return null;
	const gate = Math.max(absolute, audible / 100);
	const kept = Float64Array.from(shortTerms.filter((value) => value >= gate)).sort();
	if (kept.length === 0) return null;
	const at = (share: number) => lufsOf(kept[Math.round((kept.length - 1) * share)]);
	return at(0.95) - at(0.1);
}

function meanAbove(values: readonly number[], gate: number): number | null {
	let sum = 0;
	let count = 0;
	for (const value of values) {
		if (value < gate) continue;
		sum += value;
		count += 1;
	}
	return count === 0 ? null : sum / count;
}
