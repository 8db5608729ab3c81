import type { JsonObject, Json } from '../types';
import { StripeError } from './errors';

/** Deepest nesting that is read. */
const DEEPEST = 10;

/**
 * Reads a form with brackets as Stripe's API takes it: `metadata[deal]=901` is an object,
 * `expand[]=customer` and `custom_fields[0][name]=PO` are lists. Values stay texts.
 */
export function readForm(text: string): JsonObject {
	const root: JsonObject = {};
	for (const [name, value] of new URLSearchParams(text)) put(root, partsOf(name), value);
	return listed(root) as JsonObject;
}

function partsOf(name: string): string[] {
	const [, head = '', rest = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
	const inner = [...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, part = '']) => part);
	const parts = [head, ...inner];
	if (head === '' || parts.length > DEEPEST || parts.includes('__proto__')) {
		throw new StripeError(400, `Invalid parameter name: ${name}`);
	}
	return parts;
}

function put(root: JsonObject, parts: string[], value: string): void {
	let place = root;
	for (const part of parts.slice(0, -1)) place = inside(place, nameIn(place, part));
	place[nameIn(place, parts.at(-1) ?? '')] = value;
}

/** `[]` appends. */
function nameIn(place: JsonObject, part: string): string {
	return part === '' ? String(Object.keys(place).length) : part;
}

function inside(place: JsonObject, name: string): JsonObject {
	const found = place[name];
	if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found;
	const made: JsonObject = {};
	place[name] = made;
	return made;
}

/** Objects whose names count from 0 are lists. */
function listed(value: Json): Json {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	const entries = Object.entries(value).map(([name, inner]) => [name, listed(inner)] as const);
	const isList = entries.length > 0 && entries.every(([name], index) => name === String(index));
	return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
