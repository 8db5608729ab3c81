import type { PartSeen } from '../../../orchestrator/src/monitor/partsAtWork';
import { judgeParts } from '../../../orchestrator/src/monitor/partsAtWork';

const logFile = '/home/logs/part.log';
const postgres = (connections: number): PartSeen => ({
	kind: 'postgres',
	name: 'postgres',
	logFile,
	why: null,
	connections,
	mostConnections: 200,
});
const redis = (keepsWrites: boolean, lastWrite: string): PartSeen => ({
	kind: 'redis',
	name: 'redis',
	logFile,
	why: null,
	keepsWrites,
	lastWrite,
});
const away = (kind: PartSeen['kind']): PartSeen => ({
	kind,
	name: kind,
	logFile,
	why: 'connect ECONNREFUSED',
});

describe('judgeParts', () => {
	it.each([
		{ when: 'Postgres has connections left', part: postgres(159), level: 'ok', says: /159 of 200/ },
		{ when: 'Postgres has few left', part: postgres(160), level: 'warning', says: /160 of 200/ },
		{ when: 'Redis keeps its writes', part: redis(true, 'ok'), level: 'ok', says: /on disk/ },
		{ when: 'Redis keeps nothing', part: redis(false, 'ok'), level: 'warning', says: /forgets/ },
		{ when: 'Redis cannot write', part: redis(true, 'err'), level: 'warning', says: /"err"/ },
	])('says $level when $when', ({ part, level, says }) => {
		expect(judgeParts([part])).toEqual([
			expect.objectContaining({ level, says: expect.stringMatching(says) as string }),
		]);
	});

	it.each(['n8n', 'service', 'balancer', 'postgres', 'redis'] as const)(
		'names reason, remedy and log when %s does not answer',
		(kind) => {
			const [check] = judgeParts([away(kind)]);
			expect(check).toMatchObject({ level: 'failed', says: 'not ready: connect ECONNREFUSED' });
			expect(check?.mend).toMatch(/anew/);
			expect(check?.mend).toContain(logFile);
		},
	);

	it('names no log of a process that is not ours', () => {
		const [check] = judgeParts([
			{ kind: 'n8n', name: 'http://10.0.0.3:5679', logFile: null, why: 'it answered 503' },
		]);
		expect(check?.mend).not.toContain('log');
	});
});
