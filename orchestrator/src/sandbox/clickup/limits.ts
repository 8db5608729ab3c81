import { FixedWindow } from '../rateLimits';
import type { LimitMode, VendorAnswer } from '../types';
import { clickUpRefusal } from './errors';

/**
 * ClickUp's published limit on the Free Forever, Unlimited and Business plans: 100 calls a minute
 * and token (developer.clickup.com/docs/rate-limits, as found in a stored copy searched
 * 2026-11-22).
 */
const published = { calls: 100, windowMs: 60_000 };

/** Counts calls as ClickUp does and words its refusals. */
export class ClickUpLimits {
	private readonly window = new FixedWindow(published.calls, published.windowMs);

	constructor(private readonly mode: LimitMode) {}

	/** The refusal when the limit is used up, else the headers an answer carries. */
	take(token: string, at: number): { refusal: VendorAnswer } | { headers: Record<string, string> } {
		if (this.mode === 'off') return { headers: {} };
		const { allowed, remaining, resetAt } = this.window.take(token, at);
		const headers = limitHeaders(remaining, resetAt);
		return allowed ? { headers } : { refusal: limitReached(headers) };
	}

	clear(): void {
		this.window.clear();
	}
}

/** The headers of a limit, as the same page has them; `resetAt` in milliseconds since 1970. */
export const limitHeaders = (remaining: number, resetAt: number) => ({
	'x-ratelimit-limit': String(published.calls),
	'x-ratelimit-remaining': String(remaining),
	'x-ratelimit-reset': String(Math.ceil(resetAt / 1000)),
});

/** 429 in ClickUp's shape; that page gives no code for it, this one is ours. */
export const limitReached = (headers: Record<string, string>) =>
	clickUpRefusal(429, 'Rate limit reached', 'APP_002', headers);
