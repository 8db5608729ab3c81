/** What a limiter says to one call. */
export interface Allowance {
	allowed: boolean;
	/** The limit in calls a window. */
	limit: number;
	/** Calls left in the window after this one, 0 or more. */
	remaining: number;
	/** When calls are possible again, in milliseconds since 1970. */
	resetAt: number;
}

/** Counts calls a key in windows that open with the first call. */
export class FixedWindow {
	private readonly windows = new Map<string, { startedAt: number; count: number }>();

	/**
	 * @param limit calls a window, 1 or more
	 * @param windowMs length of the window in milliseconds
	 */
	constructor(
		readonly limit: number,
		readonly windowMs: number,
	) {}

	take(key: string, now: number): Allowance {
		let window = this.windows.get(key);
		if (!window || now - window.startedAt >= this.windowMs) {
			window = { startedAt: now, count: 0 };
			this.windows.set(key, window);
		}
		const allowed = window.count < this.limit;
		if (allowed) window.count += 1;

		return {
			allowed,
			limit: this.limit,
			remaining: this.limit - window.count,
			resetAt: window.startedAt + this.windowMs,
		};
	}

	clear(): void {
		this.windows.clear();
	}
}

/** A bucket a key: `capacity` calls at once, then one whenever `refillMs` have passed. */
export class TokenBucket {
	private readonly buckets = new Map<string, { tokens: number; filledAt: number }>();

	/**
	 * @param capacity calls that may come at once, 1 or more
	 * @param refillMs milliseconds until one more call is allowed
	 */
	constructor(
		readonly capacity: number,
		readonly refillMs: number,
	) {}

	take(key: string, now: number): Allowance {
		const bucket = this.buckets.get(key) ?? { tokens: this.capacity, filledAt: now };
		this.buckets.set(key, bucket);
		const refilled = Math.max(0, now - bucket.filledAt) / this.refillMs;
		bucket.tokens = Math.min(this.capacity, bucket.tokens + refilled);
		bucket.filledAt = now;
		const allowed = bucket.tokens >= 1;
		if (allowed) bucket.tokens -= 1;

		return {
			allowed,
			limit: this.capacity,
			remaining: Math.floor(bucket.tokens),
			resetAt: now + Math.max(0, Math.ceil((1 - bucket.tokens) * this.refillMs)),
		};
	}

	clear(): void {
		this.buckets.clear();
	}
}

/** Whole seconds from `now` until the allowance opens again, at least 1: the Retry-After value. */
export function retryAfterSeconds(allowance: Allowance, now: number): number {
	return Math.max(1, Math.ceil((allowance.resetAt - now) / 1000));
}
