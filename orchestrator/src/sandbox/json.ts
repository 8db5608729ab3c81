import type { Json, JsonObject, VendorAnswer, VendorRequest } from './types';

/** Whether a value is a JSON object (no array, not null). */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The body as a JSON object; null when it is none. */
export function readObject(request: VendorRequest): JsonObject | null {
	const value = parseJson(request.body);
	return isObject(value) ? value : null;
}

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): Json | undefined {
	try {
		return JSON.parse(text) as Json;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/** The objects in a list, anything else in it left out; an empty list for anything but a list. */
export function objectsIn(value: Json | undefined): JsonObject[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts in a list (numbers are written out); an empty list for anything but a list. */
export function textsIn(value: Json | undefined): string[] {
	return Array.isArray(value)
		? value.filter((item) => typeof item === 'string' || typeof item === 'number').map(String)
		: [];
}

/** A text or number as text; the fallback for anything else. */
export function textOr<Fallback>(value: Json | undefined, fallback: Fallback): string | Fallback {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : fallback;
}

/** An answer with a JSON body. */
export function answer(
	status: number,
	body: unknown,
	headers?: Record<string, string>,
): VendorAnswer {
	return headers ? { status, body, headers } : { status, body };
}

/**
 * A UUID that follows from its number: equal runs give equal ids.
 *
 * @param kind two hex digits that keep sequences apart
 */
export function sequentialUuid(kind: string, number: number): string {
	const tail = number.toString(16).padStart(12, '0');
	return `${kind.padStart(8, '0')}-0000-4000-8000-${tail}`;
}
