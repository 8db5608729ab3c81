import type { Readable } from 'node:stream';

/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object, as it stands in request and answer bodies. */
export type JsonObject = { [key: string]: Json };

/** One call to a vendor, as a stand-in sees it. */
export interface VendorRequest {
	/** Upper case. */
	method: string;
	/** Lower case, without the port. */
	host: string;
	/** Percent-encoded as it was sent, without the query. */
	path: string;
	query: URLSearchParams;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** The body as text; empty when there is none, or when it is no text. */
	body: string;
	/** The body byte for byte, as it came through the proxy. */
	bytes?: Buffer;
	/** Milliseconds since 1970, UTC: the only clock a stand-in knows. */
	at: number;
}

/** What a stand-in says to a call. */
export interface VendorAnswer {
	status: number;
	headers?: Record<string, string>;
	/** Sent as JSON; `undefined` sends an empty body. */
	body: unknown;
	/** Sent instead of the body, as it is: what is no JSON. */
	content?: Content;
}

/** Bytes with their media type, all or part of a file or held in memory. */
export interface Content {
	type: string;
	/** How many bytes are sent. */
	length: number;
	open(): Readable;
}

/** The ways a vendor can refuse that every stand-in words in its vendor's shape. */
export type Refusal = '429' | '500';

/** A vendor's service in memory: a pure function of its state, the request and the request's time. */
export interface StandIn<State = unknown> {
	/** The host name it answers for. */
	readonly host: string;
	handle(request: VendorRequest): VendorAnswer;
	/** An answer in the vendor's own shape for a fault that was ordered. */
	refuse(refusal: Refusal, request: VendorRequest, retryAfterSeconds: number): VendorAnswer;
	/** The state as plain JSON; not a copy, so it must not be changed. */
	state(): State;
	/** Takes over a state that `state()` gave earlier. */
	restore(state: State): void;
	/** Back to the accounts of the first start. */
	reset(): void;
}

/** What an ordered fault does to a call. */
export type FaultKind = '429' | '500' | 'timeout' | 'reset' | 'slow';

/** A fault on demand: the next `times` calls that match go wrong. */
export interface FaultRule {
	/** Host name, or `smtp` for the mail inbox; every host when left out. */
	host?: string;
	/** HTTP method in any case; every method when left out. */
	method?: string;
	/** Source of a regular expression for path and query; for `smtp` it meets the recipients. */
	path?: string;
	kind: FaultKind;
	/** Whether the work is done before the call goes wrong, so that the caller cannot know. Default false. */
	afterWork?: boolean;
	/** How many calls it hits, 1 or more. */
	times: number;
	/** For `429`, in seconds. Default 1. */
	retryAfterSeconds?: number;
	/** For `slow`: the delay (default 2,000 ms); for `timeout`: how long the connection is held (default 120,000 ms). */
	delayMs?: number;
}

/** One call as the viewer shows it. */
export interface RecordedRequest {
	/** Grows by one with every call, also over `reset`. */
	id: number;
	/** ISO 8601, UTC. */
	at: string;
	host: string;
	method: string;
	/** With the query. */
	path: string;
	/** 0 when no answer was given (a fault held or cut the connection). */
	status: number;
	/** From the last byte received to the last byte sent, in milliseconds. */
	ms: number;
	/** Names in lower case; the token is not kept. */
	requestHeaders: Record<string, string>;
	requestBody: string;
	responseBody: string;
	/** The ordered fault that hit the call. */
	fault?: FaultKind;
	/** True when the host is none of the stand-ins'. */
	refused?: boolean;
	/** Where the call or its answer departs from the vendor's description. */
	violations: string[];
}

/** Whether the vendors' published rate limits are kept. */
export type LimitMode = 'published' | 'off';
