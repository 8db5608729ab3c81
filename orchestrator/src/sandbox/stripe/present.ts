import { sandboxStripe } from '../accounts';
import type {
	Customer,
	Dispute,
	InvoiceItem,
	Payment,
	StripeEvent,
	StripeInvoice,
	WebhookEndpoint,
} from './model';
import type { StripeStore } from './store';

const seconds = (ms: number) => Math.floor(ms / 1_000);
const secondsOrNull = (ms: number | null) => (ms === null ? null : seconds(ms));

const noAddress = {
	city: null,
	country: null,
	line1: null,
	line2: null,
	postal_code: null,
	state: null,
};

/** A customer as Stripe shows one. */
export function presentCustomer(customer: Customer) {
	const { id, email, name, phone, description, address, preferredLocales } = customer;
	return {
		id,
		object: 'customer',
		address: address === null ? null : { ...noAddress, ...address },
		balance: 0,
		created: seconds(customer.createdAt),
		currency: null,
		default_source: null,
		delinquent: false,
		description,
		discount: null,
		email,
		invoice_prefix: customer.invoicePrefix,
		invoice_settings: {
			custom_fields: null,
			default_payment_method: null,
			footer: null,
			rendering_options: null,
		},
		livemode: false,
		metadata: customer.metadata,
		name,
		next_invoice_sequence: customer.nextInvoice,
		phone,
		preferred_locales: preferredLocales,
		shipping: null,
		tax_exempt: customer.taxExempt,
		test_clock: null,
	};
}

const pricing = (item: InvoiceItem) => ({
	type: 'price_details',
	unit_amount_decimal: item.unitAmount,
});

/** A line before it is on an invoice's list. */
export function presentItem(item: InvoiceItem) {
	const at = seconds(item.createdAt);
	return {
		id: item.id,
		object: 'invoiceitem',
		amount: item.amount,
		currency: item.currency,
		customer: item.customerId,
		date: at,
		description: item.description,
		discountable: true,
		discounts: [],
		invoice: item.invoiceId,
		livemode: false,
		metadata: item.metadata,
		net_amount: item.amount,
		parent: null,
		period: { start: at, end: at },
		pricing: pricing(item),
		proration: false,
		quantity: item.quantity,
		quantity_decimal: String(item.quantity),
		tax_rates: [],
		test_clock: null,
	};
}

/** A line of an invoice's list. */
export function presentLine(item: InvoiceItem) {
	const at = seconds(item.createdAt);
	return {
		id: item.id.replace(/^ii_/, 'il_'),
		object: 'line_item',
		amount: item.amount,
		currency: item.currency,
		description: item.description,
		discount_amounts: [],
		discountable: true,
		discounts: [],
		invoice: item.invoiceId,
		livemode: false,
		metadata: item.metadata,
		parent: {
			invoice_item_details: {
				invoice_item: item.id,
				proration: false,
				proration_details: { credited_items: null },
				subscription: null,
			},
			subscription_item_details: null,
			type: 'invoice_item_details',
		},
		period: { start: at, end: at },
		pretax_credit_amounts: [],
		pricing: pricing(item),
		quantity: item.quantity,
		quantity_decimal: String(item.quantity),
		subscription: null,
		subtotal: item.amount,
		taxes: [],
	};
}

/** Address of the page where an invoice can be paid. */
export const hostedPage = (page: string) =>
	`https://invoice.stripe.com/i/${sandboxStripe.account}/${page}?s=ap`;

/** An invoice as Stripe shows one. */
export function presentInvoice(store: StripeStore, invoice: StripeInvoice) {
	const { id, status, currency, page } = invoice;
	const customer = store.state.customers.find((one) => one.id === invoice.customerId) ?? null;
	const total = store.totalOf(id);
	const paid = status === 'paid' ? total : 0;
	const remaining = status === 'paid' || status === 'void' ? 0 : total;
	const lines = store.itemsOf(id);
	return {
		id,
		object: 'invoice',
		account_country: sandboxStripe.country,
		account_name: sandboxStripe.name,
		account_tax_ids: null,
		amount_due: total,
		amount_overpaid: 0,
		amount_paid: paid,
		amount_remaining: remaining,
		amount_shipping: 0,
		application: null,
		attempt_count: invoice.attemptCount,
		attempted: invoice.attemptCount > 0 || paid > 0,
		auto_advance: invoice.autoAdvance,
		automatic_tax: {
			enabled: invoice.automaticTax,
			disabled_reason: null,
			liability: invoice.automaticTax ? { type: 'self' } : null,
			provider: invoice.automaticTax ? 'stripe' : null,
			status: invoice.automaticTax ? 'complete' : null,
		},
		billing_reason: 'manual',
		collection_method: invoice.collectionMethod,
		created: seconds(invoice.createdAt),
		currency,
		custom_fields: invoice.customFields.length === 0 ? null : invoice.customFields,
		customer: invoice.customerId,
		customer_address: customer?.address ? { ...noAddress, ...customer.address } : null,
		customer_email: customer?.email ?? null,
		customer_name: customer?.name ?? null,
		customer_phone: customer?.phone ?? null,
		customer_shipping: null,
		customer_tax_exempt: customer?.taxExempt ?? 'none',
		customer_tax_ids: customer?.taxIds ?? [],
		default_payment_method: null,
		default_source: null,
		default_tax_rates: [],
		description: invoice.description,
		discounts: [],
		due_date: secondsOrNull(invoice.dueAt),
		effective_at: secondsOrNull(invoice.finalizedAt),
		ending_balance: status === 'draft' ? null : 0,
		footer: invoice.footer,
		from_invoice: null,
		hosted_invoice_url: page === null ? null : hostedPage(page),
		invoice_pdf:
			page === null
				? null
				: `https://pay.stripe.com/invoice/${sandboxStripe.account}/${page}/pdf?s=ap`,
		issuer: { type: 'self' },
		last_finalization_error: null,
		latest_revision: null,
		lines: {
			object: 'list',
			data: lines.slice(0, LINES_SHOWN).map(presentLine),
			has_more: lines.length > LINES_SHOWN,
			url: `/v1/invoices/${id}/lines`,
		},
		livemode: false,
		metadata: invoice.metadata,
		next_payment_attempt: null,
		number: invoice.number,
		on_behalf_of: null,
		parent: null,
		payment_settings: {
			default_mandate: null,
			payment_method_options: null,
			payment_method_types: null,
		},
		period_end: seconds(invoice.createdAt),
		period_start: seconds(invoice.createdAt),
		post_payment_credit_notes_amount: 0,
		pre_payment_credit_notes_amount: 0,
		receipt_number: null,
		rendering: null,
		shipping_cost: null,
		shipping_details: null,
		starting_balance: 0,
		statement_descriptor: null,
		status,
		status_transitions: {
			finalized_at: secondsOrNull(invoice.finalizedAt),
			marked_uncollectible_at: secondsOrNull(invoice.uncollectibleAt),
			paid_at: secondsOrNull(invoice.paidAt),
			voided_at: secondsOrNull(invoice.voidedAt),
		},
		subtotal: total,
		subtotal_excluding_tax: total,
		test_clock: null,
		total,
		total_discount_amounts: [],
		total_excluding_tax: total,
		total_pretax_credit_amounts: [],
		total_taxes: [],
		webhooks_delivered_at: null,
	};
}

/** Lines that an invoice itself shows; the others come by its list. */
const LINES_SHOWN = 10;

/** What ties a payment to an invoice. */
export function presentPayment(store: StripeStore, payment: Payment) {
	const invoice = store.invoice(payment.invoiceId);
	const total = store.totalOf(invoice.id);
	return {
		id: payment.id,
		object: 'invoice_payment',
		amount_paid: payment.status === 'paid' ? total : null,
		amount_requested: total,
		created: seconds(payment.createdAt),
		currency: invoice.currency,
		invoice: invoice.id,
		is_default: true,
		livemode: false,
		payment: { payment_intent: payment.intentId, type: 'payment_intent' },
		status: payment.status,
		status_transitions: {
			canceled_at: null,
			paid_at: secondsOrNull(payment.paidAt),
		},
	};
}

/** The payment itself, without anything of a card. */
export function presentIntent(store: StripeStore, payment: Payment) {
	const invoice = store.invoice(payment.invoiceId);
	const total = store.totalOf(invoice.id);
	const isPaid = payment.status === 'paid';
	return {
		id: payment.intentId,
		object: 'payment_intent',
		amount: total,
		amount_capturable: 0,
		amount_received: isPaid ? total : 0,
		capture_method: 'automatic',
		confirmation_method: 'automatic',
		created: seconds(payment.createdAt),
		currency: invoice.currency,
		customer: invoice.customerId,
		description: null,
		last_payment_error:
			payment.lastError === null
				? null
				: { type: 'card_error', code: 'card_declined', decline_code: payment.lastError },
		latest_charge: payment.chargeId,
		livemode: false,
		metadata: {},
		payment_method_types: ['card'],
		receipt_email: null,
		status: isPaid
			? 'succeeded'
			: payment.status === 'canceled'
				? 'canceled'
				: 'requires_payment_method',
	};
}

/** A payment that is disputed. */
export function presentDispute(dispute: Dispute) {
	return {
		id: dispute.id,
		object: 'dispute',
		amount: dispute.amount,
		balance_transactions: [],
		charge: dispute.chargeId,
		created: seconds(dispute.createdAt),
		currency: dispute.currency,
		is_charge_refundable: false,
		livemode: false,
		metadata: {},
		payment_intent: dispute.intentId,
		reason: 'general',
		status: dispute.status,
	};
}

/** Where events go; the secret is told at its creation only. */
export function presentEndpoint(endpoint: WebhookEndpoint) {
	return {
		id: endpoint.id,
		object: 'webhook_endpoint',
		api_version: endpoint.apiVersion,
		application: null,
		created: seconds(endpoint.createdAt),
		description: endpoint.description,
		enabled_events: endpoint.events,
		livemode: false,
		metadata: endpoint.metadata,
		status: endpoint.isEnabled ? 'enabled' : 'disabled',
		url: endpoint.url,
	};
}

/** An event as endpoints get it. */
export function presentEvent(event: StripeEvent, apiVersion: string | null = null) {
	return {
		id: event.id,
		object: 'event',
		api_version: apiVersion ?? sandboxStripe.apiVersion,
		created: seconds(event.createdAt),
		data: { object: event.object },
		livemode: false,
		pending_webhooks: 0,
		request: { id: null, idempotency_key: event.idempotencyKey },
		type: event.type,
	};
}
