import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ErrorReport } from '../../../nodes/domain/errors';
import { effectSubjectsOf } from '../inbox/effectSubjects';
import type { InboxState } from '../ledger/inbox';
import { discardEvent, endEvent, inboxStates, replayEvent } from '../ledger/inbox';
import {
	listEvents,
	readEffectsOf,
	readEvent,
	readStatus,
	readStory,
} from '../ledger/inboxReading';
import type { Json } from '../ledger/json';
import { readAs } from './effects/request';
import { record } from './hookRoutes';
import {
	changeDescription,
	endDescription,
	listDescription,
	recordDescription,
	statusDescription,
	storyDescription,
} from './inboxDescriptions';
import type { InboxParts } from './inboxParts';
import { described } from './openapi/describe';

const word = z.string().min(1).max(500);

const eventSchema = z
	.object({
		source: z
			.string()
			.regex(/^[a-z][a-z0-9-]{0,60}$/, 'expected a short name such as "lead-intake"'),
		externalId: word,
		topic: z
			.string()
			.max(120)
			.regex(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$/, 'expected words with dots: "lead.received"'),
		subject: word,
		test: z.boolean().default(false),
		payload: z.record(z.unknown()),
	})
	.strict();

const endSchema = z
	.object({
		outcome: z.string().min(1).max(100),
		executionId: z
			.union([z.string().max(64), z.number()])
			.nullish()
			.transform((id) => (id === null || id === undefined || id === '' ? null : String(id))),
		reason: z.string().max(2_000).nullish(),
		test: z.boolean().default(false),
	})
	.strict();

const listSchema = z
	.object({
		state: z.enum(inboxStates).optional(),
		subject: word.optional(),
		source: word.optional(),
		outcome: word.optional(),
		limit: z.coerce.number().int().min(1).max(500).default(50),
	})
	.strict();

const reasonSchema = z.object({ reason: z.string().trim().min(1).max(2_000) }).strict();

interface WithId {
	Params: { id: string };
}

/** Adds the inbox's routes for those who have the key: recording, ends, lists, stories, replays. */
export function addInboxRoutes(app: FastifyInstance, parts: InboxParts): void {
	const { store, moment } = parts;

	app.post('/v1/inbox', described(recordDescription(eventSchema)), async (request, reply) => {
		const event = readAs(eventSchema, request.body, 'The event cannot be taken.', '');
		const payload = event.payload as { [name: string]: Json };
		// The item that n8n gets is a test if either says so.
		const test = event.test || payload.test === true;
		const [kept] = await record([{ ...event, payload, test }], parts);
		parts.logger.info({ event: kept?.id, topic: event.topic, repeated: kept?.repeated }, 'event');
		return await reply.code(202).send(kept);
	});

	app.post<WithId>(
		'/v1/inbox/:id/end',
		described(endDescription(endSchema)),
		async ({ params: { id }, body }, reply) => {
			const { reason, ...end } = readAs(endSchema, body, 'The end cannot be kept.', '');
			const ended = await endEvent(store, id, { ...end, reason: reason ?? null }, moment());
			if (ended === null) return await sendMissing(id, reply);
			if (ended.hasEnded) parts.wake();
			const { executionId, outcome } = end;
			parts.logger.info({ event: id, outcome, executionId, ended: ended.hasEnded }, 'end reported');
			return { state: ended.state };
		},
	);

	app.get('/v1/inbox', described(listDescription(listSchema)), async ({ query }) => {
		const filter = readAs(listSchema, query, 'The events cannot be listed.', '');
		const { state = null, subject = null, source = null, outcome = null, limit } = filter;
		return { events: await listEvents(store, { state, subject, source, outcome, limit }) };
	});

	app.get<WithId>(
		'/v1/inbox/:id',
		described(storyDescription),
		async ({ params: { id } }, reply) => {
			const event = await readEvent(store, id);
			if (event === null) return await sendMissing(id, reply);
			const subjects = effectSubjectsOf(event.subject, daysOf(event.receivedAt, event.payload));
			const [story, effects] = await Promise.all([
				readStory(store, id),
				readEffectsOf(store, event, subjects),
			]);
			return { event, story, effects };
		},
	);

	app.post<WithId>(
		'/v1/inbox/:id/replay',
		described(changeDescription('Work on an event again', reasonSchema)),
		async ({ params: { id }, body }, reply) => {
			const { reason } = readAs(reasonSchema, body, 'The event cannot be replayed.', '');
			const changed = await replayEvent(store, id, reason, moment());
			if (changed?.isChanged) parts.wake();
			return await sendChange(id, changed, reply);
		},
	);

	app.post<WithId>(
		'/v1/inbox/:id/discard',
		described(changeDescription('Take an event out of hand for good', reasonSchema)),
		async ({ params: { id }, body }, reply) => {
			const { reason } = readAs(reasonSchema, body, 'The event cannot be discarded.', '');
			const changed = await discardEvent(store, id, reason, moment());
			if (changed?.isChanged) parts.wake();
			return await sendChange(id, changed, reply);
		},
	);

	app.get(
		'/v1/status',
		described(statusDescription),
		async () => await readStatus(store, moment()),
	);
}

/** The days on which a lead's id may have been made: when we got it, and when it says it was sent. */
function daysOf(receivedAt: Date, payload: Json): Date[] {
	const said = (payload as { receivedAt?: unknown } | null)?.receivedAt;
	const sent = typeof said === 'string' ? new Date(said) : null;
	return sent === null || Number.isNaN(sent.getTime()) ? [receivedAt] : [receivedAt, sent];
}

async function sendChange(
	id: string,
	changed: { state: InboxState; isChanged: boolean } | null,
	reply: FastifyReply,
): Promise<FastifyReply> {
	if (changed === null) return await sendMissing(id, reply);
	const { state, isChanged } = changed;
	if (!isChanged) return await reply.code(409).send({ error: cannotChange(id, state) });
	return await reply.send({ id, state });
}

async function sendMissing(id: string, reply: FastifyReply): Promise<FastifyReply> {
	const error: ErrorReport = {
		code: 'inbox/not-found',
		what: 'There is no such event.',
		why: `The inbox has nothing with the id "${id.slice(0, 60)}".`,
		mend: 'Look for it with agency-ops inbox list.',
	};
	return await reply.code(404).send({ error });
}

function cannotChange(id: string, state: InboxState): ErrorReport {
	if (state === 'discarded') {
		return {
			code: 'inbox/discarded',
			what: `${id} was not changed.`,
			why: 'It is discarded already.',
			mend: 'Replay it if it is wanted after all.',
		};
	}
	return {
		code: 'inbox/at-work',
		what: `${id} was not changed.`,
		why: 'It is being worked on right now.',
		mend: 'Wait until its flow has ended, or stop the execution in n8n: the sweeper then puts it back.',
	};
}
