import { sandboxTokens } from '../../../orchestrator/src/sandbox/accounts';
import type {
	JsonObject,
	StandIn,
	VendorAnswer,
	VendorRequest,
} from '../../../orchestrator/src/sandbox/types';

/** Noon of a Sunday: the moment most tests happen at, in milliseconds since 1970. */
export const noon = Date.UTC(2026, 10, 22, 12);

const authorizations: Record<string, string> = {
	'api.hubapi.com': `Bearer ${sandboxTokens.hubspot}`,
	'slack.com': `Bearer ${sandboxTokens.slack}`,
	'api.clickup.com': sandboxTokens.clickup,
	'api.stripe.com': `Bearer ${sandboxTokens.stripe}`,
};

/** What a test may say about a call beside method, path and body. */
export interface CallOptions {
	headers?: Record<string, string>;
	at?: number;
}

/** A request with the right token; an object body goes as JSON, a text as a form. */
export function aRequest(
	host: string,
	method: string,
	url: string,
	body?: unknown,
	{ headers, at = noon }: CallOptions = {},
): VendorRequest {
	const [path = '', search = ''] = url.split('?');
	const isForm = typeof body === 'string';
	const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
	return {
		method,
		host,
		path,
		query: new URLSearchParams(search),
		headers: {
			authorization: authorizations[host] ?? '',
			...(body === undefined ? {} : { 'content-type': type }),
			...headers,
		},
		body: body === undefined ? '' : isForm ? body : JSON.stringify(body),
		at,
	};
}

/** An answer whose body is known to be an object. */
export type ObjectAnswer = VendorAnswer & { body: JsonObject };

/** Calls a stand-in directly. */
export function callStandIn(
	standIn: StandIn,
	method: string,
	url: string,
	body?: unknown,
	options?: CallOptions,
): ObjectAnswer {
	return standIn.handle(aRequest(standIn.host, method, url, body, options)) as ObjectAnswer;
}
