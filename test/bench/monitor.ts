import type { FoundTask } from '../../orchestrator/src/adapters/clickup/tasks';
import { aloneFile } from '../../orchestrator/src/adapters/frameio/family';
import { openLedger } from '../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../orchestrator/src/ledger/store';
import { rulesBy } from '../../orchestrator/src/monitor/alerts/rules';
import { openLogger } from '../../orchestrator/src/service/http';
import { defaultMonitor } from '../../orchestrator/src/service/monitor/monitorSettings';
import type { SweepParts } from '../../orchestrator/src/service/monitor/sweep';
import { sweepOnce } from '../../orchestrator/src/service/monitor/sweep';
import { countHistory } from '../../orchestrator/src/service/monitor/watch/countHistory';
import { watchLedger } from '../../orchestrator/src/service/monitor/watch/watchLedger';
import { watchNumbers } from '../../orchestrator/src/service/monitor/watch/watchNumbers';
import { aService } from '../orchestrator/service/support/aService';
import type { BenchTable } from './table';
import { median } from './table';

/** Entities that the ledger knows; a million takes minutes to make. */
const SIZES =
	process.env.AGENCY_BENCH_MILLION === undefined ? [1_000, 100_000] : [1_000, 100_000, 1_000_000];

/** Of them so many are of the recent days, whatever the size: what an agency of hundreds makes. */
const RECENT = 800;
const SWEEPS = 7;
const DAY_MS = 86_400_000;

/** What a sweep costs by how much the ledger knows, with the same number of things that are new. */
export async function benchMonitor(): Promise<BenchTable[]> {
	const service = await aService();
	const rows = [];
	let base: { ms: number; calls: number } | null = null;
	try {
		for (const size of SIZES) {
			const store = await openLedger(null);
			try {
				const made = await fill(store, size);
				const figures = await timed(sweepParts(store, made, service.aResolver()));
				base ??= figures;
				rows.push({
					'known entities': size.toLocaleString('en'),
					'ms a sweep': figures.ms.toFixed(0),
					'times that of 1,000': (figures.ms / base.ms).toFixed(2),
					calls: figures.calls,
					'calls, times': (figures.calls / base.calls).toFixed(2),
					compared: figures.looked,
				});
			} finally {
				await store.close();
			}
		}
	} finally {
		await service.close();
	}
	return [
		{
			name: 'A sweep of the monitor',
			note: `${RECENT} effects of the last ${defaultMonitor.recentDays} days and ${defaultMonitor.auditPerSweep} old ones in every sweep; services answer out of memory, so that the time is the ledger's and ours. Median of ${SWEEPS} sweeps, embedded ledger.`,
			rows,
		},
	];
}

const KINDS = ['hubspot.contact', 'hubspot.deal', 'clickup.task', 'slack.message'] as const;

/** When each effect was made, by its number: the old ones evenly over a year, the recent ones at the end. */
interface Made {
	now: Date;
	size: number;
	at(number: number): number;
	keyOf(number: number): string;
	/** Numbers of the effects made between two moments. */
	between(from: number, until: number): number[];
}

async function fill(store: Store, size: number): Promise<Made> {
	const now = new Date();
	const old = size - RECENT;
	const start = now.getTime() - 365 * DAY_MS;
	const recentFrom = now.getTime() - 2.9 * DAY_MS;
	const oldStep = (361 * DAY_MS) / old;
	const recentStep = (2.8 * DAY_MS) / RECENT;
	const at = (number: number) =>
		Math.floor(number < old ? start + number * oldStep : recentFrom + (number - old) * recentStep);
	await store.query(
		`INSERT INTO effects (key, kind, subject, test, fingerprint, content, state, token, attempts,
			receipt, source, created_at, updated_at)
		SELECT 'lead:' || (i / 4) || '/e/' || (i % 4) || '/1',
			(ARRAY['hubspot.contact', 'hubspot.deal', 'clickup.task', 'slack.message'])[i % 4 + 1],
			'lead:' || (i / 4), false, 'x',
			CASE i % 4 WHEN 0 THEN jsonb_build_object('email', 'a' || i || '@x.test', 'properties', '{"a":"1"}'::jsonb)
				WHEN 1 THEN '{"contactId":"1","properties":{"a":"1"}}'::jsonb ELSE '{}'::jsonb END,
			'done', gen_random_uuid(), 1,
			CASE i % 4 WHEN 3 THEN jsonb_build_object('channel', 'C0SALES', 'ts', ms / 1000 || '.' || lpad((i % 1000000)::text, 6, '0'), 'url', null)
				ELSE jsonb_build_object('id', i::text, 'url', 'https://x.test/' || i) END,
			'{}', to_timestamp(ms / 1000.0), to_timestamp(ms / 1000.0)
		FROM (
			SELECT i, CASE WHEN i < $2 THEN floor($3::float8 + i * $4::float8)
				ELSE floor($5::float8 + (i - $2) * $6::float8) END::bigint AS ms
			FROM generate_series(0, $1::int - 1) AS i
		) AS numbered`,
		[size, old, start, oldStep, recentFrom, recentStep],
	);
	await store.run('ANALYZE effects');
	return {
		now,
		size,
		at,
		keyOf: (number) => `lead:${Math.floor(number / 4)}/e/${number % 4}/1`,
		between: (from, until) => {
			const first = firstFrom(size, at, from);
			const end = firstFrom(size, at, until);
			return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
		},
	};
}

/** The first number that was made at a moment or later. */
function firstFrom(size: number, at: (number: number) => number, moment: number): number {
	let low = 0;
	let high = size;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if (at(middle) < moment) low = middle + 1;
		else high = middle;
	}
	return low;
}

const PAGE = 100;

/** A sweep over services that hold exactly what the ledger says. */
function sweepParts(store: Store, made: Made, resolver: SweepParts['resolver']): SweepParts {
	const kindOf = (number: number) => KINDS[number % 4];
	const taskOf = (number: number): FoundTask => ({
		id: String(number),
		url: `https://x.test/${number}`,
		key: made.keyOf(number),
		status: 'to do',
		isClosed: false,
		isArchived: false,
		assignees: [],
		createdAt: new Date(made.at(number)),
		updatedAt: new Date(made.at(number)),
	});
	const messageOf = (number: number) => ({
		ts: `${Math.floor(made.at(number) / 1_000)}.${String(number % 1_000_000).padStart(6, '0')}`,
		key: made.keyOf(number),
	});
	const sentAt = (ts: string) =>
		made
			.between(Math.floor(Number(ts)) * 1_000 - 1, Math.floor(Number(ts)) * 1_000 + 1_000)
			.find((number) => messageOf(number).ts === ts);
	const noHooks = { list: async () => [], switchOn: async () => undefined };
	return {
		store,
		texts: {
			alerts: () => {
				throw new Error('nothing is told here');
			},
		},
		perform: async () => await Promise.reject(new Error('nothing is done here')),
		audience: {
			rules: rulesBy({}),
			quiet: null,
			channels: [],
			languages: {},
			language: 'en',
			mails: [],
			escalatesTo: [],
		},
		now: () => made.now,
		moment: () => null,
		logger: openLogger(null),
		resolver,
		policy: defaultMonitor,
		publicUrl: 'http://127.0.0.1',
		stripe: {
			readInvoice: async () => await Promise.reject(new Error('nothing is taken in here')),
		},
		wake: () => undefined,
		readers: {
			clickup: {
				page: async ({ by, after, before }, page) => {
					const until = before?.getTime() ?? made.now.getTime();
					const tasks =
						by === 'updated'
							? []
							: made
									.between(after.getTime(), until)
									.filter((number) => kindOf(number) === 'clickup.task')
									.reverse();
					const shown = tasks.slice(page * PAGE, (page + 1) * PAGE).map(taskOf);
					return { tasks: shown, isLast: (page + 1) * PAGE >= tasks.length };
				},
				read: async (id) => taskOf(Number(id)),
				members: async () => [],
				remove: async () => undefined,
				webhooks: async () => [],
				switchOn: async () => undefined,
			},
			slack: {
				since: async (_channel, oldest) => {
					const numbers = made.between(oldest.getTime(), made.now.getTime());
					const messages = numbers
						.filter((number) => kindOf(number) === 'slack.message')
						.map(messageOf);
					return { messages, calls: Math.max(1, Math.ceil(messages.length / 999)), from: oldest };
				},
				at: async (_channel, ts) => {
					const number = sentAt(ts);
					return number === undefined ? null : messageOf(number);
				},
				remove: async () => ({ result: 'done', receipt: { note: null } }),
			},
			hubspot: {
				read: async (object, ids) =>
					ids.map((id) => ({
						id,
						properties: {
							a: '1',
							email: `a${id}@x.test`,
							...(object === 'deal' ? { agency_ops_key: made.keyOf(Number(id)) } : {}),
						},
						updatedAt: new Date(made.at(Number(id))),
					})),
				changed: async () => [],
				remove: async () => undefined,
			},
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
			hooks: { clickup: noHooks, frameio: noHooks, stripe: noHooks },
		},
		everyMs: null,
		watch: async () => {
			await countHistory(store, { promised: () => undefined }, made.now);
			const seen = [await watchLedger(store, made.now, null), await watchNumbers(store, made.now)];
			return { seen: seen.flat(), blind: [] };
		},
	};
}

async function timed(parts: SweepParts): Promise<{ ms: number; calls: number; looked: number }> {
	const times: number[] = [];
	let calls = 0;
	let looked = 0;
	// The first compiles the statements.
	for (let sweep = -1; sweep < SWEEPS; sweep += 1) {
		const startedAt = performance.now();
		const report = await sweepOnce(parts);
		if (sweep >= 0) times.push(performance.now() - startedAt);
		if (report === null || report.found > 0) throw new Error('Something differs that does not.');
		const sum = (counts: Record<string, number>) =>
			Object.values(counts).reduce((total, count) => total + count, 0);
		calls = sum(report.calls);
		looked = sum(report.looked);
	}
	return { ms: median(times), calls, looked };
}
