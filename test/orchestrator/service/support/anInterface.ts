import type { RouteOptions } from 'fastify';
import { aloneFile } from '../../../../orchestrator/src/adapters/frameio/family';
import { shippedPacks } from '../../../../nodes/domain/quality/packs';
import { openLogger } from '../../../../orchestrator/src/service/http';
import type { HttpParts } from '../../../../orchestrator/src/service/http';
import { buildHttp } from '../../../../orchestrator/src/service/http';
import { openKeyGate } from '../../../../orchestrator/src/service/access/keyGate';
import type { OwnKeys } from '../../../../orchestrator/src/service/access/ownKeys';
import { ensureOwnKeys } from '../../../../orchestrator/src/service/access/ownKeys';
import { feedbackPage } from '../../../../orchestrator/src/service/feedback/feedbackPage';
import { openInbox } from '../../../../orchestrator/src/service/inbox';
import { unsubscribePage } from '../../../../orchestrator/src/service/mail/unsubscribePage';
import { openMetrics } from '../../../../orchestrator/src/service/metrics/metrics';
import {
	defaultCapacity,
	defaultLimits,
	defaultRouting,
} from '../../../../orchestrator/src/service/settings';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import { clockOf } from '../../../../orchestrator/src/service/clock';
import { noPortal } from '../../../support/noPortal';
import { readTexts } from '../../../../orchestrator/src/texts/library';
import { openTexts } from '../../../../orchestrator/src/texts/texts';
import { anIdleMonitor } from '../../../support/aMonitor';

/** Keys that every interface of a test knows. */
export const ownKeys = { ledgerApiKey: 'key-of-the-command-line', nodesApiKey: 'key-of-n8n' };

/**
 * The interface of the service over a ledger of the test; nothing behind it acts on anything. All of it
 * goes by the clock it is given.
 */
export async function anInterface(
	store: Store,
	changes: Partial<HttpParts> = {},
	onRoute: (route: RouteOptions) => void = () => undefined,
	keys: OwnKeys = ownKeys,
): Promise<ReturnType<typeof buildHttp>> {
	await ensureOwnKeys(store, keys);
	const clock = clockOf({ now: changes.now });
	const { now } = clock;
	const logger = openLogger(null);
	const surroundings = { store, logger, clock, serviceUrl: 'http://127.0.0.1:5680', wonStages: [] };
	const brand = { name: 'IAmazing Content', colour: '#3b2f8f', hours: [] };
	const { parts: inbox } = openInbox({ ...surroundings, options: undefined });
	const app = buildHttp({
		gate: openKeyGate({ store, now, onBug: () => undefined }),
		store,
		texts: openTexts(brand, 'utc'),
		perform: async () => await Promise.reject(new Error('nothing is done here')),
		wake: () => undefined,
		inbox,
		stripe: {
			readInvoice: async () => ({ result: 'absent' }),
			invoiceOfPayment: async () => ({ result: 'absent' }),
		},
		interactions: { handle: async () => null, stop: async () => undefined },
		comments: { note: async () => undefined },
		stages: {},
		capacity: defaultCapacity,
		routing: defaultRouting,
		portal: noPortal(store),
		monitor: anIdleMonitor(store, openTexts(brand, 'utc')),
		deals: { read: async () => null },
		families: { read: async (_account, fileId) => aloneFile(fileId) },
		media: {
			store,
			now,
			logger,
			yardsticks: async () => ({ packs: [...shippedPacks], brands: [] }),
			send: async () => undefined,
			reportUrl: () => null,
			readLink: () => null,
			agency: brand,
		},
		deliveries: { targets: {}, linkDays: 30, send: async () => undefined },
		mail: {
			...inbox,
			tokens: null,
			page: unsubscribePage(brand, 'hola@agency.test', readTexts()),
			flows: [],
		},
		feedback: {
			...inbox,
			tokens: null,
			page: feedbackPage(brand, 'hola@agency.test', readTexts()),
		},
		followUpRules: { zone: 'utc', existingCustomers: false },
		followUpLinks: { feedback: () => [], portal: async () => null },
		now,
		metrics: openMetrics(),
		limits: defaultLimits,
		trustedProxies: [],
		isStopping: () => false,
		logger,
		...changes,
	});
	// Before the routes are there: they are added when the interface is made ready.
	app.addHook('onRoute', onRoute);
	return await app;
}
