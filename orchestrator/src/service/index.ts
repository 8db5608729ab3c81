import { setTimeout as pause } from 'node:timers/promises';
import type { DestinationStream } from 'pino';
import { MendableError } from '../../../nodes/domain/errors';
import { defaultLinkHosts } from '../../../nodes/domain/letter/safeLink';
import { clickupAdapter } from '../adapters/clickup/clickup';
import { clickupProjectPlaces } from '../adapters/clickup/projectPlaces';
import { openFrameio } from '../adapters/frameio/open';
import { hubspotClients } from '../adapters/hubspot/clientDeals';
import { hubspotDeals } from '../adapters/hubspot/deals';
import { hubspotAdapter } from '../adapters/hubspot/hubspot';
import { mailAdapter } from '../adapters/mail/mail';
import { slackAdapter } from '../adapters/slack/slack';
import type { StripeOptions } from '../adapters/stripe/client';
import { stripeAdapter } from '../adapters/stripe/stripe';
import { openConnections } from '../adapters/transport';
import type { DeliverySources } from '../delivery/openSource';
import { deliverySources } from '../delivery/openSource';
import { openPause } from '../inbox/pause';
import { defaultInvoiceRules } from '../invoices/schedule';
import { releaseForerunner } from '../ledger/forerunner';
import { openJobs } from '../ledger/jobs';
import { openLedger } from '../ledger/openLedger';
import { brandOf } from '../mail/brandOf';
import { unsubscribeLinks } from '../mail/unsubscribeLink';
import { unsubscribeTokens } from '../mail/unsubscribeToken';
import { frameioSource } from '../media/checks/frameioSource';
import type { MediaSource } from '../media/checks/mediaSource';
import type { Measurer } from '../media/checks/measurer';
import { openMeasurer } from '../media/checks/openMeasurer';
import { openStorage } from '../storage/openStorage';
import { readDraft } from '../ledger/milestoneDrafts';
import { answerDraft } from '../milestones/answerDraft';
import { readTexts } from '../texts/library';
import { openTexts } from '../texts/texts';
import { openKeyGate } from './access/keyGate';
import { ensureOwnKeys } from './access/ownKeys';
import { hubspotTurn, openDealReader } from './deals/dealReader';
import { deliveryQueue } from './deliveries/deliveryJobs';
import { openDeliveries } from './deliveries/openDeliveries';
import { clockOf } from './clock';
import type { DueWorker } from './dueWork';
import { startDueWork } from './dueWork';
import { dutyRoster, hoursByPlace } from './duty';
import { effectQueue, laterBy, workOnEffects } from './effects/effectJobs';
import { effectDoer } from './effects/perform';
import type { Resolver, ResolverPolicy } from './effects/resolver';
import { defaultResolverPolicy, JOBS_LATE_MS, startResolver } from './effects/resolver';
import { feedbackLinks } from '../followup/feedback/feedbackLinks';
import { feedbackTokens } from '../followup/feedback/feedbackTokens';
import { feedbackPage } from './feedback/feedbackPage';
import { followUpsDue } from './followup/due';
import { invoicesDue } from './invoices/due';
import { buildHttp, openLogger } from './http';
import type { InboxOptions } from './inbox';
import { openInbox } from './inbox';
import { decideMoves } from '../reservations/decideMoves';
import { openInteractions } from './interactions/interactions';
import { reviewLedger } from './interactions/reviewLedger';
import { reservedWork } from './interactions/reservedWork';
import { milestonesDue } from './milestones/due';
import { openShareNotes, shareQueue } from './milestones/openShareNotes';
import { unsubscribePage } from './mail/unsubscribePage';
import { mediaQueue } from './media/checkJobs';
import { openMedia } from './media/openMedia';
import { countedDoer, countedPacer, countedStore } from './metrics/counted';
import { openMetrics } from './metrics/metrics';
import { commentQueue, openCommentAnswers } from './quality/commentAnswers';
import { openFamilies } from './quality/families';
import { openPortal } from './portal/openPortal';
import { openMonitor } from './monitor/openMonitor';
import { statusTokens } from './monitor/statusToken';
import { openPacer } from './pacing/pacer';
import type { Paces } from './pacing/paces';
import { noPaces, publishedPaces } from './pacing/paces';
import { turnstileOf } from './pacing/sharedLane';
import { dueWorkOf } from './reservations/due';
import type { Patience, ServiceSecrets, ServiceSettings } from './settings';
import {
	defaultCapacity,
	defaultMilestones,
	defaultLimits,
	defaultMedia,
	defaultPatience,
	defaultPortal,
	defaultRouting,
	defaultStorage,
} from './settings';

/** How to start the service. */
export interface ServiceOptions {
	settings: ServiceSettings;
	secrets: ServiceSecrets;
	/** Address of a Postgres server or folder of the embedded one; in memory without one. */
	ledger?: string | null;
	/** Where events go and who may send them; without it they are kept only. */
	inbox?: InboxOptions;
	/** 0 takes a free one; default: the settings'. */
	port?: number;
	/** Address listened on; default loopback. */
	host?: string;
	/** Clock of what is due; default: the machine's. */
	now?: () => Date;
	/** Milliseconds by which the sandbox is ahead of it; absent: none. */
	aheadMs?: () => number;
	patience?: Partial<Patience>;
	/** In place of the published ones. */
	paces?: Partial<Paces>;
	/** How effects are gone on with in the background. */
	resolver?: Partial<ResolverPolicy>;
	/** In place of the table of the vendors' delays; a test's. */
	indexingDelaysMs?: Readonly<Record<string, number>>;
	/** Addresses of the vendors' APIs, in place of their own. */
	bases?: { hubspot?: string; slack?: string; clickup?: string; frameio?: string; ims?: string };
	/** What sends calls to Stripe, in place of the connections; a test's. */
	stripe?: Pick<StripeOptions, 'httpClient'>;
	/** Where media files are fetched, in place of Frame.io; a test's. */
	mediaSource?: MediaSource;
	/** Where files of deliveries are fetched, in place of Frame.io; a test's. */
	deliverySources?: DeliverySources;
	/** What measures them, in place of ffmpeg; a test's. */
	openMeasurer?: () => Promise<Measurer>;
	/** Ends when balancers may be expected to have heard that the service stops; default: the settings' time. */
	drain?: () => Promise<void>;
	/** Where log lines go; nowhere without it. */
	log?: DestinationStream;
}

/** A service that runs. */
export interface Service {
	/** Address without a slash at its end. */
	url: string;
	/** Says that it is not ready, lets calls in progress end, then closes everything. */
	stop(): Promise<void>;
}

/**
 * Starts the service: its database, its connections, its HTTP interface.
 *
 * @throws MendableError `ledger/…` when the database cannot be used, `service/port-taken`
 */
export async function startService(options: ServiceOptions): Promise<Service> {
	const { settings, secrets, bases = {} } = options;
	const patience = { ...defaultPatience, ...options.patience };
	const { timeoutMs } = patience;
	const logger = openLogger(options.log ?? null);
	const metrics = openMetrics();
	const store = countedStore(await openLedger(options.ledger ?? null), metrics);
	const connections = openConnections(timeoutMs);
	const stopping = new AbortController();
	const { agency, duty, capacity = defaultCapacity, routing = defaultRouting } = settings;
	const library = readTexts();
	const brand = {
		...brandOf(settings),
		hours: hoursByPlace(duty.closers),
	};
	const texts = openTexts(brand, duty.closers[0]?.zone ?? 'utc', library);
	const { unsubscribeSecret } = secrets;
	const tokens = unsubscribeSecret === undefined ? null : unsubscribeTokens(unsubscribeSecret);
	const answers = unsubscribeSecret === undefined ? null : feedbackTokens(unsubscribeSecret);
	const publicUrl = settings.hooks?.publicUrl ?? settings.service.url;
	const reach = { isSandbox: (settings.sandbox ?? null) !== null };
	const clock = clockOf(options);
	const { now, moment } = clock;
	const roster = dutyRoster(duty.closers);
	const slackAccess = {
		token: secrets.slackToken,
		timeoutMs,
		...(bases.slack === undefined ? {} : { base: bases.slack }),
	};
	const slack = slackAdapter(slackAccess);
	const hubspotAccess = {
		token: secrets.hubspotToken,
		portalId: settings.hubspot.portalId,
		connections,
		timeoutMs,
		...(bases.hubspot === undefined ? {} : { base: bases.hubspot }),
	};
	const clickupAccess = {
		token: secrets.clickupToken,
		connections,
		timeoutMs,
		...(bases.clickup === undefined ? {} : { base: bases.clickup }),
	};
	const { stripeKey } = secrets;
	const stripeOptions =
		(stripeKey ?? null) === null
			? null
			: { key: stripeKey ?? '', connections, timeoutMs, ...options.stripe };
	const stripe = stripeAdapter(stripeOptions, clock.now);
	const mail = mailAdapter({ url: secrets.smtpUrl, timeoutMs });
	const tools = {
		settings,
		texts,
		slack,
		mail,
		unsubscribeLink: unsubscribeLinks(publicUrl, tokens, reach),
		hubspot: hubspotAdapter(hubspotAccess),
		clickup: clickupAdapter({ ...clickupAccess, keyField: settings.clickup.keyField }),
		clickupPlaces: clickupProjectPlaces(clickupAccess),
		frameio: openFrameio(settings.frameio, secrets.frameio ?? null, {
			connections,
			timeoutMs,
			bases: {
				...(bases.frameio === undefined ? {} : { api: bases.frameio }),
				...(bases.ims === undefined ? {} : { ims: bases.ims }),
			},
		}),
		stripe,
		ledger: store,
		onDuty: () => roster(now()),
	};
	const lanes = openPacer(
		settings.sandbox?.limits === 'off' ? noPaces : { ...publishedPaces, ...options.paces },
		stopping.signal,
		turnstileOf(store),
	);
	const pacer = countedPacer(lanes, metrics);
	const onBug = (error: unknown) => logger.error({ err: error }, 'effect broke');
	const onError = (error: unknown) => logger.error({ err: error }, 'job broke');
	const storageSettings = settings.storage ?? defaultStorage;
	const storage = openStorage(storageSettings, secrets.storage ?? null);
	const queues = [effectQueue, mediaQueue, commentQueue, shareQueue, deliveryQueue];
	const jobs = await openJobs(store, queues, { onError }).catch(async (error: unknown) => {
		await store.close();
		throw error;
	});
	const performer = {
		tools,
		pacer,
		patience,
		stopping: stopping.signal,
		onBug,
		moment,
		later: laterBy(jobs, store),
	};
	const doer = countedDoer(effectDoer(performer), metrics);
	let resolver: Resolver | null = null;
	let dueWorker: DueWorker | null = null;
	let isStopping = false;
	const resolverParts = {
		tools,
		doer,
		pacer,
		patience,
		moment,
		policy: { ...defaultResolverPolicy, overdueMs: JOBS_LATE_MS, ...options.resolver },
		...(options.indexingDelaysMs === undefined
			? {}
			: { indexingDelaysMs: options.indexingDelaysMs }),
		say: (line: object, text: string) => logger.info(line, text),
		onBug,
	};
	const inbox = openInbox({
		store,
		logger,
		clock,
		serviceUrl: settings.service.url,
		wonStages: settings.hubspot.wonStages,
		options: options.inbox,
		metrics,
	});
	const monitor = openMonitor({
		inbox: inbox.parts,
		settings,
		texts,
		perform: doer.perform,
		resolver: resolverParts,
		clickup: clickupAccess,
		slack: slackAccess,
		hubspot: hubspotAccess,
		frameio: tools.frameio,
		stripe,
		stripeOptions,
		n8n: options.inbox?.n8n ?? null,
		metrics,
	});
	const interactions = openInteractions({
		...inbox.parts,
		texts,
		slack,
		assignments: reservedWork(inbox.parts),
		reviews: reviewLedger(inbox.parts),
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
	const deals = openDealReader(
		hubspotDeals(hubspotAccess, hubspotTurn(pacer)),
		store,
		settings.hubspot,
		now,
	);
	const shares = openShareNotes({
		inbox: inbox.parts,
		frameio: tools.frameio,
		pacer,
		jobs,
		logger,
	});
	const comments = openCommentAnswers({
		inbox: inbox.parts,
		frameio: tools.frameio,
		contactOf: async (deal) => (await deals.read(deal))?.contact?.email ?? null,
		texts,
		perform: doer.perform,
		pacer,
		jobs,
		logger,
	});
	const media = openMedia({
		inbox: inbox.parts,
		settings: settings.media ?? defaultMedia,
		agency: brand,
		linkSecret: secrets.reportSecret ?? null,
		jobs,
		source: options.mediaSource ?? frameioSource(tools.frameio),
		openMeasurer: options.openMeasurer ?? openMeasurer,
		metrics,
		stopping: stopping.signal,
		logger,
	});
	const deliveries = openDeliveries({
		inbox: inbox.parts,
		settings: storageSettings,
		storage,
		sources: options.deliverySources ?? deliverySources(tools.frameio),
		jobs,
		metrics,
		stopping: stopping.signal,
		logger,
	});
	const portal = openPortal({
		store,
		secret: secrets.portalSecret ?? null,
		settings: settings.portal ?? defaultPortal,
		publicUrl,
		isSandbox: reach.isSandbox,
		brand: brandOf(settings),
		replyTo: agency.replyTo,
		library,
		hubspot: hubspotClients(hubspotAccess, hubspotTurn(pacer)),
		wonStages: settings.hubspot.wonStages,
		lostStages: Object.entries(settings.hubspot.stages).flatMap(([name, id]) =>
			name === 'lost' ? [id] : [],
		),
		downloads: deliveries.downloads,
		now,
		logger,
	});
	const onGateBug = (error: unknown) => logger.error({ err: error }, 'keys broke');
	const gate = openKeyGate({ store, now, onBug: onGateBug });
	const app = buildHttp({
		gate,
		store,
		texts,
		now,
		perform: doer.perform,
		wake: () => resolver?.wake(),
		inbox: inbox.parts,
		stripe,
		interactions,
		comments: {
			note: async (events) => {
				await comments.note(events);
				await shares.note(events);
			},
		},
		mail: {
			...inbox.parts,
			tokens,
			page: unsubscribePage(brand, agency.replyTo, library),
			flows: settings.mail.flows ?? [],
		},
		feedback: {
			...inbox.parts,
			tokens: answers,
			page: feedbackPage(brand, agency.replyTo, library),
		},
		followUpRules: {
			zone: duty.closers[0]?.zone ?? 'utc',
			existingCustomers: settings.followUps?.existingCustomers ?? false,
		},
		followUpLinks: {
			feedback: feedbackLinks(publicUrl, answers, reach),
			portal: async (client) => (await portal.links?.linkFor(client))?.url ?? null,
		},
		stages: settings.hubspot.stages,
		capacity,
		media: media.parts,
		deliveries: deliveries.parts,
		routing,
		portal,
		monitor: {
			parts: monitor.parts,
			sweepNow: monitor.sweepNow,
			tokens: secrets.reportSecret === undefined ? null : statusTokens(secrets.reportSecret),
			publicUrl,
			agency: agency.name,
		},
		families: openFamilies(tools.frameio, pacer),
		deals,
		metrics,
		limits: { ...defaultLimits, ...settings.service.limits },
		trustedProxies: settings.service.trustedProxies ?? [],
		isStopping: () => isStopping,
		logger,
	});
	const release = async () => {
		stopping.abort();
		await app.close();
		await Promise.all([
			inbox.stop(),
			monitor.stop(),
			resolver?.stop(),
			dueWorker?.stop(),
			interactions.stop(),
			doer.idle(),
			gate.settled(),
		]);
		await jobs.stop();
		mail.close();
		slack.close();
		connections.close();
		storage.close();
		await store.close();
	};
	const drain =
		options.drain ?? (async () => await pause((settings.service.drainSeconds ?? 0) * 1_000));
	const stop = async () => {
		isStopping = true;
		logger.info({}, 'stopping');
		// Nothing new is taken up while balancers turn away; each is waited for below.
		void inbox.stop();
		void monitor.stop();
		void resolver?.stop();
		void dueWorker?.stop();
		await drain();
		await release();
	};
	let stopped: Promise<void> | null = null;
	try {
		await ensureOwnKeys(store, secrets);
		const host = options.host ?? '127.0.0.1';
		// Nobody else can have the embedded database open: what is still in hand, a dead one held.
		if (store.engine.kind === 'embedded') await releaseForerunner(store);
		const url = await app.listen({ host, port: options.port ?? settings.service.port });
		inbox.start();
		resolver = startResolver(resolverParts, openPause());
		await workOnEffects(jobs, resolverParts);
		await media.start();
		await comments.start();
		await shares.start();
		await deliveries.start();
		monitor.start();
		const due = dueWorkOf(inbox.parts, capacity);
		dueWorker = startDueWork(
			{
				...due,
				works: [
					...due.works,
					...milestonesDue(inbox.parts, settings.milestones ?? defaultMilestones),
					media.due,
					deliveries.due,
					followUpsDue(inbox.parts),
					invoicesDue(inbox.parts, settings.invoices ?? defaultInvoiceRules),
				],
			},
			openPause(),
		);
		return { url, stop: async () => await (stopped ??= stop()) };
	} catch (error) {
		await release();
		throw portTaken(error, options.port ?? settings.service.port);
	}
}

function portTaken(error: unknown, port: number): unknown {
	if ((error as NodeJS.ErrnoException | null)?.code !== 'EADDRINUSE') return error;
	return new MendableError(
		'service/port-taken',
		'The service cannot start.',
		`Port ${port} is taken by another program.`,
		'Stop that program, or give the service another port by "service.url" in agency.config.yaml.',
	);
}
