import type { StripeAdapter } from '../../adapters/stripe/stripe';
import { takeDispute } from '../../invoices/takeDispute';
import { takeStand } from '../../invoices/takeStand';
import type { Repair } from '../../monitor/reconcile/model';
import type { InboxParts } from '../inboxParts';
import type { Repaired } from './repair';

/** What takes in late what Stripe told. */
export interface TakeInParts extends Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake'> {
	stripe: Pick<StripeAdapter, 'readInvoice'>;
}

/**
 * Takes in what a webhook of Stripe's would have brought: the same follows from it, and a webhook that
 * comes after all changes nothing.
 *
 * @param key of the invoice
 */
export async function takeIn(
	{ store, now, moment, wake, stripe }: TakeInParts,
	key: string,
	{ invoice, dispute }: Extract<Repair, { does: 'take-in' }>,
): Promise<Repaired> {
	if (dispute !== null) {
		const fact = { ...dispute, at: new Date(dispute.at) };
		await store.transaction(async (queries) => {
			await takeDispute(queries, key, fact, now(), moment());
		});
		wake();
		const says = dispute.result === null ? 'the dispute is known now' : `it was ${dispute.result}`;
		return { isDone: true, says };
	}
	const found = await stripe.readInvoice(invoice);
	if (found.result !== 'found') return { isDone: false, says: 'Stripe could not be asked' };
	const stand = { ...found.receipt, sentAt: null };
	await store.transaction(async (queries) => {
		await takeStand(queries, key, stand, now(), moment());
	});
	wake();
	const { number, state } = stand;
	return {
		isDone: true,
		says: `${number ?? invoice} is ${state}: what Stripe told was taken in late`,
	};
}
