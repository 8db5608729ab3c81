import type { FastifyBaseLogger } from 'fastify';
import { readExecutionStatus } from '../adapters/n8n/executions';
import { readPublishedTopics } from '../adapters/n8n/publishedTopics';
import { n8nTrigger } from '../adapters/n8n/trigger';
import type { HookSecrets } from '../config/hookSecrets';
import type { Forwarder } from '../inbox/forwarder';
import { startForwarder } from '../inbox/forwarder';
import { openPause } from '../inbox/pause';
import type { InboxPolicy } from '../inbox/policy';
import { defaultInboxPolicy } from '../inbox/policy';
import type { LookUpExecution, Sweeper } from '../inbox/sweeper';
import { startSweeper } from '../inbox/sweeper';
import { openWantedTopics } from '../inbox/wantedTopics';
import { eventRecorder } from '../ledger/eventRecorder';
import type { Store } from '../ledger/store';
import type { Clock } from './clock';
import type { InboxParts } from './inboxParts';
import type { Metrics } from './metrics/metrics';
import type { Sweeps } from './monitor/startSweeps';
import { startSweeps } from './monitor/startSweeps';

/** What the inbox needs of an installation; without it events are kept and none is forwarded. */
export interface InboxOptions {
	hookSecrets: HookSecrets;
	/** Address under which senders reach the service; default: the settings'. */
	publicUrl?: string | undefined;
	n8n: {
		url: string;
		/** What Agency Ledger Trigger knows us by. */
		triggerSecret: string;
		/** What the forms' address asks for in its header; without it no trial lead is sent. */
		webhookSecret?: string | undefined;
		/** Key of n8n's API; null while seed has not made one yet. Asked for at every look-up. */
		readApiKey(): string | null;
		/** The zone that its environment names; null where that is not known. */
		zone?: string | null;
	};
	policy?: Partial<InboxPolicy>;
}

/** What the inbox is opened with. */
export interface InboxSurroundings {
	store: Store;
	logger: FastifyBaseLogger;
	clock: Clock;
	/** Address of the service in the settings. */
	serviceUrl: string;
	/** Ids of HubSpot's stages that mean a deal is won. */
	wonStages: readonly string[];
	options: InboxOptions | undefined;
	metrics?: Pick<Metrics, 'forwarded' | 'lookedUp'>;
}

/** The inbox of a running service. */
export interface Inbox {
	parts: InboxParts;
	/** Begins to forward and to sweep. */
	start(): void;
	/** Takes nothing more, and lets what is on its way arrive. */
	stop(): Promise<void>;
}

const noSecrets: HookSecrets = {
	forms: [],
	hubspot: [],
	clickup: [],
	slack: [],
	frameio: [],
	stripe: [],
	mail: [],
};

/** Statements of the inbox that a server works on at a time; the pool has connections for others too. */
const STATEMENTS_AT_ONCE = 4;

/** Opens the inbox over the service's ledger. */
export function openInbox(surroundings: InboxSurroundings): Inbox {
	const { store, logger, clock, serviceUrl, wonStages, options, metrics } = surroundings;
	const policy = { ...defaultInboxPolicy, ...options?.policy };
	let forwarder: Forwarder | null = null;
	let sweeper: Sweeper | null = null;
	let looks: Sweeps | null = null;
	const wake = () => forwarder?.wake();
	const tools = {
		store,
		policy,
		moment: clock.moment,
		say: (line: object, text: string) => logger.info(line, text),
		onBug: (error: unknown) => logger.error({ err: error }, 'inbox broke'),
	};
	return {
		parts: {
			store,
			keep: eventRecorder(store, store.engine.kind === 'server' ? STATEMENTS_AT_ONCE : 1),
			hookSecrets: options?.hookSecrets ?? noSecrets,
			publicUrl: options?.publicUrl ?? serviceUrl,
			wonStages,
			...clock,
			wake,
			logger,
		},
		start: () => {
			if (options === undefined) return;
			const { url, triggerSecret: secret } = options.n8n;
			const send = n8nTrigger({ url, secret, timeoutMs: policy.forwardTimeoutMs });
			const onForward = metrics?.forwarded;
			const wanted = openWantedTopics({
				store,
				readPublished: publishedAt(options.n8n),
				latelyMs: policy.unwantedAfterMs,
				moment: clock.moment,
				wall: () => clock.wall().getTime(),
				onFreed: wake,
			});
			forwarder = startForwarder({ ...tools, send, wanted, onForward }, openPause());
			const { lookAtFlowsEveryMs: everyMs } = policy;
			looks = startSweeps({ sweep: wanted.look, everyMs, onBug: tools.onBug }, openPause());
			looks.now();
			const lookUp = lookUpAt(options.n8n);
			const onLookUp = metrics?.lookedUp;
			sweeper = startSweeper({ ...tools, lookUp, onFreed: wake, onLookUp }, openPause());
		},
		stop: async () => {
			await Promise.all([forwarder?.stop(), sweeper?.stop(), looks?.stop()]);
		},
	};
}

function publishedAt({ url, readApiKey }: InboxOptions['n8n']): () => Promise<string[]> {
	return async () => {
		const apiKey = readApiKey();
		if (apiKey === null) throw new Error('there is no key of n8n’s API yet');
		return await readPublishedTopics(url, apiKey);
	};
}

function lookUpAt({ url, readApiKey }: InboxOptions['n8n']): LookUpExecution {
	return async (executionId) => {
		const apiKey = readApiKey();
		if (apiKey === null) throw new Error('there is no key of n8n’s API yet');
		return await readExecutionStatus(url, apiKey, executionId);
	};
}
