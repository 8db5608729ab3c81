import type Stripe from 'stripe';
import { MendableError } from '../../../../nodes/domain/errors';
import type { StripeOptions } from './client';
import { stripeApiVersion, stripeClient } from './client';
import { failureFrom, isMissing } from './failure';

/** What the service wants to hear of. */
export const invoiceEvents = [
	'invoice.finalized',
	'invoice.sent',
	'invoice.updated',
	'invoice.paid',
	'invoice.payment_failed',
	'invoice.voided',
	'invoice.marked_uncollectible',
	'charge.dispute.created',
	'charge.dispute.closed',
] as const;

/** An endpoint as it is to be. */
export interface WantedEndpoint {
	url: string;
	events: readonly string[];
}

/** An endpoint of the account. */
export interface FoundEndpoint {
	id: string;
	url: string;
	events: string[];
	isEnabled: boolean;
	/** Version of the API that its events are in; null: the account's default. */
	apiVersion: string | null;
}

/** The webhook endpoints of the account; every method throws MendableError. */
export interface StripeWebhooks {
	list(): Promise<FoundEndpoint[]>;
	/** Registers one for the version of the API that the service reads; its secret is told this once. */
	create(wanted: WantedEndpoint): Promise<{ id: string; secret: string }>;
	/** Makes one as it is to be, and enabled; its secret and version stay. */
	update(id: string, wanted: WantedEndpoint): Promise<void>;
	/** Takes one away; one that is gone already is fine. */
	remove(id: string): Promise<void>;
}

/** Opens them. */
export function stripeWebhooks(options: StripeOptions): StripeWebhooks {
	const stripe = stripeClient(options);
	return {
		list: async () =>
			await mendable(async () => {
				// An account has 16 at most.
				const { data } = await stripe.webhookEndpoints.list({ limit: 100 });
				return data.map(({ id, url, enabled_events: events, status, api_version: version }) => ({
					id,
					url,
					events,
					isEnabled: status === 'enabled',
					apiVersion: version,
				}));
			}),
		create: async ({ url, events }) =>
			await mendable(async () => {
				const { id, secret } = await stripe.webhookEndpoints.create({
					url,
					enabled_events: eventsOf(events),
					api_version: stripeApiVersion,
					description: 'Agency Ops',
				});
				if (secret !== undefined) return { id, secret };
				throw new MendableError(
					'stripe/no-secret',
					'The webhook cannot be used.',
					`Stripe made the endpoint ${id} and did not tell its secret.`,
					'Take it away at Stripe, then run it again.',
				);
			}),
		update: async (id, { url, events }) =>
			await mendable(async () => {
				const enabled = { enabled_events: eventsOf(events), disabled: false };
				await stripe.webhookEndpoints.update(id, { url, ...enabled });
			}),
		remove: async (id) =>
			await mendable(async () => {
				try {
					await stripe.webhookEndpoints.del(id);
				} catch (error) {
					if (!isMissing(error)) throw error;
				}
			}),
	};
}

function eventsOf(events: readonly string[]): Stripe.WebhookEndpointCreateParams.EnabledEvent[] {
	return [...events] as Stripe.WebhookEndpointCreateParams.EnabledEvent[];
}

async function mendable<Answer>(work: () => Promise<Answer>): Promise<Answer> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof MendableError) throw error;
		const { code, what, why, mend } = failureFrom(error).error;
		throw new MendableError(code, what, why, mend);
	}
}
