import type { InvoiceAct } from '../stripe/peopleAct';
import type { StripeInvoice, StripeState } from '../stripe/model';
import { hostedPage } from '../stripe/present';

/** Records of a kind that the page is given: the newest ones. */
const most = 200;

/** Everything the page draws of Stripe: invoices with what their clients can do, and calls of endpoints. */
export function viewStripe(state: StripeState) {
	return {
		total: state.invoices.length,
		invoices: state.invoices
			.slice(-most)
			.reverse()
			.map((invoice) => viewInvoice(state, invoice)),
		deliveries: state.deliveries
			.slice(-most)
			.reverse()
			.map(({ type: event, endpointId, attempts, status, isSettled, at }) => ({
				event,
				attempts,
				status,
				isSettled,
				at,
				url: state.endpoints.find(({ id }) => id === endpointId)?.url ?? 'an endpoint that is gone',
			})),
	};
}

function viewInvoice(state: StripeState, invoice: StripeInvoice) {
	const { id, number, status, currency, dueAt, page, paidAt, sentAt, description } = invoice;
	const customer = state.customers.find((one) => one.id === invoice.customerId);
	const lines = state.items.filter(({ invoiceId }) => invoiceId === id);
	const dispute = disputeOf(state, invoice);
	return {
		id,
		number,
		status,
		currency: currency.toUpperCase(),
		customer: customer?.name ?? '',
		email: customer?.email ?? '',
		total: lines.reduce((sum, { amount }) => sum + amount, 0),
		lines: lines.map(({ description: text, quantity, amount }) => ({ text, quantity, amount })),
		dueAt,
		sentAt,
		paidAt,
		createdAt: invoice.createdAt,
		dispute: dispute?.status ?? null,
		lastError: state.payments.find(({ invoiceId }) => invoiceId === id)?.lastError ?? null,
		url: page === null ? null : hostedPage(page),
		acts: actsOf(state, invoice),
		facts: {
			...invoice.metadata,
			...Object.fromEntries(invoice.customFields.map(({ name, value }) => [name, value])),
			...(description === null ? {} : { memo: description }),
		},
	};
}

function disputeOf(state: StripeState, { id }: StripeInvoice) {
	const charge = chargeOf(state, id);
	return charge === null ? undefined : state.disputes.find(({ chargeId }) => chargeId === charge);
}

function actsOf(state: StripeState, invoice: StripeInvoice): InvoiceAct[] {
	if (invoice.status === 'open' || invoice.status === 'uncollectible') return ['pay', 'fail'];
	if (chargeOf(state, invoice.id) === null) return [];
	const dispute = disputeOf(state, invoice);
	if (dispute === undefined) return ['dispute'];
	return dispute.status === 'needs_response' ? ['win', 'lose'] : [];
}

/** The charge that paid an invoice; null where none did. */
function chargeOf({ payments }: StripeState, id: string): string | null {
	return payments.find(({ invoiceId }) => invoiceId === id)?.chargeId ?? null;
}
