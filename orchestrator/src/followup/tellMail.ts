import type { EventType } from '../../../nodes/domain/followUp/events';
import type { Moment } from '../ledger/moment';
import type { Queries } from '../ledger/store';
import type { MailFact } from '../mail/bounces';
import { bareEvent } from './bareEvent';
import { tellEvents } from './tellEvents';

/** What a relay's word means for who is followed up; the others mean nothing. */
const meanings: Readonly<Record<string, EventType>> = {
	bounced: 'bounced',
	complained: 'complained',
	unsubscribed: 'unsubscribed',
};

/**
 * Tells enrolments what became of mail to their own address: a bounce, a complaint, an opt-out from
 * offers. Within the transaction that keeps the event, so that both are known or none.
 */
export async function tellMail(
	queries: Queries,
	{ what, bounce }: MailFact,
	{ event, addresses }: { event: string; addresses: string[] },
	now: Date,
	moment: Moment,
): Promise<void> {
	const type = Object.hasOwn(meanings, what) ? meanings[what] : undefined;
	if (type === undefined || addresses.length === 0) return;
	const told = { ...bareEvent(event, type, now), isSoft: bounce === 'soft', evidence: event };
	await tellEvents(queries, { addresses, domains: [] }, [told], now, moment);
}
