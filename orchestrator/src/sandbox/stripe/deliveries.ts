import { createHmac } from 'node:crypto';
import { isTakenWith, LaterCalls, post } from '../webhookCalls';
import type { EventDelivery, StripeEvent, WebhookEndpoint } from './model';
import { presentEvent } from './present';
import type { StripeStore } from './store';

/** How events are delivered here: Stripe repeats for days, with growing waits. */
const delivering = { attempts: 5, firstWaitMs: 15_000, patienceMs: 10_000 } as const;

/** Deliveries that are remembered for the viewer. */
const mostRemembered = 200;

/** How the deliveries are made; tests shorten the waits. */
export interface EventDeliveryOptions {
	firstWaitMs?: number;
	/** Called when the state has changed. */
	onChange: () => void;
	/** Milliseconds since 1970. */
	now?: () => number;
}

/** Tells endpoints what happened: signed, in no order that anybody may count on, and again where nobody took it. */
export class EventDeliveries {
	private readonly later = new LaterCalls();

	constructor(
		private readonly store: StripeStore,
		private readonly options: EventDeliveryOptions,
	) {
		store.onEvent = (event) => this.tell(event);
	}

	/** Ends all waiting; what has not arrived is not told any more. */
	stop(): void {
		this.later.stop();
	}

	/** Drops what is still to be told. */
	forget(): void {
		this.later.forget();
	}

	private tell(event: StripeEvent): void {
		for (const endpoint of this.store.state.endpoints) {
			const isMeant = endpoint.events.includes('*') || endpoint.events.includes(event.type);
			if (!endpoint.isEnabled || !isMeant) continue;
			const delivery: EventDelivery = {
				eventId: event.id,
				endpointId: endpoint.id,
				type: event.type,
				attempts: 0,
				status: null,
				isSettled: false,
				at: event.createdAt,
			};
			const { state } = this.store;
			state.deliveries = [...state.deliveries, delivery].slice(-mostRemembered);
			void this.attempt(endpoint.id, event, delivery);
		}
	}

	private async attempt(
		endpointId: string,
		event: StripeEvent,
		delivery: EventDelivery,
	): Promise<void> {
		const endpoint = this.store.state.endpoints.find(({ id }) => id === endpointId);
		if (this.later.isStopped || endpoint === undefined) return;
		delivery.attempts += 1;
		delivery.status = await this.call(endpoint, event);
		const isTaken = isTakenWith(delivery.status);
		delivery.isSettled = isTaken || delivery.attempts >= delivering.attempts;
		this.options.onChange();
		if (delivery.isSettled || this.later.isStopped) return;
		const first = this.options.firstWaitMs ?? delivering.firstWaitMs;
		this.later.after(first * 2 ** (delivery.attempts - 1), () => {
			void this.attempt(endpointId, event, delivery);
		});
	}

	/** The status of the answer; null for none in time. */
	private async call(
		{ url, secret, apiVersion }: WebhookEndpoint,
		event: StripeEvent,
	): Promise<number | null> {
		const body = JSON.stringify(presentEvent(event, apiVersion), null, 2);
		const at = Math.floor((this.options.now ?? Date.now)() / 1_000);
		const headers = {
			'content-type': 'application/json; charset=utf-8',
			'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
			'stripe-signature': `t=${at},v1=${signatureOf(secret, at, body)}`,
		};
		return await post({ url, headers, body, patienceMs: delivering.patienceMs });
	}
}

/** Signs as Stripe does: the time in seconds, a dot, and the body. */
export function signatureOf(secret: string, at: number, body: string): string {
	return createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
}
