import { createHmac } from 'node:crypto';
import { sandboxFrameio } from '../accounts';
import { isTakenWith, LaterCalls, post } from '../webhookCalls';
import type { Happening } from './events';
import type { Webhook, WebhookDelivery } from './model';
import type { FrameioStore } from './store';

/** How Frame.io delivers (the guide to webhooks of V4, November 2026). */
export const delivering = {
	/** Calls of one event, the first included. */
	attempts: 5,
	/** Wait before the second call in milliseconds; each further one is twice as long. */
	firstWaitMs: 15_000,
	/** An answer that takes longer counts as none. */
	patienceMs: 5_000,
} as const;

/** Deliveries that are remembered for the viewer. */
const mostRemembered = 200;

/** How the deliveries are made; tests shorten the waits. */
export interface DeliveryOptions {
	/** Default: Frame.io's. */
	firstWaitMs?: number;
	/** Called when the state has changed. */
	onChange: () => void;
	/** Milliseconds since 1970. */
	now?: () => number;
}

/** Tells the registered webhooks what happened: signed, in order, and again where nobody took it. */
export class WebhookDeliveries {
	private readonly later = new LaterCalls();
	/** The last first call to each webhook: the next one waits for it, so that they come in order. */
	private readonly queues = new Map<string, Promise<void>>();

	constructor(
		private readonly store: FrameioStore,
		private readonly options: DeliveryOptions,
	) {
		store.onHappening = (happening) => this.tell(happening);
	}

	/** Ends all waiting; what has not arrived is not told any more. */
	stop(): void {
		this.later.stop();
		this.queues.clear();
	}

	/** Drops what is still to be told. */
	forget(): void {
		this.later.forget();
		this.queues.clear();
	}

	private tell(happening: Happening): void {
		const { event, workspaceId } = happening;
		for (const webhook of this.store.state.webhooks) {
			const isMeant = workspaceId === null || webhook.workspaceId === workspaceId;
			if (!webhook.isActive || !isMeant || !webhook.events.includes(event)) continue;
			const delivery = this.remember(webhook, happening);
			const body = JSON.stringify(payloadOf(happening, webhook));
			const before = this.queues.get(webhook.id) ?? Promise.resolve();
			this.queues.set(
				webhook.id,
				before.then(async () => await this.attempt(webhook.id, delivery, body)),
			);
		}
	}

	private remember(webhook: Webhook, { event, resource, at }: Happening): WebhookDelivery {
		const delivery: WebhookDelivery = {
			id: this.store.nextId('b1'),
			webhookId: webhook.id,
			event,
			resourceId: resource.id,
			attempts: 0,
			status: null,
			isSettled: false,
			at,
		};
		const { state } = this.store;
		state.deliveries = [...state.deliveries, delivery].slice(-mostRemembered);
		return delivery;
	}

	private async attempt(webhookId: string, delivery: WebhookDelivery, body: string): Promise<void> {
		const webhook = this.store.state.webhooks.find(({ id }) => id === webhookId);
		if (this.later.isStopped || webhook === undefined) return;
		delivery.attempts += 1;
		delivery.status = await this.call(webhook, body);
		const isTaken = isTakenWith(delivery.status);
		delivery.isSettled = isTaken || delivery.attempts >= delivering.attempts;
		this.options.onChange();
		if (delivery.isSettled || this.later.isStopped) return;
		this.later.after(this.waitMs(delivery), () => {
			void this.attempt(webhookId, delivery, body);
		});
	}

	/** Twice as long each time, and up to a tenth longer, by the delivery's own number. */
	private waitMs({ attempts, id }: WebhookDelivery): number {
		const first = this.options.firstWaitMs ?? delivering.firstWaitMs;
		const jitter = (Number.parseInt(id.slice(-4), 16) % 100) / 1_000;
		return first * 2 ** (attempts - 1) * (1 + jitter);
	}

	/** The status of the answer; null for none in time. */
	private async call({ url, secret }: Webhook, body: string): Promise<number | null> {
		const timestamp = String(Math.floor((this.options.now ?? Date.now)() / 1_000));
		const headers = {
			'content-type': 'application/json',
			'user-agent': 'Frame.io V4 API',
			'x-frameio-request-timestamp': timestamp,
			'x-frameio-signature': signatureOf(secret, timestamp, body),
		};
		return await post({ url, headers, body, patienceMs: delivering.patienceMs });
	}
}

const signatureOf = (secret: string, timestamp: string, body: string) =>
	`v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

/** The body of a call, in the shape of the guide's example. */
const payloadOf = (
	{ event, resource, projectId, userId }: Happening,
	{ workspaceId }: Webhook,
) => ({
	account: { id: sandboxFrameio.account.id },
	...(projectId === null ? {} : { project: { id: projectId } }),
	resource,
	type: event,
	user: { id: userId },
	workspace: { id: workspaceId },
});
