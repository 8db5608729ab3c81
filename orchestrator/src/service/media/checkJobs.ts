import type { JobQueue, Jobs } from '../../ledger/jobs';
import { forgottenMediaChecks } from '../../ledger/mediaChecks';
import type { Queries } from '../../ledger/store';
import type { DueWork } from '../dueWork';
import type { CheckTools } from './checkJob';
import { doCheck } from './checkJob';

/** Checks of media, a job for each; the ledger says how each stands. */
export const mediaQueue: JobQueue = {
	name: 'media-checks',
	isKeyed: true,
	// Tries are counted and ended in the ledger, where people see them.
	retries: 20,
	retrySeconds: 2,
	longestRetrySeconds: 300,
	// A film of two hours on a slow machine.
	leaseSeconds: 4 * 3_600,
};

/** Nobody has touched a check for so long: its job is lost, in milliseconds. */
const FORGOTTEN_MS = 10 * 60_000;

/** Checks that one look picks up. */
const ROUND = 20;

/** Asks for a check to be done; within a transaction the job exists if and only if that commits. */
export async function sendCheck(jobs: Jobs, id: string, within?: Queries): Promise<void> {
	await jobs.send(mediaQueue.name, { check: id }, { key: id, ...(within ? { within } : {}) });
}

/**
 * Does checks until the jobs are stopped; the time between two tries grows. A check takes minutes:
 * a process that stops does not wait for it to end.
 */
export async function workOnChecks(
	jobs: Jobs,
	tools: CheckTools,
	atATime: number,
	stopping: AbortSignal,
): Promise<void> {
	await jobs.work(
		mediaQueue.name,
		async ({ data: { check }, signal }) => {
			if (typeof check !== 'string') return;
			// A job that throws comes again, later each time.
			if ((await doCheck(tools, check, AbortSignal.any([signal, stopping]))) === 'later')
				throw new CheckLater();
		},
		atATime,
	);
}

/** Asks again for checks whose job is lost, as after a restored backup. */
export function forgottenChecks({ store }: Pick<CheckTools, 'store'>, jobs: Jobs): DueWork {
	return {
		name: 'forgotten media checks',
		run: async () => {
			const ids = await forgottenMediaChecks(store, { quietMs: FORGOTTEN_MS, limit: ROUND });
			for (const id of ids) await sendCheck(jobs, id);
			return ids.length;
		},
	};
}

/** The check is to be begun again; its own reason stands in the ledger. */
class CheckLater extends Error {
	readonly name = 'CheckLater';

	constructor() {
		super('begun again later');
	}
}
