import { z } from 'zod';
import type { SaidInvoice } from '../../adapters/stripe/stand';
import { marks } from '../../adapters/stripe/wanted';
import type { DisputeFact } from '../../invoices/takeDispute';
import type { SourceEvent } from './read';

const seconds = z.number().nullish();

const invoiceSchema = z.object({
	object: z.literal('invoice'),
	id: z.string(),
	number: z.string().nullish(),
	status: z.string().nullable(),
	currency: z.string(),
	total: z.number(),
	amount_remaining: z.number(),
	due_date: seconds,
	hosted_invoice_url: z.string().nullish(),
	invoice_pdf: z.string().nullish(),
	metadata: z.record(z.string()).nullish(),
	status_transitions: z.object({ paid_at: seconds }).passthrough(),
});

const disputeSchema = z.object({
	object: z.literal('dispute'),
	id: z.string(),
	payment_intent: z.string().nullish(),
	created: z.number(),
	status: z.string(),
});

/** What an event of Stripe's is about, where it is one of those the service goes by. */
export type StripeFact =
	| { kind: 'invoice'; stripeId: string; key: string | null; said: SaidInvoice }
	| { kind: 'dispute'; intent: string; fact: DisputeFact }
	| { kind: 'other' };

/** Reads it; what cannot be read is none of ours. */
export function stripeFact({ payload }: Pick<SourceEvent, 'payload'>): StripeFact {
	const { data } = (payload ?? {}) as { data?: { object?: unknown } };
	const invoice = invoiceSchema.safeParse(data?.object);
	if (invoice.success) {
		const { id: stripeId, metadata } = invoice.data;
		const key = metadata?.[marks.key] ?? null;
		return { kind: 'invoice', stripeId, key, said: invoice.data as unknown as SaidInvoice };
	}
	const dispute = disputeSchema.safeParse(data?.object);
	if (!dispute.success || (dispute.data.payment_intent ?? '') === '') return { kind: 'other' };
	const { id, payment_intent: intent, created, status } = dispute.data;
	const result: DisputeFact['result'] = status === 'won' || status === 'lost' ? status : null;
	const fact = { id, at: new Date(created * 1_000), result };
	return { kind: 'dispute', intent: intent ?? '', fact };
}
