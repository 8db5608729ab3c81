import axios, { isAxiosError } from 'axios';
import { z } from 'zod';
import type { Connections } from '../transport';
import { vendorError } from '../vendorError';

/** A list with the custom fields its tasks may carry. */
export interface ClickupList {
	id: string;
	name: string;
	fields: Array<{ id: string; name: string; type: string }>;
}

/** What finds lists; ClickUp's API can make neither custom fields nor statuses. */
export interface ClickupSetup {
	/** null when there is no such list, or the token may not see it. */
	findList(id: string): Promise<ClickupList | null>;
	/** Name of the person the token belongs to. */
	whoAmI(): Promise<string>;
}

/** How to reach ClickUp. */
export interface ClickupSetupOptions {
	token: string;
	tokenEnv: string;
	connections: Connections;
	timeoutMs: number;
	/** Address of the API without a slash at its end. */
	base?: string;
}

const list = z.object({ id: z.string(), name: z.string() });
const fields = z.object({
	fields: z.array(z.object({ id: z.string(), name: z.string(), type: z.string() })),
});
const user = z.object({ user: z.object({ username: z.string().nullish() }) });

/** Builds the port; errors come out as MendableError `clickup/…`. */
export function clickupSetup(options: ClickupSetupOptions): ClickupSetup {
	const client = axios.create({
		baseURL: options.base ?? 'https://api.clickup.com/api/v2',
		headers: { Authorization: options.token },
		timeout: options.timeoutMs,
		// Node's own agent goes through the proxy; axios must not do it a second time.
		proxy: false,
		httpAgent: options.connections.http,
		httpsAgent: options.connections.https,
		maxRedirects: 0,
	});
	const ask = async <Answer>(path: string, shape: z.ZodType<Answer>): Promise<Answer> => {
		try {
			const { data } = await client.get<unknown>(path);
			return shape.parse(data);
		} catch (error) {
			if (isAxiosError(error)) throw error;
			throw vendorError('ClickUp', options.tokenEnv, error);
		}
	};
	const orThrow = (error: unknown): never => {
		throw isAxiosError(error) ? vendorError('ClickUp', options.tokenEnv, error) : error;
	};

	return {
		findList: async (id) => {
			const place = `/list/${encodeURIComponent(id)}`;
			try {
				const found = await ask(place, list);
				return { ...found, ...(await ask(`${place}/field`, fields)) };
			} catch (error) {
				// A list of somebody else's answers 401 with ECODE OAUTH_027, a deleted one 404.
				if (
					isAxiosError(error) &&
					(error.response?.status === 404 || isForeign(error.response?.data))
				) {
					return null;
				}
				return orThrow(error);
			}
		},
		whoAmI: async () =>
			await ask('/user', user).then(({ user: { username } }) => username ?? 'unnamed', orThrow),
	};
}

function isForeign(data: unknown): boolean {
	return typeof data === 'object' && data !== null && 'ECODE' in data && data.ECODE === 'OAUTH_027';
}
