import type { Check } from './check';
import { finding, ok } from './check';

/** What is known of the queue of an n8n that runs in several processes. */
export interface QueueSeen {
	/** Whether n8n hands executions to workers; null where it does not say. */
	isQueued: boolean | null;
	/** Variables that name the servers, as the configuration has them. */
	redisEnv: string;
	postgresEnv: string;
	/** Null where its variable is empty. */
	redis: Away | RedisFacts | null;
	postgres: Away | PostgresFacts | null;
}

/** A server that did not answer. */
export interface Away {
	why: string;
}

/** What Redis says of itself and of n8n's queue. */
export interface RedisFacts {
	why: null;
	version: string;
	/** What it does when its memory is full; null where it does not say. */
	policy: string | null;
	/** Whether each write goes to disk; null where it does not say. */
	keepsWrites: boolean | null;
	lastWrite: string | null;
	/** Executions that wait for a worker, and that workers are at; null where it may not be asked. */
	waiting: number | null;
	atWork: number | null;
}

/** What n8n's Postgres says of itself. */
export interface PostgresFacts {
	why: null;
	version: string;
	connections: number;
	mostConnections: number;
}

/** Share of Postgres' connections from which a burst may find none left. */
const MANY_CONNECTIONS = 0.8;

/** As many as an hour of a busy studio brings: more come faster than they go. */
const MANY_WAITING = 500;

/** What the servers behind an n8n in queue mode say; where they are not named, that nobody looked. */
export function judgeQueue(seen: QueueSeen): Check[] {
	const { isQueued, redis, postgres, redisEnv, postgresEnv } = seen;
	if (isQueued === false && redis === null && postgres === null) return [];
	const unseen = [
		...(redis === null ? [{ what: 'Redis', env: redisEnv }] : []),
		...(postgres === null ? [{ what: 'Postgres', env: postgresEnv }] : []),
	];
	return [
		...(redis === null ? [] : judgeRedis(redis)),
		...(postgres === null ? [] : judgePostgres(postgres)),
		// An n8n that does not say how it runs, as a rule, is one process.
		...(isQueued === true || unseen.length === 1 ? unseen.map(notLooked) : []),
	];
}

function notLooked({ what, env }: { what: string; env: string }): Check {
	return finding(
		'note',
		'Queue',
		`n8n's ${what} was not looked at`,
		`Put its address into ${env} where doctor runs; nothing is written there.`,
	);
}

function judgeRedis(redis: Away | RedisFacts): Check[] {
	const about = 'Queue';
	if (redis.why !== null) {
		const mend = 'Start it, or correct its address: until then no execution is handed to a worker.';
		return [finding('failed', about, `n8n's Redis does not answer: ${redis.why}`, mend)];
	}
	const { version, policy, keepsWrites, lastWrite, waiting, atWork } = redis;
	const found: Check[] = [];
	if (policy !== null && policy !== 'noeviction') {
		const mend = 'Set "maxmemory-policy noeviction": a queue is no cache.';
		const says = `n8n's Redis throws jobs away when its memory is full (${policy})`;
		found.push(finding('failed', about, says, mend));
	}
	if (keepsWrites === false) {
		const mend = 'Set "appendonly yes"; the inbox alone has to fire everything again.';
		found.push(finding('warning', about, "n8n's Redis may forget the queue when it ends", mend));
	} else if (lastWrite !== null && lastWrite !== 'ok') {
		const mend = 'Make room on its disk, or see that it may write there.';
		found.push(finding('warning', about, `the last write to disk was "${lastWrite}"`, mend));
	}
	const many = judgeDepth(waiting, atWork);
	if (many !== null) found.push(many);
	const depth =
		waiting === null || atWork === null
			? 'it does not tell how many wait'
			: `${waiting} wait, ${atWork} at work`;
	return found.length > 0 ? found : [ok(about, `n8n's Redis ${version} answers; ${depth}`)];
}

function judgeDepth(waiting: number | null, atWork: number | null): Check | null {
	if (waiting === null || atWork === null || waiting === 0) return null;
	if (atWork === 0) {
		const mend =
			'Start a worker (n8n worker), or see in its log why it takes none; then look again.';
		return finding('warning', 'Queue', `${waiting} executions wait, and no worker is at one`, mend);
	}
	if (waiting < MANY_WAITING) return null;
	const mend = 'Start more workers, or give them more at once (n8n worker --concurrency).';
	return finding('warning', 'Queue', `${waiting} executions wait, ${atWork} are at work`, mend);
}

function judgePostgres(postgres: Away | PostgresFacts): Check[] {
	const about = 'Queue';
	if (postgres.why !== null) {
		const mend = 'Start it, or correct its address: until then n8n does nothing.';
		return [finding('failed', about, `n8n's Postgres does not answer: ${postgres.why}`, mend)];
	}
	const { version, connections, mostConnections } = postgres;
	const says = `n8n's Postgres ${version} answers; ${connections} of ${mostConnections} connections are taken`;
	if (connections < mostConnections * MANY_CONNECTIONS) return [ok(about, says)];
	const mend = 'Raise max_connections, or lower DB_POSTGRESDB_POOL_SIZE of the n8n processes.';
	return [finding('warning', about, says, mend)];
}
