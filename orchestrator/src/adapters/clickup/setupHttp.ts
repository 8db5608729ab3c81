import type { AxiosResponse } from 'axios';
import type { z } from 'zod';
import { vendorError } from '../vendorError';
import type { ClickupAccess } from './http';
import { clickupClient } from './http';

/** How seed and doctor reach ClickUp. */
export interface ClickupSetupOptions extends ClickupAccess {
	/** Variable that holds the token, for a person who is to mend it. */
	tokenEnv: string;
}

/** Calls whose errors come out as MendableError `clickup/…`. */
export interface ClickupSetupHttp {
	ask<Answer>(path: string, shape: Shape<Answer>): Promise<Answer>;
	/** null where there is no such thing, or the token may not see it. */
	askIfThere<Answer>(path: string, shape: Shape<Answer>): Promise<Answer | null>;
	send<Answer>(
		method: 'POST' | 'PUT',
		path: string,
		body: object,
		shape: Shape<Answer>,
	): Promise<Answer>;
	/** What is gone already is fine. */
	remove(path: string): Promise<void>;
}

type Shape<Answer> = z.ZodType<Answer, z.ZodTypeDef, unknown>;

/** Longest wait until the limit is reset: its window is a minute. */
const WINDOW_MS = 60_000;

/** Opens it. */
export function clickupSetupHttp(options: ClickupSetupOptions): ClickupSetupHttp {
	const client = clickupClient(options);
	const failed = (cause: unknown) => vendorError('ClickUp', options.tokenEnv, cause);
	const call = async (method: string, path: string, data?: object) => {
		const request = { method, url: path, ...(data === undefined ? {} : { data }) };
		try {
			return await client.request<unknown>(request);
		} catch (error) {
			throw failed(error);
		}
	};
	const refused = (response: AxiosResponse<unknown>) => {
		const { status, data } = response;
		const isOverLimit = status === 429;
		const wait = isOverLimit ? { retryAfter: secondsUntilReset(response, Date.now()) } : {};
		return failed({ response: { status, data: isObject(data) ? data : {} }, ...wait });
	};
	const read = <Answer>(response: AxiosResponse<unknown>, shape: Shape<Answer>): Answer => {
		if (response.status >= 400) throw refused(response);
		const found = shape.safeParse(response.data);
		if (found.success) return found.data;
		throw failed(new Error('an answer whose shape we do not know'));
	};

	return {
		ask: async (path, shape) => read(await call('GET', path), shape),
		askIfThere: async (path, shape) => {
			const response = await call('GET', path);
			return isMissing(response) ? null : read(response, shape);
		},
		send: async (method, path, body, shape) => read(await call(method, path, body), shape),
		remove: async (path) => {
			// The description wants JSON of the deletion of a list, and a body alone brings the header.
			const response = await call('DELETE', path, {});
			if (response.status >= 400 && !isMissing(response)) throw refused(response);
		},
	};
}

/** A thing of somebody else's answers 401 with ECODE OAUTH_027, a deleted one 404. */
function isMissing({ status, data }: AxiosResponse<unknown>): boolean {
	return status === 404 || (isObject(data) && data.ECODE === 'OAUTH_027');
}

/** ClickUp says at which second the limit is reset (developer.clickup.com/docs/rate-limits). */
function secondsUntilReset({ headers }: AxiosResponse<unknown>, now: number): number | undefined {
	const after = Number(headers['retry-after']);
	if (Number.isFinite(after)) return after;
	const resets = Number(headers['x-ratelimit-reset']) * 1_000;
	if (!Number.isFinite(resets)) return undefined;
	return Math.min(WINDOW_MS, Math.max(0, resets - now)) / 1_000;
}

function isObject(data: unknown): data is Record<string, unknown> {
	return typeof data === 'object' && data !== null;
}
