import { createHash } from 'crypto';

/**
 * JSON with sorted keys and no white space: equal values give equal text, whatever order their keys
 * were written in.
 *
 * Follows JSON.stringify for what JSON cannot hold: `undefined` and functions vanish from objects
 * and become null in arrays, dates become ISO text, NaN and infinities become null.
 */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(sorted(value)) ?? 'null';
}

/** SHA-256 of a text in UTF-8, as 64 lower-case hex digits. */
export function sha256Hex(text: string): string {
	return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** `sha256:` and 64 hex digits over a value's canonical JSON: the form decisions carry. */
export function hashOf(value: unknown): string {
	return `sha256:${sha256Hex(canonicalJson(value))}`;
}

function sorted(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(sorted);
	if (hasToJson(value)) return sorted(value.toJSON());

	// No prototype, so that a key named `__proto__` is data like any other.
	const copy: Record<string, unknown> = Object.create(null);
	const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	for (const [key, entry] of entries) copy[key] = sorted(entry);
	return copy;
}

function hasToJson(value: object): value is { toJSON: () => unknown } {
	return 'toJSON' in value && typeof value.toJSON === 'function';
}
