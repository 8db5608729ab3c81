import type { EventType } from '../../../nodes/domain/followUp/events';
import { bareEvent } from '../followup/bareEvent';
import { tellEvents } from '../followup/tellEvents';
import { eventId } from '../inbox/eventId';
import { recordEvents } from '../ledger/inbox';
import type { Invoice } from '../ledger/invoices';
import { keepStand, lockInvoice } from '../ledger/invoices';
import type { Moment } from '../ledger/moment';
import type { Queries } from '../ledger/store';
import { invoiceEvent, invoiceTopics } from './events';
import type { InvoiceStand } from './stand';

/**
 * Keeps how an invoice stands, and what follows from it: flows and follow-ups hear once that it is paid,
 * or that nobody has to pay it any more. Within a transaction of the caller.
 *
 * @returns whether it went on to another state
 */
export async function takeStand(
	queries: Queries,
	id: string,
	stand: InvoiceStand,
	now: Date,
	moment: Moment,
): Promise<boolean> {
	const before = await keepStand(queries, id, stand, moment);
	if (before === null || before === stand.state) return false;
	const invoice = await lockInvoice(queries, id);
	if (invoice === null) return false;
	if (stand.state === 'paid' || stand.state === 'void') {
		const isPaid = stand.state === 'paid';
		const topic = isPaid ? invoiceTopics.paid : invoiceTopics.voided;
		await record(queries, [invoiceEvent(topic, invoice, isPaid ? 'paid' : 'voided')], now, moment);
		await tellClient(queries, invoice, 'invoice_paid', now, moment);
	}
	return true;
}

/** Records events of the service's own. */
export async function record(
	queries: Queries,
	events: ReadonlyArray<ReturnType<typeof invoiceEvent>>,
	now: Date,
	moment: Moment,
): Promise<void> {
	const given = events.map((event) => ({ ...event, id: eventId(now) }));
	if (given.length > 0) await recordEvents(queries, given, moment);
}

/** Tells the follow-ups of an invoice's client something about it. */
export async function tellClient(
	queries: Queries,
	{ id, client, test }: Pick<Invoice, 'id' | 'client' | 'test'>,
	type: Extract<EventType, 'invoice_overdue' | 'invoice_paid' | 'dispute' | 'dispute_closed'>,
	now: Date,
	moment: Moment,
): Promise<void> {
	const told = { ...bareEvent(`invoice/${id}/${type}`, type, now), reference: id };
	await tellEvents(queries, { client, test }, [told], now, moment);
}
