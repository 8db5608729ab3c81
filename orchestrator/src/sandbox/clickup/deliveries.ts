import { createHmac } from 'node:crypto';
import { isTakenWith, LaterCalls, post } from '../webhookCalls';
import type { Happening } from './happening';
import type { Delivery, Webhook } from './model';
import { tokenOwner } from './people';
import type { ClickUpStore } from './store';

/**
 * How ClickUp delivers: an event is tried five times, what it still has not taken then counts as one
 * failure, and a webhook with a hundred of them is suspended; one that answers 410 at once
 * (developer.clickup.com/docs/webhookhealth). The wait between tries is not published: ours.
 */
const delivering = {
	attempts: 5,
	firstWaitMs: 15_000,
	/** An answer that takes longer counts as none. */
	patienceMs: 7_000,
	mostFailures: 100,
} as const;

/** Deliveries that are remembered for the viewer. */
const mostRemembered = 200;

/** How the deliveries are made; tests shorten the waits. */
export interface ClickUpDeliveryOptions {
	firstWaitMs?: number;
	/** Called when the state has changed. */
	onChange: () => void;
}

/** Tells the registered webhooks what happened: signed, again where nobody took it, and not for ever. */
export class ClickUpDeliveries {
	private readonly later = new LaterCalls();

	constructor(
		private readonly store: ClickUpStore,
		private readonly options: ClickUpDeliveryOptions,
	) {
		store.onHappening = (happening) => this.tell(happening);
	}

	/** Ends all waiting; what has not arrived is not told any more. */
	stop(): void {
		this.later.stop();
	}

	/** Drops what is still to be told. */
	forget(): void {
		this.later.forget();
	}

	private tell(happening: Happening): void {
		for (const webhook of this.store.state.webhooks) {
			const isMeant = webhook.events.includes('*') || webhook.events.includes(happening.event);
			// One that is bound to a place hears of all here: the stand-in does not look where things are.
			if (!isMeant || webhook.status === 'suspended') continue;
			const delivery: Delivery = {
				id: String(2_800_000_000 + this.store.nextNumber()),
				webhookId: webhook.id,
				event: happening.event,
				attempts: 0,
				status: null,
				isSettled: false,
				at: happening.at,
			};
			const { state } = this.store;
			state.deliveries = [...state.deliveries, delivery].slice(-mostRemembered);
			const body = JSON.stringify(payloadOf(happening, webhook, delivery));
			void this.attempt(webhook.id, delivery, body);
		}
	}

	private async attempt(webhookId: string, delivery: Delivery, body: string): Promise<void> {
		const webhook = this.store.state.webhooks.find(({ id }) => id === webhookId);
		if (this.later.isStopped || webhook === undefined || webhook.status === 'suspended') return;
		delivery.attempts += 1;
		delivery.status = await call(webhook, body);
		const isTaken = isTakenWith(delivery.status);
		const isGivenUp = !isTaken && delivery.attempts >= delivering.attempts;
		delivery.isSettled = isTaken || isGivenUp || delivery.status === 410;
		count(webhook, delivery.status, isTaken, isGivenUp);
		this.options.onChange();
		if (delivery.isSettled || this.later.isStopped) return;
		const first = this.options.firstWaitMs ?? delivering.firstWaitMs;
		this.later.after(first * 2 ** (delivery.attempts - 1), () => {
			void this.attempt(webhookId, delivery, body);
		});
	}
}

/** The health of a webhook after an answer. */
function count(
	webhook: Webhook,
	status: number | null,
	isTaken: boolean,
	isGivenUp: boolean,
): void {
	if (isTaken) {
		webhook.status = 'active';
		webhook.failCount = 0;
		return;
	}
	if (isGivenUp) webhook.failCount += 1;
	const isOver = status === 410 || webhook.failCount >= delivering.mostFailures;
	webhook.status = isOver ? 'suspended' : 'failing';
}

/** Signs as ClickUp does: the body alone. */
async function call({ endpoint, secret }: Webhook, body: string): Promise<number | null> {
	const headers = {
		'content-type': 'application/json',
		'x-signature': createHmac('sha256', secret).update(body).digest('hex'),
	};
	return await post({ url: endpoint, headers, body, patienceMs: delivering.patienceMs });
}

/** The body of a call, in the shape of the page webhooktaskpayloads; one of a deletion has no history. */
function payloadOf({ event, id, change, at }: Happening, webhook: Webhook, { id: item }: Delivery) {
	const place = event.replace(/[A-Z].*/, '');
	const history =
		change === undefined
			? {}
			: {
					history_items: [
						{
							id: item,
							type: 1,
							date: String(at),
							field: change.field,
							data: {},
							source: null,
							user: tokenOwner,
							before: change.before,
							after: change.after,
						},
					],
				};
	return { event, ...history, [`${place}_id`]: id, webhook_id: webhook.id };
}
