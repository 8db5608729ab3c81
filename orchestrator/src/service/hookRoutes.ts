import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ErrorReport } from '../../../nodes/domain/errors';
import type { HookSource } from '../config/hookSecrets';
import { hookSources } from '../config/hookSecrets';
import { eventId } from '../inbox/eventId';
import { readHook } from '../inbox/hooks';
import type { HookCall } from '../inbox/signatures/signed';
import { withClientDeals } from '../inbox/sources/clientDeals';
import { withBriefs, withDealsWon } from '../inbox/sources/dealsWon';
import type { SourceEvent } from '../inbox/sources/read';
import type { Recorded } from '../ledger/inbox';
import { hookDescription } from './hookDescriptions';
import { keepMeetings } from './followup/keepMeetings';
import type { InboxParts } from './inboxParts';
import type { Interactions, Reply } from './interactions/interactions';
import { keepMailEvents } from './mail/keepMailEvents';
import type { StripeEventParts } from './invoices/keepStripeEvents';
import { keepStripeEvents } from './invoices/keepStripeEvents';
import type { MailParts } from './mail/mailParts';
import { described } from './openapi/describe';
import type { CommentAnswers } from './quality/commentAnswers';

/** What the routes of hooks are built on. */
export interface HookParts {
	inbox: InboxParts;
	mail: MailParts;
	stripe: StripeEventParts['stripe'];
	interactions: Interactions;
	comments: Pick<CommentAnswers, 'note'>;
}

/**
 * Adds `POST /hooks/<source>`: whoever signs rightly is let in, and is answered once the event is in
 * the ledger.
 */
export function addHookRoutes(app: FastifyInstance, parts: HookParts): void {
	// Signatures are over the bytes as they came, so nothing may parse them first.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	for (const source of hookSources) {
		app.post(`/hooks/${source}`, described(hookDescription(source)), async (request, reply) => {
			const call = {
				method: request.method,
				url: `${parts.inbox.publicUrl}${request.url}`,
				headers: request.headers,
				rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
			};
			return await answerHook(source, call, parts, reply);
		});
	}
}

async function answerHook(
	source: HookSource,
	call: HookCall,
	parts: HookParts,
	reply: FastifyReply,
): Promise<FastifyReply> {
	const { inbox, interactions, comments } = parts;
	const { hookSecrets, logger } = inbox;
	const began = performance.now();
	const reading = readHook(source, call, hookSecrets, inbox);
	switch (reading.kind) {
		case 'refused':
			logger.warn({ source }, 'hook refused');
			return await reply.code(401).send({ error: notGenuine(source) });
		case 'challenge':
			return await reply.code(200).send({ challenge: reading.challenge });
		case 'events': {
			const events =
				source === 'hubspot'
					? withClientDeals(withBriefs(withDealsWon(reading.events, inbox.wonStages)))
					: reading.events;
			if (source === 'slack') {
				const ours = await interactions.handle(events[0]?.payload ?? null);
				if (ours !== null) return await answerInteraction(ours, reply);
			}
			await comments.note(events);
			const kept = await keep(source, events, parts);
			const repeated = kept.filter((one) => one.repeated).length;
			const topics = [...new Set(events.map(({ topic }) => topic))];
			const ms = Math.round(performance.now() - began);
			logger.info({ source, topics, kept: kept.length, repeated, ms }, 'hook');
			return await answer(source, kept, reply);
		}
	}
}

/** Slack has its answer before anything else is done: it waits for three seconds. */
async function answerInteraction(
	{ body, after }: Reply,
	reply: FastifyReply,
): Promise<FastifyReply> {
	await (body === null ? reply.code(200).send() : reply.code(200).send(body));
	void after?.();
	return reply;
}

/** Keeps events; what follows from mail and from meetings is kept with them. */
async function keep(
	source: HookSource,
	events: SourceEvent[],
	{ inbox, mail, stripe }: HookParts,
): Promise<Recorded[]> {
	if (source === 'mail') return await keepMailEvents(events, mail);
	if (source === 'stripe') return await keepStripeEvents(events, { ...inbox, stripe });
	if (source === 'calendly') return await keepMeetings(events, inbox);
	return await record(events, inbox);
}

/** Keeps events and lets them be forwarded. */
export async function record(events: SourceEvent[], parts: InboxParts): Promise<Recorded[]> {
	if (events.length === 0) return [];
	const at = parts.now();
	// Of one call, all are of one moment; they keep their order.
	const ids = events.map(() => eventId(at)).sort();
	const given = events.map((event, index) => ({ ...event, id: ids[index] ?? eventId(at) }));
	const kept = await parts.keep(given, parts.moment());
	if (kept.some(({ repeated }) => !repeated)) parts.wake();
	return kept;
}

/** Slack shows what is in an answer to whoever pressed a button, so it gets an empty one. */
async function answer(
	source: HookSource,
	kept: Recorded[],
	reply: FastifyReply,
): Promise<FastifyReply> {
	if (source === 'slack') return await reply.code(200).send();
	if (source === 'forms') return await reply.code(202).send(kept[0]);
	return await reply.code(200).send({ events: kept });
}

function notGenuine(source: HookSource): ErrorReport {
	return {
		code: 'hook/not-genuine',
		what: 'The service does not take this event.',
		why: `It is not signed with a secret the service has for "${source}", or was not sent just now.`,
		mend: 'Give the service the secret of this webhook (README, "Configuration"), and check the clocks.',
	};
}
