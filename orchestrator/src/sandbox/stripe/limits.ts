import { FixedWindow } from '../rateLimits';
import type { LimitMode, VendorAnswer } from '../types';
import { stripeRefusal } from './errors';

/** Calls a second of a live account (docs.stripe.com/rate-limits, secondary); a test account has fewer. */
const published = { calls: 100, windowMs: 1_000 } as const;

/** Counts calls as Stripe does. */
export class StripeLimits {
	private readonly window = new FixedWindow(published.calls, published.windowMs);

	constructor(private readonly mode: LimitMode) {}

	/** The refusal when the limit is used up; null when the call may go on. */
	take(key: string, at: number): VendorAnswer | null {
		if (this.mode === 'off') return null;
		return this.window.take(key, at).allowed ? null : rateLimited();
	}

	clear(): void {
		this.window.clear();
	}
}

/** 429 in Stripe's shape; it names no time to wait. */
export function rateLimited(): VendorAnswer {
	return {
		...stripeRefusal(429, 'Request rate limit exceeded.', { code: 'rate_limit' }),
		headers: { 'stripe-rate-limited-reason': 'global-rate' },
	};
}
