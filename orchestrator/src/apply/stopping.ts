import { setTimeout as wait } from 'node:timers/promises';
import { MendableError } from '../../../nodes/domain/errors';
import type { Pause } from './retry';

/**
 * Ends an apply between two steps where somebody asked for it: nothing is begun any more, and what the
 * journal has is whole.
 *
 * @throws MendableError `apply/stopped`
 */
export function stopIfAsked(signal: AbortSignal | undefined): void {
	if (signal?.aborted === true) throw stopped();
}

/** Waits by the clock; rejects with `apply/stopped` as soon as an end is asked for. */
export function stoppablePause(signal: AbortSignal | undefined): Pause {
	return async (ms) => {
		await wait(ms, undefined, { signal }).catch(() => {
			throw stopped();
		});
	};
}

function stopped(): MendableError {
	return new MendableError(
		'apply/stopped',
		'It was stopped before its end.',
		'Somebody asked for that. What was under way came to its end and is in the journal.',
		'Run the command again: it goes on from there. agency-ops rollback puts back what was done.',
	);
}
