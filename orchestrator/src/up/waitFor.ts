import { setTimeout as pause } from 'node:timers/promises';
import { MendableError } from '../../../nodes/domain/errors';

/** How long to ask for, how often, and what to call it when time is up. */
export interface Waiting {
	/** What is waited for, as it ends the sentence "Waited 60 s for …". */
	what: string;
	deadlineMs: number;
	/** Milliseconds between two looks; default 200. */
	everyMs?: number;
	/** What a person can do when it does not come. */
	mend: string;
}

/**
 * Looks again and again until `look` answers something, and returns that.
 *
 * @param look answers `undefined` while the thing is not there; a throw counts as not there and
 * its message becomes the reason in the error
 * @throws MendableError `wait/too-long` after `deadlineMs`
 */
export async function waitFor<T>(
	look: () => Promise<T | undefined> | T | undefined,
	{ what, deadlineMs, everyMs = 200, mend }: Waiting,
): Promise<T> {
	const deadline = performance.now() + deadlineMs;
	let last = 'It never answered.';
	for (;;) {
		try {
			const found = await look();
			if (found !== undefined) return found;
		} catch (error) {
			last = error instanceof Error ? error.message : String(error);
		}
		if (performance.now() >= deadline) {
			const waited = `Waited ${Math.round(deadlineMs / 1000)} s for ${what}.`;
			throw new MendableError('wait/too-long', waited, last, mend);
		}
		await pause(everyMs);
	}
}
