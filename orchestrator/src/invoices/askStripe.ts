import type { StripeAdapter } from '../adapters/stripe/stripe';
import { readInvoice } from '../ledger/invoices';
import type { Moment } from '../ledger/moment';
import type { Store } from '../ledger/store';
import { takeStand } from './takeStand';

/** What asking is built on. */
export interface AskStripeParts {
	store: Store;
	stripe: Pick<StripeAdapter, 'readInvoice'>;
	now(): Date;
	moment(): Moment;
	/** Lets what follows be forwarded. */
	wake(): void;
	logger: { warn(line: object, text: string): void };
}

/** Takes in how an open invoice stands at Stripe, whose event may be late; where it does not say, nothing changes. */
export async function askStripe(id: string, parts: AskStripeParts): Promise<void> {
	const { store, stripe, now, moment, wake, logger } = parts;
	const kept = await readInvoice(store, id);
	if (kept?.state !== 'open' || kept.stripeId === null) return;
	const found = await stripe.readInvoice(kept.stripeId);
	if (found.result === 'failed') logger.warn({}, 'stripe does not say how an invoice stands');
	if (found.result !== 'found' || found.receipt.state === 'open') return;
	const stand = { ...found.receipt, sentAt: null };
	await store.transaction(async (queries) => await takeStand(queries, id, stand, now(), moment()));
	wake();
}
