import { messageMarkOf } from '../adapters/mail/mail';
import type { MailReply } from '../inbox/sources/mail';
import { findMailEffect } from '../ledger/mailEvents';
import type { Moment } from '../ledger/moment';
import type { Queries } from '../ledger/store';
import { addressTarget } from './addressTarget';
import { bareEvent } from './bareEvent';
import { followUpOfKey } from './messageKey';
import { tellEvents } from './tellEvents';

/**
 * Tells enrolments that somebody wrote back: those whose message it answers, whoever writes, and those
 * of the writer and of colleagues at the same company. What a machine wrote is kept and ends nothing.
 * Within the transaction that keeps the event.
 */
export async function tellReply(
	queries: Queries,
	{ from, isAutomatic, inReplyTo }: MailReply,
	event: string,
	now: Date,
	moment: Moment,
): Promise<void> {
	const told = { ...bareEvent(event, 'replied', now), isAutomatic };
	const followUp = inReplyTo === null ? null : await answeredBy(queries, inReplyTo);
	// Whoever answers a message of ours is taken for the client, also from a mailbox of their own.
	if (followUp !== null) await tellEvents(queries, { id: followUp }, [told], now, moment, { from });
	await tellEvents(queries, addressTarget([from]), [{ ...told, from }], now, moment);
}

/** The enrolment whose message a Message-ID is of; null for any other mail. */
async function answeredBy(queries: Queries, messageId: string): Promise<string | null> {
	const mark = messageId.slice(1).split('@')[0] ?? '';
	const effect = await findMailEffect(queries, messageId, (key) => messageMarkOf(key) === mark);
	return effect === null ? null : followUpOfKey(effect.key);
}
