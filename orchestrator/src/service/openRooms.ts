import { defaultLinkHosts } from '../../../nodes/domain/letter/safeLink';
import { hubspotClients } from '../adapters/hubspot/clientDeals';
import { deliverySources } from '../delivery/openSource';
import type { Jobs } from '../ledger/jobs';
import { readDraft } from '../ledger/milestoneDrafts';
import { brandOf } from '../mail/brandOf';
import { frameioSource } from '../media/checks/frameioSource';
import { openMeasurer } from '../media/checks/openMeasurer';
import { answerDraft } from '../milestones/answerDraft';
import { decideMoves } from '../reservations/decideMoves';
import type { Storage } from '../storage/openStorage';
import type { TextLibrary } from '../texts/library';
import type { Texts } from '../texts/texts';
import type { DealReader } from './deals/dealReader';
import { hubspotTurn } from './deals/dealReader';
import type { Deliveries } from './deliveries/openDeliveries';
import { openDeliveries } from './deliveries/openDeliveries';
import type { EffectDoer } from './effects/perform';
import type { ResolverParts } from './effects/resolver';
import type { InboxParts } from './inboxParts';
import type { Interactions } from './interactions/interactions';
import { openInteractions } from './interactions/interactions';
import { reservedWork } from './interactions/reservedWork';
import { reviewLedger } from './interactions/reviewLedger';
import type { Media } from './media/openMedia';
import { openMedia } from './media/openMedia';
import type { Metrics } from './metrics/metrics';
import type { ShareNotes } from './milestones/openShareNotes';
import { openShareNotes } from './milestones/openShareNotes';
import type { Monitor } from './monitor/openMonitor';
import { openMonitor } from './monitor/openMonitor';
import type { Vendors } from './openVendors';
import type { ServiceOptions } from './options';
import type { Pacer } from './pacing/pacer';
import { openPortal } from './portal/openPortal';
import type { PortalPageParts } from './portal/portalRoutes';
import type { CommentAnswers } from './quality/commentAnswers';
import { openCommentAnswers } from './quality/commentAnswers';
import { defaultMedia, defaultPortal, defaultStorage, lostStagesOf, wonStagesOf } from './settings';

/** What the rooms are opened with. */
export interface RoomSurroundings {
	options: ServiceOptions;
	inbox: InboxParts;
	vendors: Vendors;
	deals: DealReader;
	storage: Storage;
	texts: Texts;
	library: TextLibrary;
	perform: EffectDoer['perform'];
	resolver: ResolverParts;
	pacer: Pacer;
	jobs: Jobs;
	/** Address under which clients reach the service, without a slash at its end. */
	publicUrl: string;
	isSandbox: boolean;
	metrics: Metrics;
	stopping: AbortSignal;
}

/** What the service does beside effects and the inbox, each room over the same ledger. */
export interface Rooms {
	monitor: Monitor;
	interactions: Interactions;
	shares: ShareNotes;
	comments: CommentAnswers;
	media: Media;
	deliveries: Deliveries;
	portal: PortalPageParts;
}

/** Opens the rooms; none of them begins to work before it is started. */
export function openRooms(surroundings: RoomSurroundings): Rooms {
	const { options, inbox, vendors, storage, texts, library, perform, resolver } = surroundings;
	const { deals, pacer, jobs, publicUrl, isSandbox, metrics, stopping } = surroundings;
	const { settings, secrets } = options;
	const { store, now, moment, logger } = inbox;
	const { access, tools } = vendors;
	const { frameio } = tools;
	const monitor = openMonitor({
		inbox,
		settings,
		texts,
		perform,
		resolver,
		clickup: access.clickup,
		slack: access.slack,
		hubspot: access.hubspot,
		frameio,
		stripe: tools.stripe,
		stripeOptions: access.stripe,
		storage,
		n8n: options.inbox?.n8n ?? null,
		metrics,
	});
	const interactions = openInteractions({
		...inbox,
		texts,
		slack: tools.slack,
		assignments: reservedWork(inbox),
		reviews: reviewLedger(inbox),
		moves: {
			decide: async (id, given) => await decideMoves(store, id, given, now(), moment()),
		},
		drafts: {
			read: async (id) => await readDraft(store, id),
			answer: async (id, given) => await answerDraft(store, id, given, now(), moment()),
			linkHosts: settings.mail.linkHosts ?? defaultLinkHosts,
		},
		alerts: { answer: monitor.answer },
	});
	const shares = openShareNotes({ inbox, frameio, pacer, jobs, logger });
	const comments = openCommentAnswers({
		inbox,
		frameio,
		contactOf: async (deal) => (await deals.read(deal))?.contact?.email ?? null,
		texts,
		perform,
		pacer,
		jobs,
		logger,
	});
	const media = openMedia({
		inbox,
		settings: settings.media ?? defaultMedia,
		agency: brandOf(settings),
		linkSecret: secrets.reportSecret ?? null,
		jobs,
		source: options.mediaSource ?? frameioSource(frameio),
		openMeasurer: options.openMeasurer ?? openMeasurer,
		metrics,
		stopping,
		logger,
	});
	const deliveries = openDeliveries({
		inbox,
		settings: settings.storage ?? defaultStorage,
		storage,
		sources: options.deliverySources ?? deliverySources(frameio),
		jobs,
		metrics,
		stopping,
		logger,
	});
	const portal = openPortal({
		store,
		secret: secrets.portalSecret ?? null,
		settings: settings.portal ?? defaultPortal,
		publicUrl,
		isSandbox,
		brand: brandOf(settings),
		replyTo: settings.agency.replyTo,
		library,
		hubspot: hubspotClients(access.hubspot, hubspotTurn(pacer)),
		wonStages: wonStagesOf(settings),
		lostStages: lostStagesOf(settings),
		downloads: deliveries.downloads,
		now,
		logger,
	});
	return { monitor, interactions, shares, comments, media, deliveries, portal };
}
