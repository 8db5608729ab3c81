import type { AxiosInstance, AxiosResponse } from 'axios';
import axios from 'axios';
import { z } from 'zod';
import { LookUpFailed, harmless } from '../harmless';
import type { Failure } from '../outcome';
import { failureOf, unknownOf } from '../outcome';
import type { Connections } from '../transport';
import { transportFailure } from '../transport';

/** How to reach ClickUp. */
export interface ClickupAccess {
	token: string;
	connections: Connections;
	timeoutMs: number;
	/** Address of the API without a slash at its end. */
	base?: string;
	/** Awaited before each call: for its turn. */
	before?: () => Promise<void>;
}

/** ClickUp as errors name it. */
export const VENDOR = 'ClickUp';
const BASE = 'https://api.clickup.com/api/v2';

/** A client that hands every answer back, whatever its status. */
export function clickupClient(access: ClickupAccess): AxiosInstance {
	const client = axios.create({
		baseURL: access.base ?? BASE,
		headers: { Authorization: access.token, 'Content-Type': 'application/json' },
		timeout: access.timeoutMs,
		// Node's own agent goes through the proxy; axios must not do it a second time.
		proxy: false,
		httpAgent: access.connections.http,
		httpsAgent: access.connections.https,
		maxRedirects: 0,
		validateStatus: () => true,
	});
	const { before } = access;
	if (before !== undefined) {
		client.interceptors.request.use(async (request) => {
			await before();
			return request;
		});
	}
	return client;
}

/** A question that changes nothing: whatever goes wrong with it, no task was made. */
export async function ask<Answer>(
	client: AxiosInstance,
	path: string,
	shape: z.ZodType<Answer>,
): Promise<Answer> {
	let response: AxiosResponse<unknown>;
	try {
		response = await client.get<unknown>(path);
	} catch (error) {
		throw new LookUpFailed(harmless(VENDOR, transportFailure(VENDOR, error)));
	}
	if (response.status >= 400) throw new LookUpFailed(harmless(VENDOR, refusal(response)));
	const read = shape.safeParse(response.data);
	if (read.success) return read.data;
	const why = `ClickUp answered ${response.status} to ${path} with a shape we do not know.`;
	throw new LookUpFailed(harmless(VENDOR, unknownOf(VENDOR, why, response.status)));
}

const errorBody = z.object({ err: z.string(), ECODE: z.string().optional() });

/** What an answer with a status of 400 or more means. */
export function refusal({ status, data, headers }: AxiosResponse<unknown>): Failure {
	const body = errorBody.safeParse(data);
	const resets = Number(headers['x-ratelimit-reset']);
	const after = Number(headers['retry-after']);
	const untilReset = Number.isFinite(resets) ? Math.max(0, resets * 1_000 - Date.now()) : null;
	return failureOf({
		vendor: VENDOR,
		status,
		vendorCode: body.success ? (body.data.ECODE ?? null) : null,
		message: body.success ? body.data.err : 'an answer that is not an error of its API',
		retryAfterMs: Number.isFinite(after) ? after * 1_000 : untilReset,
		mend: null,
	});
}

/** What an error of a question, or of the network, means for what was to be done. */
export function failureFrom(error: unknown): Failure {
	return error instanceof LookUpFailed ? error.failure : transportFailure(VENDOR, error);
}
