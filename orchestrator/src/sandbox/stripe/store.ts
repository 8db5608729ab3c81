import { createHash } from 'node:crypto';
import { sandboxStripe } from '../accounts';
import { missing } from './errors';
import type {
	Customer,
	InvoiceItem,
	Payment,
	StripeEvent,
	StripeInvoice,
	StripeState,
	WebhookEndpoint,
} from './model';
import { newStripe } from './model';

/** Events that are kept (Stripe keeps them for 30 days). */
const mostEvents = 5_000;

/** How long an Idempotency-Key is remembered (docs.stripe.com/api/idempotent_requests), in milliseconds. */
export const KEY_LIFE_MS = 24 * 3_600_000;

/** The account in memory. */
export class StripeStore {
	state: StripeState = newStripe();
	/** Hears of every event after it has happened. */
	onEvent: (event: StripeEvent) => void = () => undefined;

	reset(): void {
		this.state = { ...newStripe(), endpoints: this.state.endpoints.filter(isFixed) };
	}

	/** What a state of an earlier version lacks is as at the first start. */
	restore(state: Partial<StripeState>): void {
		const fixed = this.state.endpoints.filter(isFixed);
		this.state = { ...newStripe(), ...state };
		const others = this.state.endpoints.filter((endpoint) => !isFixed(endpoint));
		this.state.endpoints = [...fixed, ...others];
	}

	/**
	 * Lets the address hear of everything, signed with the secret that the sandbox is known by: as if
	 * somebody had added it on Stripe's own pages.
	 */
	addFixedEndpoint(url: string): void {
		this.state.endpoints = this.state.endpoints.filter((endpoint) => !isFixed(endpoint));
		this.state.endpoints.unshift({
			id: sandboxStripe.endpointId,
			url,
			events: ['*'],
			description: 'The service of the sandbox',
			isEnabled: true,
			apiVersion: sandboxStripe.apiVersion,
			secret: sandboxStripe.hookSecret,
			metadata: {},
			createdAt: 0,
		});
	}

	/** @throws StripeError 404 */
	customer(id: string, param = 'customer'): Customer {
		const found = this.state.customers.find((one) => one.id === id);
		if (found === undefined) throw missing('customer', id, param);
		return found;
	}

	/** @throws StripeError 404 */
	invoice(id: string, param = 'invoice'): StripeInvoice {
		const found = this.state.invoices.find((one) => one.id === id);
		if (found === undefined) throw missing('invoice', id, param);
		return found;
	}

	/** @throws StripeError 404 */
	item(id: string): InvoiceItem {
		const found = this.state.items.find((one) => one.id === id);
		if (found === undefined) throw missing('invoiceitem', id, 'invoiceitem');
		return found;
	}

	/** @throws StripeError 404 */
	endpoint(id: string): WebhookEndpoint {
		const found = this.state.endpoints.find((one) => one.id === id);
		if (found === undefined) throw missing('webhook_endpoint', id, 'webhook_endpoint');
		return found;
	}

	/** What is to be paid for an invoice; null for a draft, and for one without amount. */
	paymentOf(invoiceId: string): Payment | null {
		return this.state.payments.find((one) => one.invoiceId === invoiceId) ?? null;
	}

	itemsOf(invoiceId: string): InvoiceItem[] {
		return this.state.items.filter((one) => one.invoiceId === invoiceId);
	}

	/** Sum of an invoice's lines, in minor units. */
	totalOf(invoiceId: string): number {
		return this.itemsOf(invoiceId).reduce((sum, { amount }) => sum + amount, 0);
	}

	/** Keeps that something happened, and lets it be told. */
	happen(type: string, object: unknown, at: number, idempotencyKey: string | null = null): void {
		const event: StripeEvent = {
			id: this.nextId('evt'),
			type,
			object: structuredClone(object),
			idempotencyKey,
			createdAt: at,
		};
		this.state.events = [...this.state.events, event].slice(-mostEvents);
		this.onEvent(event);
	}

	/** An id as Stripe's look, that follows from its number: equal runs give equal ids. */
	nextId(kind: string): string {
		this.state.lastId += 1;
		return `${kind}_${lettersOf(`${kind} ${this.state.lastId}`, 24)}`;
	}
}

const isFixed = ({ id }: WebhookEndpoint) => id === sandboxStripe.endpointId;

/** Letters and digits that follow from a text. */
export function lettersOf(text: string, length: number): string {
	return createHash('sha512')
		.update(text)
		.digest('base64')
		.replace(/[^A-Za-z0-9]/g, '')
		.slice(0, length);
}
