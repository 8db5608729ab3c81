import Stripe from 'stripe';
import type { Connections } from '../transport';

/** How to reach Stripe. */
export interface StripeOptions {
	/** A secret or restricted key. */
	key: string;
	connections: Connections;
	timeoutMs: number;
	/** What sends the calls, in place of the connections; a test's. */
	httpClient?: InstanceType<typeof Stripe.HttpClient>;
}

/** The version of the API that the adapter is written for; the account's own default does not matter. */
export const stripeApiVersion = '2026-10-28.endive';

/** Stripe's SDK with its own retries and telemetry off: the service decides on those. */
export function stripeClient({ key, connections, timeoutMs, httpClient }: StripeOptions): Stripe {
	return new Stripe(key, {
		apiVersion: stripeApiVersion,
		httpClient: httpClient ?? Stripe.createNodeHttpClient(connections.https),
		maxNetworkRetries: 0,
		timeout: timeoutMs,
		telemetry: false,
	});
}

/** Whether a key moves real money. */
export function isLiveKey(key: string): boolean {
	return /^(sk|rk)_live_/.test(key);
}
