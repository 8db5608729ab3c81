import { setTimeout as pause } from 'node:timers/promises';
import { MendableError } from '../../../nodes/domain/errors';
import { hubspotDeals } from '../adapters/hubspot/deals';
import { feedbackLinks } from '../followup/feedback/feedbackLinks';
import { feedbackTokens } from '../followup/feedback/feedbackTokens';
import { openPause } from '../inbox/pause';
import { defaultInvoiceRules } from '../invoices/schedule';
import { readRememberedId } from '../ledger/applies';
import { releaseForerunner } from '../ledger/forerunner';
import { openJobs } from '../ledger/jobs';
import { openLedger } from '../ledger/openLedger';
import { brandOf } from '../mail/brandOf';
import { unsubscribeLinks } from '../mail/unsubscribeLink';
import { unsubscribeTokens } from '../mail/unsubscribeToken';
import { openStorage } from '../storage/openStorage';
import { readTexts } from '../texts/library';
import { openTexts } from '../texts/texts';
import { openKeyGate } from './access/keyGate';
import { ensureOwnKeys } from './access/ownKeys';
import { clockOf } from './clock';
import { hubspotTurn, openDealReader } from './deals/dealReader';
import { deliveryQueue } from './deliveries/deliveryJobs';
import type { DueWorker } from './dueWork';
import { startDueWork } from './dueWork';
import { dutyRoster, hoursByPlace } from './duty';
import { effectQueue, laterBy, workOnEffects } from './effects/effectJobs';
import { effectDoer } from './effects/perform';
import type { Resolver } from './effects/resolver';
import { defaultResolverPolicy, JOBS_LATE_MS, startResolver } from './effects/resolver';
import { feedbackPage } from './feedback/feedbackPage';
import { followUpsDue } from './followup/due';
import { buildHttp, openLogger } from './http';
import { openInbox } from './inbox';
import { invoicesDue } from './invoices/due';
import { openObjections } from './mail/askObjection';
import { unsubscribePage } from './mail/unsubscribePage';
import { mediaQueue } from './media/checkJobs';
import { countedDoer, countedPacer, countedStore } from './metrics/counted';
import { openMetrics } from './metrics/metrics';
import { milestonesDue } from './milestones/due';
import { shareQueue } from './milestones/openShareNotes';
import { statusTokens } from './monitor/statusToken';
import { openRooms } from './openRooms';
import { openVendors } from './openVendors';
import type { Service, ServiceOptions } from './options';
import { openPacer } from './pacing/pacer';
import { noPaces, publishedPaces } from './pacing/paces';
import { turnstileOf } from './pacing/sharedLane';
import { commentQueue } from './quality/commentAnswers';
import { openFamilies } from './quality/families';
import { dueWorkOf } from './reservations/due';
import {
	defaultCapacity,
	defaultLimits,
	defaultMilestones,
	defaultPatience,
	defaultRouting,
	defaultStorage,
	lostStagesOf,
	wonStagesOf,
} from './settings';

export type { Service, ServiceOptions } from './options';

/**
 * Starts the service: its database, its connections, its HTTP interface.
 *
 * @throws MendableError `ledger/…` when the database cannot be used, `service/port-taken`
 */
export async function startService(options: ServiceOptions): Promise<Service> {
	const { settings, secrets } = options;
	const patience = { ...defaultPatience, ...options.patience };
	const { timeoutMs } = patience;
	const logger = openLogger(options.log ?? null);
	const metrics = openMetrics();
	const store = countedStore(await openLedger(options.ledger ?? null), metrics);
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
	const { target = 'local' } = settings;
	const vendors = openVendors(
		options,
		timeoutMs,
		now,
		async (kind, key) => await readRememberedId(store, target, { kind, key }),
	);
	const lanes = openPacer(
		settings.sandbox?.limits === 'off' ? noPaces : { ...publishedPaces, ...options.paces },
		stopping.signal,
		turnstileOf(store),
	);
	const pacer = countedPacer(lanes, metrics);
	const inbox = openInbox({
		store,
		logger,
		clock,
		serviceUrl: settings.service.url,
		wonStages: settings.hubspot.wonStages,
		options: options.inbox,
		metrics,
	});
	const deals = openDealReader(
		hubspotDeals(vendors.access.hubspot, hubspotTurn(pacer)),
		store,
		{ ...settings.hubspot, wonStages: wonStagesOf(settings) },
		now,
	);
	const tools = {
		...vendors.tools,
		settings,
		texts,
		unsubscribeLink: unsubscribeLinks(publicUrl, tokens, reach),
		objectionTo: openObjections({
			...inbox.parts,
			stripe: vendors.tools.stripe,
			deals,
			lostStages: lostStagesOf(settings),
		}),
		ledger: store,
		onDuty: () => roster(now()),
	};
	const onBug = (error: unknown) => logger.error({ err: error }, 'effect broke');
	const onError = (error: unknown) => logger.error({ err: error }, 'job broke');
	const storage = openStorage(settings.storage ?? defaultStorage, secrets.storage ?? null);
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
	const rooms = openRooms({
		options,
		inbox: inbox.parts,
		vendors,
		deals,
		storage,
		texts,
		library,
		perform: doer.perform,
		resolver: resolverParts,
		pacer,
		jobs,
		publicUrl,
		...reach,
		metrics,
		stopping: stopping.signal,
	});
	const { monitor, interactions, shares, comments, media, deliveries, portal } = rooms;
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
		stripe: tools.stripe,
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
		vendors.close();
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
