import type { AxiosInstance, AxiosResponse } from 'axios';
import axios from 'axios';
import { z } from 'zod';
import { LookUpFailed, harmless } from '../harmless';
import type { Failure } from '../outcome';
import { failureOf, retryAfterMs, tooLateOf, unknownOf } from '../outcome';
import type { Connections } from '../transport';
import { transportFailure } from '../transport';
import type { FrameioCredentials, TokenSource } from './ims';
import { imsTokens } from './ims';

/** How to reach Frame.io. */
export interface FrameioAccess {
	credentials: FrameioCredentials;
	connections: Connections;
	timeoutMs: number;
	/** Addresses of Frame.io's API and of Adobe's sign-in, without a slash at their ends. */
	bases?: { api?: string; ims?: string };
}

/** Frame.io as errors name it. */
export const VENDOR = 'Frame.io';
const BASE = 'https://api.frame.io';
/** The rate limits of the API's description (v4.0, July 2026) all count a minute. */
const WINDOW_MS = 60_000;
/** Largest page of the API's description. */
const PAGE_SIZE = 100;
/** A workspace with more pages than this is not read to its end. */
const MOST_PAGES = 100;

/** Calls to Frame.io, signed in. */
export interface FrameioClient {
	/**
	 * The items of all pages of a listing.
	 *
	 * @throws LookUpFailed
	 */
	list<Item>(path: string, query: Record<string, string>, item: z.ZodType<Item>): Promise<Item[]>;
	/**
	 * One thing, as `data` holds it.
	 *
	 * @throws LookUpFailed
	 */
	read<Thing>(path: string, thing: z.ZodType<Thing>): Promise<Thing>;
	/**
	 * Writes once, and once more after a 401 with a new token: that one did nothing.
	 *
	 * @param maySend asked last before each of the two
	 * @throws LookUpFailed
	 */
	send(
		method: 'POST' | 'PATCH' | 'DELETE',
		path: string,
		data: object | null,
		maySend: () => boolean,
	): Promise<AxiosResponse<unknown>>;
}

const linksSchema = z.object({ next: z.string().nullish() });

/** Builds it; one token serves all calls. */
export function frameioClient(access: FrameioAccess): FrameioClient {
	const { bases = {}, ...rest } = access;
	const tokens = imsTokens({ ...rest, ...(bases.ims === undefined ? {} : { base: bases.ims }) });
	const client = axios.create({
		baseURL: bases.api ?? BASE,
		timeout: access.timeoutMs,
		// Node's own agent goes through the proxy; axios must not do it a second time.
		proxy: false,
		httpAgent: access.connections.http,
		httpsAgent: access.connections.https,
		maxRedirects: 0,
		validateStatus: () => true,
	});
	const ask = async <Answer>(url: string, shape: z.ZodType<Answer>): Promise<Answer> => {
		const get = signedIn(client, tokens, { method: 'GET', url }, () => true);
		const response = await get.catch((error: unknown) => {
			throw new LookUpFailed(harmless(VENDOR, failureFrom(error)));
		});
		if (response.status >= 400) throw new LookUpFailed(harmless(VENDOR, refusal(response)));
		const read = shape.safeParse(response.data);
		if (response.status === 200 && read.success) return read.data;
		throw new LookUpFailed(unreadable(url, response.status));
	};
	return {
		list: async (path, query, item) => {
			const page = z.object({ data: z.array(item), links: linksSchema });
			const first = `${path}?${new URLSearchParams({ ...query, page_size: String(PAGE_SIZE) })}`;
			const items = [];
			let next: string | null = first;
			for (let pages = 0; next !== null; pages += 1) {
				// A link elsewhere would carry our token there.
				if (pages === MOST_PAGES || !next.startsWith('/v4/')) {
					throw new LookUpFailed(unreadable(path, 200));
				}
				const { data, links }: z.output<typeof page> = await ask(next, page);
				items.push(...data);
				next = links.next ?? null;
			}
			return items as never;
		},
		read: async (path, thing) => {
			// zod cannot tell that an object of a generic shape has it: the caller's type is the shape's.
			const { data } = (await ask(path, z.object({ data: thing }))) as { data: never };
			return data;
		},
		send: async (method, url, data, maySend) => {
			const body = data === null ? {} : { data: { data } };
			return await signedIn(client, tokens, { method, url, ...body }, maySend);
		},
	};
}

async function signedIn(
	client: AxiosInstance,
	tokens: TokenSource,
	request: { method: string; url: string; data?: object },
	maySend: () => boolean,
): Promise<AxiosResponse<unknown>> {
	const send = async (token: string) => {
		if (!maySend()) throw new LookUpFailed(tooLateOf(VENDOR));
		const headers = { Authorization: `Bearer ${token}` };
		return await client.request<unknown>({ ...request, headers });
	};
	const token = await tokens.get();
	const response = await send(token);
	if (response.status !== 401) return response;
	tokens.forget(token);
	return await send(await tokens.get());
}

/** What an error of a question, or of the network, means for what was to be done. */
export function failureFrom(error: unknown): Failure {
	return error instanceof LookUpFailed ? error.failure : transportFailure(VENDOR, error);
}

const errorBody = z.object({
	errors: z
		.array(
			z.object({
				detail: z.string(),
				source: z.object({ pointer: z.string().optional() }).optional(),
			}),
		)
		.min(1),
});

/** What an answer with a status of 400 or more means. */
export function refusal({ status, data, headers }: AxiosResponse<unknown>): Failure {
	const body = errorBody.safeParse(data);
	const words = body.success
		? body.data.errors.map(({ detail, source }) =>
				source?.pointer === undefined ? detail : `${detail} (${source.pointer})`,
			)
		: ['an answer that is not an error of its API'];
	const after = headers['retry-after'] as unknown;
	const window = Number(headers['x-ratelimit-window']);
	return failureOf({
		vendor: VENDOR,
		status,
		vendorCode: null,
		message: words.join(' '),
		retryAfterMs:
			retryAfterMs(typeof after === 'string' ? after : null, new Date()) ??
			(window > 0 ? Math.min(window, WINDOW_MS) : WINDOW_MS),
		mend:
			status === 401 || status === 403
				? 'Check that the service account of the credential is a member of the Frame.io account and workspace, then run it again with "retry".'
				: null,
	});
}

function unreadable(path: string, status: number): Failure {
	const why = `Frame.io answered ${status} to ${path} with a shape we do not know.`;
	return harmless(VENDOR, unknownOf(VENDOR, why, status));
}

/** Null for what is not there any more. @throws whatever else went wrong */
export function nullFor404(error: unknown): null {
	if (error instanceof LookUpFailed && error.failure.status === 404) return null;
	throw error;
}
