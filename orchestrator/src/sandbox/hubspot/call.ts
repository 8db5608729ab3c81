import { isObject, parseJson } from '../json';
import type { JsonObject, VendorAnswer, VendorRequest } from '../types';
import { hubspotError } from './errors';
import { objectTypeOf, type CrmObject, type ObjectType } from './model';
import type { HubSpotStore } from './store';

/** One call with what its handler needs. */
export interface Call {
	store: HubSpotStore;
	request: VendorRequest;
	params: Record<string, string>;
	/** The body when it is an object; an empty one otherwise. */
	body: JsonObject;
	/** Milliseconds since 1970. */
	at: number;
}

/** Answers one operation. */
export type Handler = (call: Call) => VendorAnswer;

/** Thrown by the small readers below; the stand-in gives its answer. */
export class Refused extends Error {
	constructor(readonly answer: VendorAnswer) {
		super('refused');
	}
}

/** @throws Refused 400 for a body that is not JSON */
export function openCall(
	store: HubSpotStore,
	request: VendorRequest,
	params: Record<string, string>,
): Call {
	const body = request.body.trim() === '' ? {} : parseJson(request.body);
	if (body === undefined) {
		throw new Refused(hubspotError(400, 'VALIDATION_ERROR', 'The body is not JSON'));
	}
	return { store, request, params, body: isObject(body) ? body : {}, at: request.at };
}

/** @throws Refused 400 for a type the stand-in does not keep */
export function typeIn(call: Call, param: string): ObjectType {
	const name = call.params[param] ?? '';
	const type = objectTypeOf(name);
	if (type) return type;
	throw new Refused(
		hubspotError(400, 'VALIDATION_ERROR', `Unable to infer object type from: ${name}`),
	);
}

/** The list in a query parameter, written comma-separated or repeated. */
export function listInQuery(call: Call, name: string): string[] {
	return call.request.query
		.getAll(name)
		.flatMap((value) => value.split(','))
		.filter((value) => value !== '');
}

/**
 * The record a path names, by id or by the query's `idProperty`.
 *
 * @throws Refused 404
 */
export function recordIn(call: Call, type: ObjectType, param: string): CrmObject {
	const id = call.params[param] ?? '';
	const idProperty = call.request.query.get('idProperty');
	const found = lookUp(call.store, type, id, idProperty ?? undefined);
	if (found) return found;
	throw new Refused(hubspotError(404, 'OBJECT_NOT_FOUND', `No ${type} record for ${id}`));
}

/** A record by id, or by a unique property's value. */
export function lookUp(
	store: HubSpotStore,
	type: ObjectType,
	id: string,
	idProperty: string | undefined,
): CrmObject | null {
	if (idProperty === undefined || idProperty === 'hs_object_id') return store.find(type, id);
	return store.findByUnique(type, idProperty, id);
}
