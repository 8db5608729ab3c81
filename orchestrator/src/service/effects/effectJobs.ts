import type { JobQueue, Jobs } from '../../ledger/jobs';
import type { Store } from '../../ledger/store';
import type { Later } from './carryOut';
import type { ResolverParts } from './resolver';
import { goOnWith } from './resolver';

/** Effects that somebody has to go on with, a job for each; the ledger says what is to be done. */
export const effectQueue: JobQueue = {
	name: 'effects',
	isKeyed: true,
	retries: 20,
	longestRetrySeconds: 300,
	// A wait for a turn, a round of tries and a look-up fit in.
	leaseSeconds: 180,
};

/** How many of them one process does at a time; those of one slow destination make room for others. */
const AT_A_TIME = 10;

/** What lets calls leave effects behind. */
export function laterBy(jobs: Jobs, store: Store): Later {
	return {
		store,
		send: async (key, at, within) => {
			await jobs.send(effectQueue.name, { key }, { key, at, within });
		},
	};
}

/**
 * Goes on with effects that calls have left behind, until the jobs are stopped. An effect that is
 * not settled by that has its next job when its time comes.
 */
export async function workOnEffects(jobs: Jobs, parts: ResolverParts): Promise<void> {
	await jobs.work(
		effectQueue.name,
		async ({ data: { key } }) => {
			if (typeof key !== 'string') return;
			const at = await goOnWith(parts, key);
			if (at !== null) await jobs.send(effectQueue.name, { key }, { key, at });
		},
		AT_A_TIME,
	);
}
