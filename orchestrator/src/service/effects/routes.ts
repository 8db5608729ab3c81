import type { FastifyBaseLogger, FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import { resolveEffect } from '../../ledger/effectLookUps';
import type { EffectError, EffectState, FoundEffect } from '../../ledger/effects';
import {
	effectStates,
	lapseEffect,
	listEffectEvents,
	listEffects,
	readEffect,
} from '../../ledger/effects';
import type { Json } from '../../ledger/json';
import type { Store } from '../../ledger/store';
import { described } from '../openapi/describe';
import { answerOf, summaryOf } from './answer';
import {
	askDescription,
	listDescription,
	readDescription,
	resolveDescription,
} from './descriptions';
import { effectKindOf } from './kinds';
import { executionIn, nameInLog } from './nameInLog';
import type { Performed } from './perform';
import { ownerGone } from './perform';
import type { EffectRequest } from './request';
import { KEY_LIMIT, readAs, readRequest } from './request';

/** What the routes of effects are built on. */
export interface EffectRouteParts {
	store: Store;
	perform(request: EffectRequest): Promise<Performed>;
	/** Tells the resolver that there is something to do. */
	wake(): void;
	logger: FastifyBaseLogger;
}

const listSchema = z
	.object({
		subject: z.string().min(1, 'expected a subject such as lead:4711').optional(),
		state: z.enum(effectStates).optional(),
		limit: z.coerce.number().int().min(1).max(500).default(500),
	})
	.strict()
	.refine(({ subject, state }) => subject !== undefined || state !== undefined, {
		message: 'expected a subject such as lead:4711, or a state',
		path: ['subject'],
	});

const resolveSchema = z
	.object({
		as: z.enum(['done', 'not-done']),
		/** What the vendor gave for it, in the shape of its receipts; left out where nobody has it. */
		receipt: z.record(z.unknown()).optional(),
		reason: z.string().trim().min(1, 'expected a reason').max(2_000),
	})
	.strict()
	.refine(({ as, receipt }) => as === 'done' || receipt === undefined, {
		message: 'expected none for something that was not done',
		path: ['receipt'],
	});

interface WithKey {
	Params: { key: string };
}

/** Adds the routes of effects: asking for one, lists, stories, and what a person found out. */
export function addEffectRoutes(app: FastifyInstance, parts: EffectRouteParts): void {
	const { store, perform, logger } = parts;

	app.post('/v1/effects', described(askDescription), async (request, reply) => {
		const began = performance.now();
		const effect = readRequest(request.body);
		const performed = await perform(effect);
		const { status, body } = answerOf(effect, performed);
		logger.info(
			{
				key: nameInLog(effect.key),
				event: effect.event?.id,
				executionId: executionIn(effect.source),
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

	app.get('/v1/effects', described(listDescription(listSchema)), async ({ query }) => {
		const filter = readAs(listSchema, query, 'The effects cannot be listed.', '');
		const { subject = null, state = null, limit } = filter;
		return { effects: (await listEffects(store, { subject, state, limit })).map(summaryOf) };
	});

	app.get<WithKey>(
		'/v1/effects/:key',
		described(readDescription),
		async ({ params: { key } }, reply) => {
			const effect = await readEffect(store, key);
			if (effect === null) return await reply.code(404).send({ error: noSuchEffect(key) });
			return { ...summaryOf(effect), events: await listEffectEvents(store, key) };
		},
	);

	app.post<WithKey>(
		'/v1/effects/:key/resolve',
		described(resolveDescription(resolveSchema)),
		async ({ params: { key }, body }, reply) => {
			const found = await readEffect(store, key);
			if (found === null) return await reply.code(404).send({ error: noSuchEffect(key) });
			const { as, receipt, reason } = readAs(resolveSchema, body, 'It cannot be resolved.', '');
			const kept = receipt === undefined ? null : effectKindOf(found.kind).readReceipt(receipt);
			// Its owner is gone; the look at it by a person comes before the service's own.
			if (found.isLapsed) await lapseEffect(store, key, ownerGone, null);
			const resolution = { as, receipt: kept ?? byHand, reason };
			const state = await resolveEffect(store, key, resolution, saidNotDone);
			if (state === null) return await sendCannotResolve(found, as, reply);
			logger.info({ key: nameInLog(key), kind: found.kind, as }, 'effect resolved');
			parts.wake();
			return { key, kind: found.kind, state };
		},
	);
}

async function sendCannotResolve(
	{ key, state }: FoundEffect,
	as: 'done' | 'not-done',
	reply: FastifyReply,
): Promise<FastifyReply> {
	const error: ErrorReport = {
		code: 'effect/not-resolvable',
		what: `${key.slice(0, KEY_LIMIT)} was not changed.`,
		why: `It is ${wordsFor[state]}${as === 'not-done' ? '; only what is unknown or failed can be called not done' : ''}.`,
		mend: 'Look at it with agency-ops effects show; wait where it is being done.',
	};
	return await reply.code(409).send({ error });
}

const wordsFor: Record<EffectState, string> = {
	planned: 'planned and done by itself when its time has come',
	in_flight: 'being done right now',
	done: 'done already',
	failed: 'failed',
	unknown: 'unknown',
};

/** Stands for the receipt of what a person says was done, without one. */
const byHand: Json = { byHand: true };

const saidNotDone: EffectError = {
	code: 'effect/said-not-done',
	what: 'It was not done yet.',
	why: 'A person looked and said so.',
	mend: 'Nothing to mend: it is sent again.',
	serviceStatus: null,
};

function noSuchEffect(key: string): ErrorReport {
	return {
		code: 'effect/not-found',
		what: 'There is no such effect.',
		why: `Nobody asked for "${key.slice(0, KEY_LIMIT)}" yet.`,
		mend: 'Check the key; list the effects of a subject with GET /v1/effects?subject=lead:ID.',
	};
}
