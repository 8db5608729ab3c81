import { sandboxHosts, sandboxTokens } from '../accounts';
import { Router } from '../router';
import type {
	JsonObject,
	LimitMode,
	Refusal,
	StandIn,
	VendorAnswer,
	VendorRequest,
} from '../types';
import type { Handler } from './call';
import * as customers from './customers';
import { StripeError, stripeRefusal } from './errors';
import { readForm } from './form';
import * as items from './invoiceItems';
import * as invoices from './invoices';
import { rateLimited, StripeLimits } from './limits';
import type { StripeState } from './model';
import * as payments from './payments';
import type { StripeStore } from './store';
import { KEY_LIFE_MS } from './store';
import * as webhooks from './webhookEndpoints';

const invoice = '/v1/invoices/{invoice}';
const endpoint = '/v1/webhook_endpoints/{webhook_endpoint}';

const routes = new Router<Handler>()
	.add('GET', '/v1/customers', customers.listCustomers)
	.add('POST', '/v1/customers', customers.createCustomer)
	.add('GET', '/v1/customers/{customer}', customers.readCustomer)
	.add('POST', '/v1/customers/{customer}', customers.updateCustomer)
	.add('GET', '/v1/invoiceitems', items.listItems)
	.add('POST', '/v1/invoiceitems', items.createItem)
	.add('GET', '/v1/invoiceitems/{invoiceitem}', items.readItem)
	.add('DELETE', '/v1/invoiceitems/{invoiceitem}', items.deleteItem)
	.add('GET', '/v1/invoices', invoices.listInvoices)
	.add('POST', '/v1/invoices', invoices.createInvoice)
	.add('GET', invoice, invoices.readInvoice)
	.add('POST', invoice, invoices.updateInvoice)
	.add('DELETE', invoice, invoices.deleteInvoice)
	.add('GET', `${invoice}/lines`, items.listLines)
	.add('POST', `${invoice}/finalize`, invoices.finalizeInvoice)
	.add('POST', `${invoice}/send`, invoices.sendInvoice)
	.add('POST', `${invoice}/void`, invoices.voidInvoice)
	.add('POST', `${invoice}/mark_uncollectible`, invoices.markUncollectible)
	.add('POST', `${invoice}/pay`, invoices.payInvoice)
	.add('GET', '/v1/invoice_payments', payments.listPayments)
	.add('GET', '/v1/payment_intents/{intent}', payments.readIntent)
	.add('GET', '/v1/webhook_endpoints', webhooks.listEndpoints)
	.add('POST', '/v1/webhook_endpoints', webhooks.createEndpoint)
	.add('GET', endpoint, webhooks.readEndpoint)
	.add('POST', endpoint, webhooks.updateEndpoint)
	.add('DELETE', endpoint, webhooks.deleteEndpoint)
	.add('GET', '/v1/events', webhooks.listEvents)
	.add('GET', '/v1/events/{id}', webhooks.readEvent);

/** Longest Idempotency-Key (docs.stripe.com/api/idempotent_requests). */
const KEY_LIMIT = 255;

/** Stripe's API in memory: one account in test mode. */
export class StripeStandIn implements StandIn<StripeState> {
	readonly host = sandboxHosts.stripe;
	private readonly limits: StripeLimits;

	constructor(
		limits: LimitMode,
		private readonly store: StripeStore,
	) {
		this.limits = new StripeLimits(limits);
	}

	handle(request: VendorRequest): VendorAnswer {
		const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
		if (token !== sandboxTokens.stripe) return stripeRefusal(401, 'Invalid API Key provided.');
		const limited = this.limits.take(token, request.at);
		if (limited !== null) return limited;
		const match = routes.find(request.method, request.path);
		if (match === null) {
			return stripeRefusal(404, `Unrecognized request URL (${request.method}: ${request.path}).`);
		}
		try {
			return this.once(request, () => match.target(this.call(request, match.params)));
		} catch (error) {
			if (error instanceof StripeError) return error.answer();
			throw error;
		}
	}

	/** What broke on Stripe's side is kept under its key as well: a repeat gets the same answer. */
	refuse(refusal: Refusal, request: VendorRequest): VendorAnswer {
		if (refusal === '429') return rateLimited();
		const answer = stripeRefusal(500, 'An unknown error occurred', { type: 'api_error' });
		const key = keyOf(request);
		if (key !== null && this.kept(key, request.at) === null) this.keep(request, key, answer);
		return answer;
	}

	state(): StripeState {
		return this.store.state;
	}

	restore(state: Partial<StripeState>): void {
		this.store.restore(state);
	}

	reset(): void {
		this.store.reset();
		this.limits.clear();
	}

	private call(request: VendorRequest, params: Record<string, string>) {
		return {
			store: this.store,
			values: valuesOf(request),
			params,
			at: request.at,
			idempotencyKey: keyOf(request),
		};
	}

	/** The same key gets the same answer for a day; with another call it is a mistake. */
	private once(request: VendorRequest, work: () => unknown): VendorAnswer {
		const key = keyOf(request);
		if (key === null) return { status: 200, body: work() };
		if (key.length > KEY_LIMIT) {
			throw new StripeError(400, `Idempotency keys have up to ${KEY_LIMIT} characters.`);
		}
		const before = this.kept(key, request.at);
		if (before === null) {
			const answer: VendorAnswer = { status: 200, body: work() };
			this.keep(request, key, answer);
			return answer;
		}
		if (before.call !== callOf(request)) {
			throw new StripeError(
				400,
				`Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}'.`,
				{ type: 'idempotency_error' },
			);
		}
		return {
			status: before.status,
			headers: { 'idempotent-replayed': 'true' },
			body: before.body,
		};
	}

	private kept(key: string, at: number) {
		const { state } = this.store;
		return state.answers.find((one) => one.key === key && at - one.at < KEY_LIFE_MS) ?? null;
	}

	private keep(request: VendorRequest, key: string, { status, body }: VendorAnswer): void {
		const { state } = this.store;
		const fresh = state.answers.filter(
			(one) => one.key !== key && request.at - one.at < KEY_LIFE_MS,
		);
		const answer = {
			key,
			call: callOf(request),
			status,
			body: structuredClone(body),
			at: request.at,
		};
		state.answers = [...fresh, answer];
	}
}

function keyOf({ method, headers }: VendorRequest): string | null {
	const key = headers['idempotency-key'] ?? '';
	return method !== 'POST' || key === '' ? null : key;
}

const callOf = ({ method, path, body }: VendorRequest) => `${method} ${path} ${body}`;

/** What a call asks for: from the query, or from the form of its body. */
export function valuesOf({ query, body }: VendorRequest): JsonObject {
	return { ...readForm(query.toString()), ...readForm(body) };
}
