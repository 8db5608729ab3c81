import type { Note } from './schema';

/** What became of one field: its value, or null for unknown, with what a person should know of it. */
export interface Reading<Value> {
	value: Value | null;
	notes: Note[];
}

/** Longest `received` of a note, in characters. */
const longestReceived = 80;

/** A field that was read, with remarks if a choice had to be made. */
export function known<Value>(value: Value, ...notes: Note[]): Reading<Value> {
	return { value, notes };
}

/** A field that nobody filled in: unknown, and nothing to say about it. */
export function absent<Value>(): Reading<Value> {
	return { value: null, notes: [] };
}

/** A field that holds something nobody can read: unknown, and a note that says so. */
export function unreadable<Value>(
	field: string,
	received: unknown,
	because: string,
): Reading<Value> {
	return { value: null, notes: [note(field, received, because)] };
}

/** A remark about a field, with what came made safe to show. */
export function note(field: string, received: unknown, because: string): Note {
	return { field, received: cleanText(describe(received), longestReceived, false).text, because };
}

/** A text made safe to keep, and whether its end was cut off. */
export interface CleanText {
	text: string;
	cut: boolean;
}

/** C0 and C1 controls but line breaks, zero-width spaces, and the marks that turn the writing. */
const unwanted = /[^\P{Cc}\n]|[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * Removes control characters, brings Unicode to its composed form, collapses spaces and cuts to
 * `most` UTF-16 units, never through a surrogate pair. Line breaks stay when `lines` is true.
 */
export function cleanText(raw: string, most: number, lines: boolean): CleanText {
	// Cut first: everything below costs time in proportion, and forms are open to anybody.
	const bounded = raw.length > most * 4 ? raw.slice(0, most * 4) : raw;
	const spaced = lines
		? bounded
				.replace(/\r\n?/g, '\n')
				.replace(/[^\S\n]+/g, ' ')
				.replace(/ ?\n ?/g, '\n')
				.replace(/\n{3,}/g, '\n\n')
		: bounded.replace(/\s+/g, ' ');
	const clean = wellFormed(spaced.replace(unwanted, '')).normalize('NFC').trim();
	if (clean.length <= most) return { text: clean, cut: bounded !== raw };
	return {
		text: wellFormed(clean.slice(0, most))
			.replace(/\ufffd$/, '')
			.trimEnd(),
		cut: true,
	};
}

/**
 * A text as the readers compare it: lower case, no accents, `ø` as `o`, `æ` as `ae`, full-width
 * forms as plain ones, cut after `most` characters.
 */
export function plain(text: string, most = 300): string {
	return text
		.slice(0, most)
		.normalize('NFKD')
		.replace(/\p{M}+/gu, '')
		.toLowerCase()
		.replace(/ø/g, 'o')
		.replace(/æ/g, 'ae')
		.replace(/\s+/g, ' ')
		.trim();
}

/** Most parts of a list, and levels of nesting, that are read as text. */
const mostParts = 20;
const deepest = 3;

/**
 * The text in what a form sent for one field: a text, a number, a yes or no, a list of these
 * (check boxes), or an object that wraps one as `value`, `label`, `text` or `name`. Null when there
 * is none.
 */
export function textIn(value: unknown, depth = 0): string | null {
	if (typeof value === 'string') return value.trim() === '' ? null : value;
	if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
	if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	if (typeof value !== 'object' || value === null || depth >= deepest) return null;

	if (Array.isArray(value)) {
		const parts = value.slice(0, mostParts).map((part) => textIn(part, depth + 1));
		return parts.filter((part) => part !== null).join(', ') || null;
	}
	for (const key of ['value', 'label', 'text', 'name']) {
		if (Object.hasOwn(value, key))
			return textIn((value as Record<string, unknown>)[key], depth + 1);
	}
	return null;
}

/** Whether a field holds nothing: null, white space, a list or object of such. */
export function isBlank(value: unknown): boolean {
	if (Array.isArray(value)) return value.slice(0, mostParts).every(isBlankText);
	if (typeof value === 'object' && value !== null) return Object.values(value).every(isBlankText);
	return isBlankText(value);
}

function isBlankText(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && !value.trim());
}

function describe(value: unknown): string {
	const text = textIn(value);
	if (text !== null) return text;
	if (Array.isArray(value)) return `a list of ${value.length}`;
	if (typeof value === 'object' && value !== null) {
		return `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'nothing in it'}`;
	}
	return String(value);
}

function wellFormed(text: string): string {
	return text.replace(/[\ud800-\udfff]/gu, '\ufffd');
}
