import { wilson } from './wilson';

/** So many of so many. */
export interface Count {
	hits: number;
	of: number;
}

/** A difference of two shares with its 95% interval; all from -1 to 1, and `low <= value <= high`. */
export interface Difference {
	value: number;
	low: number;
	high: number;
}

/**
 * How much larger the first share is than the second, with Newcombe's interval made of Wilson's two (the
 * tenth of R. G. Newcombe, Statistics in Medicine 17, 1998), which holds for few cases too; null where one
 * of them is of none.
 */
export function differenceOf(first: Count, second: Count): Difference | null {
	const [a, b] = [wilson(first.hits, first.of), wilson(second.hits, second.of)];
	if (a === null || b === null) return null;
	const value = a.value - b.value;
	return {
		value,
		low: value - Math.hypot(a.value - a.low, b.high - b.value),
		high: value + Math.hypot(a.high - a.value, b.value - b.low),
	};
}
