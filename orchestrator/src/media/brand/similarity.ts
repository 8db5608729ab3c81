import type { Frame } from './frame';

/** Side of the squares that are compared, in pixels of the small picture. */
const WINDOW = 8;

/** Step from one square to the next. */
const STRIDE = 4;

/** Keep divisions by nearly nothing apart; of Wang et al., 2004, for values of 0 to 255. */
const [C1, C2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];

/** Part of the squares that counts, those least alike: another logo or claim changes few of many. */
const WORST_SHARE = 0.05;

/**
 * How alike two pictures of one size are, up to 1: structural similarity (Wang et al., 2004) of red,
 * green and blue, averaged over the twentieth of the squares that differ most. It sees shapes; a colour that is off by
 * little is the palette's matter.
 */
export function similarityOf(one: Frame, other: Frame): number {
	if (one.width !== other.width || one.height !== other.height) {
		throw new Error(
			`Pictures of ${one.width}×${one.height} and ${other.width}×${other.height} cannot be compared.`,
		);
	}
	const scores: number[] = [];
	for (let top = 0; top + WINDOW <= one.height; top += STRIDE) {
		for (let left = 0; left + WINDOW <= one.width; left += STRIDE) {
			scores.push(
				Math.min(...[0, 1, 2].map((channel) => windowScore(one, other, left, top, channel))),
			);
		}
	}
	scores.sort((a, b) => a - b);
	const worst = scores.slice(0, Math.max(1, Math.ceil(scores.length * WORST_SHARE)));
	return worst.reduce((sum, score) => sum + score, 0) / worst.length;
}

function windowScore(one: Frame, other: Frame, left: number, top: number, channel: number): number {
	let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
	for (let y = top; y < top + WINDOW; y += 1) {
		for (let x = left; x < left + WINDOW; x += 1) {
			const place = 3 * (y * one.width + x) + channel;
			const [a, b] = [one.rgb[place] ?? 0, other.rgb[place] ?? 0];
			sumA += a;
			sumB += b;
			sumAA += a * a;
			sumBB += b * b;
			sumAB += a * b;
		}
	}
	const count = WINDOW * WINDOW;
	const [meanA, meanB] = [sumA / count, sumB / count];
	const varianceA = sumAA / count - meanA * meanA;
	const varianceB = sumBB / count - meanB * meanB;
	const covariance = sumAB / count - meanA * meanB;
	return (
		((2 * meanA * meanB + C1) * (2 * covariance + C2)) /
		((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2))
	);
}
