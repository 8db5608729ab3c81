import type { Job, JobQueue, Jobs } from '../../../orchestrator/src/ledger/jobs';
import { listLateJobs, openJobs } from '../../../orchestrator/src/ledger/jobs';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

const queues: JobQueue[] = [
	{ name: 'plain' },
	{ name: 'keyed', isKeyed: true },
	{ name: 'failing', retries: 2 },
	{ name: 'held' },
	{ name: 'abandoned' },
	{ name: 'waiting' },
];
let store: Store;
let jobs: Jobs;
let errors: unknown[];

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	errors = [];
	jobs = await openJobs(store, queues, { onError: (error) => errors.push(error), sweepSeconds: 1 });
});
afterAll(async () => {
	await jobs.stop();
	await store.close();
	expect(errors).toEqual([]);
});

/** Answers when as many jobs have come as asked for. */
function collector(count: number, then: (job: Job) => Promise<void> = async () => undefined) {
	const seen: Job[] = [];
	let enough: (jobs: Job[]) => void = () => undefined;
	const all = new Promise<Job[]>((resolve) => {
		enough = resolve;
	});
	const handler = async (job: Job) => {
		seen.push(job);
		if (seen.length === count) enough(seen);
		await then(job);
	};
	return { handler, all, seen };
}

describe('jobs', () => {
	it('come with what they are about, those of a transaction only when it commits', async () => {
		const { handler, all, seen } = collector(2);
		await jobs.send('plain', { key: 'lead:1', text: 'ñandú "quoted"' });
		const stopped = store.transaction(async (queries) => {
			await jobs.send('plain', { key: 'never' }, { within: queries });
			throw new Error('changed my mind');
		});
		await expect(stopped).rejects.toThrow('changed my mind');
		await store.transaction(async (queries) => {
			await jobs.send('plain', { key: 'lead:2' }, { within: queries });
		});

		await jobs.work('plain', handler, 2);

		await all;
		expect(seen.map(({ data }) => data)).toEqual(
			expect.arrayContaining([{ key: 'lead:1', text: 'ñandú "quoted"' }, { key: 'lead:2' }]),
		);
		expect(seen.map(({ attempt }) => attempt)).toEqual([1, 1]);
	});

	it('wait once for each key', async () => {
		const first = await jobs.send('keyed', { n: 1 }, { key: 'a' });

		expect(first).not.toBeNull();
		expect(await jobs.send('keyed', { n: 2 }, { key: 'a' })).toBeNull();
		expect(await jobs.send('keyed', { n: 3 }, { key: 'b' })).not.toBeNull();
	});

	it('are late when nobody begins them, from the moment they were to begin at', async () => {
		const at = (minutes: number) => new Date(Date.now() + minutes * 60_000);
		await jobs.send('waiting', {}, { at: at(-40) });
		await jobs.send('waiting', {}, { at: at(-5) });
		await jobs.send('waiting', {}, { at: at(60) });
		const late = (await listLateJobs(store)).filter(({ queue }) => queue === 'waiting');
		expect(late).toEqual([{ queue: 'waiting', waiting: 2, seconds: expect.any(Number) as number }]);
		expect(Math.floor((late[0]?.seconds ?? 0) / 60)).toBeGreaterThanOrEqual(40);
	});

	it('come again when the handler throws', async () => {
		const { handler, all } = collector(2, async ({ attempt }) => {
			if (attempt === 1) throw new Error('not this time');
		});
		await jobs.send('failing', { key: 'again' });

		await jobs.work('failing', handler);

		expect((await all).map(({ attempt }) => attempt)).toEqual([1, 2]);
	});

	it('come again when their process died, and leave the ledger its connection', async () => {
		const id = await jobs.send('abandoned', { key: 'left behind' });
		// As a process leaves it that was killed a minute ago.
		await store.query(
			`UPDATE pgboss.job SET state = 'active', started_on = now() - interval '1 minute',
			heartbeat_on = now() - interval '1 minute' WHERE id = $1::uuid`,
			[id],
		);
		const { handler, all } = collector(1);
		await jobs.work('abandoned', handler);
		const ledger = Array.from({ length: 20 }, async (_, index) =>
			store.transaction(async (queries) => await queries.query(`SELECT ${index} AS n`)),
		);

		expect(await Promise.all(ledger)).toEqual(ledger.map((_, n) => [{ n }]));
		expect(await all).toMatchObject([{ id, data: { key: 'left behind' }, attempt: 2 }]);
	});

	it('in progress end before stopping does, and none is taken afterwards', async () => {
		const onError = (error: unknown) => errors.push(error);
		const other = await openJobs(store, [{ name: 'held' }], { onError });
		let finish: () => void = () => undefined;
		const held = new Promise<void>((resolve) => {
			finish = resolve;
		});
		const ended: string[] = [];
		const { handler, all } = collector(1, async () => {
			await held;
			ended.push('job');
		});
		await other.send('held', { n: 1 });
		await other.work('held', handler);
		await all;

		const stopping = other.stop().then(() => ended.push('stop'));
		finish();
		await stopping;
		await jobs.send('held', { n: 2 });

		expect(ended).toEqual(['job', 'stop']);
		const left = await store.query(
			`SELECT data, state::text AS state FROM pgboss.job WHERE name = 'held' ORDER BY created_on`,
		);
		expect(left).toEqual([
			{ data: { n: 1 }, state: 'completed' },
			{ data: { n: 2 }, state: 'created' },
		]);
	});
});
