import type Stripe from 'stripe';
import type { InvoiceStand, InvoiceState } from '../../invoices/stand';
import { invoiceStates } from '../../invoices/stand';
import { fromStripe } from './amounts';

/** What Stripe says of an invoice: the part of it that is read here. */
export type SaidInvoice = Pick<
	Stripe.Invoice,
	| 'id'
	| 'number'
	| 'status'
	| 'currency'
	| 'total'
	| 'amount_remaining'
	| 'due_date'
	| 'hosted_invoice_url'
	| 'invoice_pdf'
	| 'status_transitions'
>;

/** Where an invoice stands, by what Stripe says of it. */
export function standOf(invoice: SaidInvoice): Omit<InvoiceStand, 'sentAt'> {
	const currency = invoice.currency.toUpperCase();
	const { paid_at: paidAt } = invoice.status_transitions;
	return {
		stripeId: invoice.id,
		number: invoice.number,
		state: stateOf(invoice.status),
		total: fromStripe(invoice.total, currency),
		amountDue: fromStripe(invoice.amount_remaining, currency),
		dueAt: momentOf(invoice.due_date),
		hostedUrl: invoice.hosted_invoice_url ?? null,
		pdfUrl: invoice.invoice_pdf ?? null,
		paidAt: momentOf(paidAt),
	};
}

const known: readonly string[] = invoiceStates;

/** What Stripe calls otherwise is not final yet. */
function stateOf(status: Stripe.Invoice['status']): InvoiceState {
	return known.includes(status ?? '') ? (status as InvoiceState) : 'draft';
}

function momentOf(seconds: number | null | undefined): Date | null {
	return seconds === null || seconds === undefined ? null : new Date(seconds * 1_000);
}
