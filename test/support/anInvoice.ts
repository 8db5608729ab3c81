import type { InvoiceStand } from '../../orchestrator/src/invoices/stand';
import type { NewInvoice } from '../../orchestrator/src/ledger/invoices';

/** An invoice that is about to be made: 1,500 euros of Nordlys. */
export function aNewInvoice(changes: Partial<NewInvoice> = {}): NewInvoice {
	return {
		id: 'deal:901/stripe-invoice/1',
		deal: '901',
		delivery: 'dlv_01',
		client: '77',
		clientEmail: 'mette@nordlys.example',
		clientFacts: {
			name: 'Mette Holm',
			company: 'Nordlys ApS',
			country: 'DK',
			language: 'da',
			zone: 'Europe/Copenhagen',
		},
		currency: 'EUR',
		total: 150_000,
		test: false,
		...changes,
	};
}

/** What Stripe says of it once it has been sent, payable in 14 days. */
export function aStand(changes: Partial<InvoiceStand> = {}): InvoiceStand {
	return {
		stripeId: 'in_1',
		number: 'NORD-0001',
		state: 'open',
		total: 150_000,
		amountDue: 150_000,
		dueAt: new Date('2026-12-10T10:00:00Z'),
		hostedUrl: 'https://invoice.stripe.com/i/acct_1/test_1',
		pdfUrl: 'https://pay.stripe.com/invoice/acct_1/test_1/pdf',
		sentAt: new Date('2026-11-26T10:00:00Z'),
		paidAt: null,
		...changes,
	};
}
