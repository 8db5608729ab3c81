import { createHash } from 'node:crypto';
import { truncate } from '../../texts/escape';

/** Hexadecimal digits of a key's digest that a name carries; two of 1,000 names share them once in 33 such agencies. */
const MARK_DIGITS = 6;

/**
 * A name that only this effect gives, for places that keep nothing else of ours: the name with a
 * short mark of the key behind it, such as `Explainer · Nordlys (a1b2c3)`.
 *
 * @param limit longest result, in UTF-16 units; the name is cut, the mark never is
 */
export function markedName(name: string, key: string, limit: number): string {
	const mark = createHash('sha256').update(key).digest('hex').slice(0, MARK_DIGITS);
	const suffix = ` (${mark})`;
	return `${truncate(name, limit - suffix.length).trimEnd()}${suffix}`;
}
