import { MendableError } from '../../../nodes/domain/errors';

/**
 * The error of a set-up call that a service did not do: refused token, missing scope, no network.
 *
 * @param tokenEnv variable that holds the token, named so that a person knows where to look
 */
export function vendorError(service: string, tokenEnv: string, cause: unknown): MendableError {
	const { status, message } = readCause(cause);
	const isToken = status === 401 || status === 403;
	return new MendableError(
		`${service.toLowerCase()}/${isToken ? 'refused' : 'failed'}`,
		isToken ? `${service} refused the token.` : `${service} could not be asked.`,
		status === null ? message : `It answered ${status}: ${message}`,
		isToken
			? `Put a valid token with the scopes the README lists into ${tokenEnv}.`
			: `Try again; if it stays, look at the status page of ${service}.`,
	);
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

function readCause(cause: unknown): { status: number | null; message: string } {
	if (typeof cause !== 'object' || cause === null) return { status: null, message: String(cause) };
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
		return { status: slackTokenErrors.includes(data.error) ? 401 : 200, message: data.error };
	}
	const status = response?.status ?? code;
	return { status: typeof status === 'number' ? status : null, message: text };
}
