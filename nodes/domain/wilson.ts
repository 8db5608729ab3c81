/** A share with its 95% interval; all from 0 to 1, and `low <= value <= high`. */
export interface Share {
	value: number;
	low: number;
	high: number;
}

/** Standard errors of a 95% interval on both sides. */
const Z = 1.959964;

/**
 * A share of so many, with Wilson's score interval, which holds for few cases and near 0 and 1; null of
 * none (E. B. Wilson, Journal of the American Statistical Association 22, 1927).
 */
export function wilson(hits: number, of: number): Share | null {
	if (of <= 0) return null;
	const share = hits / of;
	const spread = (Z * Z) / of;
	const middle = (share + spread / 2) / (1 + spread);
	const half = (Z / (1 + spread)) * Math.sqrt((share * (1 - share)) / of + spread / (4 * of));
	return {
		value: share,
		low: Math.max(0, Math.min(share, middle - half)),
		high: Math.min(1, Math.max(share, middle + half)),
	};
}
