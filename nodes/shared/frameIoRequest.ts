import type {
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	JsonObject,
} from 'n8n-workflow';
import { NodeApiError, sleep } from 'n8n-workflow';
import type { z } from 'zod';

import { MendableError } from '../domain/errors';
import { oneReply, pageReply, refusalReply } from '../domain/frameio/replies';

/** Whoever may call Frame.io: a node at work, on the canvas, or when a workflow is published. */
export type FrameIoCaller = IExecuteFunctions | ILoadOptionsFunctions | IHookFunctions;

/** One call to Frame.io's API V4. */
export interface FrameIoCall {
	method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	/** Begins with `/v4/`; may have a query. */
	path: string;
	query?: Record<string, string | number | boolean>;
	body?: object;
}

/** How a call behaves around what it asks. */
export interface FrameIoManner {
	itemIndex: number;
	/** How long it waits at most, all waits together, when Frame.io asks to slow down; in seconds. */
	waitSeconds: number;
}

const BASE = 'https://api.frame.io';
/** Frame.io's limits count a minute or a second (its own description of V4, July 2026). */
const LONGEST_WINDOW_MS = 60_000;
/** One answer of the API; files go elsewhere. */
const TIMEOUT_MS = 60_000;
/** Largest page of the API's description, for all lists. */
const PAGE_SIZE = 100;

/**
 * Asks Frame.io once; a call that comes too soon is made again after the wait that Frame.io's headers
 * name, within the bound. What Frame.io did not take for another reason is not repeated from here.
 *
 * @returns the body; undefined for none
 * @throws NodeApiError for an answer with a status of 400 or more, with what to do
 */
export async function askFrameIo(
	context: FrameIoCaller,
	{ method, path, query, body }: FrameIoCall,
	{ itemIndex, waitSeconds }: FrameIoManner,
): Promise<unknown> {
	const request: IHttpRequestOptions = {
		method,
		url: `${BASE}${path}`,
		...(query === undefined ? {} : { qs: query }),
		...(body === undefined ? {} : { body }),
		json: true,
		timeout: TIMEOUT_MS,
		returnFullResponse: true,
		// A 401 has to be thrown: n8n then fetches a new token and asks once more.
		ignoreHttpStatusErrors: { ignore: true, except: [401] },
	};
	const credential = credentialOf(context, itemIndex);
	for (let leftMs = waitSeconds * 1_000; ; ) {
		const answer = await send(context, credential, request, itemIndex);
		const { statusCode, headers } = answer;
		if (statusCode < 400) return answer.body === '' ? undefined : answer.body;
		const waitMs = statusCode === 429 ? waitOf(headers) : Number.POSITIVE_INFINITY;
		if (waitMs > leftMs) throw refusal(context, statusCode, answer.body, itemIndex);
		leftMs -= waitMs;
		await sleep(waitMs);
	}
}

/**
 * One thing, as the answer's `data` holds it.
 *
 * @throws MendableError `frameio/unreadable` when it has another shape
 */
export async function askForOne<Thing>(
	context: FrameIoCaller,
	call: FrameIoCall,
	manner: FrameIoManner,
	schema: z.ZodType<Thing, z.ZodTypeDef, unknown>,
): Promise<Thing> {
	const body = await askFrameIo(context, call, manner);
	return read(schema, read(oneReply, body, call).data, call);
}

/**
 * The things of a list, page by page, as many as are wanted.
 *
 * @param most null for all of them
 * @throws MendableError `frameio/unreadable` when it has another shape
 */
export async function askForMany<Thing>(
	context: FrameIoCaller,
	call: FrameIoCall,
	manner: FrameIoManner,
	{ schema, most }: { schema: z.ZodType<Thing, z.ZodTypeDef, unknown>; most: number | null },
): Promise<Thing[]> {
	const things: Thing[] = [];
	const pageSize = Math.min(most ?? PAGE_SIZE, PAGE_SIZE);
	let next: FrameIoCall | null = {
		...call,
		query: { ...call.query, page_size: pageSize },
	};
	while (next !== null && (most === null || things.length < most)) {
		const page: z.output<typeof pageReply> = read(
			pageReply,
			await askFrameIo(context, next, manner),
			call,
		);
		things.push(...page.data.map((thing) => read(schema, thing, call)));
		const path = page.links?.next ?? null;
		// A link elsewhere would carry the token there. A search goes on by the same body.
		next = path?.startsWith('/v4/') === true ? { ...call, path, query: {} } : null;
	}
	return most === null ? things : things.slice(0, most);
}

/** The credential that the node's field chooses. */
function credentialOf(context: FrameIoCaller, itemIndex: number): string {
	const asked =
		'getInputData' in context
			? context.getNodeParameter('authentication', itemIndex, 'oAuth2')
			: context.getNodeParameter('authentication', 'oAuth2');
	return asked === 'serverToServer' ? 'frameIoServerToServerApi' : 'frameIoOAuth2Api';
}

async function send(
	context: FrameIoCaller,
	credential: string,
	request: IHttpRequestOptions,
	itemIndex: number,
): Promise<IN8nHttpFullResponse> {
	try {
		return (await context.helpers.httpRequestWithAuthentication.call(
			context,
			credential,
			request,
		)) as IN8nHttpFullResponse;
	} catch (error) {
		const wrapped = new NodeApiError(context.getNode(), error as JsonObject, { itemIndex });
		// One that is such an error already keeps its own words: these are made anew.
		throw wrapped.httpCode === '401'
			? new NodeApiError(context.getNode(), { status: 401 }, { ...notLetIn, itemIndex })
			: wrapped;
	}
}

const notLetIn = {
	httpCode: '401',
	message: 'Frame.io did not let us in.',
	description:
		'Connect the credential again, or check client ID, secret and scopes in the Adobe Developer Console; the user or service account has to be a member of the Frame.io account.',
};

/** Milliseconds until the next call: by Retry-After, else the whole window of the limit. */
function waitOf(headers: IN8nHttpFullResponse['headers']): number {
	const after = Number(headers['retry-after']);
	if (headers['retry-after'] !== undefined && Number.isFinite(after)) return after * 1_000;
	const window = Number(headers['x-ratelimit-window']);
	return window > 0 ? Math.min(window, LONGEST_WINDOW_MS) : LONGEST_WINDOW_MS;
}

/** An answer of 400 or more as n8n shows it: Frame.io's words, the place of the mistake, the remedy. */
export function refusal(
	context: FrameIoCaller,
	status: number,
	body: unknown,
	itemIndex: number,
): NodeApiError {
	const said = refusalReply.safeParse(body);
	const words = said.success
		? said.data.errors.map(({ detail, source }) =>
				source?.pointer === undefined ? detail : `${detail} (${source.pointer})`,
			)
		: ['It gave no reason.'];
	return new NodeApiError(context.getNode(), { status } as JsonObject, {
		httpCode: String(status),
		itemIndex,
		message: messages[status] ?? (status >= 500 ? 'Frame.io has trouble.' : 'Frame.io refused it.'),
		description: `${words.join(' ')} ${remedies[status] ?? otherRemedy(status)}`,
	});
}

const messages: Record<number, string> = {
	403: 'Frame.io does not allow it.',
	404: 'Frame.io has no such thing.',
	409: 'It does not go with what is in Frame.io.',
	429: 'Frame.io asks to slow down.',
};

const remedies: Record<number, string> = {
	403: 'Give the user or service account of the credential the right to it in Frame.io.',
	404: 'Check the IDs in the fields, and that the account of the credential sees them.',
	429: 'Raise "Wait When Limited" under Options, or call less often.',
};

const otherRemedy = (status: number) =>
	status >= 500
		? 'It may have been done: look in Frame.io before it is run again.'
		: 'Correct the fields that it names.';

function read<Value>(
	schema: z.ZodType<Value, z.ZodTypeDef, unknown>,
	value: unknown,
	{ method, path }: FrameIoCall,
): Value {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	throw new MendableError(
		'frameio/unreadable',
		'Frame.io answered in a shape that is not known.',
		`${method} ${path.split('?')[0]}: "${issue?.path.join('.') ?? ''}" ${issue?.message ?? ''}.`,
		'Update the node pack; if it is the newest, report it.',
	);
}
