import type { Invoice } from '../ledger/invoices';
import { lockInvoice, saveReminding } from '../ledger/invoices';
import type { Moment } from '../ledger/moment';
import type { Queries } from '../ledger/store';
import { invoiceEvent, invoiceTopics } from './events';
import { record, tellClient } from './takeStand';

/** What a bank says of a payment. */
export interface DisputeFact {
	id: string;
	/** When it began. */
	at: Date;
	/** `won` or `lost` once it is over. */
	result: 'won' | 'lost' | null;
}

/**
 * Keeps that a payment is disputed, or how that ended; what is late changes nothing. Within a transaction
 * of the caller.
 */
export async function takeDispute(
	queries: Queries,
	id: string,
	{ id: dispute, at, result }: DisputeFact,
	now: Date,
	moment: Moment,
): Promise<void> {
	const invoice = await lockInvoice(queries, id);
	if (invoice === null || invoice.disputeResult !== null) return;
	const isNew = invoice.disputedAt === null;
	if (!isNew && result === null) return;
	const after: Invoice = {
		...invoice,
		disputedAt: invoice.disputedAt ?? at,
		disputeResult: result,
		lookAt: null,
	};
	await saveReminding(queries, id, after, moment);
	if (isNew) {
		const about = { dispute: { id: dispute } };
		const event = invoiceEvent(invoiceTopics.disputed, after, `disputed/${dispute}`, about);
		await record(queries, [event], now, moment);
		await tellClient(queries, invoice, 'dispute', now, moment);
	}
	if (result !== null) await tellClient(queries, invoice, 'dispute_closed', now, moment);
}
