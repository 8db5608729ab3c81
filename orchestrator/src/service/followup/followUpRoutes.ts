import type { FastifyInstance, FastifyReply } from 'fastify';
import type { z } from 'zod';
import { readEvents } from '../../../../nodes/domain/followUp/readEvents';
import { addressTarget } from '../../followup/addressTarget';
import { changeFollowUps } from '../../followup/change';
import { claimTouch } from '../../followup/claim';
import { enrol } from '../../followup/enrol';
import type { DeliveryRules, EnrolmentOfDelivery } from '../../followup/enrolmentOfDelivery';
import { enrolmentOfDelivery } from '../../followup/enrolmentOfDelivery';
import type { FeedbackLinks } from '../../followup/feedback/feedbackLinks';
import { textsOfMessage } from '../../followup/messageTexts';
import { migrateFollowUp } from '../../followup/migrateFollowUp';
import { reportFollowUps } from '../../followup/report';
import { tellEvents } from '../../followup/tellEvents';
import { followUpView, messageView, missingFollowUp } from '../../followup/view';
import { listFacts, readHold } from '../../ledger/followUpEvents';
import type { FollowUpTarget } from '../../ledger/followUps';
import { listFollowUps, readFollowUp } from '../../ledger/followUps';
import { listTouches } from '../../ledger/followUpTouches';
import { readAs } from '../effects/request';
import type { InboxParts } from '../inboxParts';
import { described } from '../openapi/describe';
import {
	changeDescription,
	claimDescription,
	enrolDescription,
	listDescription,
	migrateDescription,
	reportDescription,
	stopDescription,
	storyDescription,
	tellDescription,
} from './descriptions';
import {
	changeSchema,
	claimSchema,
	enrolSchema,
	listSchema,
	migrateSchema,
	reportSchema,
	stopSchema,
	tellSchema,
} from './requests';

/** What messages of follow-ups lead to. */
export interface FollowUpLinks {
	/** Answers to the question how it was. */
	feedback: FeedbackLinks;
	/** Where a client sees everything of theirs; null where there is no such page. */
	portal(client: { client: string; email: string; test: boolean }): Promise<string | null>;
}

/** What the routes of follow-ups are built on. */
export interface FollowUpParts
	extends Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake' | 'logger'> {
	links: FollowUpLinks;
	rules: DeliveryRules;
}

const YEAR_MS = 365 * 86_400_000;

interface WithId {
	Params: { id: string };
}

/** Adds the follow-ups' routes: who gets what after a delivery, and what happened to it. */
export function addFollowUpRoutes(app: FastifyInstance, parts: FollowUpParts): void {
	const { store, now, moment, wake, logger, links, rules } = parts;
	const enrolmentOf = async ({
		enrolment,
		delivery = '',
		facts = {},
		sequence,
		test,
	}: z.infer<typeof enrolSchema>): Promise<EnrolmentOfDelivery> => {
		if (enrolment !== undefined) return { enrolment, test };
		const found = await enrolmentOfDelivery(store, { delivery, facts }, rules, now());
		if ('because' in found) return found;
		const named = sequence === undefined ? {} : { sequence };
		return { enrolment: { ...found.enrolment, ...named }, test: found.test };
	};

	app.post('/v1/follow-ups', described(enrolDescription(enrolSchema)), async ({ body }) => {
		const asked = readAs(enrolSchema, body, 'The client was not enrolled.', '');
		const wanted = await enrolmentOf(asked);
		if ('because' in wanted) {
			logger.info({ delivery: asked.delivery }, 'nobody enrolled');
			return { followUp: null, repeated: false, notes: [], because: wanted.because };
		}
		const { followUp, repeated, notes } = await enrol(store, wanted, now(), moment());
		const { id, test } = followUp;
		logger.info({ followUp: id, test, repeated }, 'enrolled');
		if (!repeated) wake();
		return { followUp: followUpView(followUp), repeated, notes };
	});

	app.get('/v1/follow-ups', described(listDescription(listSchema)), async ({ query }) => {
		const asked = readAs(listSchema, query, 'The enrolments cannot be listed.', '');
		const { client = null, sequence = null, state = null, test, limit } = asked;
		const filter = { client, sequence, state, test: test === 'true', limit };
		const [found, hold] = [await listFollowUps(store, filter), await readHold(store)];
		return {
			followUps: found.map(followUpView),
			hold:
				hold === null
					? null
					: { reason: hold.reason, by: hold.by, since: hold.since.toISOString() },
		};
	});

	app.get(
		'/v1/follow-ups/report',
		described(reportDescription(reportSchema)),
		async ({ query }) => {
			const asked = readAs(reportSchema, query, 'The report cannot be made.', '');
			const { since, until, sequence = null, days } = asked;
			const at = now();
			return await reportFollowUps(store, {
				since: since === undefined ? new Date(at.getTime() - YEAR_MS) : new Date(since),
				until: until === undefined ? at : new Date(until),
				sequence,
				days,
				now: at,
			});
		},
	);

	app.get<WithId>(
		'/v1/follow-ups/:id',
		described(storyDescription),
		async ({ params: { id } }, reply) => {
			const found = await readFollowUp(store, id);
			if (found === null) return await sendMissing(reply, id);
			const facts = await listFacts(store, id);
			return {
				followUp: followUpView(found),
				enrolment: found.enrolment,
				events: facts.map(({ happenedAt, at, ...fact }) => ({
					...fact,
					happenedAt: happenedAt.toISOString(),
					at: at.toISOString(),
				})),
				messages: (await listTouches(store, id)).map(messageView),
			};
		},
	);

	app.post('/v1/follow-ups/events', described(tellDescription(tellSchema)), async ({ body }) => {
		const asked = readAs(tellSchema, body, 'Nothing was told.', '');
		const { events, notes } = readEvents(asked.events, 'utc');
		const told = await store.transaction(
			async (queries) => await tellEvents(queries, targetOf(asked), events, now(), moment()),
		);
		logger.info({ events: events.length, enrolments: told.length }, 'follow-ups told');
		if (told.some(({ changed }) => changed)) wake();
		return {
			told: told.map(({ id, changed, exit, remarks }) => ({
				id,
				changed,
				exit,
				why: remarks.map(({ text }) => text),
			})),
			notes,
		};
	});

	app.post<WithId>(
		'/v1/follow-ups/:id/claim',
		described(claimDescription(claimSchema)),
		async ({ params: { id }, body }, reply) => {
			const asked = readAs(claimSchema, body, 'The message was not claimed.', '');
			const claimed = await claimTouch(store, { followUp: id, ...asked }, now(), moment());
			if (claimed.result === 'missing') return await sendMissing(reply, id);
			const { result } = claimed;
			logger.info({ followUp: id, step: asked.step, result }, 'follow-up claimed');
			if (claimed.result !== 'send') return claimed;
			const { result: send, repeated, dueAt, client, email, test, words } = claimed;
			const feedback = links.feedback({ followUp: id, step: asked.step }, dueAt);
			const portal = email === null ? null : await links.portal({ client, email, test });
			const texts = await textsOfMessage(store, words);
			return { result: send, repeated, links: { feedback, portal }, texts };
		},
	);

	app.post<WithId>(
		'/v1/follow-ups/:id/migrate',
		described(migrateDescription(migrateSchema)),
		async ({ params: { id }, body }, reply) => {
			const asked = readAs(migrateSchema, body, 'The enrolment was not moved.', '');
			const moved = await migrateFollowUp(store, { id, ...asked }, now(), moment());
			if (moved === null) return await sendMissing(reply, id);
			logger.info({ followUp: id, version: asked.version }, 'follow-up moved');
			wake();
			return { followUp: followUpView(moved) };
		},
	);

	app.post(
		'/v1/follow-ups/change',
		described(changeDescription(changeSchema)),
		async ({ body }) => {
			const asked = readAs(changeSchema, body, 'Nothing was changed.', '');
			const { word, id, client, reason, by, until, test } = asked;
			const target =
				id !== undefined ? { id } : client !== undefined ? { client, test } : ('all' as const);
			const end = until === undefined ? null : new Date(until);
			const changed = await changeFollowUps(
				store,
				{ word, target, reason, by, until: end },
				now(),
				moment(),
			);
			logger.info({ word, all: target === 'all', ...changed }, 'follow-ups changed');
			wake();
			return changed;
		},
	);

	app.post('/v1/follow-ups/stop', described(stopDescription(stopSchema)), async ({ body }) => {
		const asked = readAs(stopSchema, body, 'Nothing was stopped.', '');
		const { reason, by } = asked;
		const change = { word: 'stop', target: targetOf(asked), reason, by, until: null } as const;
		const changed = await changeFollowUps(store, change, now(), moment());
		logger.info({ word: 'stop', ...changed }, 'follow-ups changed');
		wake();
		return changed;
	});
}

function targetOf({
	id,
	client,
	address,
	test,
}: {
	id?: string | undefined;
	client?: string | undefined;
	address?: string | undefined;
	test: boolean;
}): FollowUpTarget {
	if (id !== undefined) return { id };
	if (client !== undefined) return { client, test };
	return addressTarget([address ?? '']);
}

async function sendMissing(reply: FastifyReply, id: string): Promise<FastifyReply> {
	const { code, what, why, mend } = missingFollowUp(id);
	return await reply.code(404).send({ error: { code, what, why, mend } });
}
