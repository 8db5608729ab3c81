import type { JobQueue, Jobs } from '../../ledger/jobs';
import type { Queries } from '../../ledger/store';

/** Deliveries to be stored, or taken out of storage, a job for each; the ledger says how each stands. */
export const deliveryQueue: JobQueue = {
	name: 'deliveries',
	isKeyed: true,
	// Tries are counted and ended in the ledger, where people see them.
	retries: 20,
	retrySeconds: 2,
	longestRetrySeconds: 300,
	// Some hundred gigabytes over a slow line.
	leaseSeconds: 12 * 3_600,
};

/** Asks for a delivery to be worked on; within a transaction the job exists if and only if that commits. */
export async function sendDelivery(jobs: Jobs, id: string, within?: Queries): Promise<void> {
	await jobs.send(deliveryQueue.name, { delivery: id }, { key: id, ...(within ? { within } : {}) });
}
