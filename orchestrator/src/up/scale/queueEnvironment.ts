import type { PostgresPlace } from '../postgres';
import type { N8nPlace } from './layout';
import type { RedisPlace } from './redis';

/** What an n8n process shares with the others, and its own place among them. */
export interface QueueSurroundings {
	postgres: PostgresPlace;
	/** Name of n8n's database. */
	database: string;
	redis: Pick<RedisPlace, 'port' | 'password'>;
	place: N8nPlace;
}

/**
 * n8n's variables for queue mode (https://docs.n8n.io/hosting/scaling/queue-mode/; defaults read in
 * n8n 2.41.1). A worker that died is noticed after `LOCK_DURATION` and the next look for stalled
 * jobs: 30 s at most, where the defaults would take 90 s.
 */
export function queueEnvironment({
	postgres,
	database,
	redis,
	place,
}: QueueSurroundings): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: database,
		DB_POSTGRESDB_USER: 'postgres',
		DB_POSTGRESDB_PASSWORD: postgres.password ?? '',
		// Two, the default, make ten flows of a worker wait for each other.
		DB_POSTGRESDB_POOL_SIZE: '8',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_BULL_REDIS_PASSWORD: redis.password,
		// n8n ends itself when Redis is away for longer; the default, 10 s, is less than a restart may take.
		QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '60000',
		QUEUE_WORKER_LOCK_DURATION: '20000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
		QUEUE_WORKER_STALLED_INTERVAL: '10000',
		// Who waits for a job that was done before it began to wait finds it among the finished ones; n8n
		// would keep none, and the caller of a webhook would wait for ever (Bull 4.16, job.js, finished).
		N8N_EXECUTIONS_QUEUE_KEEP_LAST_COMPLETED: '1000',
		N8N_EXECUTIONS_QUEUE_KEEP_LAST_FAILED: '1000',
		// Minutes between looks for executions that no job belongs to any more, as a database that was away
		// leaves them; the default is three hours, and for so long their events would not be fired again.
		N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(place.port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		// The balancer alone stands between a caller and us.
		N8N_PROXY_HOPS: '1',
	};
}
