import { openJobs } from '../../../../orchestrator/src/ledger/jobs';
import { migrate, readMigrations } from '../../../../orchestrator/src/ledger/migrate';
import { openLedger } from '../../../../orchestrator/src/ledger/openLedger';
import { openPostgresStore } from '../../../../orchestrator/src/ledger/postgresStore';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import type { PostgresServer } from '../../../support/postgres';
import { startPostgres } from '../../../support/postgres';

const away = { name: 'RetryableError', code: 'ledger/away', retryAfterMs: 1_000 };

describe('a ledger on a Postgres server', () => {
	let server: PostgresServer;
	let url: string;
	const open: Store[] = [];

	beforeAll(async () => {
		server = await startPostgres();
	});
	afterAll(async () => {
		await server.stop();
	});
	beforeEach(async () => {
		url = await server.createDatabase();
	});
	afterEach(async () => {
		for (const store of open.splice(0)) await store.close();
	});

	async function opened(patience = {}): Promise<Store> {
		const store = await openPostgresStore(url, patience);
		open.push(store);
		return store;
	}

	const notes = async (store: Store) => await store.query('SELECT text FROM notes');
	const withNotes = async (patience = {}) => {
		const store = await opened(patience);
		await store.run('CREATE TABLE notes (text text NOT NULL)');
		return store;
	};

	it('is migrated once by services that start together, each on connections of its own', async () => {
		const stores = await Promise.all(Array.from({ length: 4 }, async () => await opened()));

		const applied = await Promise.all(stores.map(async (store) => await migrate(store)));

		expect(applied.flat()).toEqual(readMigrations().map(({ number }) => number));
	});

	it('waits for a connection as long as its address says', async () => {
		url = `${url}?connect_timeout=0.2`;
		const store = await opened({ connections: 1 });
		await store.transaction(async () => {
			await expect(store.query('SELECT 1')).rejects.toMatchObject(away);
		});
		expect(await store.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
	});

	it('gives numbers where the embedded database does', async () => {
		const store = await opened();

		expect(await store.query('SELECT count(*) AS n, 9007199254740993 AS big')).toEqual([
			{ n: 1, big: 9_007_199_254_740_993n },
		]);
	});

	it('keeps all of a transaction or nothing', async () => {
		const store = await withNotes();
		await store.transaction(async (queries) => {
			await queries.query('INSERT INTO notes VALUES ($1)', ['kept']);
		});
		const stopped = store.transaction(async (queries) => {
			await queries.query('INSERT INTO notes VALUES ($1)', ['not kept']);
			throw new Error('changed my mind');
		});

		await expect(stopped).rejects.toThrow('changed my mind');
		expect(await notes(store)).toEqual([{ text: 'kept' }]);
	});

	it('does not call a transaction done that the server has given up', async () => {
		const store = await withNotes();
		const careless = store.transaction(async (queries) => {
			await queries.query('INSERT INTO notes VALUES ($1)', ['not kept']);
			await queries.query('SELECT nothing FROM nowhere').catch(() => undefined);
		});

		await expect(careless).rejects.toThrow('rolled back');
		expect(await notes(store)).toEqual([]);
	});

	it('says that the database is away when it is killed, and goes on when it is back', async () => {
		const store = await withNotes();
		await store.query('INSERT INTO notes VALUES ($1)', ['before']);
		const interrupted = store.transaction(async (queries) => {
			await queries.query('INSERT INTO notes VALUES ($1)', ['lost']);
			await server.kill();
			await queries.query('SELECT 1');
		});

		await expect(interrupted).rejects.toMatchObject(away);
		await expect(notes(store)).rejects.toMatchObject(away);
		await expect(store.transaction(notes as never)).rejects.toMatchObject(away);

		await server.start();
		expect(await notes(store)).toEqual([{ text: 'before' }]);
	});

	it('does the jobs that were left when the server was killed', async () => {
		const store = await opened();
		const jobs = await openJobs(store, [{ name: 'work' }], {
			onError: () => undefined, // the connection, as expected
			sweepSeconds: 1,
		});
		const done: unknown[] = [];
		let enough: () => void = () => undefined;
		const all = new Promise<void>((resolve) => {
			enough = resolve;
		});
		for (const n of [1, 2, 3]) await jobs.send('work', { n });
		await server.kill();
		await jobs
			.work('work', async ({ data }) => {
				done.push(data.n);
				if (new Set(done).size === 3) enough();
			})
			.catch(() => undefined);
		await server.start();

		await all;
		expect([...new Set(done)].sort()).toEqual([1, 2, 3]);
		await jobs.stop();
	});

	it('waits at its start for a server that starts at the same time', async () => {
		await server.kill();
		const opening = openLedger(url);
		await server.start();

		open.push(await opening);
	});

	it('gives up on a server that stays away, without a word of the password', async () => {
		const hidden = 'postgres://someone:hidden-word@127.0.0.1:1/agency';

		const error = await openLedger(hidden, { waitMs: 0 }).catch((reason: unknown) => reason);

		expect(error).toMatchObject({ ...away, why: expect.stringContaining('127.0.0.1:1/agency') });
		expect(JSON.stringify(error) + String(error)).not.toMatch(/hidden-word|someone/);
	});

	it.each([
		{ of: 'a database that is not there', database: 'nowhere', code: 'ledger/refused' },
		{ of: 'an address that is none', database: '%zz:', code: 'ledger/address' },
	])('refuses $of', async ({ database, code }) => {
		const address = code === 'ledger/address' ? 'postgres://[' : server.urlOf(database);

		await expect(openLedger(address)).rejects.toMatchObject({ name: 'MendableError', code });
	});

	it('gives up a statement that takes too long, and serves the next', async () => {
		const store = await opened({ statementMs: 100 });

		await expect(store.query('SELECT pg_sleep(60)')).rejects.toMatchObject(away);
		expect(await store.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
	});

	it('gives up a connection that is frozen, and goes on with another', async () => {
		const store = await opened({ statementMs: 100, connectMs: 2_000 });
		let frozen = 0;
		try {
			const stuck = store.transaction(async (queries) => {
				const found = await queries.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
				frozen = found[0]?.pid ?? 0;
				process.kill(frozen, 'SIGSTOP');
				return await queries.query('SELECT 1');
			});

			await expect(stuck).rejects.toMatchObject(away);
			expect(await store.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
		} finally {
			process.kill(frozen, 'SIGCONT');
		}
	});

	it('survives connections that the server ends while nobody uses them', async () => {
		const store = await opened();
		const other = await opened();
		await other.query(
			`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`,
		);

		const asked = await store.query('SELECT 1 AS one').catch((error: unknown) => error);

		expect([[{ one: 1 }], expect.objectContaining(away)]).toContainEqual(asked);
		expect(await store.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
	});
});
