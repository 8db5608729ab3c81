import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply } from 'fastify';
import type { ErrorReport } from '../../../nodes/domain/errors';
import { isErrorReport, RetryableError } from '../../../nodes/domain/errors';
import { reportOf } from './effects/answer';

/** Largest body that is read, in bytes: a lead with 100 kB of text in it fits. */
export const BODY_LIMIT = 256 * 1_024;

/** Answers an error in our form: what happened, why, how to mend it; never a stack or a library's words. */
export function sendError(error: FastifyError, reply: FastifyReply): FastifyReply {
	if (isTooMany(error)) return sendLater(429, error, reply);
	if (isRetryable(error)) {
		reply.log.error({ err: error }, 'cannot work now');
		return sendLater(503, error, reply);
	}
	if (isErrorReport(error)) return reply.code(400).send({ error: reportOf(error) });
	if (error.statusCode === 413) return reply.code(413).send({ error: tooLarge });
	if (error.statusCode !== undefined && error.statusCode < 500) {
		return reply.code(error.statusCode).send({ error: unreadable(error.code) });
	}
	reply.log.error({ err: error }, 'request failed');
	return reply.code(503).send({ error: failed });
}

/** Answers on a connection whose bytes are no HTTP we can read. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
	if (error.code === 'ECONNRESET' || socket.destroyed) return;
	const status = clientStatuses[error.code ?? ''] ?? 400;
	const body = JSON.stringify({ error: unreadable(error.code) });
	const head = [
		`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
		'content-type: application/json; charset=utf-8',
		`content-length: ${Buffer.byteLength(body)}`,
		'connection: close',
	].join('\r\n');
	if (socket.writable) socket.end(`${head}\r\n\r\n${body}`);
	else socket.destroy();
}

const clientStatuses: Record<string, number> = {
	ERR_HTTP_REQUEST_TIMEOUT: 408,
	HPE_HEADER_OVERFLOW: 431,
};

/** An error for somebody who calls more often than agreed. */
export function tooMany(whose: string, perMinute: number, retryAfterMs: number): RetryableError {
	return new RetryableError(
		TOO_MANY,
		'The service does not take this call now.',
		`${whose} has made its ${perMinute} calls of this minute.`,
		'Call again when the time in the header "Retry-After" is over; the bounds are "service.limits" in the configuration.',
		retryAfterMs,
	);
}

const TOO_MANY = 'service/too-many-calls';

function isTooMany(error: unknown): error is RetryableError {
	return isRetryable(error) && error.code === TOO_MANY;
}

function isRetryable(error: unknown): error is RetryableError {
	return isErrorReport(error) && 'retryAfterMs' in error;
}

function sendLater(status: number, error: RetryableError, reply: FastifyReply): FastifyReply {
	const seconds = Math.max(1, Math.ceil(error.retryAfterMs / 1_000));
	return reply
		.code(status)
		.header('retry-after', seconds)
		.send({ error: reportOf(error) });
}

/** What Fastify's and Node's codes come to for whoever sent the call. */
const reasons: Record<string, string> = {
	FST_ERR_CTP_EMPTY_JSON_BODY: 'Its header says JSON, and its body is empty.',
	FST_ERR_CTP_INVALID_JSON_BODY: 'Its header says JSON, and its body is none.',
	FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Its header "Content-Type" names something else than JSON.',
	FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'Its body has another length than its header says.',
	FST_ERR_BAD_URL: 'Its address has a percent sign that stands for nothing.',
	FST_ERR_MAX_PARAM_LENGTH: 'A part of its address is longer than any id or key.',
	ERR_HTTP_REQUEST_TIMEOUT: 'It did not arrive in full in time.',
	HPE_HEADER_OVERFLOW: 'Its headers are larger than the service takes.',
};

function unreadable(code: string | undefined): ErrorReport {
	return {
		code: 'request/unreadable',
		what: 'The call cannot be read.',
		why: reasons[code ?? ''] ?? 'It is not in a form the service reads.',
		mend: 'Send JSON with the header "Content-Type: application/json" to an address of /docs.',
	};
}

/** For an address nobody answers at. */
export const notFound: ErrorReport = {
	code: 'service/no-such-address',
	what: 'There is nothing at this address.',
	why: 'The service answers at the addresses that /docs describes, and no others.',
	mend: 'Correct the address; a node newer than the service may ask for more than it has.',
};

const tooLarge: ErrorReport = {
	code: 'request/too-large',
	what: 'The call cannot be taken.',
	why: `Its body has more than ${BODY_LIMIT / 1_024} kB.`,
	mend: 'Leave out what is not needed; files travel as references.',
};

/** For who asks whether the service is ready while its database is away. */
export const ledgerAway: ErrorReport = {
	code: 'service/ledger-away',
	what: 'The service is not ready.',
	why: 'Its database does not answer.',
	mend: 'Look at its log, and restart it if it does not come back.',
};

/** For who asks whether the service is ready while it stops. */
export const stopping: ErrorReport = {
	code: 'service/stopping',
	what: 'The service takes nothing new.',
	why: 'It is stopping: calls in progress end.',
	mend: 'Send new calls to another replica, or when it has started again.',
};

const failed: ErrorReport = {
	code: 'service/failed',
	what: 'The service could not finish this call.',
	why: 'Something in it broke; its log has the details.',
	mend: 'Make the same call again: what was done is not done twice.',
};
