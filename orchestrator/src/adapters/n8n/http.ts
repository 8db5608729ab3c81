import axios, { type AxiosInstance, type AxiosRequestConfig, isAxiosError } from 'axios';
import type { ZodError, z } from 'zod';
import { MendableError } from '../../../../nodes/domain/errors';

/** Longest wait for one answer of n8n; an import of a bundle takes well under a second. */
const TIMEOUT_MS = 60_000;

/**
 * Waits before a read is sent again that n8n had no time for, in milliseconds: it answers 503 while it
 * starts, and from a look at its database that took over five seconds to the next (2.41,
 * DB_PING_TIMEOUT_MS; it looks every DB_PING_INTERVAL_SECONDS, 2).
 */
const BUSY_WAITS_MS = [500, 1_000, 2_000, 4_000];

/** What changes nothing although it is a POST. */
const readByPost = new Set(['/rest/node-types', '/rest/login']);

const BUSY = 503;

/** Any answer of n8n. */
export interface ProbeAnswer {
	status: number;
	data: unknown;
	headers: Record<string, string | undefined>;
	cookies: string[];
}

/** One connection to an n8n: the only code that speaks HTTP to it. */
export interface N8nHttp {
	/** Address without a slash at its end. */
	url: string;
	/**
	 * Sends a request and reads the answer with a schema.
	 *
	 * @throws MendableError `n8n/unreachable`, `n8n/not-found` (404), `n8n/refused` (401, 403),
	 * `n8n/failed` (5xx), `n8n/rejected` (other 4xx), `n8n/unexpected-answer`
	 */
	request<T>(schema: z.ZodType<T, z.ZodTypeDef, unknown>, config: AxiosRequestConfig): Promise<T>;
	/** Like `request`, but answers null where n8n answers 404. */
	find<T>(
		schema: z.ZodType<T, z.ZodTypeDef, unknown>,
		config: AxiosRequestConfig,
	): Promise<T | null>;
	/** Sends a request whose every answer is of interest, errors included. */
	probe(config: AxiosRequestConfig): Promise<ProbeAnswer>;
}

/**
 * Opens a connection; headers go with every request.
 *
 * @param pause given, what only reads is sent again while n8n is busy; absent, the caller comes round by
 * itself. A write is sent once: nobody knows what became of it
 */
export function n8nHttp(
	url: string,
	headers: Record<string, string> = {},
	pause?: (ms: number) => Promise<unknown>,
): N8nHttp {
	const client = axios.create({
		baseURL: url,
		headers,
		timeout: TIMEOUT_MS,
		// Node itself applies the proxy variables, and leaves loopback out (NO_PROXY).
		proxy: false,
		validateStatus: () => true,
	});
	const probe: N8nHttp['probe'] = async (config) => {
		const { method = 'GET', url: place = '/' } = config;
		const isRead = method === 'GET' || readByPost.has(place);
		for (const waitMs of isRead && pause !== undefined ? BUSY_WAITS_MS : []) {
			const answer = await send(client, config);
			if (answer.status !== BUSY) return answer;
			await pause?.(waitMs);
		}
		return await send(client, config);
	};
	const find: N8nHttp['find'] = async (schema, config) => {
		const { status, data } = await probe(config);
		if (status === 404) return null;
		return read(schema, config, status, data);
	};
	const request: N8nHttp['request'] = async (schema, config) => {
		const { status, data } = await probe(config);
		return read(schema, config, status, data);
	};
	function read<T>(
		schema: z.ZodType<T, z.ZodTypeDef, unknown>,
		config: AxiosRequestConfig,
		status: number,
		data: unknown,
	): T {
		const call = `${config.method ?? 'GET'} ${config.url ?? '/'}`;
		if (status >= 400) throw refusal(url, call, status, data);
		const parsed = schema.safeParse(data);
		if (parsed.success) return parsed.data;
		throw unexpected(call, parsed.error);
	}
	return { url, find, request, probe };
}

async function send(client: AxiosInstance, config: AxiosRequestConfig): Promise<ProbeAnswer> {
	try {
		const { status, data, headers } = await client.request<unknown>(config);
		const cookies = headers['set-cookie'] ?? [];
		const { date } = headers as Record<string, string | undefined>;
		return { status, data, headers: { date }, cookies };
	} catch (error) {
		if (!isAxiosError(error)) throw error;
		throw new MendableError(
			'n8n/unreachable',
			'n8n cannot be reached.',
			`${client.defaults.baseURL}: ${error.message === '' ? error.code : error.message}.`,
			'Start it (npm start), or set n8n.url in agency.config.yaml to where it runs.',
		);
	}
}

function unexpected(call: string, error: ZodError): MendableError {
	const { path = [], message = '' } = error.issues[0] ?? {};
	return new MendableError(
		'n8n/unexpected-answer',
		`n8n answered ${call} in an unknown shape.`,
		`At "${path.join('.')}": ${message}. Tried with n8n 2.41.1; this one may be another version.`,
		'Run agency-ops doctor: it names the version and what is known about it.',
	);
}

/** What an answer of 400 or above means. */
export function refusal(url: string, call: string, status: number, data: unknown): MendableError {
	const said = wordsOf(data);
	if (status === 404) {
		return new MendableError(
			'n8n/not-found',
			`n8n does not know ${call}.`,
			`${url} answered 404: ${said}`,
			'Look whether n8n.url is right and whether somebody deleted it in n8n.',
		);
	}
	if (status === 401 || status === 403) {
		return new MendableError(
			'n8n/refused',
			`n8n refused ${call}.`,
			`${url} answered ${status}: ${said}`,
			'The API key may lack a scope or be revoked: delete n8nApiKey from secrets.json and seed again.',
		);
	}
	return new MendableError(
		status >= 500 ? 'n8n/failed' : 'n8n/rejected',
		`n8n could not do ${call}.`,
		`${url} answered ${status}: ${said}`,
		status === BUSY
			? 'It is starting, or has no time: run this again in a minute. Where that does not help, its log says more.'
			: 'Mend what it names; the log of n8n may say more.',
	);
}

/** What n8n says of an error: its message, with the issues of a blocked import. */
function wordsOf(data: unknown): string {
	if (typeof data !== 'object' || data === null) return String(data).slice(0, 300);
	const { message, issues } = data as { message?: unknown; issues?: unknown };
	const listed = Array.isArray(issues) ? ` ${JSON.stringify(issues).slice(0, 1_000)}` : '';
	return `${typeof message === 'string' ? message : 'no message'}${listed}`;
}
