import { canonicalJson, sha256Hex } from '../../../../nodes/domain/hash';
import { MendableError } from '../../../../nodes/domain/errors';
import type { Json } from '../../ledger/json';
import type { NewEvent } from '../../ledger/inbox';

/** What a call of a source holds: events without the id that the inbox gives them. */
export type SourceEvent = Omit<NewEvent, 'id'>;

/** An object of JSON. */
export type JsonObject = { [name: string]: Json | undefined };

/**
 * Parses a body as JSON.
 *
 * @throws MendableError `hook/unreadable`
 */
export function parseBody(rawBody: Buffer): Json {
	const read = tryParse(rawBody.toString('utf8'));
	if (read !== undefined) return read;
	throw unreadable('It is no JSON.');
}

/** JSON of a text; undefined when it is none. */
export function tryParse(text: string): Json | undefined {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return undefined; // told by whoever asked
	}
}

/**
 * The value as an object.
 *
 * @throws MendableError `hook/unreadable`
 */
export function objectIn(value: Json | undefined): JsonObject {
	if (isObject(value)) return value;
	throw unreadable('An object was expected.');
}

/** Whether a value is an object of JSON. */
export function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text or a number as text; undefined for all else. */
export function wordIn(value: Json | undefined): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A topic or subject out of a vendor's words: `deal.propertyChange` → `deal.property-change`. */
export function plainName(word: string): string {
	return word
		.replace(/([a-z0-9])([A-Z])/g, '$1-$2')
		.toLowerCase()
		.replace(/[^a-z0-9.]+/g, '-')
		.replace(/^[-.]+|[-.]+$/g, '');
}

/** An id for an event whose source gives it none: the same content has the same. */
export function contentId(...parts: Json[]): string {
	return sha256Hex(canonicalJson(parts)).slice(0, 32);
}

/** A call that was signed rightly and cannot be read. */
export function unreadable(why: string): MendableError {
	return new MendableError(
		'hook/unreadable',
		'The event cannot be taken.',
		why,
		'Send the body in the form that the source documents; nothing was kept.',
	);
}
