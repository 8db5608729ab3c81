import type {
	PostgresFacts,
	QueueSeen,
	RedisFacts,
} from '../../../orchestrator/src/monitor/queueMode';
import { judgeQueue } from '../../../orchestrator/src/monitor/queueMode';

const redis = (more: Partial<RedisFacts> = {}): RedisFacts => ({
	...{ why: null, version: '7.2.4', policy: 'noeviction', keepsWrites: true, lastWrite: 'ok' },
	...{ waiting: 3, atWork: 2, ...more },
});
const postgres = (connections: number): PostgresFacts => ({
	...{ why: null, version: '15.8', connections, mostConnections: 100 },
});
const seen = (more: Partial<QueueSeen> = {}): QueueSeen => ({
	...{ isQueued: true, redisEnv: 'QUEUE', postgresEnv: 'PG' },
	...{ redis: redis(), postgres: postgres(20), ...more },
});

it.each([
	{
		when: 'all is well',
		more: {},
		says: [/ok.*7\.2\.4 answers; 3 wait, 2 at work/, /ok.*15\.8.*20 of 100/],
	},
	{
		when: 'Redis is away',
		more: { redis: { why: 'refused' } },
		says: [/failed.*Redis does not answer: refused/, /ok/],
	},
	{
		when: 'Redis may throw jobs away',
		more: { redis: redis({ policy: 'allkeys-lru' }) },
		says: [/failed.*allkeys-lru/, /ok/],
	},
	{
		when: 'Redis keeps nothing',
		more: { redis: redis({ keepsWrites: false }) },
		says: [/warning.*forget/, /ok/],
	},
	{
		when: 'Redis cannot write',
		more: { redis: redis({ lastWrite: 'err' }) },
		says: [/warning.*"err"/, /ok/],
	},
	{
		when: 'nobody works',
		more: { redis: redis({ atWork: 0 }) },
		says: [/warning.*3 executions wait, and no worker/, /ok/],
	},
	{
		when: 'nothing waits and nobody works',
		more: { redis: redis({ waiting: 0, atWork: 0 }) },
		says: [/ok.*0 wait/, /ok/],
	},
	{
		when: 'many wait',
		more: { redis: redis({ waiting: 500 }) },
		says: [/warning.*500 executions wait, 2/, /ok/],
	},
	{ when: 'a crowd is not yet many', more: { redis: redis({ waiting: 499 }) }, says: [/ok/, /ok/] },
	{
		when: 'lengths may not be asked',
		more: { redis: redis({ waiting: null, atWork: null }) },
		says: [/ok.*does not tell/, /ok/],
	},
	{
		when: 'Postgres is away',
		more: { postgres: { why: 'refused' } },
		says: [/ok/, /failed.*Postgres does not answer/],
	},
	{
		when: 'Postgres has few left',
		more: { postgres: postgres(80) },
		says: [/ok/, /warning.*80 of 100/],
	},
	{ when: 'Postgres has some left', more: { postgres: postgres(79) }, says: [/ok/, /ok/] },
	{
		when: 'nobody named them',
		more: { redis: null, postgres: null },
		says: [/note.*Redis was not looked at.*QUEUE/, /note.*Postgres was not looked at.*PG/],
	},
	{
		when: 'one was named',
		more: { isQueued: null, postgres: null },
		says: [/ok/, /note.*Postgres was not looked at/],
	},
	{
		when: 'it runs in one process',
		more: { isQueued: false, redis: null, postgres: null },
		says: [],
	},
	{
		when: 'it does not say how it runs',
		more: { isQueued: null, redis: null, postgres: null },
		says: [],
	},
])('says what is the matter when $when', ({ more, says }) => {
	const checks = judgeQueue(seen(more));
	expect(checks.map(({ level, says: what, mend }) => `${level} ${what} ${mend ?? ''}`)).toEqual(
		says.map((pattern) => expect.stringMatching(pattern) as string),
	);
});
