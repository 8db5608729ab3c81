import { aloneFile } from '../../../../orchestrator/src/adapters/frameio/family';
import type { SweepParts } from '../../../../orchestrator/src/service/monitor/sweep';
import { sweepOnce } from '../../../../orchestrator/src/service/monitor/sweep';
import type { Finding } from '../../../../orchestrator/src/ledger/monitorFindings';
import { listOpenFindings } from '../../../../orchestrator/src/ledger/monitorFindings';
import type { SweepReport } from '../../../../orchestrator/src/service/monitor/report';
import { defaultMonitor } from '../../../../orchestrator/src/service/monitor/monitorSettings';
import { openLogger } from '../../../../orchestrator/src/service/http';
import type { Patience } from '../../../../orchestrator/src/service/settings';
import type { TestService } from '../support/aService';

/** As patient as a busy machine needs; only what did nothing is not tried again for long. */
export const patient: Patience = {
	timeoutMs: 60_000,
	waitForTurnMs: 60_000,
	retryTotalMs: 600,
	waitForFirstMs: 60_000,
};

/** Services with nothing in them; a test puts in what it is about. */
export const emptyReaders: SweepParts['readers'] = {
	clickup: {
		page: async () => ({ tasks: [], isLast: true }),
		read: async () => null,
		members: async () => [],
		remove: async () => undefined,
		webhooks: async () => [],
		switchOn: async () => undefined,
	},
	slack: {
		since: async (_channel, oldest) => ({ messages: [], calls: 1, from: oldest }),
		at: async () => null,
		remove: async () => ({ result: 'done', receipt: { note: null } }),
	},
	hubspot: { read: async () => [], changed: async () => [], remove: async () => undefined },
	frameio: {
		findProject: async () => ({ result: 'absent' }),
		findShare: async () => ({ result: 'absent' }),
		readShare: async () => null,
		family: async ({ fileId }) => aloneFile(fileId),
		heldAgainst: async () => null,
	},
	frameioTurn: async () => undefined,
	stripe: null,
	targets: {},
	hooks: {
		clickup: { list: async () => [], switchOn: async () => undefined },
		frameio: { list: async () => [], switchOn: async () => undefined },
		stripe: { list: async () => [], switchOn: async () => undefined },
	},
};

/** Sweeps of a ledger over services that a test fills. */
export interface SweptLedger {
	/** Sweeps once, and answers what came of it with what is open then. */
	sweep(): Promise<{ report: SweepReport; open: Finding[] }>;
}

/** A monitor that tells nobody, over the ledger of a service whose vendors are a test's; without effects none is repaired. */
export function aSweep(
	service: Pick<TestService, 'store'> & Partial<Pick<TestService, 'aResolver' | 'aDoer'>>,
	now: () => Date,
	{
		readers = {},
		...changes
	}: Partial<Omit<SweepParts, 'readers'>> & {
		readers?: Partial<SweepParts['readers']>;
	} = {},
): SweptLedger {
	const { store, aResolver, aDoer } = service;
	const doer = aDoer?.({ moment: now, patience: patient });
	const resolver = doer === undefined ? null : aResolver?.({ doer, patience: patient }, now);
	const parts: SweepParts = {
		everyMs: null,
		store,
		texts: {
			alerts: () => {
				throw new Error('nobody is told here');
			},
		},
		perform: async () => await Promise.reject(new Error('nothing is told here')),
		audience: {
			rules: [],
			quiet: null,
			channels: [],
			languages: {},
			language: 'en',
			mails: [],
			escalatesTo: [],
		},
		now,
		moment: now,
		logger: openLogger(null),
		resolver: resolver as SweepParts['resolver'],
		policy: defaultMonitor,
		publicUrl: 'http://127.0.0.1',
		stripe: { readInvoice: async () => ({ result: 'absent' }) },
		wake: () => undefined,
		watch: async () => ({ seen: [], blind: [] }),
		...changes,
		readers: { ...emptyReaders, ...readers },
	};
	return {
		sweep: async () => {
			const report = await sweepOnce(parts);
			if (report === null) throw new Error('Another sweep is under way.');
			return { report, open: await listOpenFindings(store, 200) };
		},
	};
}
