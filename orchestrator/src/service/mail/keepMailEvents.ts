import { messageMarkOf } from '../../adapters/mail/mail';
import { tellMail } from '../../followup/tellMail';
import { tellReply } from '../../followup/tellReply';
import { eventId } from '../../inbox/eventId';
import type { MailPayload } from '../../inbox/sources/mail';
import { mailSubjectOf } from '../../inbox/sources/mail';
import type { SourceEvent } from '../../inbox/sources/read';
import type { Moment, Recorded } from '../../ledger/inbox';
import { endEvent, recordEvents } from '../../ledger/inbox';
import { findMailEffect, settleByRelay, tellMailEffect } from '../../ledger/mailEvents';
import { addSuppression, countSoftBounceDays } from '../../ledger/mailSuppressions';
import type { Queries } from '../../ledger/store';
import { suppressionFor } from '../../mail/bounces';
import type { Unsubscription } from '../../mail/unsubscribeToken';
import type { MailParts } from './mailParts';

type KeepParts = Pick<MailParts, 'store' | 'now' | 'moment' | 'wake' | 'flows'>;

/**
 * Keeps what a relay told, once, and in the same transaction what follows from it: the list, the
 * history of the mail it speaks of, and the event's own end unless a flow waits for its topic.
 */
export async function keepMailEvents(events: SourceEvent[], parts: KeepParts): Promise<Recorded[]> {
	const { store, now, moment, wake, flows } = parts;
	const kept = await store.transaction(async (queries) => {
		const given = events.map((event) => ({ ...event, id: eventId(now()) }));
		const recorded = await recordEvents(queries, given, moment());
		for (const [index, event] of events.entries()) {
			const { id, repeated } = recorded[index] ?? { id: '', repeated: true };
			if (repeated) continue;
			const payload = event.payload as unknown as MailPayload;
			const hasSuppressed = await applyFact(queries, id, payload, parts);
			await tellEffect(queries, id, payload, moment());
			const { recipients: addresses } = payload;
			await tellMail(queries, payload, { event: id, addresses }, now(), moment());
			const { reply } = payload;
			if (reply !== undefined) await tellReply(queries, reply, id, now(), moment());
			if (!flows.includes(event.topic)) await finish(queries, id, hasSuppressed, moment());
		}
		return recorded;
	});
	if (kept.some(({ repeated }) => !repeated)) wake();
	return kept;
}

/** Whether it put an address on the list. */
async function applyFact(
	queries: Queries,
	evidence: string,
	payload: MailPayload,
	{ now, moment }: KeepParts,
): Promise<boolean> {
	let hasSuppressed = false;
	for (const address of payload.recipients) {
		const softBounceDays =
			payload.bounce === 'soft'
				? await countSoftBounceDays(queries, mailSubjectOf(address, now()), moment())
				: 0;
		const wish = suppressionFor(payload, { softBounceDays });
		if (wish === null) continue;
		const entry = { id: suppressionId(now()), address, ...wish, evidence };
		hasSuppressed = (await addSuppression(queries, entry, moment())) !== null || hasSuppressed;
	}
	return hasSuppressed;
}

async function tellEffect(
	queries: Queries,
	event: string,
	{ messageId, what, bounce, kind, recipients }: MailPayload,
	moment: Moment,
): Promise<void> {
	if (messageId === null) return;
	const mark = messageId.slice(1).split('@')[0] ?? '';
	const effect = await findMailEffect(queries, messageId, (key) => messageMarkOf(key) === mark);
	if (effect === null) return;
	// Whatever a relay tells of a mail, it had taken it.
	const receipt = { messageId, accepted: recipients };
	if (effect.isUnknown) await settleByRelay(queries, effect.key, receipt, moment);
	const reason = [what, bounce === null ? '' : `(${[bounce, kind].filter(Boolean).join(', ')})`];
	const detail = { by: 'mail relay', reason: reason.filter(Boolean).join(' '), event };
	await tellMailEffect(queries, effect.key, detail, moment);
}

async function finish(
	queries: Queries,
	id: string,
	hasSuppressed: boolean,
	moment: Moment,
): Promise<void> {
	const outcome = hasSuppressed ? 'suppressed' : 'noted';
	await endEvent(queries, id, { outcome, executionId: null, reason: null, test: false }, moment);
}

/**
 * Puts on the list who asked for it by a link, with an event of the inbox as evidence.
 *
 * @returns whether the address was not on it before
 */
export async function unsubscribe(
	{ address, purpose }: Unsubscription,
	{ store, now, moment, wake, flows }: KeepParts,
): Promise<boolean> {
	const topic = 'mail.unsubscribed';
	const isNew = await store.transaction(async (queries) => {
		const id = eventId(now());
		const wish = { address, scope: purpose, reason: 'unsubscribed' as const, note: null };
		const entry = { id: suppressionId(now()), ...wish, evidence: id };
		if ((await addSuppression(queries, entry, moment())) === null) return false;
		const event = {
			id,
			source: 'mail',
			externalId: `unsubscribed/${entry.id}`,
			topic,
			subject: mailSubjectOf(address, now()),
			test: false,
			payload: { what: 'unsubscribed', bounce: null, recipients: [address], purpose },
		};
		await recordEvents(queries, [event], moment());
		const fact = { what: 'unsubscribed', bounce: null };
		await tellMail(queries, fact, { event: id, addresses: [address] }, now(), moment());
		if (!flows.includes(topic)) await finish(queries, id, true, moment());
		return true;
	});
	if (isNew && flows.includes(topic)) wake();
	return isNew;
}

/** Id of an entry of the list: as an event's, so that they sort by time. */
export function suppressionId(at: Date): string {
	return eventId(at).replace(/^evt_/, 'sup_');
}
