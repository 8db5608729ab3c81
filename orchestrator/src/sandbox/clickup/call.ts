import { sandboxClickUp } from '../accounts';
import { isObject, parseJson } from '../json';
import type { JsonObject, VendorRequest } from '../types';
import { ClickUpError } from './errors';
import type { ClickUpStore } from './store';

/** One call with what its handler needs. */
export interface Call {
	store: ClickUpStore;
	request: VendorRequest;
	params: Record<string, string>;
	/** The body as an object; an empty one when there is none. */
	body: JsonObject;
	/** Milliseconds since 1970. */
	at: number;
}

/** Answers one operation with the body of a 200. Throws ClickUpError for anything else. */
export type Handler = (call: Call) => unknown;

/** @throws ClickUpError 400 for a body that is no JSON object */
export function openCall(
	store: ClickUpStore,
	request: VendorRequest,
	params: Record<string, string>,
): Call {
	const body = request.body.trim() === '' ? {} : parseJson(request.body);
	if (!isObject(body)) throw new ClickUpError(400, 'The body is not a JSON object', 'INPUT_001');
	return { store, request, params, body, at: request.at };
}

/** @throws ClickUpError 401 for a workspace the token does not belong to */
export function mustBeOurTeam(call: Call): void {
	if ((call.params.team_id ?? call.params.team_Id) === sandboxClickUp.teamId) return;
	throw new ClickUpError(401, 'Team not authorized', 'OAUTH_023');
}

/** A query parameter that is a list: `name[]=a&name[]=b` or `name=a`. */
export function listInQuery(call: Call, name: string): string[] {
	return [...call.request.query.getAll(`${name}[]`), ...call.request.query.getAll(name)];
}

/** A query parameter that is true only when it says so. */
export const flagInQuery = (call: Call, name: string) => call.request.query.get(name) === 'true';
