import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { LogController, fastify } from 'fastify';
import type { DestinationStream } from 'pino';
import pino from 'pino';
import { z } from 'zod';
import type { ErrorReport, RetryableError } from '../../../nodes/domain/errors';
import { isErrorReport } from '../../../nodes/domain/errors';
import { listEffectEvents, listEffects, readEffect } from '../ledger/effects';
import type { Store } from '../ledger/store';
import type { Texts } from '../texts/texts';
import { answerOf, reportOf, summaryOf } from './effects/answer';
import type { Performed } from './effects/perform';
import type { EffectRequest } from './effects/request';
import { KEY_LIMIT, readAs, readRequest } from './effects/request';
import { addHookRoutes } from './hookRoutes';
import type { InboxParts } from './inboxParts';
import { addInboxRoutes } from './inboxRoutes';
import { loggedError } from './loggedError';

/** What the routes are built on. */
export interface HttpParts {
	apiKey: string;
	store: Store;
	texts: Texts;
	perform(request: EffectRequest): Promise<Performed>;
	inbox: InboxParts;
	logger: FastifyBaseLogger;
}

/** Largest body that is read, in bytes: a lead with 100 kB of text in it fits. */
const BODY_LIMIT = 256 * 1_024;

/** A logger without personal data: keys are hashed, bodies and headers are never logged. */
export function openLogger(stream: DestinationStream | null): FastifyBaseLogger {
	const options = {
		level: stream === null ? 'silent' : 'info',
		base: { name: 'agency-ops' },
		serializers: { err: loggedError },
	};
	return stream === null ? pino(options) : pino(options, stream);
}

/** Builds the HTTP interface of the service. */
export function buildHttp(parts: HttpParts): FastifyInstance {
	const app = fastify({
		loggerInstance: parts.logger,
		logController: new LogController({ disableRequestLogging: true }),
		bodyLimit: BODY_LIMIT,
		// An encoded key may be three times as long as the key.
		routerOptions: { maxParamLength: 3 * KEY_LIMIT },
		forceCloseConnections: 'idle',
	});
	const isRight = keyChecker(parts.apiKey);
	app.setErrorHandler<FastifyError>((error, _request, reply) => sendError(error, reply));
	app.setNotFoundHandler(
		async (_request, reply) => await reply.code(404).send({ error: notFound }),
	);

	app.get('/healthz', () => ({ status: 'ok' }));
	app.get('/readyz', async (_request, reply) => {
		try {
			await parts.store.query('SELECT 1');
			return { status: 'ready' };
		} catch (error) {
			parts.logger.error({ err: error }, 'ledger does not answer');
			return await reply.code(503).send({ error: ledgerAway });
		}
	});
	app.register((guarded, _options, registered) => {
		guarded.addHook('onRequest', async (request, reply) => {
			if (isRight(request.headers.authorization)) return;
			await reply.code(401).header('www-authenticate', 'Bearer').send({ error: notLetIn });
		});
		addRoutes(guarded, parts);
		addInboxRoutes(guarded, parts.inbox);
		registered();
	});
	app.register((signed, _options, registered) => {
		addHookRoutes(signed, parts.inbox);
		registered();
	});
	return app;
}

const listQuery = z.object({ subject: z.string().min(1, 'expected a subject such as lead:4711') });

function addRoutes(app: FastifyInstance, { store, texts, perform, logger }: HttpParts): void {
	app.post('/v1/effects', async (request, reply) => {
		const began = performance.now();
		const effect = readRequest(request.body);
		const performed = await perform(effect);
		const { status, body } = answerOf(effect, performed);
		logger.info(
			{
				key: hash(effect.key).toString('hex').slice(0, 16),
				kind: effect.kind,
				test: effect.test,
				state: performed.state,
				status,
				code: performed.error?.code,
				repeated: performed.repeated,
				ms: Math.round(performance.now() - began),
			},
			'effect',
		);
		return await reply.code(status).send(body);
	});
	app.get('/v1/effects', async (request) => {
		const { subject } = readAs(listQuery, request.query, 'The effects cannot be listed.', '');
		return { effects: (await listEffects(store, subject)).map(summaryOf) };
	});
	app.get<{ Params: { key: string } }>('/v1/effects/:key', async ({ params }, reply) => {
		const effect = await readEffect(store, params.key);
		if (effect === null) return await reply.code(404).send({ error: noSuchEffect(params.key) });
		const events = await listEffectEvents(store, params.key);
		return { ...summaryOf(effect), events };
	});
	app.get('/v1/texts', () => ({ texts: texts.list() }));
}

function sendError(error: FastifyError, reply: FastifyReply): FastifyReply {
	if (isRetryable(error)) {
		reply.log.error({ err: error }, 'cannot work now');
		const seconds = Math.ceil(error.retryAfterMs / 1_000);
		return reply
			.code(503)
			.header('retry-after', seconds)
			.send({ error: reportOf(error) });
	}
	if (isErrorReport(error)) return reply.code(400).send({ error: reportOf(error) });
	if (error.statusCode === 413) return reply.code(413).send({ error: tooLarge });
	if (error.statusCode !== undefined && error.statusCode < 500) {
		return reply.code(error.statusCode).send({ error: { ...unreadable, why: error.message } });
	}
	reply.log.error({ err: error }, 'request failed');
	return reply.code(503).send({ error: failed });
}

function isRetryable(error: unknown): error is RetryableError {
	return isErrorReport(error) && 'retryAfterMs' in error;
}

/** Compares digests of equal length, so that the time says nothing about the key. */
function keyChecker(apiKey: string): (header: string | undefined) => boolean {
	const expected = hash(`Bearer ${apiKey}`);
	return (header) => header !== undefined && timingSafeEqual(hash(header), expected);
}

function hash(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}

const notLetIn: ErrorReport = {
	code: 'service/not-authorised',
	what: 'The service does not let this call in.',
	why: 'The header "Authorization: Bearer …" is missing or has another key.',
	mend: 'Enter the key the service was started with into the credential "Agency Ledger API".',
};

const notFound: ErrorReport = {
	code: 'service/no-such-address',
	what: 'There is nothing at this address.',
	why: 'The service knows /v1/effects, /v1/inbox, /v1/status, /v1/texts, /hooks/…, /healthz and /readyz.',
	mend: 'Correct the address; a node newer than the service may ask for more than it has.',
};

const tooLarge: ErrorReport = {
	code: 'request/too-large',
	what: 'The effect cannot be taken.',
	why: `Its body has more than ${BODY_LIMIT / 1_024} kB.`,
	mend: 'Leave out of the item what the effect does not need; files travel as references.',
};

const unreadable: ErrorReport = {
	code: 'request/unreadable',
	what: 'The call cannot be read.',
	why: '',
	mend: 'Send JSON with the header "Content-Type: application/json".',
};

const ledgerAway: ErrorReport = {
	code: 'service/ledger-away',
	what: 'The service is not ready.',
	why: 'Its database does not answer.',
	mend: 'Look at its log, and restart it if it does not come back.',
};

const failed: ErrorReport = {
	code: 'service/failed',
	what: 'The service could not finish this call.',
	why: 'Something in it broke; its log has the details.',
	mend: 'Make the same call again: what was done is not done twice.',
};

function noSuchEffect(key: string): ErrorReport {
	return {
		code: 'effect/not-found',
		what: 'There is no such effect.',
		why: `Nobody asked for "${key.slice(0, KEY_LIMIT)}" yet.`,
		mend: 'Check the key; list the effects of a subject with GET /v1/effects?subject=lead:ID.',
	};
}
