import type { Jobs } from '../../ledger/jobs';
import type { StorageKeys, StorageSettings } from '../settings';
import type { DeliveryParts } from './deliveryRoutes';
import { sendDelivery } from './deliveryJobs';

/** What deliveries need of a service. */
export interface DeliverySurroundings {
	settings: StorageSettings;
	/** null: nothing can be stored. */
	keys: StorageKeys | null;
	jobs: Jobs;
}

/** Deliveries in a running service. */
export interface Deliveries {
	parts: Pick<DeliveryParts, 'targets' | 'linkDays' | 'send'>;
}

/** Opens them. */
export function openDeliveries({ settings, keys, jobs }: DeliverySurroundings): Deliveries {
	const { delivery, archive, linkDays } = settings;
	const place = (bucket: typeof delivery) =>
		keys === null || bucket === undefined ? undefined : { kind: 's3', prefix: bucket.prefix };
	return {
		parts: {
			targets: { delivery: place(delivery), archive: place(archive) },
			linkDays,
			send: async (id, within) => await sendDelivery(jobs, id, within),
		},
	};
}
