import type { FastifyBaseLogger } from 'fastify';
import type { Downloads } from '../../delivery/downloads';
import { openDownloads } from '../../delivery/downloads';
import type { DeliverySources } from '../../delivery/openSource';
import type { Jobs } from '../../ledger/jobs';
import { targetNames } from '../../storage/openStorage';
import type { Storage } from '../../storage/openStorage';
import type { DueWork } from '../dueWork';
import type { InboxParts } from '../inboxParts';
import type { Metrics } from '../metrics/metrics';
import type { StorageSettings } from '../settings';
import type { DeliveryTools } from './deliveryJob';
import { forgottenDeliveryWork, sendDelivery, workOnDeliveries } from './deliveryJobs';
import type { DeliveryParts } from './deliveryRoutes';

/** What deliveries need of a service. */
export interface DeliverySurroundings {
	inbox: Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake'>;
	settings: StorageSettings;
	storage: Pick<Storage, 'targets'>;
	sources: DeliverySources;
	jobs: Jobs;
	metrics: Pick<Metrics, 'deliveryEnded'>;
	/** Aborted when this process has to let go of what it does. */
	stopping: AbortSignal;
	logger: FastifyBaseLogger;
}

/** Deliveries in a running service. */
export interface Deliveries {
	parts: Pick<DeliveryParts, 'targets' | 'linkDays' | 'send'>;
	/** Addresses of files, for whoever lets clients in. */
	downloads: Downloads;
	/** What comes due with time. */
	due: DueWork;
	/** Begins to work on deliveries, until the jobs are stopped. */
	start(): Promise<void>;
}

/** What was begun so long ago and never ended was left behind, in milliseconds: no upload takes a day. */
const LEFT_AFTER_MS = 24 * 3_600_000;

/** Opens them. */
export function openDeliveries(surroundings: DeliverySurroundings): Deliveries {
	const { inbox, settings, storage, sources, jobs, metrics, stopping, logger } = surroundings;
	const { store, now, moment, wake } = inbox;
	const { targets } = storage;
	const tools: DeliveryTools = {
		store,
		sources,
		targets,
		now,
		moment,
		wake,
		metrics,
		say: (line, text) => logger.info(line, text),
		onBug: (error) => logger.error({ err: error }, 'delivery broke'),
	};
	const places = targetNames.flatMap((name) => {
		const target = targets[name];
		const { prefix = '' } = settings[name] ?? {};
		return target === undefined ? [] : [[name, { kind: target.kind, prefix }] as const];
	});
	return {
		parts: {
			targets: Object.fromEntries(places),
			linkDays: settings.linkDays,
			send: async (id, within) => await sendDelivery(jobs, id, within),
		},
		downloads: openDownloads({
			store,
			target: targets.delivery ?? null,
			minutes: settings.urlMinutes,
			now,
		}),
		due: forgottenDeliveryWork(tools, jobs),
		start: async () => {
			await workOnDeliveries(jobs, tools, settings.atATime, stopping);
			// By the machine's clock, which is nearest to the storage's; nobody waits for it.
			const before = new Date(Date.now() - LEFT_AFTER_MS);
			for (const target of Object.values(targets)) {
				target
					.removeLeftovers(before)
					.then((count) => {
						if (count > 0) logger.info({ count }, 'uploads that were left behind ended');
					})
					.catch((error: unknown) => logger.warn({ err: error }, 'leftovers not looked for'));
			}
		},
	};
}
