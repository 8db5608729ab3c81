import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../../nodes/domain/hash';

/** Whom an invoice is for. */
export interface WantedCustomer {
	/** Our client; test runs have clients of their own. */
	client: string;
	email: string;
	name: string | null;
	company: string | null;
	/** ISO 3166, in capitals. */
	country: string | null;
	/** Two letters. */
	language: string | null;
}

/** An invoice as it is to be; amounts in minor units of ISO 4217. */
export interface WantedInvoice {
	/** Key of the effect: there is one invoice for it, ever. */
	key: string;
	deal: string;
	delivery: string | null;
	customer: WantedCustomer;
	/** ISO 4217, in capitals. */
	currency: string;
	lines: Array<{
		description: string;
		quantity: number;
		/** Less than 0 for a reduction. */
		unitAmount: number;
		taxCode: string | null;
	}>;
	dueDays: number;
	memo: string | null;
	footer: string | null;
	/** What stands in its head, such as the number of a purchase order. */
	fields: Array<{ name: string; value: string }>;
	/** Whether Stripe works out the tax. */
	hasAutomaticTax: boolean;
	/** Whether Stripe mails it. */
	isMailed: boolean;
	test: boolean;
}

/** Names of what we keep with things at Stripe. */
export const marks = {
	key: 'agency_ops_key',
	content: 'agency_ops_content',
	line: 'agency_ops_line',
	client: 'agency_ops_client',
	deal: 'agency_ops_deal',
	delivery: 'agency_ops_delivery',
} as const;

/** A short name of what an invoice is to be: another content is another draft. */
export function contentOf(wanted: WantedInvoice): string {
	return digest(canonicalJson(wanted)).slice(0, 32);
}

/** The Idempotency-Key of one step: the same wish, the same key. Stripe takes 255 characters. */
export function stepKey(wanted: WantedInvoice, step: string): string {
	return `agency-ops/${digest(wanted.key).slice(0, 32)}/${contentOf(wanted).slice(0, 16)}/${step}`;
}

/** The Idempotency-Key under which a client becomes a customer, whichever invoice comes first. */
export function customerKey(customer: WantedCustomer): string {
	return `agency-ops/customer/${digest(canonicalJson(customer)).slice(0, 40)}`;
}

function digest(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
