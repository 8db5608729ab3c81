import type { JobQueue, Jobs } from '../../ledger/jobs';
import { forgottenDeliveries } from '../../ledger/deliveryWork';
import type { Queries } from '../../ledger/store';
import type { DueWork } from '../dueWork';
import type { DeliveryTools } from './deliveryJob';
import { doDelivery } from './deliveryJob';

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

/** Nobody has touched a delivery for so long: its job is lost, in milliseconds. */
const FORGOTTEN_MS = 10 * 60_000;

/** Deliveries that one look picks up. */
const ROUND = 20;

/**
 * Works on deliveries until the jobs are stopped; the time between two tries grows. A delivery takes
 * minutes: a process that stops does not wait for it to end.
 */
export async function workOnDeliveries(
	jobs: Jobs,
	tools: DeliveryTools,
	atATime: number,
	stopping: AbortSignal,
): Promise<void> {
	await jobs.work(
		deliveryQueue.name,
		async ({ data: { delivery }, signal }) => {
			if (typeof delivery !== 'string') return;
			// A job that throws comes again, later each time.
			const result = await doDelivery(tools, delivery, AbortSignal.any([signal, stopping]));
			if (result === 'later') throw new DeliveryLater();
		},
		atATime,
	);
}

/** Asks again for deliveries whose job is lost, as after a restored backup. */
export function forgottenDeliveryWork(
	{ store, moment }: Pick<DeliveryTools, 'store' | 'moment'>,
	jobs: Jobs,
): DueWork {
	return {
		name: 'forgotten deliveries',
		run: async () => {
			const ids = await forgottenDeliveries(
				store,
				{ quietMs: FORGOTTEN_MS, limit: ROUND },
				moment(),
			);
			for (const id of ids) await sendDelivery(jobs, id);
			return ids.length;
		},
	};
}

/** The delivery is to be gone on with; its own reason stands in the ledger. */
class DeliveryLater extends Error {
	readonly name = 'DeliveryLater';

	constructor() {
		super('gone on with later');
	}
}
