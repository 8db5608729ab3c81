import type { Job as BossJob, ConnectionOptions } from 'pg-boss';
import { PgBoss, fromPglite } from 'pg-boss';
import type { Json } from './json';
import type { Engine, Queries, SqlValue, Store } from './store';

/** What a job is about; small, since the ledger has the rest. */
export type JobData = { [name: string]: Json | undefined };

/** A kind of background work. */
export interface JobQueue {
	/** Letters, digits and dashes. */
	name: string;
	/** Whether of the jobs with one key at most one waits; every job then needs a key. */
	isKeyed?: boolean;
	/** How often a job that failed is tried again before it counts as failed; default 10. */
	retries?: number;
	/** Pause before the second try, in seconds; doubles with every further one. Default 1. */
	retrySeconds?: number;
	/** Longest pause between two tries, in seconds; default 15 minutes. */
	longestRetrySeconds?: number;
	/** How long one try may take, in seconds, until it counts as failed; default 2 minutes. */
	leaseSeconds?: number;
}

/** How a job is sent. */
export interface SendOptions {
	/** For keyed queues: a job with this key that has not begun yet makes this one superfluous. */
	key?: string;
	/** Not before. */
	at?: Date;
	/** A transaction of the ledger: the job exists if and only if that commits. */
	within?: Queries;
}

/** One try at a job. */
export interface Job {
	id: string;
	data: JobData;
	/** 1 for the first. */
	attempt: number;
	/** Aborted when the try is out of time, or the jobs stop before it ended. */
	signal: AbortSignal;
}

/** Background work in the ledger's database: kept until it is done, by any replica, at least once. */
export interface Jobs {
	/**
	 * Inside a transaction of the ledger `within` must name it: the embedded database has one
	 * connection, and a job sent beside it would wait for the transaction to end.
	 *
	 * @returns the job's id; null when a job with its key waits already
	 */
	send(queue: string, data: JobData, options?: SendOptions): Promise<string | null>;
	/**
	 * Does the jobs of a queue, so many at a time. A job whose handler throws, or whose process dies,
	 * comes again: handlers have to bear that.
	 */
	work(queue: string, handler: (job: Job) => Promise<void>, atATime?: number): Promise<void>;
	/** Takes no more jobs, lets those in progress end within `graceMs`, and hands back the others. */
	stop(graceMs?: number): Promise<void>;
}

/** How the jobs look after themselves. */
export interface JobsOptions {
	/** Is told what went wrong beside the jobs themselves, such as a lost connection. */
	onError(error: unknown): void;
	/** How often jobs of dead processes are looked for, in seconds, 1 or more; default 10. */
	sweepSeconds?: number;
}

/** Schema of the database that holds the jobs, beside the ledger's own. */
const SCHEMA = 'pgboss';

/** The life sign of a process at work; the shortest pg-boss takes, in seconds. */
const HEARTBEAT_SECONDS = 10;

/** New jobs announce themselves; those whose pause is over are looked for, every so many seconds. */
const POLL_SECONDS = 2;

/** Connections for jobs beside the ledger's own pool; one more listens. */
const CONNECTIONS = 3;

/** How long jobs in progress may take to end when the service stops, in milliseconds. */
const GRACE_MS = 20_000;

/**
 * Opens the jobs of a ledger and makes the queues that are not there yet. Stop them before the
 * ledger is closed.
 */
export async function openJobs(
	store: Store,
	queues: JobQueue[],
	{ onError, sweepSeconds = 10 }: JobsOptions,
): Promise<Jobs> {
	const boss = new PgBoss({
		...databaseOf(store.engine),
		schema: SCHEMA,
		useListenNotify: true,
		schedule: false,
		superviseIntervalSeconds: sweepSeconds,
		monitorIntervalSeconds: sweepSeconds,
	});
	boss.on('error', onError);
	await boss.start();
	try {
		for (const queue of queues) {
			await boss.createQueue(queue.name, optionsOf(queue));
			// Known from now on: asked for at the first sending, within a transaction of the embedded
			// ledger, it would wait for that transaction to end.
			await boss.findJobs(queue.name, { key: '' });
		}
	} catch (error) {
		await boss.stop({ graceful: false });
		throw error;
	}
	return {
		send: async (queue, data, { key, at, within } = {}) =>
			await boss.send(queue, data, {
				...(key === undefined ? {} : { singletonKey: key }),
				...(at === undefined ? {} : { startAfter: at }),
				...(within === undefined ? {} : { db: databaseWithin(within) }),
			}),
		work: async (queue, handler, atATime = 1) => {
			const options = {
				localConcurrency: atATime,
				pollingIntervalSeconds: POLL_SECONDS,
				notifyPollingIntervalSeconds: POLL_SECONDS,
				// A worker that had one takes the next at once while more are ready.
				burstWhenReadyExceeds: 1,
			};
			await boss.work<JobData>(queue, options, async ([job]) => {
				if (job !== undefined) await handler(jobOf(job));
			});
		},
		stop: async (graceMs = GRACE_MS) => await boss.stop({ graceful: true, timeout: graceMs }),
	};
}

/** Work of a queue whose time has come and that nobody has begun. */
export interface LateJobs {
	queue: string;
	waiting: number;
	/** For how long the oldest has been due, in seconds. */
	seconds: number;
}

/** What waits in each queue though its time has come; nothing where no jobs were ever opened. */
export async function listLateJobs(queries: Queries): Promise<LateJobs[]> {
	const [has] = await queries.query<{ table: string | null }>(
		`SELECT to_regclass('${SCHEMA}.job')::text AS table`,
	);
	if (has?.table === null) return [];
	return await queries.query<LateJobs>(
		`SELECT name AS queue, count(*)::int AS waiting,
			extract(epoch FROM clock_timestamp() - min(start_after))::float8 AS seconds
		FROM ${SCHEMA}.job
		WHERE state IN ('created', 'retry') AND start_after <= clock_timestamp()
			AND left(name, 1) <> '_'
		GROUP BY name ORDER BY name`,
	);
}

function jobOf({ id, data, retryCount, signal }: BossJob<JobData>): Job {
	return { id, data, attempt: retryCount + 1, signal };
}

function optionsOf(queue: JobQueue) {
	return {
		policy: queue.isKeyed === true ? ('short' as const) : ('standard' as const),
		retryLimit: queue.retries ?? 10,
		retryDelay: queue.retrySeconds ?? 1,
		retryBackoff: true,
		retryDelayMax: queue.longestRetrySeconds ?? 900,
		expireInSeconds: queue.leaseSeconds ?? 120,
		heartbeatSeconds: HEARTBEAT_SECONDS,
		notify: true,
	};
}

function databaseOf(engine: Engine) {
	if (engine.kind === 'server') {
		return { connectionString: engine.url, max: CONNECTIONS, application_name: 'agency-ops jobs' };
	}
	const { database, inTurn } = engine;
	return {
		backend: 'pglite' as const,
		reindex: false,
		monitorVacuum: false,
		db: fromPglite({
			query: async <Row>(sql: string, values?: unknown[]) =>
				await inTurn(async () => await database.query<Row>(sql, values as SqlValue[])),
			// The ledger shares this one connection. A script that brings its own BEGIN and fails would
			// leave it aborted until the adapter's ROLLBACK, which comes after the ledger's next statement.
			exec: async (script) =>
				await inTurn(async () =>
					/^\s*BEGIN\b/i.test(script)
						? await database.transaction(async (inside) => await inside.exec(script))
						: await database.exec(script),
				),
			listen: async (channel, callback) =>
				await inTurn(async () => await database.listen(channel, callback)),
		}),
	};
}

function databaseWithin(queries: Queries): NonNullable<ConnectionOptions['db']> {
	return {
		executeSql: async (sql, values) => ({
			rows: await queries.query(sql, values as SqlValue[] | undefined),
		}),
	};
}
