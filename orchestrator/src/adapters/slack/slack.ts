import type { WebAPICallResult } from '@slack/web-api';
import { ErrorCode, LogLevel, WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Json } from '../../ledger/json';
import { cachedLookUp } from '../cached';
import type { Failure, Outcome } from '../outcome';
import { failureOf, unknownOf } from '../outcome';
import { transportFailure } from '../transport';

/** A message that stands in a channel. */
export interface MessageReceipt {
	/** Id of the channel, whatever name it was asked for by. */
	channel: string;
	/** Slack's id of the message within the channel. */
	ts: string;
	/** Link a person opens; null when Slack would not say where its workspace is. */
	url: string | null;
}

/** A message to post; `text` is also what a notification shows. */
export interface NewMessage {
	/** Id, or name with `#`. */
	channel: string;
	text: string;
	/** Block Kit, or null for text alone. */
	blocks: Json[] | null;
	/** The effect's key, kept in the message's metadata so that it can be found again. */
	key: string;
}

/** What we do in Slack. */
export interface SlackAdapter {
	/** Posts a message; repeating it posts a second one. */
	postMessage(message: NewMessage): Promise<Outcome<MessageReceipt>>;
	/** Id of the person with this address, null when there is none or Slack would not say. */
	findUser(email: string): Promise<string | null>;
	close(): void;
}

/** How to reach Slack. */
export interface SlackOptions {
	token: string;
	timeoutMs: number;
	/** Address of the API with a slash at its end. */
	base?: string;
	fetch?: typeof fetch;
}

const VENDOR = 'Slack';

/** Name of our metadata; looked for in a channel's history. */
export const SLACK_EVENT_TYPE = 'agency_ops_effect';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const posted = z.object({ ok: z.literal(true), channel: z.string().min(1), ts: z.string().min(1) });
const found = z.object({ user: z.object({ id: z.string().min(1) }) });
const tested = z.object({ url: z.string().url() });

/** Builds the adapter on Slack's SDK, whose own retries and waits stay off: the service decides. */
export function slackAdapter(options: SlackOptions): SlackAdapter {
	const client = new WebClient(options.token, {
		...(options.base === undefined ? {} : { slackApiUrl: options.base }),
		allowAbsoluteUrls: false,
		retryConfig: { retries: 0 },
		rejectRateLimitedCalls: true,
		timeout: options.timeoutMs,
		logger: silent,
		fetch: mended(options.fetch ?? fetch),
	});
	const workspace = cachedLookUp(
		async () => await orNull(client.auth.test(), (answer) => tested.parse(answer).url),
		(url) => (url === null ? MINUTE_MS : HOUR_MS),
	);
	const users = cachedLookUp(
		async (email) =>
			await orNull(client.users.lookupByEmail({ email }), (answer) => found.parse(answer).user.id),
		(id) => (id === null ? MINUTE_MS : HOUR_MS),
	);

	return {
		postMessage: async ({ channel, text, blocks, key }) => {
			let answer: WebAPICallResult;
			try {
				answer = await client.apiCall('chat.postMessage', {
					channel,
					text,
					...(blocks === null ? {} : { blocks }),
					metadata: { event_type: SLACK_EVENT_TYPE, event_payload: { key } },
					unfurl_links: false,
					unfurl_media: false,
				});
			} catch (error) {
				return failure(error, channel);
			}
			const read = posted.safeParse(answer);
			if (!read.success) {
				return unknownOf(VENDOR, 'Slack answered ok, but without the channel and ts.', 200);
			}
			const url = linkTo(await workspace.get(''), read.data.channel, read.data.ts);
			return { result: 'done', receipt: { channel: read.data.channel, ts: read.data.ts, url } };
		},
		findUser: async (email) => await users.get(email),
		close: () => {
			workspace.clear();
			users.clear();
		},
	};
}

function linkTo(workspace: string | null, channel: string, ts: string): string | null {
	if (workspace === null) return null;
	return `${workspace.replace(/\/+$/, '')}/archives/${channel}/p${ts.replace('.', '')}`;
}

/** A look-up that may fail without harm: the message matters more than the mention or the link. */
async function orNull<Value>(
	call: Promise<WebAPICallResult>,
	read: (answer: WebAPICallResult) => Value,
): Promise<Value | null> {
	try {
		return read(await call);
	} catch {
		return null;
	}
}

/**
 * Mends two things for the SDK: it takes a 429 without Retry-After for a broken answer (Slack's
 * shortest wait is one second), and it keeps of an error of fetch its words only, not its code.
 */
function mended(send: typeof fetch): typeof fetch {
	return async (address, init) => {
		let response: Response;
		try {
			response = await send(address, init);
		} catch (error) {
			throw new Error('the connection failed', { cause: error });
		}
		if (response.status !== 429 || /^\d+$/.test(response.headers.get('retry-after') ?? '')) {
			return response;
		}
		return new Response(response.body, { status: 429, headers: { 'retry-after': '1' } });
	};
}

const silent = {
	debug: () => undefined,
	info: () => undefined,
	warn: () => undefined,
	error: () => undefined,
	setLevel: () => undefined,
	getLevel: () => LogLevel.ERROR,
	setName: () => undefined,
};

const rateLimited = z.object({
	code: z.literal(ErrorCode.RateLimitedError),
	retryAfter: z.number(),
});
const httpError = z.object({ code: z.literal(ErrorCode.HTTPError), statusCode: z.number() });
const platformError = z.object({
	code: z.literal(ErrorCode.PlatformError),
	data: z.object({
		error: z.unknown(),
		needed: z.string().optional(),
		response_metadata: z
			.object({ messages: z.array(z.string()).optional(), retryAfter: z.number().optional() })
			.optional(),
	}),
});

/** Errors on Slack's own side: by our caution, not its word, the message may stand after them. */
const MAYBE_DONE = new Set([
	'internal_error',
	'fatal_error',
	'service_unavailable',
	'request_timeout',
]);
const RATE_LIMITED = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);

const remedies: Record<string, (channel: string) => string> = {
	channel_not_found: (channel) =>
		`Create the channel ${channel} in Slack or correct "slack.channels" in agency.config.yaml; a private one needs the app invited.`,
	not_in_channel: (channel) => `Invite the app to ${channel} in Slack, then run it again.`,
	is_archived: (channel) => `Unarchive ${channel} in Slack or name another channel.`,
	invalid_auth: () => 'Give the service a valid Slack bot token.',
	not_authed: () => 'Give the service a Slack bot token.',
	token_revoked: () => 'Install the Slack app again and give the service its new token.',
	account_inactive: () => 'Install the Slack app again and give the service its new token.',
	missing_scope: () => 'Add the scope to the Slack app and install it again.',
};

function failure(error: unknown, channel: string): Failure {
	const limited = rateLimited.safeParse(error);
	if (limited.success) {
		return failed(429, 'ratelimited', 'too many messages', limited.data.retryAfter * 1_000);
	}
	const status = httpError.safeParse(error);
	if (status.success)
		return failed(status.data.statusCode, null, 'an answer without a body we know');
	const platform = platformError.safeParse(error);
	if (!platform.success) return transportFailure(VENDOR, error);

	const { error: code, needed, response_metadata: more } = platform.data.data;
	if (typeof code !== 'string' || !/^[a-z0-9_]+$/.test(code)) {
		return unknownOf(VENDOR, 'Slack answered 200 with something that is not its API.', 200);
	}
	if (RATE_LIMITED.has(code)) {
		const seconds = more?.retryAfter;
		return failed(429, code, 'too many messages', seconds === undefined ? null : seconds * 1_000);
	}
	const details = [needed === undefined ? '' : `needs ${needed}`, ...(more?.messages ?? [])];
	const message = `ok: false for ${channel}. ${details.join(' ')}`.trim();
	if (MAYBE_DONE.has(code)) return unknownOf(VENDOR, `Slack answered ${code}: ${message}`, 200);
	const refused = failed(400, code, message, null, remedies[code]?.(channel) ?? null);
	// The status is Slack's own 200: judged by the body, as its API wants it.
	return refused.result === 'refused' ? { ...refused, status: 200 } : refused;
}

function failed(
	status: number,
	vendorCode: string | null,
	message: string,
	waitMs: number | null = null,
	mend: string | null = null,
): Failure {
	return failureOf({ vendor: VENDOR, status, vendorCode, message, retryAfterMs: waitMs, mend });
}
