import { tmpdir } from 'node:os';
import type { FastifyBaseLogger } from 'fastify';
import { shippedPacks } from '../../../../nodes/domain/quality/packs';
import type { Jobs } from '../../ledger/jobs';
import type { Measurer } from '../../media/checks/measurer';
import type { MediaSource } from '../../media/checks/mediaSource';
import { removeLeftBehind } from '../../media/checks/temporary';
import { pushedMedia } from '../../media/mediaData';
import { layPacks } from '../../media/packs/findPacks';
import { packsIn } from '../../media/packs/packsIn';
import { reportTokens } from '../../media/reportToken';
import type { DueWork } from '../dueWork';
import type { InboxParts } from '../inboxParts';
import type { Metrics } from '../metrics/metrics';
import type { MediaSettings } from '../settings';
import type { CheckTools } from './checkJob';
import { forgottenChecks, sendCheck, workOnChecks } from './checkJobs';
import type { MediaParts } from './mediaRoutes';

/** What checks of media files need of a service. */
export interface MediaSurroundings {
	inbox: InboxParts;
	settings: MediaSettings;
	agency: { name: string; colour: string };
	/** What signs links to reports; null: no links are given. */
	linkSecret: string | null;
	jobs: Jobs;
	source: MediaSource;
	openMeasurer(): Promise<Measurer>;
	metrics: Metrics;
	/** Aborted when this process has to let go of what it does. */
	stopping: AbortSignal;
	logger: FastifyBaseLogger;
}

/** Checks of media files in a running service. */
export interface Media {
	parts: MediaParts;
	/** What comes due with time. */
	due: DueWork;
	/** Begins to work on checks, until the jobs are stopped. */
	start(): Promise<void>;
}

const DAY_MS = 24 * 3_600_000;

/** Opens it. @throws MendableError `media/invalid-pack`, `media/packs-missing` */
export function openMedia(surroundings: MediaSurroundings): Media {
	const { inbox, settings, agency, linkSecret, jobs, source, metrics, stopping, logger } =
		surroundings;
	const { store, now, wake, publicUrl } = inbox;
	// Read once, so that a mistake is told when the service starts and not when a file waits.
	const own = settings.packs === undefined ? [] : packsIn(settings.packs);
	const tokens = linkSecret === null ? null : reportTokens(linkSecret);
	const folder = settings.folder ?? tmpdir();
	const reportUrl = (checkId: string) =>
		tokens === null
			? null
			: `${publicUrl}/media-reports/${tokens.make(checkId, new Date(now().getTime() + settings.reportDays * DAY_MS))}`;
	let measurer: Promise<Measurer> | null = null;
	const tools: CheckTools = {
		store,
		source,
		measurer: async () => {
			// One that is not there now may be installed by the next try.
			measurer ??= surroundings.openMeasurer().catch((error: unknown) => {
				measurer = null;
				throw error;
			});
			return await measurer;
		},
		folder,
		maxBytes: settings.maxGigabytes * 1_000_000_000,
		reportUrl,
		now,
		wake,
		metrics,
		say: (line, text) => logger.info(line, text),
		onBug: (error) => logger.error({ err: error }, 'media check broke'),
	};
	return {
		parts: {
			store,
			now,
			logger,
			yardsticks: async () => {
				const { packs, brands } = await pushedMedia(store);
				return { packs: layPacks(shippedPacks, own, packs), brands };
			},
			send: async (id, within) => await sendCheck(jobs, id, within),
			reportUrl,
			readLink: (token) => tokens?.read(token, now()) ?? null,
			agency,
		},
		due: forgottenChecks(tools, jobs),
		start: async () => {
			await removeLeftBehind(folder, now());
			await workOnChecks(jobs, tools, settings.atATime, stopping);
		},
	};
}
