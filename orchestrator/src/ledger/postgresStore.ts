import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { PoolClient, QueryConfig } from 'pg';
import { Pool, types } from 'pg';
import { MendableError } from '../../../nodes/domain/errors';
import { explainConnection, isConnectionLoss } from './connectionLoss';
import type { Queries, SqlValue, Store } from './store';

/** Oldest server that runs our SQL; the tests run on this one. */
const OLDEST_SERVER = 15;

/** Bounds of a connection. */
export interface ServerPatience {
	/** How long to wait for a connection, in milliseconds. */
	connectMs: number;
	/** How long one statement may take, in milliseconds; scripts (migrations) may take an hour. */
	statementMs: number;
	/** The most connections one process holds at a time. */
	connections: number;
}

/** Five replicas fit into the hundred connections a server grants unless told otherwise. */
const DEFAULT_PATIENCE: ServerPatience = {
	connectMs: 5_000,
	statementMs: 30_000,
	connections: 12,
};

/** How long we wait for a script, in milliseconds. */
const SCRIPT_MS = 3_600_000;

/** Number that `pg_type` gives to bigint. */
const BIGINT = 20;

/** Whole numbers come as numbers, as they do from the embedded Postgres; pg's own habit is text. */
const typesLikeEmbedded: typeof types = {
	...types,
	getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
		oid === BIGINT && format !== 'binary'
			? readBigint
			: types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

function readBigint(text: string): number | bigint {
	const number = Number(text);
	return Number.isSafeInteger(number) ? number : BigInt(text);
}

/** Whether a place names a Postgres server rather than a folder. */
export function isServerAddress(place: string): boolean {
	return /^postgres(ql)?:\/\//i.test(place);
}

/**
 * Opens a pool of connections to a Postgres server. A connection that breaks is dropped and the
 * next call makes a new one, so a server that was away is used again as soon as it is back.
 *
 * @param url `postgres://user:password@host:port/database`, with `?connect_timeout=10` for other than 5 s
 * @throws MendableError `ledger/address`, `ledger/refused`, `ledger/server-too-old`;
 * RetryableError `ledger/away`, here and from every call
 */
export async function openPostgresStore(
	url: string,
	patience: Partial<ServerPatience> = {},
): Promise<Store> {
	const place = placeOf(url);
	const wished = { ...DEFAULT_PATIENCE, ...patienceIn(url), ...patience };
	const { connectMs, statementMs, connections } = wished;
	const pool = new Pool({
		connectionString: url,
		application_name: 'agency-ops',
		max: connections,
		connectionTimeoutMillis: connectMs,
		// The server gives up first; we do when it does not even do that.
		statement_timeout: statementMs,
		query_timeout: statementMs + connectMs,
		idle_in_transaction_session_timeout: 2 * statementMs,
		keepAlive: true,
		types: typesLikeEmbedded,
	});
	// An idle connection that breaks leaves the pool; without a listener it would end the process.
	pool.on('error', () => undefined);
	const explained = async <Result>(work: () => Promise<Result>): Promise<Result> => {
		try {
			return await work();
		} catch (error) {
			throw explainConnection(error, place);
		}
	};
	const store: Store = {
		engine: { kind: 'server', url },
		...queriesOf(pool, explained, namedStatements()),
		transaction: async (work) =>
			await explained(async () => {
				const client = await pool.connect();
				return await inTransaction(client, async () => await work(queriesOf(client, explained)));
			}),
		// A server that is frozen does not even say goodbye.
		close: async () => {
			await Promise.race([pool.end(), pause(connectMs, undefined, { ref: false })]);
		},
	};
	try {
		await refuseOldServer(store, place);
	} catch (error) {
		await store.close();
		throw error;
	}
	return store;
}

/** What an address says of how long to wait for a connection: `connect_timeout` in seconds, as psql takes it. */
function patienceIn(url: string): Partial<ServerPatience> {
	const seconds = URL.canParse(url) ? Number(new URL(url).searchParams.get('connect_timeout')) : 0;
	return Number.isFinite(seconds) && seconds > 0 ? { connectMs: seconds * 1_000 } : {};
}

type Explained = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** How a statement is asked for; a text alone is parsed and planned each time. */
type AskFor = (sql: string, values: SqlValue[]) => QueryConfig;

const unnamed: AskFor = (text, values) => ({ text, values });

/**
 * Lets each connection parse and plan a statement once: for the inbox's that was more than half of
 * what it cost. Texts must be constants, since connections keep them for good.
 */
function namedStatements(): AskFor {
	const names = new Map<string, string>();
	return (text, values) => {
		const name = names.get(text) ?? createHash('sha256').update(text).digest('hex').slice(0, 32);
		names.set(text, name);
		return { name, text, values };
	};
}

function queriesOf(
	connection: Pick<PoolClient, 'query'>,
	explained: Explained,
	askFor = unnamed,
): Queries {
	return {
		query: async <Row>(sql: string, values: SqlValue[] = []) =>
			await explained(async () => (await connection.query(askFor(sql, values))).rows as Row[]),
		run: async (script) => {
			await explained(
				async () =>
					await connection.query({ text: script, query_timeout: SCRIPT_MS } as QueryConfig),
			);
		},
	};
}

/** A client in doubt is closed rather than given back: nobody may find a transaction half open. */
async function inTransaction<Result>(
	client: PoolClient,
	work: () => Promise<Result>,
): Promise<Result> {
	const ignore = () => undefined; // the call in progress reports it
	client.on('error', ignore);
	let broken: Error | undefined;
	try {
		await client.query('BEGIN');
		const result = await work();
		const { command } = await client.query('COMMIT');
		if (command === 'COMMIT') return result;
	} catch (error) {
		broken = isConnectionLoss(error) ? asError(error) : await rollBack(client);
		throw error;
	} finally {
		client.off('error', ignore);
		client.release(broken);
	}
	// A statement failed and the work went on as if it had not: the server kept nothing of it.
	throw new Error('The transaction was rolled back, since a statement in it had failed.');
}

async function rollBack(client: PoolClient): Promise<Error | undefined> {
	try {
		await client.query('ROLLBACK');
		return undefined;
	} catch (error) {
		return asError(error);
	}
}

function asError(error: unknown): Error {
	return error instanceof Error ? error : new Error(String(error));
}

async function refuseOldServer(store: Store, place: string): Promise<void> {
	const [found] = await store.query<{ number: string; version: string }>(
		`SELECT current_setting('server_version_num') AS number,
		current_setting('server_version') AS version`,
	);
	if (Math.floor(Number(found?.number) / 10_000) >= OLDEST_SERVER) return;
	throw new MendableError(
		'ledger/server-too-old',
		'The database server is too old for the ledger.',
		`${place} is Postgres ${found?.version ?? '(unknown)'}, the ledger needs ${OLDEST_SERVER} or newer.`,
		`Point DATABASE_URL at a server of version ${OLDEST_SERVER} or newer.`,
	);
}

/** Host, port and database; never the user or the password. */
function placeOf(url: string): string {
	const parsed = URL.canParse(url) ? new URL(url) : null;
	if (parsed === null || !isServerAddress(url)) {
		throw new MendableError(
			'ledger/address',
			'The address of the database cannot be read.',
			'Expected postgres://user:password@host:5432/database; special characters in the password need percent encoding.',
			'Correct the variable that "ledger.urlEnv" names (DATABASE_URL).',
		);
	}
	const { hostname, port, pathname, searchParams } = parsed;
	const host = searchParams.get('host') ?? hostname;
	return `${host}:${port === '' ? 5432 : port}${pathname}`;
}
