import type { Moment } from '../ledger/moment';

/** What the service goes by. */
export interface Clock {
	/** When things are due: days, hours, what has expired. */
	now(): Date;
	/** The machine's own time, by which signatures of callers are fresh. */
	wall(): Date;
	/** The moment of statements of the ledger; null for the database's own. */
	moment(): Moment;
}

/** How to tell the time. */
export interface ClockOptions {
	/** In place of the machine's clock; a test's. */
	now?: (() => Date) | undefined;
	/** Milliseconds by which the sandbox is ahead of the machine; absent: none, ever. */
	aheadMs?: (() => number) | undefined;
}

/**
 * The clock of a service. Where the sandbox is ahead, so is the ledger: what was written a moment ago and
 * what is due in a week are compared by one clock.
 */
export function clockOf({ now, aheadMs = () => 0 }: ClockOptions): Clock {
	const wall = now ?? (() => new Date());
	const ahead = () => new Date(wall().getTime() + aheadMs());
	return { wall, now: ahead, moment: () => (aheadMs() === 0 ? null : ahead()) };
}
