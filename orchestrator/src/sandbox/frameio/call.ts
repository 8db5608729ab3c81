import { sandboxFrameio } from '../accounts';
import { isObject, parseJson } from '../json';
import type { JsonObject, VendorRequest } from '../types';
import { FrameioError } from './errors';
import type { FrameioStore } from './store';

/** One call with what its handler needs. */
export interface Call {
	store: FrameioStore;
	request: VendorRequest;
	params: Record<string, string>;
	/** What stands under `data` in the body; an empty object for a GET. */
	data: JsonObject;
	/** Milliseconds since 1970. */
	at: number;
}

/** Answers one operation with the body of a success. Throws FrameioError for anything else. */
export type Handler = (call: Call) => unknown;

/** @throws FrameioError 404 for another account, 422 for a body without `data` */
export function openCall(
	store: FrameioStore,
	request: VendorRequest,
	params: Record<string, string>,
): Call {
	const { account_id: account } = params;
	if (account !== undefined && account !== sandboxFrameio.account.id) {
		throw new FrameioError(404, 'Account not found');
	}
	return { store, request, params, data: dataOf(request), at: request.at };
}

function dataOf(request: VendorRequest): JsonObject {
	if (request.method === 'GET') return {};
	if (request.method === 'DELETE' && request.body === '') return {};
	const body = parseJson(request.body);
	if (isObject(body) && isObject(body.data)) return body.data;
	throw new FrameioError(422, 'Missing field: data', '/data');
}

/** @throws FrameioError 422 */
export function nameIn({ data }: Call, longest: number): string {
	const { name } = data;
	if (typeof name !== 'string' || name === '') {
		throw new FrameioError(422, 'Missing field: name', '/data/name');
	}
	if (name.length > longest) {
		throw new FrameioError(422, `length must be at most ${longest}`, '/data/name');
	}
	return name;
}

/** Where something is to go; @throws FrameioError 422 */
export function parentIn({ data }: Call): string {
	const { parent_id: parent } = data;
	if (typeof parent === 'string' && parent !== '') return parent;
	throw new FrameioError(422, 'Missing field: parent_id', '/data/parent_id');
}
