import type Stripe from 'stripe';
import type { InvoiceStand } from '../../invoices/stand';
import type { LookUp, Outcome } from '../outcome';
import { lookUpFailed } from '../outcome';
import { callsTo } from './calls';
import type { StripeOptions } from './client';
import { isLiveKey, stripeClient } from './client';
import type { Memory } from './ensureInvoice';
import { ensureInvoice } from './ensureInvoice';
import { failureFrom, isMissing } from './failure';
import { standOf } from './stand';
import type { WantedInvoice } from './wanted';

/** What we do at Stripe. Never anything with cards: clients pay on Stripe's own page. */
export interface StripeAdapter {
	/** Whether the key moves real money. */
	readonly isLive: boolean;
	/** Brings it about that there is exactly one invoice for a key, finalised and mailed. */
	ensureInvoice(
		wanted: WantedInvoice,
		memory: Memory,
		mayStillSend: () => boolean,
	): Promise<Outcome<InvoiceStand>>;
	/** How an invoice stands now. */
	readInvoice(id: string): Promise<LookUp<Omit<InvoiceStand, 'sentAt'>>>;
	/** Id of the invoice that a payment was for. */
	invoiceOfPayment(intent: string): Promise<LookUp<string>>;
}

/** Builds the adapter on Stripe's SDK; null without a key. */
export function stripeAdapter(
	options: StripeOptions | null,
	now: () => Date = () => new Date(),
): StripeAdapter {
	if (options === null) return withoutKey;
	const stripe = stripeClient(options);
	return {
		isLive: isLiveKey(options.key),
		ensureInvoice: async (wanted, memory, mayStillSend) => {
			try {
				const calls = callsTo(stripe, mayStillSend);
				return { result: 'done', receipt: await ensureInvoice(calls, wanted, memory, now) };
			} catch (error) {
				return failureFrom(error);
			}
		},
		readInvoice: async (id) => await asked(async () => standOf(await stripe.invoices.retrieve(id))),
		invoiceOfPayment: async (intent) =>
			await asked(async () => {
				const payment = { type: 'payment_intent', payment_intent: intent } as const;
				const { data } = await stripe.invoicePayments.list({ payment, limit: 1 });
				return idOf(data[0]?.invoice);
			}),
	};
}

async function asked<Found>(ask: () => Promise<Found | null>): Promise<LookUp<Found>> {
	try {
		const receipt = await ask();
		return receipt === null ? { result: 'absent' } : { result: 'found', receipt };
	} catch (error) {
		if (isMissing(error)) return { result: 'absent' };
		return lookUpFailed(failureFrom(error));
	}
}

function idOf(invoice: string | Stripe.Invoice | Stripe.DeletedInvoice | undefined): string | null {
	return (typeof invoice === 'string' ? invoice : invoice?.id) ?? null;
}

const notSetUp = {
	code: 'stripe/not-set-up',
	what: 'The invoice was not made.',
	why: 'The service has no key for Stripe.',
	mend: 'Put a restricted key into STRIPE_API_KEY (README, "Configuration"), then run it again with "retry".',
};

const withoutKey: StripeAdapter = {
	isLive: false,
	ensureInvoice: async () => ({ result: 'refused', status: null, error: notSetUp }),
	readInvoice: async () => ({ result: 'failed', why: notSetUp.why, retryAfterMs: null }),
	invoiceOfPayment: async () => ({ result: 'failed', why: notSetUp.why, retryAfterMs: null }),
};
