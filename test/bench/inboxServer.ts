import { aloneFile } from '../../orchestrator/src/adapters/frameio/family';
import { fastify } from 'fastify';
import { clockOf } from '../../orchestrator/src/service/clock';
import { openLedger } from '../../orchestrator/src/ledger/openLedger';
import { openKeyGate } from '../../orchestrator/src/service/access/keyGate';
import { ensureOwnKeys } from '../../orchestrator/src/service/access/ownKeys';
import { buildHttp, openLogger } from '../../orchestrator/src/service/http';
import { feedbackPage } from '../../orchestrator/src/service/feedback/feedbackPage';
import { openInbox } from '../../orchestrator/src/service/inbox';
import { unsubscribePage } from '../../orchestrator/src/service/mail/unsubscribePage';
import { openMetrics } from '../../orchestrator/src/service/metrics/metrics';
import { defaultCapacity, defaultRouting } from '../../orchestrator/src/service/settings';
import { readTexts } from '../../orchestrator/src/texts/library';
import { openTexts } from '../../orchestrator/src/texts/texts';
import { anIdleMonitor } from '../support/aMonitor';
import { benchOptions, serveUntilParentEnds } from './benchProcess';
import { noPortal } from '../support/noPortal';
import { hookSecretsOf } from '../orchestrator/service/support/hookSecrets';

/** How the inbox of the bench is started. */
export interface InboxServerOptions {
	/** Folder or address of the ledger. */
	ledger: string;
	apiKey: string;
	formSecret: string;
}

/** Where it listens. */
export interface InboxServerReady {
	/** The service's own interface. */
	service: string;
	/** One route with one insert, over the same store; `/processor` says what the process has used. */
	bare: string;
}

async function serve({ ledger, apiKey, formSecret }: InboxServerOptions): Promise<void> {
	const store = await openLedger(ledger);
	// As the service logs, though nobody reads it.
	const logger = openLogger({ write: () => undefined });
	const library = readTexts();
	const brand = { name: 'Bench', colour: '#3b2f8f', hours: [] };
	const clock = clockOf({});
	const { now } = clock;
	await ensureOwnKeys(store, { ledgerApiKey: apiKey });
	const inbox = openInbox({
		store,
		logger,
		clock,
		serviceUrl: 'http://127.0.0.1',
		wonStages: [],
		options: {
			hookSecrets: hookSecretsOf({ forms: [formSecret] }),
			n8n: { url: 'http://127.0.0.1:1', triggerSecret: formSecret, readApiKey: () => null },
		},
	});
	const service = buildHttp({
		gate: openKeyGate({ store, now, onBug: () => undefined }),
		store,
		now,
		texts: openTexts(brand, 'utc', library),
		perform: () => Promise.reject(new Error('No effects in this bench.')),
		wake: () => undefined,
		inbox: inbox.parts,
		stripe: {
			readInvoice: async () => ({ result: 'absent' as const }),
			invoiceOfPayment: async () => ({ result: 'absent' as const }),
		},
		interactions: { handle: async () => null, stop: async () => undefined },
		comments: { note: async () => undefined },
		stages: {},
		capacity: defaultCapacity,
		routing: defaultRouting,
		portal: noPortal(store),
		monitor: anIdleMonitor(store, openTexts(brand, 'utc', library)),
		families: { read: async (_account, fileId) => aloneFile(fileId) },
		deals: { read: async () => await Promise.resolve(null) },
		deliveries: { targets: {}, linkDays: 30, send: async () => undefined },
		media: {
			store,
			now,
			logger,
			yardsticks: () => Promise.resolve({ packs: [], brands: [] }),
			send: () => Promise.resolve(),
			reportUrl: () => null,
			readLink: () => null,
			agency: brand,
		},
		mail: {
			...inbox.parts,
			tokens: null,
			page: unsubscribePage(brand, 'bench@agency.test', library),
			flows: [],
		},
		feedback: {
			...inbox.parts,
			tokens: null,
			page: feedbackPage(brand, 'bench@agency.test', library),
		},
		followUpRules: { zone: 'utc', existingCustomers: false },
		followUpLinks: { feedback: () => [], portal: async () => await Promise.resolve(null) },
		metrics: openMetrics(),
		// Counted like any call, and never too many.
		limits: { callsPerMinute: 100_000_000, hooksPerMinute: 100_000_000 },
		trustedProxies: [],
		isStopping: () => false,
		logger,
	});

	await store.run('CREATE TABLE bench_events (id text PRIMARY KEY, payload jsonb NOT NULL)');
	const bare = fastify({ logger: false });
	bare.post<{ Body: { externalId: string } }>('/', async ({ body }, reply) => {
		await store.query('INSERT INTO bench_events (id, payload) VALUES ($1, $2::jsonb)', [
			body.externalId,
			JSON.stringify(body),
		]);
		return await reply.code(202).send({ id: body.externalId });
	});

	bare.get('/processor', () => {
		const { user, system } = process.cpuUsage();
		return { microseconds: user + system };
	});

	const ready: InboxServerReady = {
		service: await service.listen({ port: 0, host: '127.0.0.1' }),
		bare: await bare.listen({ port: 0, host: '127.0.0.1' }),
	};
	serveUntilParentEnds(ready, async () => {
		await Promise.all([service.close(), bare.close()]);
		await store.close();
	});
}

void serve(benchOptions<InboxServerOptions>());
