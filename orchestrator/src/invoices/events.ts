import type { SourceEvent } from '../inbox/sources/read';
import type { Json } from '../ledger/json';
import type { Invoice } from '../ledger/invoices';

/** What flows hear of invoices. */
export const invoiceTopics = {
	paid: 'invoice.paid',
	voided: 'invoice.voided',
	disputed: 'invoice.disputed',
	reminderDue: 'invoice.reminder-due',
	/** The reminders did not help. */
	overdue: 'invoice.overdue',
} as const;

/**
 * The event of an invoice, once for each occasion; those of one deal come in order.
 *
 * @param occasion tells it from others of the invoice, such as `reminder/2`
 */
export function invoiceEvent(
	topic: (typeof invoiceTopics)[keyof typeof invoiceTopics],
	invoice: Invoice,
	occasion: string,
	more: { [name: string]: Json } = {},
): SourceEvent {
	const { id, stripeId, number, state, currency, total, amountDue, dueAt } = invoice;
	const { hostedUrl, pdfUrl, deal, delivery, reminders, client, clientEmail, clientFacts } =
		invoice;
	return {
		source: 'ledger',
		externalId: `invoice/${id}/${occasion}`,
		topic,
		subject: `invoices:${deal}`,
		test: invoice.test,
		payload: {
			invoice: {
				id,
				stripeId,
				number,
				state,
				currency,
				total,
				amountDue,
				dueAt: dueAt?.toISOString() ?? null,
				hostedUrl,
				pdfUrl,
				deal,
				delivery,
				reminders,
			},
			...more,
			deal: { id: deal },
			client: { id: client, email: clientEmail, ...clientFacts },
		},
	};
}
