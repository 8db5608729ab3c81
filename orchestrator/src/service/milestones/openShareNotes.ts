import type { FastifyBaseLogger } from 'fastify';
import type { FrameioAdapter } from '../../adapters/frameio/frameio';
import type { SourceEvent } from '../../inbox/sources/read';
import { isObject, wordIn } from '../../inbox/sources/read';
import type { JobQueue, Jobs } from '../../ledger/jobs';
import type { Json } from '../../ledger/json';
import { takeShare } from '../../milestones/takeShare';
import type { InboxParts } from '../inboxParts';
import type { Pacer } from '../pacing/pacer';

/** Shares made in Frame.io that a client may have to hear of, a job for each. */
export const shareQueue: JobQueue = {
	name: 'frameio-shares',
	isKeyed: true,
	retrySeconds: 2,
	longestRetrySeconds: 300,
};

/** How long a reading waits for its turn; the job comes again. */
const WAIT_MS = 20_000;

/** What shares are looked at with. */
export interface ShareSurroundings {
	inbox: Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake'>;
	frameio: Pick<FrameioAdapter, 'readShare'>;
	pacer: Pacer;
	jobs: Jobs;
	logger: FastifyBaseLogger;
}

/** Looks at shares that people make in Frame.io. */
export interface ShareNotes {
	/** Has shares among the events of a call looked at; the job is kept before the call is answered. */
	note(events: readonly SourceEvent[]): Promise<void>;
	/** Begins to work, until the jobs are stopped. */
	start(): Promise<void>;
}

/** Opens it. Frame.io's event names the share alone, so each is read. */
export function openShareNotes(surroundings: ShareSurroundings): ShareNotes {
	const { inbox, frameio, pacer, jobs, logger } = surroundings;
	return {
		note: async (events) => {
			for (const { source, topic, payload } of events) {
				if (source !== 'frameio' || topic !== 'share.created' || !isObject(payload)) continue;
				const idOf = (part: Json | undefined) =>
					(isObject(part) ? wordIn(part.id) : undefined) ?? null;
				const [share, project] = [idOf(payload.resource), idOf(payload.project)];
				if (share === null || project === null) continue;
				const accountId = idOf(payload.account);
				await jobs.send(shareQueue.name, { share, project, accountId }, { key: share });
			}
		},
		start: async () => {
			await jobs.work(shareQueue.name, async ({ data: { share, project, accountId } }) => {
				if (typeof share !== 'string' || typeof project !== 'string') return;
				const lane = pacer.lane({ pace: 'frameioRead', name: 'shares' });
				if ((lane.takeNow() ?? (await lane.next(pacer.place(), WAIT_MS))) === null) {
					throw new Later();
				}
				const account = typeof accountId === 'string' ? accountId : null;
				const found = await frameio.readShare({ accountId: account, shareId: share });
				if (found === null) return;
				const isTold = await takeShare(inbox.store, found, project, inbox.now(), inbox.moment());
				if (!isTold) return;
				logger.info({ share }, 'share is a preview');
				inbox.wake();
			});
		},
	};
}

/** Has a job come again. */
class Later extends Error {
	override name = 'Later';
}
