import { MendableError } from '../../../../nodes/domain/errors';
import type { StripeInvoice } from './model';
import { closeDispute, failToPay, openDispute, settle } from './payments';
import type { StripeStore } from './store';

/** What a client, or their bank, does with an invoice. */
export const invoiceActs = ['pay', 'fail', 'dispute', 'win', 'lose'] as const;
export type InvoiceAct = (typeof invoiceActs)[number];

/** What people do on Stripe's own pages; endpoints hear of it as of everything else. */
export class StripePeople {
	/** @param now milliseconds since 1970 */
	constructor(
		private readonly store: StripeStore,
		private readonly onChange: () => void,
		private readonly now: () => number = Date.now,
	) {}

	/** @throws MendableError `sandbox/stripe-refused` */
	act(invoiceId: string, act: InvoiceAct): void {
		const invoice = this.store.state.invoices.find(({ id }) => id === invoiceId);
		if (invoice === undefined) throw refused(`There is no invoice ${invoiceId}.`);
		this.do(invoice, act, this.now());
		this.onChange();
	}

	private do(invoice: StripeInvoice, act: InvoiceAct, at: number): void {
		switch (act) {
			case 'pay':
			case 'fail': {
				const isPayable = invoice.status === 'open' || invoice.status === 'uncollectible';
				if (!isPayable) throw refused(`It is ${invoice.status}.`);
				if (act === 'pay') settle(this.store, invoice, at);
				else failToPay(this.store, invoice, at);
				return;
			}
			case 'dispute':
				if (openDispute(this.store, invoice, at) !== null) return;
				throw refused('Only a payment by card can be disputed, and only once.');
			case 'win':
			case 'lose': {
				const charge = this.store.paymentOf(invoice.id)?.chargeId;
				const dispute = this.store.state.disputes.find(
					({ chargeId, status }) => chargeId === charge && status === 'needs_response',
				);
				if (dispute === undefined) throw refused('No dispute of it is open.');
				closeDispute(this.store, dispute, act === 'win' ? 'won' : 'lost', at);
			}
		}
	}
}

function refused(why: string): MendableError {
	return new MendableError(
		'sandbox/stripe-refused',
		'Nothing was changed at Stripe.',
		why,
		'Look at the invoice in the viewer, and choose what it allows.',
	);
}
