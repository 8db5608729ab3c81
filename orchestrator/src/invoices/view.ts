import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { Invoice } from '../ledger/invoices';
import { clientFactsSchema } from '../ledger/invoices';
import { invoiceStates } from './stand';

const moment = z.string().datetime();

/** An invoice as callers are told of it; amounts in minor units of its currency. */
export const invoiceViewSchema = z.object({
	id: z.string().describe('Key of the effect that made it'),
	stripeId: z.string().nullable(),
	deal: z.string(),
	delivery: z.string().nullable(),
	client: z.string(),
	clientEmail: z.string(),
	clientFacts: clientFactsSchema,
	number: z.string().nullable(),
	state: z.enum(invoiceStates),
	currency: z.string(),
	total: z.number().int().describe('Minor units'),
	amountDue: z.number().int().describe('Minor units'),
	dueAt: moment.nullable(),
	hostedUrl: z.string().nullable().describe('Page where it can be paid'),
	pdfUrl: z.string().nullable(),
	createdAt: moment,
	sentAt: moment.nullable(),
	paidAt: moment.nullable(),
	reminders: z.number().int().describe('Reminders that were let go out'),
	lastRemindedAt: moment.nullable(),
	nextLookAt: moment.nullable().describe('When a reminder may come due'),
	overdueAt: moment.nullable().describe('Since when follow-ups know that it is not paid in time'),
	disputedAt: moment.nullable(),
	disputeResult: z.string().nullable(),
	test: z.boolean(),
});

/** An invoice as callers are told of it. */
export type InvoiceView = z.infer<typeof invoiceViewSchema>;

/** An invoice as callers are told of it. */
export function invoiceView(invoice: Invoice): InvoiceView {
	const { id, stripeId, deal, delivery, client, clientEmail, clientFacts } = invoice;
	const { number, state, currency, total, amountDue, hostedUrl, pdfUrl } = invoice;
	const { reminders, disputeResult, test } = invoice;
	return {
		id,
		stripeId,
		deal,
		delivery,
		client,
		clientEmail,
		clientFacts,
		number,
		state,
		currency,
		total,
		amountDue,
		dueAt: iso(invoice.dueAt),
		hostedUrl,
		pdfUrl,
		createdAt: invoice.createdAt.toISOString(),
		sentAt: iso(invoice.sentAt),
		paidAt: iso(invoice.paidAt),
		reminders,
		lastRemindedAt: iso(invoice.lastRemindedAt),
		nextLookAt: iso(invoice.lookAt),
		overdueAt: iso(invoice.overdueAt),
		disputedAt: iso(invoice.disputedAt),
		disputeResult,
		test,
	};
}

function iso(at: Date | null): string | null {
	return at?.toISOString() ?? null;
}

/** The answer to a key that no invoice has. */
export function missingInvoice(id: string): MendableError {
	return new MendableError(
		'invoice/unknown',
		'There is no such invoice.',
		`The ledger has none under the key ${id}.`,
		'Look at agency-ops invoices list; the key is in the first column.',
	);
}
