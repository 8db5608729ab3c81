import type { Pace } from './paces';

/** Permission to begin one call now. */
export interface Turn {
	/** For a call that was not made after all: the next in the queue has it. */
	giveBack(): void | Promise<void>;
}

/** What calls to one destination wait in. */
export interface PacedLane {
	/** A turn without waiting; null when others wait or the window is full. */
	takeNow(): Turn | null | Promise<Turn | null>;
	/**
	 * Waits for a turn.
	 *
	 * @param place who comes first has the smaller one; a call that goes back to the queue keeps its own
	 * @returns null when there is none within that time, at once where that is certain from the start
	 */
	next(place: number, withinMs: number): Promise<Turn | null>;
	/** Sends away who waits at that place, if anybody still does. */
	leave(place: number): void;
	/** Lets nobody begin for that time: the vendor answered 429. */
	keepQuiet(ms: number): void | Promise<void>;
	/**
	 * In how many milliseconds one who comes again may expect a turn; no two are promised the same
	 * one, and nobody is bound by it.
	 */
	promise(): number;
	/** Sends everybody away who waits, and later comers too. */
	close(): void;
}

interface Waiting {
	place: number;
	answer(turn: Turn | null): void;
}

/** Nobody is asked to come again sooner than this, in milliseconds. */
const SOONEST_MS = 250;

/** A long wait is looked at again after this time: Node's timers end at 2^31 ms. */
const LONGEST_TIMER_MS = 60_000;

/**
 * The calls of one process to one destination: never more in any window than its pace allows, first come, first
 * served, and none while the vendor wants quiet.
 */
export class Lane implements PacedLane {
	/** When the latest calls began, by `performance.now()`, oldest first. */
	private readonly begun: number[] = [];
	/** By place. */
	private readonly queue: Waiting[] = [];
	private quietUntil = 0;
	/** The last turn that somebody was promised. */
	private promisedUntil = 0;
	private timer: NodeJS.Timeout | undefined;
	private isClosed = false;

	constructor(private readonly pace: Pace) {}

	takeNow(): Turn | null {
		return this.queue.length === 0 && this.freeInMs() <= 0 ? this.begin() : null;
	}

	async next(place: number, withinMs: number): Promise<Turn | null> {
		if (this.isClosed || withinMs <= 0 || this.quietUntil > performance.now() + withinMs) {
			return null;
		}
		return await new Promise((resolve) => {
			const waiting: Waiting = {
				place,
				answer: (turn) => {
					clearTimeout(limit);
					resolve(turn);
				},
			};
			const limit = setTimeout(() => this.leave(place), withinMs);
			const behind = this.queue.findIndex((each) => each.place > place);
			this.queue.splice(behind === -1 ? this.queue.length : behind, 0, waiting);
			this.serve();
		});
	}

	leave(place: number): void {
		const index = this.queue.findIndex((each) => each.place === place);
		if (index !== -1) this.queue.splice(index, 1)[0]?.answer(null);
		this.serve();
	}

	keepQuiet(ms: number): void {
		this.quietUntil = Math.max(this.quietUntil, performance.now() + ms);
	}

	promise(): number {
		const { calls, windowMs } = this.pace;
		const now = performance.now();
		const apart = windowMs / calls;
		const waiting = this.queue.length * apart;
		const soonest = now + Math.max(this.freeInMs() + waiting, SOONEST_MS);
		this.promisedUntil = Math.max(this.promisedUntil + apart, soonest);
		return this.promisedUntil - now;
	}

	close(): void {
		this.isClosed = true;
		clearTimeout(this.timer);
		for (const { answer } of this.queue.splice(0)) answer(null);
	}

	private serve(): void {
		clearTimeout(this.timer);
		while (this.queue.length > 0) {
			const wait = this.freeInMs();
			if (wait > 0) {
				const ms = Math.min(Math.ceil(wait), LONGEST_TIMER_MS);
				this.timer = setTimeout(() => this.serve(), ms);
				return;
			}
			this.queue.shift()?.answer(this.begin());
		}
	}

	private begin(): Turn {
		const at = performance.now();
		this.begun.push(at);
		return {
			giveBack: () => {
				const index = this.begun.indexOf(at);
				if (index !== -1) this.begun.splice(index, 1);
				this.serve();
			},
		};
	}

	private freeInMs(): number {
		const now = performance.now();
		const { calls, windowMs } = this.pace;
		while (this.begun.length > 0 && (this.begun[0] ?? 0) + windowMs <= now) this.begun.shift();
		const oldest = this.begun[0];
		const windowFull = oldest !== undefined && this.begun.length >= calls;
		return Math.max(this.quietUntil - now, windowFull ? oldest + windowMs - now : 0);
	}
}
