import { askRedisAt } from '../adapters/redis/askRedis';
import type { Reply } from '../adapters/redis/readReply';
import type { Settings } from '../config';
import { queuePlaces } from '../config/queuePlaces';
import { askPostgres } from '../up/postgres';
import type { PostgresFacts, QueueSeen, RedisFacts } from './queueMode';
import { toldBy } from './toldBy';

/** Looks at the servers behind an n8n in queue mode, where the environment names them; reads only. */
export async function lookAtQueue(
	settings: Pick<Settings, 'n8n'>,
	isQueued: boolean | null,
	env: NodeJS.ProcessEnv = process.env,
): Promise<QueueSeen> {
	const { redisUrlEnv, postgresUrlEnv, prefix } = settings.n8n.queue;
	const places = queuePlaces(settings, env);
	const look = async <Facts>(place: string | null, read: (url: string) => Promise<Facts>) => {
		if (place === null) return null;
		try {
			return await read(place);
		} catch (error) {
			return { why: toldBy(error) };
		}
	};
	const [redis, postgres] = await Promise.all([
		look(places.redis, async (url) => await readRedis(url, prefix)),
		look(places.postgres, readPostgres),
	]);
	return { isQueued, redisEnv: redisUrlEnv, postgresEnv: postgresUrlEnv, redis, postgres };
}

/** n8n 2.41 keeps its executions in Bull's queue `jobs` (bull 4's keys). */
async function readRedis(url: string, prefix: string): Promise<RedisFacts> {
	const [info, waiting, paused, atWork] = await askRedisAt(url, [
		['INFO'],
		['LLEN', `${prefix}:jobs:wait`],
		['LLEN', `${prefix}:jobs:paused`],
		['LLEN', `${prefix}:jobs:active`],
	]);
	const said = info?.kind === 'text' ? info.text : '';
	const valueOf = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(said)?.[1] ?? null;
	const keeps = valueOf('aof_enabled');
	const waits = [waiting, paused].map(numberOf);
	return {
		why: null,
		version: valueOf('redis_version') ?? 'of an unknown version',
		policy: valueOf('maxmemory_policy'),
		keepsWrites: keeps === null ? null : keeps === '1',
		lastWrite: valueOf('aof_last_write_status'),
		waiting: waits.includes(null) ? null : waits.reduce<number>((sum, one) => sum + (one ?? 0), 0),
		atWork: numberOf(atWork),
	};
}

function numberOf(reply: Reply | undefined): number | null {
	return reply?.kind === 'number' ? reply.number : null;
}

async function readPostgres(url: string): Promise<PostgresFacts> {
	const [row] = await askPostgres(
		url,
		`SELECT current_setting('server_version') AS version,
			(SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS taken,
			current_setting('max_connections')::int AS most`,
	);
	return {
		why: null,
		version: String(row?.version).split(' ')[0] ?? '',
		connections: Number(row?.taken),
		mostConnections: Number(row?.most),
	};
}
