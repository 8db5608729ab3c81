import { FixedWindow } from '../rateLimits';
import type { LimitMode } from '../types';

/** A call with a limit of its own: Frame.io counts each operation for itself. */
export interface LimitedOperation {
	/** Unique name of the operation. */
	name: string;
	limit: Limit;
}

/** How often an operation may be asked for by one user of the account. */
export interface Limit {
	calls: number;
	windowMs: number;
}

/** Counts calls as Frame.io does; the figures are those of its own description (July 2026). */
export class FrameioLimits {
	private readonly windows = new Map<string, FixedWindow>();

	constructor(private readonly mode: LimitMode) {}

	/** Whether the call is within the limit, with the headers that every answer carries. */
	take({ name, limit }: LimitedOperation, at: number) {
		if (this.mode === 'off') return { allowed: true, headers: limitHeaders(limit, limit.calls) };
		const window = this.windows.get(name) ?? new FixedWindow(limit.calls, limit.windowMs);
		this.windows.set(name, window);
		const { allowed, remaining } = window.take('account_user', at);
		return { allowed, headers: limitHeaders(limit, remaining) };
	}

	clear(): void {
		this.windows.clear();
	}
}

/** The headers of a limit; the window is in milliseconds. */
export const limitHeaders = ({ calls, windowMs }: Limit, remaining: number) => ({
	'x-ratelimit-limit': String(calls),
	'x-ratelimit-remaining': String(remaining),
	'x-ratelimit-window': String(windowMs),
});
