import type { EffectState } from '../../ledger/effects';
import type { InboxState } from '../../ledger/inbox';
import type { Queries } from '../../ledger/store';

/** States of events that are not at their end; those that are grow without bound and are counted as they end. */
export const openInboxStates = ['received', 'forwarded', 'dead'] as const satisfies InboxState[];

/** States of effects that are not done. */
export const openEffectStates = [
	'planned',
	'in_flight',
	'unknown',
	'failed',
] as const satisfies EffectState[];

/** How much stands unfinished in the ledger, test runs included. */
export interface LedgerNumbers {
	inbox: Record<(typeof openInboxStates)[number], number>;
	/** Age of the oldest event that has neither ended nor been given up; 0 when there is none. */
	oldestUnfinishedSeconds: number;
	effects: Record<(typeof openEffectStates)[number], number>;
	/** When the newest sweep of any process ended, in seconds since 1970; null before the first. */
	lastSweepSeconds: number | null;
	/** Alerts that fire, by level; differences that are open, by class. Absent: none. */
	alerts: Record<string, number>;
	differences: Record<string, number>;
}

/** Reads the numbers by one statement over what is open, which the ledger keeps indexes of. */
export async function readLedgerNumbers(queries: Queries): Promise<LedgerNumbers> {
	const [row] = await queries.query<NumbersRow>(NUMBERS);
	const {
		oldestUnfinishedSeconds = 0,
		lastSweepSeconds = null,
		alerts,
		differences,
		...counts
	} = row ?? {};
	const countOf = (name: keyof Counts) => counts[name] ?? 0;
	return {
		oldestUnfinishedSeconds,
		lastSweepSeconds,
		inbox: {
			received: countOf('received'),
			forwarded: countOf('forwarded'),
			dead: countOf('dead'),
		},
		effects: {
			planned: countOf('planned'),
			in_flight: countOf('in_flight'),
			unknown: countOf('unknown'),
			failed: countOf('failed'),
		},
		alerts: alerts ?? {},
		differences: differences ?? {},
	};
}

type Counts = Record<(typeof openInboxStates)[number] | (typeof openEffectStates)[number], number>;
type NumbersRow = Counts &
	Pick<LedgerNumbers, 'oldestUnfinishedSeconds' | 'lastSweepSeconds'> &
	Record<'alerts' | 'differences', Record<string, number> | null>;

const counted = (states: readonly string[]) =>
	states.map((state) => `(count(*) FILTER (WHERE state = '${state}'))::int AS ${state}`).join(', ');
const listed = (states: readonly string[]) => states.map((state) => `'${state}'`).join(', ');

const NUMBERS = `
WITH events AS (
	SELECT ${counted(openInboxStates)},
		coalesce(greatest(0, extract(epoch FROM clock_timestamp() - min(since)
			FILTER (WHERE state IN ('received', 'forwarded')))), 0)::float8 AS "oldestUnfinishedSeconds"
	FROM inbox WHERE state IN (${listed(openInboxStates)})
), acts AS (
	SELECT ${counted(openEffectStates)} FROM effects WHERE state <> 'done'
)
SELECT *, (
	SELECT jsonb_object_agg(level, count) FROM (
		SELECT level, count(*)::int AS count FROM alerts
		WHERE phase IN ('firing', 'clearing') GROUP BY level
	) AS firing
) AS alerts, (
	SELECT jsonb_object_agg(class, count) FROM (
		SELECT class, count(*)::int AS count FROM monitor_findings WHERE state = 'open' GROUP BY class
	) AS open
) AS differences, (
	SELECT extract(epoch FROM ended_at)::float8 FROM monitor_sweeps ORDER BY id DESC LIMIT 1
) AS "lastSweepSeconds"
FROM events, acts`;
