/** Words that we keep with an object: names and texts. */
export type Metadata = Record<string, string>;

/** Somebody who gets invoices. */
export interface Customer {
	id: string;
	email: string | null;
	name: string | null;
	phone: string | null;
	description: string | null;
	address: Record<string, string> | null;
	preferredLocales: string[];
	taxExempt: string;
	taxIds: Array<{ type: string; value: string }>;
	/** First part of the numbers of their invoices. */
	invoicePrefix: string;
	nextInvoice: number;
	metadata: Metadata;
	createdAt: number;
}

/** One line of an invoice, or one that waits for an invoice. */
export interface InvoiceItem {
	id: string;
	customerId: string;
	/** null while it waits. */
	invoiceId: string | null;
	currency: string;
	description: string | null;
	quantity: number;
	/** Minor units, with up to twelve decimals. */
	unitAmount: string;
	/** Quantity times unit, in whole minor units. */
	amount: number;
	taxCode: string | null;
	metadata: Metadata;
	createdAt: number;
}

/** Where an invoice stands. */
export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';

/** An invoice; moments in milliseconds since 1970. */
export interface StripeInvoice {
	id: string;
	customerId: string;
	status: InvoiceStatus;
	currency: string;
	collectionMethod: 'charge_automatically' | 'send_invoice';
	autoAdvance: boolean;
	daysUntilDue: number | null;
	dueAt: number | null;
	number: string | null;
	description: string | null;
	footer: string | null;
	customFields: Array<{ name: string; value: string }>;
	automaticTax: boolean;
	/** The last part of its hosted page's address; null until it is finalised. */
	page: string | null;
	attemptCount: number;
	/** How often it was mailed to the customer. */
	sentAt: number[];
	finalizedAt: number | null;
	paidAt: number | null;
	voidedAt: number | null;
	uncollectibleAt: number | null;
	paidOutOfBand: boolean;
	metadata: Metadata;
	createdAt: number;
}

/** What is to be paid for an invoice, and the charge that paid it. */
export interface Payment {
	id: string;
	intentId: string;
	invoiceId: string;
	chargeId: string | null;
	status: 'open' | 'paid' | 'canceled';
	/** Stripe's word for why the last try failed. */
	lastError: string | null;
	createdAt: number;
	paidAt: number | null;
}

/** A payment that the customer's bank took back. */
export interface Dispute {
	id: string;
	chargeId: string;
	intentId: string;
	amount: number;
	currency: string;
	status: 'needs_response' | 'won' | 'lost';
	createdAt: number;
}

/** Where events go. */
export interface WebhookEndpoint {
	id: string;
	url: string;
	events: string[];
	description: string | null;
	isEnabled: boolean;
	apiVersion: string | null;
	secret: string;
	metadata: Metadata;
	createdAt: number;
}

/** Something that happened, as endpoints are told of it. */
export interface StripeEvent {
	id: string;
	type: string;
	/** The object as it was then. */
	object: unknown;
	idempotencyKey: string | null;
	createdAt: number;
}

/** One event on its way to one endpoint. */
export interface EventDelivery {
	eventId: string;
	endpointId: string;
	type: string;
	attempts: number;
	/** Of the last answer; null when nobody answered. */
	status: number | null;
	isSettled: boolean;
	at: number;
}

/** What the account said to a call with an Idempotency-Key. */
export interface KeptAnswer {
	key: string;
	/** Method, path and body of the first call. */
	call: string;
	status: number;
	body: unknown;
	at: number;
}

/** The account in memory. */
export interface StripeState {
	customers: Customer[];
	items: InvoiceItem[];
	invoices: StripeInvoice[];
	payments: Payment[];
	disputes: Dispute[];
	endpoints: WebhookEndpoint[];
	events: StripeEvent[];
	deliveries: EventDelivery[];
	answers: KeptAnswer[];
	lastId: number;
}

/** The account at the first start. */
export function newStripe(): StripeState {
	return {
		customers: [],
		items: [],
		invoices: [],
		payments: [],
		disputes: [],
		endpoints: [],
		events: [],
		deliveries: [],
		answers: [],
		lastId: 0,
	};
}
