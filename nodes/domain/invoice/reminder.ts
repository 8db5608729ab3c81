import { z } from 'zod';

import type { Money } from '../money';
import { read } from '../read';

const invoiceSchema = z.object({
	id: z.string().trim().min(1),
	number: z.string().nullish(),
	/** ISO 4217. */
	currency: z.string().transform((code) => code.toUpperCase()),
	/** Minor units that are still to be paid. */
	amountDue: z.number().int().nonnegative(),
	dueAt: z.string().nullish(),
	/** Where it can be seen and paid. */
	hostedUrl: z.string().nullish(),
});
/** An invoice as its events tell of it, as far as a reminder says it. */
export type RemindedInvoice = z.infer<typeof invoiceSchema>;

/**
 * Reads the invoice of an event.
 *
 * @throws MendableError `invoice/invalid` with every mistake: path, expected, received
 */
export function readInvoice(raw: unknown): RemindedInvoice {
	return read(invoiceSchema, raw, {
		code: 'invoice/invalid',
		what: 'The client cannot be reminded of the invoice.',
		mend: 'Point "Invoice Path" at the invoice, as the event "invoice.reminder-due" brings it.',
	});
}

/** A milestone of which Client Milestone writes; the client is not yet in it. */
export type ReminderMilestone = {
	milestone: 'invoice-reminder';
	/** Which reminder it is, from 1: each is told once. */
	occurrence: number;
	link: string | null;
	details: { amount: Money; dueAt: string | null; invoice: string | null; reminder: number };
};

/** What a reminder tells the client. */
export function reminderOf(invoice: RemindedInvoice, attempt: number): ReminderMilestone {
	const { number, currency, amountDue, dueAt, hostedUrl } = invoice;
	return {
		milestone: 'invoice-reminder',
		occurrence: attempt,
		link: hostedUrl ?? null,
		details: {
			amount: { minor: amountDue, currency },
			dueAt: dueAt ?? null,
			invoice: number ?? null,
			reminder: attempt,
		},
	};
}
