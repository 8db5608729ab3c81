import type { ClickupAccess } from '../../adapters/clickup/http';
import { clickupTasks } from '../../adapters/clickup/tasks';
import type { FrameioAdapter } from '../../adapters/frameio/frameio';
import type { HubspotOptions } from '../../adapters/hubspot/hubspot';
import { hubspotRecords } from '../../adapters/hubspot/records';
import type { SlackOptions } from '../../adapters/slack/client';
import { slackHistory } from '../../adapters/slack/history';
import type { StripeOptions } from '../../adapters/stripe/client';
import { stripeInvoices } from '../../adapters/stripe/invoices';
import type { StripeAdapter } from '../../adapters/stripe/stripe';
import { stripeWebhooks } from '../../adapters/stripe/webhooks';
import { openPause } from '../../inbox/pause';
import type { Watched } from '../../monitor/alerts/model';
import { rulesBy } from '../../monitor/alerts/rules';
import { totalled } from '../../monitor/watch/executions';
import type { Storage } from '../../storage/openStorage';
import type { Language } from '../../texts/formats';
import type { Texts } from '../../texts/texts';
import type { EffectDoer } from '../effects/perform';
import type { ResolverParts } from '../effects/resolver';
import type { InboxParts } from '../inboxParts';
import type { Metrics } from '../metrics/metrics';
import type { ServiceSettings } from '../settings';
import { defaultCapacity } from '../settings';
import type { AlertAnswer, AnsweredAlert } from './answerAlert';
import { answerAlert } from './answerAlert';
import { awaitTurns } from './compare/parts';
import { clickupHooks, frameioHooks, stripeHooks } from './compare/webhooks';
import type { MonitorSettings } from './monitorSettings';
import { defaultMonitor } from './monitorSettings';
import type { Sweeps } from './startSweeps';
import { startSweeps } from './startSweeps';
import type { SweepParts } from './sweep';
import { sweepOnce } from './sweep';
import type { Audience } from './tellAlerts';
import { tellWhatIsLeft } from './tellAlerts';
import { countHistory } from './watch/countHistory';
import { watchTrials } from './watch/trialLeads';
import { watchLedger } from './watch/watchLedger';
import type { WatchedN8n } from './watch/watchN8n';
import { watchN8n } from './watch/watchN8n';
import { watchNumbers } from './watch/watchNumbers';
import { watchWork } from './watch/watchWork';

/** What the monitor is opened with. */
export interface MonitorSurroundings {
	inbox: InboxParts;
	settings: ServiceSettings;
	texts: Texts;
	perform: EffectDoer['perform'];
	resolver: ResolverParts;
	clickup: ClickupAccess;
	slack: SlackOptions;
	hubspot: HubspotOptions;
	frameio: FrameioAdapter;
	stripe: StripeAdapter;
	/** How to reach Stripe; null without a key. */
	stripeOptions: StripeOptions | null;
	storage: Pick<Storage, 'targets'>;
	/** Null where events are kept only. */
	n8n: (WatchedN8n & { webhookSecret?: string | undefined }) | null;
	metrics: Pick<Metrics, 'swept' | 'promised' | 'tried'>;
}

/** The monitor of a running service. */
export interface Monitor {
	parts: SweepParts;
	/** Answers a press under an alert. */
	answer(press: AlertAnswer): Promise<AnsweredAlert>;
	/** Begins a sweep, if none is under way. */
	sweepNow(): void;
	start(): void;
	stop(): Promise<void>;
}

const MINUTE_MS = 60_000;

/** Opens the monitor over the service's ledger and its connections. */
export function openMonitor(surroundings: MonitorSurroundings): Monitor {
	const { inbox, settings, texts, perform, resolver, metrics } = surroundings;
	const { store, now, moment, logger, wake } = inbox;
	const { stripeOptions } = surroundings;
	const wanted = settings.monitor ?? { ...defaultMonitor, everyMinutes: false };
	const { pacer } = resolver;
	const clickup = clickupTasks(
		{ ...surroundings.clickup, keyField: settings.clickup.keyField },
		async () => await awaitTurns(pacer, ['clickupMonitor', 'clickupToken']),
	);
	const frameioTurn = async () => await awaitTurns(pacer, ['frameioRead']);
	const stripeTurn = async () => await awaitTurns(pacer, ['stripeRead']);
	const { everyMinutes } = wanted;
	const everyMs = everyMinutes === false ? null : everyMinutes * MINUTE_MS;
	const parts: SweepParts = {
		everyMs,
		store,
		wake,
		stripe: surroundings.stripe,
		texts,
		perform,
		audience: audienceOf(settings, wanted),
		now,
		moment,
		logger,
		resolver,
		policy: wanted,
		readers: {
			clickup,
			slack: slackHistory(
				surroundings.slack,
				async () => await awaitTurns(pacer, ['slackHistory']),
			),
			hubspot: hubspotRecords(
				surroundings.hubspot,
				async (pace) => await awaitTurns(pacer, [pace]),
			),
			frameio: surroundings.frameio,
			frameioTurn,
			stripe: stripeOptions === null ? null : stripeInvoices(stripeOptions, stripeTurn),
			targets: surroundings.storage.targets,
			hooks: {
				clickup: clickupHooks(clickup),
				frameio: frameioHooks(surroundings.frameio.webhooks, frameioTurn),
				stripe: stripeHooks(
					stripeOptions === null ? null : stripeWebhooks(stripeOptions),
					stripeTurn,
				),
			},
		},
		publicUrl: inbox.publicUrl,
		watch: async () => {
			const at = now();
			await countHistory(store, metrics, at);
			const warnAt = (settings.capacity ?? defaultCapacity).warnAt;
			const { n8n } = surroundings;
			const { trialLeadHours } = wanted;
			const all = await Promise.all([
				trialLeadHours === false || n8n?.webhookSecret === undefined
					? []
					: watchTrials(
							{ ...parts, metrics },
							{ url: `${n8n.url}/webhook/lead-intake`, secret: n8n.webhookSecret },
							settings.mail.test,
							trialLeadHours * 60 * MINUTE_MS,
						),
				watchN8n(surroundings.n8n, store, inbox.wall(), moment()),
				watchLedger(store, at, moment()),
				watchNumbers(store, at),
				watchWork(store, at, warnAt),
			]);
			const looks = all.map(
				(look): Watched => ('blind' in look ? look : { seen: look, blind: [] }),
			);
			return {
				seen: totalled(
					'flows-failed',
					looks.flatMap(({ seen }) => seen),
				),
				blind: looks.flatMap(({ blind }) => blind),
			};
		},
	};
	const onBug = (error: unknown) => logger.error({ err: error }, 'sweep broke');
	const sweep = async () => {
		const began = performance.now();
		const report = await sweepOnce(parts);
		if (report !== null) metrics.swept(report, (performance.now() - began) / 1_000);
	};
	let sweeps: Sweeps | null = null;
	return {
		parts,
		answer: async (press) => await answerAlert(parts, press),
		sweepNow: () => sweeps?.now(),
		start: () => {
			sweeps = startSweeps({ sweep, everyMs, onBug }, openPause());
			// What a process left untold that died in between.
			void tellWhatIsLeft(parts).catch(onBug);
		},
		stop: async () => await sweeps?.stop(),
	};
}

function audienceOf(settings: ServiceSettings, wanted: MonitorSettings): Audience {
	const { digest } = settings.capacity ?? defaultCapacity;
	const hubs = Object.entries(digest === false ? {} : digest.hubs);
	const mails = wanted.mails ?? [settings.agency.replyTo];
	return {
		rules: rulesBy(wanted.rules),
		quiet:
			wanted.quiet === false
				? null
				: {
						...wanted.quiet,
						zones: Object.fromEntries(hubs.map(([hub, { zone }]) => [hub, zone])),
					},
		channels: Object.keys(settings.slack.channels),
		languages: Object.fromEntries(
			hubs.map(([hub, { language }]): [string, Language] => [hub, language]),
		),
		language: wanted.language,
		mails,
		escalatesTo: wanted.escalateTo ?? mails,
	};
}
