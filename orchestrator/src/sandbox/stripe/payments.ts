import type { Handler } from './call';
import { pageOf, textIn } from './call';
import { missing } from './errors';
import { isObject, textOr } from '../json';
import type { Dispute, StripeInvoice } from './model';
import { presentDispute, presentIntent, presentInvoice, presentPayment } from './present';
import type { StripeStore } from './store';

/** How an invoice came to be paid. */
export interface Settling {
	isOutOfBand?: boolean;
	key?: string | null;
}

/** Marks an invoice as paid and tells of it as Stripe does, payment first. */
export function settle(
	store: StripeStore,
	invoice: StripeInvoice,
	at: number,
	{ isOutOfBand = false, key = null }: Settling = {},
): void {
	const payment = store.paymentOf(invoice.id);
	if (payment !== null && !isOutOfBand) {
		payment.chargeId = store.nextId('ch');
		payment.lastError = null;
	}
	if (payment !== null) Object.assign(payment, { status: 'paid', paidAt: at });
	Object.assign(invoice, {
		status: 'paid',
		paidAt: at,
		paidOutOfBand: isOutOfBand,
		autoAdvance: false,
	});
	if (payment !== null && !isOutOfBand) {
		invoice.attemptCount += 1;
		store.happen('payment_intent.succeeded', presentIntent(store, payment), at, key);
	}
	const shown = presentInvoice(store, invoice);
	store.happen('invoice.updated', shown, at, key);
	store.happen('invoice.paid', shown, at, key);
	store.happen('invoice.payment_succeeded', shown, at, key);
	if (payment !== null) {
		store.happen('invoice_payment.paid', presentPayment(store, payment), at, key);
	}
}

/** Notes that a try to pay failed: the invoice stays open. */
export function failToPay(store: StripeStore, invoice: StripeInvoice, at: number): void {
	const payment = store.paymentOf(invoice.id);
	if (payment === null) return;
	payment.lastError = 'insufficient_funds';
	invoice.attemptCount += 1;
	store.happen('payment_intent.payment_failed', presentIntent(store, payment), at);
	store.happen('invoice.payment_failed', presentInvoice(store, invoice), at);
}

/** Lets the customer's bank take a payment back; null where there is none to take back. */
export function openDispute(
	store: StripeStore,
	invoice: StripeInvoice,
	at: number,
): Dispute | null {
	const payment = store.paymentOf(invoice.id);
	if (payment === null || payment.chargeId === null) return null;
	if (store.state.disputes.some(({ chargeId }) => chargeId === payment.chargeId)) return null;
	const dispute: Dispute = {
		id: store.nextId('du'),
		chargeId: payment.chargeId,
		intentId: payment.intentId,
		amount: store.totalOf(invoice.id),
		currency: invoice.currency,
		status: 'needs_response',
		createdAt: at,
	};
	store.state.disputes.push(dispute);
	store.happen('charge.dispute.created', presentDispute(dispute), at);
	return dispute;
}

/** Ends a dispute. */
export function closeDispute(
	store: StripeStore,
	dispute: Dispute,
	result: 'won' | 'lost',
	at: number,
): void {
	dispute.status = result;
	store.happen('charge.dispute.closed', presentDispute(dispute), at);
}

/** GET payments of invoices, those of one invoice, or the one behind a payment intent. */
export const listPayments: Handler = (call) => {
	const { store, values } = call;
	const invoice = textIn(call, 'invoice');
	const payment = isObject(values.payment) ? values.payment : {};
	const intent = textOr(payment.payment_intent, null);
	const found = store.state.payments.filter(
		(one) =>
			(invoice === null || one.invoiceId === invoice) &&
			(intent === null || one.intentId === intent),
	);
	return pageOf(call, '/v1/invoice_payments', found, (one) => presentPayment(store, one));
};

/** GET one payment intent. */
export const readIntent: Handler = ({ store, params }) => {
	const id = params.intent ?? '';
	const payment = store.state.payments.find(({ intentId }) => intentId === id);
	if (payment === undefined) throw missing('payment_intent', id, 'intent');
	return presentIntent(store, payment);
};
