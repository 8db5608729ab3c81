import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { LogController, fastify } from 'fastify';
import type { DestinationStream } from 'pino';
import pino from 'pino';
import type { ErrorReport, RetryableError } from '../../../nodes/domain/errors';
import { isErrorReport } from '../../../nodes/domain/errors';
import type { Store } from '../ledger/store';
import type { Texts } from '../texts/texts';
import { reportOf } from './effects/answer';
import type { DealReader } from './deals/dealReader';
import { addDealRoutes } from './deals/dealRoutes';
import type { Performed } from './effects/perform';
import type { EffectRequest } from './effects/request';
import { KEY_LIMIT } from './effects/request';
import { addEffectRoutes } from './effects/routes';
import { addHookRoutes } from './hookRoutes';
import type { InboxParts } from './inboxParts';
import { addInboxRoutes } from './inboxRoutes';
import type { Interactions } from './interactions/interactions';
import { loggedError } from './loggedError';
import type { MailParts } from './mail/mailParts';
import { addSuppressionRoutes } from './mail/suppressionRoutes';
import { addUnsubscribeRoutes } from './mail/unsubscribeRoutes';
import { addOutcomeRoutes } from './outcomeRoutes';

/** What the routes are built on. */
export interface HttpParts {
	apiKey: string;
	store: Store;
	texts: Texts;
	perform(request: EffectRequest): Promise<Performed>;
	/** Tells the resolver of effects that there is something to do. */
	wake(): void;
	inbox: InboxParts;
	interactions: Interactions;
	mail: MailParts;
	/** Deal stages by the names workflows use. */
	stages: Record<string, string>;
	deals: DealReader;
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
		addEffectRoutes(guarded, parts);
		guarded.get('/v1/texts', () => ({ texts: parts.texts.list() }));
		addInboxRoutes(guarded, parts.inbox);
		addSuppressionRoutes(guarded, parts.mail);
		addOutcomeRoutes(guarded, parts);
		addDealRoutes(guarded, parts);
		registered();
	});
	app.register((signed, _options, registered) => {
		addHookRoutes(signed, parts);
		registered();
	});
	app.register((open, _options, registered) => {
		addUnsubscribeRoutes(open, parts.mail);
		registered();
	});
	return app;
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
	why: 'The service knows /v1/effects, /v1/inbox, /v1/mail/suppressions, /v1/status, /v1/outcomes, /v1/texts, /hooks/…, /unsubscribe/…, /healthz and /readyz.',
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
