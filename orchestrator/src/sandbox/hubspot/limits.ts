import { FixedWindow, retryAfterSeconds } from '../rateLimits';
import type { LimitMode, VendorAnswer, VendorRequest } from '../types';
import { correlationId } from './errors';

/**
 * HubSpot's published limits, as found in stored copies searched 2026-11-22: 190 calls in 10 s for
 * a private app on the Professional tier
 * (developers.hubspot.com/changelog/increasing-our-api-limits), and 5 a second for the search
 * (docs/api-reference/latest/crm/search-the-crm). That the 190 do not count the search is
 * secondary: not checked against the page on usage guidelines. HubSpot counts the search by
 * account; here it is by token.
 */
const published = {
	burst: { calls: 190, windowMs: 10_000 },
	search: { calls: 5, windowMs: 1_000 },
};

/** Counts calls as HubSpot does and words its refusals. */
export class HubSpotLimits {
	private readonly burst = new FixedWindow(published.burst.calls, published.burst.windowMs);
	private readonly search = new FixedWindow(published.search.calls, published.search.windowMs);

	constructor(private readonly mode: LimitMode) {}

	/** The refusal when the limit is used up, else the headers an answer carries. */
	take(request: VendorRequest): { refusal: VendorAnswer } | { headers: Record<string, string> } {
		if (this.mode === 'off') return { headers: {} };
		const token = request.headers.authorization ?? '';
		if (request.path.endsWith('/search')) {
			const { allowed } = this.search.take(token, request.at);
			return allowed ? { headers: {} } : { refusal: limitReached('SECONDLY', 1) };
		}
		const calls = this.burst.take(token, request.at);
		const headers = {
			'x-hubspot-ratelimit-interval-milliseconds': String(published.burst.windowMs),
			'x-hubspot-ratelimit-max': String(published.burst.calls),
			'x-hubspot-ratelimit-remaining': String(calls.remaining),
		};
		if (calls.allowed) return { headers };
		const seconds = retryAfterSeconds(calls, request.at);
		const refusal = limitReached('TEN_SECONDLY_ROLLING', seconds);
		return { refusal: { ...refusal, headers: { ...headers, ...refusal.headers } } };
	}

	clear(): void {
		this.burst.clear();
		this.search.clear();
	}
}

/**
 * 429 in HubSpot's shape. The names of the policies and the message of a second's limit are those
 * that `RetryDecorator` of @hubspot/api-client 14.0.1 looks for; the other fields are secondary,
 * from public code and a forum answer that quotes HubSpot's example. No page that was found
 * promises Retry-After.
 */
export function limitReached(policyName: string, seconds: number): VendorAnswer {
	return {
		status: 429,
		headers: { 'retry-after': String(seconds) },
		body: {
			status: 'error',
			message: `You have reached your ${policyName.toLowerCase()} limit.`,
			errorType: 'RATE_LIMIT',
			category: 'RATE_LIMITS',
			policyName,
			correlationId: correlationId(),
		},
	};
}
