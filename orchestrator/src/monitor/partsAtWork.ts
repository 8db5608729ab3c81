import type { Check } from './check';
import { finding, ok } from './check';

/** What one process of a set-up in several processes said of itself. */
export type PartSeen = {
	/** Its name in the set-up, or its address. */
	name: string;
	/** Its log; null where it is not one of ours. */
	logFile: string | null;
} & (
	| { kind: 'n8n' | 'service' | 'balancer'; why: string | null }
	| { kind: 'postgres'; why: string }
	| { kind: 'postgres'; why: null; connections: number; mostConnections: number }
	| { kind: 'redis'; why: string }
	| { kind: 'redis'; why: null; keepsWrites: boolean; lastWrite: string }
);

/** Share of Postgres' connections from which a burst may find none left. */
const MANY_CONNECTIONS = 0.8;

/** What each part says; `why` is null where it answers. */
export function judgeParts(parts: readonly PartSeen[]): Check[] {
	return parts.flatMap((part) => (part.why === null ? judgeReady(part) : [judgeAway(part)]));
}

function judgeAway({ kind, name, why, logFile }: PartSeen): Check {
	const read = logFile === null ? '' : ` Its log is ${logFile}.`;
	return finding('failed', `Part ${name}`, `not ready: ${why}`, `${remedies[kind]}${read}`);
}

const remedies: Record<PartSeen['kind'], string> = {
	n8n: 'See whether Postgres and Redis answer; if they do, start this process anew. What it was at is fired again.',
	service:
		'See whether Postgres answers; if it does, start this replica anew. The others do its work.',
	balancer: 'Start it anew: without it neither n8n nor the service has its address.',
	postgres: 'Start it anew: until then nothing is accepted, and nothing accepted is lost.',
	redis:
		'Start it anew: until then no flow starts; the inbox fires again what it does not hear of.',
};

function judgeReady(part: PartSeen): Check[] {
	const about = `Part ${part.name}`;
	if (part.kind === 'redis' && part.why === null) {
		if (part.keepsWrites && part.lastWrite === 'ok') {
			return [ok(about, 'answers, and keeps what it is told on disk')];
		}
		const says = part.keepsWrites
			? `its last write to disk was "${part.lastWrite}"`
			: 'forgets the queue when it ends';
		const mend = part.keepsWrites
			? 'Make room on its disk, or see that it may write there.'
			: 'Set "appendonly yes" in its configuration; the inbox alone has to fire everything again.';
		return [finding('warning', about, says, mend)];
	}
	if (part.kind === 'postgres' && part.why === null) {
		const { connections, mostConnections } = part;
		const says = `answers; ${connections} of ${mostConnections} connections are taken`;
		return connections < mostConnections * MANY_CONNECTIONS
			? [ok(about, says)]
			: [
					finding(
						'warning',
						about,
						says,
						'Raise max_connections, or lower DB_POSTGRESDB_POOL_SIZE of the n8n processes.',
					),
				];
	}
	return [ok(about, 'is ready')];
}
