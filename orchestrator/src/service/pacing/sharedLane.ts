import type { Store } from '../../ledger/store';
import type { TurnAnswer } from '../../ledger/turnstile';
import { giveTurnBack, keepLaneQuiet, quietForMs, takeTurn } from '../../ledger/turnstile';
import type { Lane, PacedLane, Turn } from './lane';
import type { Pace } from './paces';

/** Counts the calls of all replicas together. */
export interface Turnstile {
	take(lane: string, pace: Pace): Promise<TurnAnswer>;
	giveBack(lane: string, turn: string): Promise<void>;
	keepQuiet(lane: string, ms: number): Promise<void>;
}

/**
 * How much later than its turn a call may reach its vendor, in milliseconds; a bound of ours. Windows
 * are longer by that, so that two calls of two replicas cannot move together on their way.
 */
const ON_THE_WAY_MS = 50;

/**
 * The turnstile of a ledger that several processes may share; null for the embedded one, which only
 * one process has open, so that its own lanes suffice.
 */
export function turnstileOf(store: Store): Turnstile | null {
	if (store.engine.kind === 'embedded') return null;
	return {
		take: async (lane, { calls, windowMs }) => {
			if (Number.isFinite(calls)) {
				return await takeTurn(store, lane, { calls, windowMs: windowMs + ON_THE_WAY_MS });
			}
			const inMs = await quietForMs(store, lane);
			return inMs > 0 ? { turn: null, inMs } : { turn: '' };
		},
		giveBack: async (lane, turn) => {
			if (turn !== '') await giveTurnBack(store, lane, turn);
		},
		keepQuiet: async (lane, ms) => await keepLaneQuiet(store, lane, ms),
	};
}

/**
 * A lane whose calls need a turn of the shared turnstile as well. The lane of the process keeps the
 * order; the turnstile only says "now" or when to ask again.
 */
export class SharedLane implements PacedLane {
	/** Ends when the last who asked has his answer: one asks after the other, in their order. */
	private asking: Promise<unknown> = Promise.resolve();
	/** Nobody asks before this, by `performance.now()`: the answer is known. */
	private refusedUntil = 0;

	constructor(
		private readonly local: Lane,
		private readonly id: string,
		private readonly pace: Pace,
		private readonly turnstile: Turnstile,
	) {}

	async takeNow(): Promise<Turn | null> {
		const turn = this.local.takeNow();
		return turn === null ? null : await this.confirm(turn);
	}

	async next(place: number, withinMs: number): Promise<Turn | null> {
		const deadline = performance.now() + withinMs;
		for (;;) {
			const turn = await this.local.next(place, deadline - performance.now());
			if (turn === null) return null;
			const confirmed = await this.confirm(turn);
			if (confirmed !== null) return confirmed;
		}
	}

	leave(place: number): void {
		this.local.leave(place);
	}

	async keepQuiet(ms: number): Promise<void> {
		this.local.keepQuiet(ms);
		await this.turnstile.keepQuiet(this.id, ms);
	}

	promise(): number {
		return this.local.promise();
	}

	close(): void {
		this.local.close();
	}

	/** The turn with the turnstile's beside it; null when that says later: the lane is quiet until then. */
	private async confirm(turn: Turn): Promise<Turn | null> {
		const asked = this.asking.then(async () => await this.ask());
		this.asking = asked.catch(() => undefined);
		try {
			const shared = await asked;
			if (shared === null) {
				await turn.giveBack();
				return null;
			}
			return {
				giveBack: async () => {
					await this.turnstile.giveBack(this.id, shared);
					await turn.giveBack();
				},
			};
		} catch (error) {
			await turn.giveBack();
			throw error;
		}
	}

	private async ask(): Promise<string | null> {
		if (performance.now() < this.refusedUntil) return null;
		const answer = await this.turnstile.take(this.id, this.pace);
		if (answer.turn !== null) return answer.turn;
		this.refusedUntil = performance.now() + answer.inMs;
		this.local.keepQuiet(answer.inMs);
		return null;
	}
}
