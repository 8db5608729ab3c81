import { isObject, textOr, textsIn } from '../json';
import type { JsonObject } from '../types';
import { invalid, required } from './errors';
import type { Metadata } from './model';
import type { StripeStore } from './store';

/** One call with what it asks for. */
export interface Call {
	store: StripeStore;
	/** From the query or the form. */
	values: JsonObject;
	params: Record<string, string>;
	/** Milliseconds since 1970. */
	at: number;
	idempotencyKey: string | null;
}

/** What an operation does: its answer's body. */
export type Handler = (call: Call) => unknown;

/** A text; null where it is left out, or emptied. */
export function textIn({ values }: Call, name: string): string | null {
	const text = textOr(values[name], '');
	return text === '' ? null : text;
}

/** A text that must be there. */
export function wantedText(call: Call, name: string): string {
	const text = textIn(call, name);
	if (text === null) throw required(name);
	return text;
}

/** A whole number; null where it is left out. */
export function wholeIn(call: Call, name: string): number | null {
	const text = textIn(call, name);
	if (text === null) return null;
	if (!/^-?\d{1,15}$/.test(text)) {
		throw invalid(name, `Invalid integer: ${text}`, 'parameter_invalid_integer');
	}
	return Number(text);
}

/** True or false; null where it is left out. */
export function flagIn(call: Call, name: string): boolean | null {
	const text = textIn(call, name);
	if (text === null) return null;
	if (text !== 'true' && text !== 'false') throw invalid(name, `Invalid boolean: ${text}`);
	return text === 'true';
}

/** Three letters, in lower case. */
export function currencyIn(call: Call, fallback: string): string {
	const text = (textIn(call, 'currency') ?? fallback).toLowerCase();
	if (/^[a-z]{3}$/.test(text)) return text;
	throw invalid('currency', `Invalid currency: ${text}`);
}

/** Bounds of metadata (docs.stripe.com/metadata, as found in stored copies searched 2026-11-26). */
const bounds = { entries: 50, name: 40, value: 500 } as const;

/** What is kept with an object, laid over what was: an empty text takes an entry away. */
export function metadataIn({ values }: Call, before: Metadata = {}): Metadata {
	const given = values.metadata;
	if (given === undefined) return before;
	if (given === '') return {};
	if (!isObject(given)) throw invalid('metadata', 'Invalid object');
	const after = { ...before };
	for (const [name, value] of Object.entries(given)) {
		const text = textOr(value, '');
		if (name.length > bounds.name || /[[\]]/.test(name) || text.length > bounds.value) {
			throw invalid('metadata', `Metadata entry "${name.slice(0, 60)}" is too long.`);
		}
		if (text === '') delete after[name];
		else after[name] = text;
	}
	if (Object.keys(after).length > bounds.entries) {
		throw invalid('metadata', `Metadata can have up to ${bounds.entries} keys.`);
	}
	return after;
}

/** What is to be shown whole, where otherwise its id stands. */
export function expandIn({ values }: Call): string[] {
	return textsIn(values.expand);
}

/** Whether a moment in seconds lies in the range that is asked for under a name. */
export function rangeIn({ values }: Call, name: string): (seconds: number) => boolean {
	const asked = values[name];
	if (asked === undefined) return () => true;
	if (!isObject(asked)) return (seconds) => seconds === Number(asked);
	const bound = (word: string, otherwise: number) => Number(asked[word] ?? otherwise);
	return (seconds) =>
		seconds > bound('gt', -Infinity) &&
		seconds >= bound('gte', -Infinity) &&
		seconds < bound('lt', Infinity) &&
		seconds <= bound('lte', Infinity);
}

/** Most objects of one page, and how many without asking (docs.stripe.com/api/pagination). */
const pages = { most: 100, usual: 10 } as const;

/** One page of a list, the newest first. */
export function pageOf<Item extends { id: string }>(
	call: Call,
	url: string,
	items: readonly Item[],
	present: (item: Item) => unknown,
): object {
	const limit = wholeIn(call, 'limit') ?? pages.usual;
	if (limit < 1 || limit > pages.most) {
		throw invalid('limit', `This value must be between 1 and ${pages.most}.`);
	}
	const newest = [...items].reverse();
	const place = (name: string) => {
		const id = textIn(call, name);
		if (id === null) return null;
		const index = newest.findIndex((item) => item.id === id);
		if (index < 0) throw invalid(name, `No such object: '${id}'`, 'resource_missing');
		return index;
	};
	const after = place('starting_after');
	const before = place('ending_before');
	const end = before ?? newest.length;
	const from = after !== null ? after + 1 : before !== null ? Math.max(0, end - limit) : 0;
	const shown = newest.slice(from, Math.min(end, from + limit));
	const hasMore = before !== null ? from > 0 : from + limit < newest.length;
	return { object: 'list', url, has_more: hasMore, data: shown.map(present) };
}
