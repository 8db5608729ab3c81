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
	const suffix = ` (${markOf(key, MARK_DIGITS)})`;
	return `${truncate(name, limit - suffix.length).trimEnd()}${suffix}`;
}

/** Hexadecimal digits of the mark of a text: two of 1,000 texts on one file share them never in practice. */
const TEXT_MARK_DIGITS = 12;

/**
 * A text that ends with a mark of the key on a line of its own, for places that keep nothing else of
 * ours: the text is cut, the mark never is.
 *
 * @param limit longest result, in UTF-16 units
 */
export function markedText(text: string, key: string, limit: number): string {
	const suffix = `\n${textMark(key)}`;
	return `${truncate(text, limit - suffix.length).trimEnd()}${suffix}`;
}

/** What a marked text ends with, such as `[#a1b2c3d4e5f6]`. */
export function textMark(key: string): string {
	return `[#${markOf(key, TEXT_MARK_DIGITS)}]`;
}

function markOf(key: string, digits: number): string {
	return createHash('sha256').update(key).digest('hex').slice(0, digits);
}
