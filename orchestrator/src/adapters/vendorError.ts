import { MendableError, RetryableError } from '../../../nodes/domain/errors';

/** How long to wait where a service that wants fewer calls does not say, in milliseconds. */
const QUIET_MS = 10_000;

/**
 * The error of a set-up call that a service did not do: refused token, missing scope, no network. One
 * that goes away by itself is a RetryableError; of these only `…/rate-limited` was surely not done.
 *
 * @param tokenEnv variable that holds the token, named so that a person knows where to look
 */
export function vendorError(
	service: string,
	tokenEnv: string,
	cause: unknown,
): MendableError | RetryableError {
	const { status, message, retryAfterMs } = readCause(cause);
	if (status === 429) {
		return new RetryableError(
			`${service.toLowerCase()}/rate-limited`,
			`${service} wants fewer calls.`,
			`It answered 429: ${message}`,
			'Try again in a minute.',
			retryAfterMs ?? QUIET_MS,
		);
	}
	const isToken = status === 401 || status === 403;
	const code = `${service.toLowerCase()}/${isToken ? 'refused' : 'failed'}`;
	const what = isToken ? `${service} refused the token.` : `${service} could not be asked.`;
	const why = status === null ? message : `It answered ${status}: ${message}`;
	const mend = isToken
		? `Put a valid token with the scopes the README lists into ${tokenEnv}.`
		: `Try again; if it stays, look at the status page of ${service}.`;
	const mayPass = status === null || status >= 500;
	return mayPass
		? new RetryableError(code, what, why, mend, 0)
		: new MendableError(code, what, why, mend);
}

/** Slack's errors that mean the token, by their code (docs.slack.dev, auth.test, read 2026-11). */
const slackTokenErrors = [
	'invalid_auth',
	'not_authed',
	'account_inactive',
	'token_revoked',
	'token_expired',
	'missing_scope',
];

function readCause(cause: unknown): {
	status: number | null;
	message: string;
	retryAfterMs: number | null;
} {
	if (typeof cause !== 'object' || cause === null) {
		return { status: null, message: String(cause), retryAfterMs: null };
	}
	const { retryAfter, headers } = cause as { retryAfter?: unknown; headers?: unknown };
	const seconds = Number(retryAfter ?? (headers as Record<string, unknown>)?.['retry-after']);
	const retryAfterMs = Number.isFinite(seconds) ? seconds * 1_000 : null;
	const { code, body, data, message, response } = cause as {
		code?: unknown;
		body?: { message?: unknown };
		data?: { error?: unknown };
		message?: unknown;
		response?: { status?: unknown; data?: { err?: unknown } };
	};
	const said = body?.message ?? response?.data?.err ?? data?.error ?? message;
	const text = typeof said === 'string' ? said : 'no message';
	if (typeof data?.error === 'string') {
		const status = slackTokenErrors.includes(data.error) ? 401 : 200;
		return { status, message: data.error, retryAfterMs };
	}
	const status = response?.status ?? code;
	return { status: typeof status === 'number' ? status : null, message: text, retryAfterMs };
}
