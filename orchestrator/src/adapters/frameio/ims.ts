import type { AxiosInstance, AxiosResponse } from 'axios';
import axios from 'axios';
import { z } from 'zod';
import { LookUpFailed, harmless } from '../harmless';
import type { Failure } from '../outcome';
import { failureOf, unknownOf } from '../outcome';
import type { Connections } from '../transport';
import { transportFailure } from '../transport';

/** The service account that Frame.io is reached with. */
export interface FrameioCredentials {
	clientId: string;
	clientSecret: string;
	/** Separated by commas. */
	scopes: string;
}

/** How to reach Adobe's sign-in (IMS). */
export interface ImsOptions {
	credentials: FrameioCredentials;
	connections: Connections;
	timeoutMs: number;
	/** Address without a slash at its end. */
	base?: string;
	/** Milliseconds of any clock that only goes forward; a test's. */
	now?: () => number;
}

/** Gives the token that Frame.io lets us in with. */
export interface TokenSource {
	/**
	 * The token that is good now; callers that come while one is fetched wait for the same.
	 *
	 * @throws LookUpFailed
	 */
	get(): Promise<string>;
	/** Forgets this token, if it is still the one that is given: Frame.io refused it. */
	forget(token: string): void;
}

const VENDOR = 'Adobe';
const BASE = 'https://ims-na1.adobelogin.com';
/** A token is fetched anew this long before it ends, so that none ends on its way. */
const SPARE_MS = 5 * 60_000;

const granted = z.object({
	access_token: z.string().min(1),
	/** Seconds. */
	expires_in: z.number().positive(),
});
const refused = z.object({ error: z.string(), error_description: z.string().optional() });

/** Keeps one token for all callers and fetches the next shortly before it ends. */
export function imsTokens(options: ImsOptions): TokenSource {
	const now = options.now ?? (() => performance.now());
	const client = axios.create({
		baseURL: options.base ?? BASE,
		timeout: options.timeoutMs,
		// Node's own agent goes through the proxy; axios must not do it a second time.
		proxy: false,
		httpAgent: options.connections.http,
		httpsAgent: options.connections.https,
		maxRedirects: 0,
		validateStatus: () => true,
	});
	let held: { token: string; until: number } | null = null;
	let fetching: Promise<string> | null = null;
	const fetchOne = async (): Promise<string> => {
		const askedAt = now();
		const { access_token: token, expires_in: seconds } = await fetchToken(client, options);
		const lifeMs = seconds * 1_000;
		// One that lives shorter than the spare time is used for half of its life.
		held = { token, until: askedAt + Math.max(lifeMs - SPARE_MS, lifeMs / 2) };
		return token;
	};
	return {
		get: async () => {
			if (held !== null && now() < held.until) return held.token;
			fetching ??= fetchOne().finally(() => {
				fetching = null;
			});
			return await fetching;
		},
		forget: (token) => {
			if (held?.token === token) held = null;
		},
	};
}

async function fetchToken(client: AxiosInstance, { credentials }: ImsOptions) {
	const form = new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: credentials.clientId,
		client_secret: credentials.clientSecret,
		scope: credentials.scopes,
	});
	let response: AxiosResponse<unknown>;
	try {
		response = await client.post<unknown>('/ims/token/v3', form);
	} catch (error) {
		throw new LookUpFailed(harmless(VENDOR, transportFailure(VENDOR, error)));
	}
	const read = granted.safeParse(response.data);
	if (response.status === 200 && read.success) return read.data;
	throw new LookUpFailed(harmless(VENDOR, refusalOf(response)));
}

function refusalOf({ status, data, headers }: AxiosResponse<unknown>): Failure {
	const body = refused.safeParse(data);
	if (status < 400) return unknownOf(VENDOR, `Adobe answered ${status} without a token.`, status);
	const after = Number(headers['retry-after']);
	return failureOf({
		vendor: VENDOR,
		status,
		vendorCode: body.success ? body.data.error : null,
		message: body.success
			? (body.data.error_description ?? 'no explanation')
			: 'an answer that is not an error of its sign-in',
		retryAfterMs: Number.isFinite(after) ? after * 1_000 : null,
		mend: 'Check client id, client secret and scopes of the server-to-server credential in the Adobe Developer Console against "frameio" in agency.config.yaml and the variables it names; then run it again with "retry".',
	});
}
