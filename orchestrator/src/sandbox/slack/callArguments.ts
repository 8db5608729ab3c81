import { parseJson } from '../json';
import type { Json, JsonObject, VendorRequest } from '../types';
import { isObject } from '../json';
import { SlackError } from './errors';

/** The arguments of a method, from a form, a JSON body or the query. */
export interface Arguments {
	token: string | null;
	values: JsonObject;
	/** Whether the body was JSON. */
	isJson: boolean;
}

/** Arguments that a form carries as JSON text. */
const jsonInForms = new Set([
	'blocks',
	'attachments',
	'metadata',
	'view',
	'unfurls',
	'user_auth_blocks',
]);

/**
 * Reads the arguments of a call in either of the forms Slack takes.
 *
 * @throws SlackError `invalid_json`, `json_not_object`, `invalid_blocks`, `invalid_form_data`
 */
export function readArguments(request: VendorRequest): Arguments {
	const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
	const type = request.headers['content-type'] ?? '';
	if (type.startsWith('application/json') && request.body !== '') {
		const value = parseJson(request.body);
		if (value === undefined) throw new SlackError('invalid_json');
		if (!isObject(value)) throw new SlackError('json_not_object');
		return { token: bearer, values: value, isJson: true };
	}
	const form = new URLSearchParams(request.body === '' ? undefined : request.body);
	const values: JsonObject = {};
	for (const [name, text] of [...request.query, ...form]) values[name] = decode(name, text);
	const token = bearer ?? (typeof values.token === 'string' ? values.token : null);
	delete values.token;
	return { token, values, isJson: false };
}

function decode(name: string, text: string): Json {
	if (!jsonInForms.has(name) || text === '') return text;
	const value = parseJson(text);
	if (value !== undefined) return value;
	if (name === 'metadata') throw new SlackError('invalid_metadata_format');
	throw new SlackError(name === 'blocks' ? 'invalid_blocks_format' : 'invalid_arguments');
}

/** An argument as text; empty when it is missing. */
export function textArgument(values: JsonObject, name: string): string {
	const value = values[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** An argument as a truth value: forms write `true` or `1`. */
export function flagArgument(values: JsonObject, name: string): boolean {
	const value = values[name];
	return value === true || value === 'true' || value === '1' || value === 1;
}

/**
 * Largest page of a list: the methods with a cursor want a limit under 1,000
 * (docs.slack.dev/reference/methods/conversations.list, as found in a stored copy searched
 * 2026-11-22).
 */
export const largestPage = 999;

/** A page size; the fallback for a missing or unreadable one. */
export function limitArgument(values: JsonObject, fallback: number, most: number): number {
	const limit = Number(values.limit ?? fallback);
	if (!Number.isInteger(limit) || limit <= 0) return fallback;
	return Math.min(limit, most);
}
