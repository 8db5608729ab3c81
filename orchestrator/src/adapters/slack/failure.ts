import { ErrorCode } from '@slack/web-api';
import { z } from 'zod';
import type { Failure } from '../outcome';
import { failureOf, unknownOf } from '../outcome';
import { transportFailure } from '../transport';

/** The vendor's name in outcomes. */
export const VENDOR = 'Slack';

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

/**
 * Errors on Slack's own side. Of fatal_error and internal_error its page says that parts may have
 * succeeded (docs.slack.dev/reference/methods/chat.postMessage, as found in a stored copy searched
 * 2026-11-22); the other two are our caution.
 */
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

/** Classes an error of Slack's SDK. */
export function failure(error: unknown, channel: string): Failure {
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
