import type { Outcome } from '../../adapters/outcome';
import { unknownOf } from '../../adapters/outcome';
import type { EffectError, Settlement } from '../../ledger/effects';
import type { Json } from '../../ledger/json';
import type { Patience } from '../settings';

/** How an effect is tried. */
export interface Attempt {
	/** One call to the vendor; it rejects only by a bug. */
	send(): Promise<Outcome<Json>>;
	isRepeatable: boolean;
	patience: Patience;
	/** Fires when the service stops: waiting ends, what is being sent goes on. */
	stopping: AbortSignal;
	/** Told of an error that is nobody's answer, for the log. */
	onBug(error: unknown): void;
}

/** How an attempt ended; when to go on with it is decided by who began it. */
export type Ending = Pick<Settlement, 'state' | 'receipt' | 'error'>;

/** Waits before the second, third and fourth try of something that did nothing. */
const PAUSES_MS = [250, 1_000, 3_000] as const;

/** How long the owner of an effect may take; beyond it others may think it dead. */
export function leaseMs({ timeoutMs, retryTotalMs }: Patience): number {
	// The last try may begin just before the total is over, after a look-up of its own.
	return retryTotalMs + 3 * timeoutMs;
}

/** Until when, from its beginning, the owner may begin a call: the call itself ends within the lease. */
export function sendableMs(patience: Patience): number {
	return leaseMs(patience) - patience.timeoutMs;
}

/**
 * Tries an effect until it is settled: again when nothing was sent, and after an unknown outcome only
 * where a repeat is harmless. What is not done in time stays planned; so does what a rate limit
 * refused, since its next try has to wait for its turn.
 */
export async function attempt(effect: Attempt): Promise<Ending> {
	const began = performance.now();
	for (let tries = 0; ; tries += 1) {
		const outcome = await answerOf(effect);
		if (outcome.result === 'done') {
			return { state: 'done', receipt: outcome.receipt, error: null };
		}
		const ending = settlementOf(outcome);
		if (!mayRepeat(outcome, effect)) return ending;

		const pause = PAUSES_MS[tries];
		const spent = performance.now() - began;
		if (pause === undefined || spent + pause > effect.patience.retryTotalMs) return ending;
		if (!(await paused(pause, effect.stopping))) return ending;
	}
}

async function answerOf({ send, onBug }: Attempt): Promise<Outcome<Json>> {
	try {
		return await send();
	} catch (error) {
		onBug(error);
		return unknownOf('The service', 'The service failed while it did this; see its log.', null);
	}
}

function mayRepeat(outcome: Outcome<Json>, { isRepeatable, stopping }: Attempt): boolean {
	if (stopping.aborted) return false;
	return outcome.result === 'notSent' || (outcome.result === 'unknown' && isRepeatable);
}

function settlementOf(outcome: Exclude<Outcome<Json>, { result: 'done' }>): Ending {
	const error: EffectError = { ...outcome.error, serviceStatus: outcome.status };
	switch (outcome.result) {
		case 'refused':
			return { state: 'failed', receipt: null, error };
		case 'unknown':
			return { state: 'unknown', receipt: null, error };
		case 'rateLimited':
			return {
				state: 'planned',
				receipt: null,
				error: { ...error, retryAfterMs: outcome.retryAfterMs },
			};
		case 'notSent':
			return { state: 'planned', receipt: null, error };
	}
}

/** @returns false when the service stops meanwhile */
export async function paused(ms: number, stopping: AbortSignal): Promise<boolean> {
	if (stopping.aborted) return false;
	return await new Promise((resolve) => {
		const stop = () => {
			clearTimeout(timer);
			resolve(false);
		};
		const timer = setTimeout(() => {
			stopping.removeEventListener('abort', stop);
			resolve(true);
		}, ms);
		stopping.addEventListener('abort', stop, { once: true });
	});
}
