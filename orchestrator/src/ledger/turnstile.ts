import type { Moment } from './inbox';
import { atMoment } from './inbox';
import type { Queries } from './store';

/** How many calls may begin in any stretch of time of that length. */
export interface SharedPace {
	/** 1 or more. */
	calls: number;
	windowMs: number;
}

/** What the ledger says to a call that wants to begin. */
export type TurnAnswer =
	/** The moment it was given for, by the ledger's clock; it names the turn. */
	{ turn: string } | { turn: null; inMs: number };

/**
 * Asks for a turn in one atomic statement: of all calls that all replicas begin, never more than the
 * pace allows fall into any window, and none into a quiet.
 *
 * @param lane names the destination, e.g. `slackChannel:#sales`
 */
export async function takeTurn(
	queries: Queries,
	lane: string,
	{ calls, windowMs }: SharedPace,
	moment: Moment = null,
): Promise<TurnAnswer> {
	const [answer] = await queries.query<{ turn: string; isFree: boolean; inMs: number }>(TAKE, [
		lane,
		calls,
		windowMs,
		moment,
	]);
	if (answer === undefined) throw new Error('The turnstile did not answer.');
	return answer.isFree ? { turn: answer.turn } : { turn: null, inMs: answer.inMs };
}

const WINDOW = `$3::double precision * interval '1 millisecond'`;

// What is behind SET is worked out once the row is ours, so that its clock never runs before that of
// the turn before. A moment far ahead is one of a clock that was set back since.
const TAKE = `
INSERT INTO turnstiles AS held (lane, begun, asked_at)
VALUES ($1, ARRAY[${atMoment('$4')}], ${atMoment('$4')})
ON CONFLICT (lane) DO UPDATE SET (begun, asked_at, free_at) = (
	SELECT CASE WHEN free_at > now THEN kept ELSE kept || now END, now, free_at
	FROM (
		SELECT now, kept, greatest(
			held.quiet_until,
			CASE WHEN cardinality(kept) >= $2::int
				THEN kept[cardinality(kept) - $2::int + 1] + ${WINDOW}
			END
		) AS free_at
		FROM (
			SELECT now, ARRAY(
				SELECT at FROM unnest(held.begun) AS at
				WHERE at > now - ${WINDOW} AND at <= now + ${WINDOW}
				ORDER BY at
			) AS kept
			FROM (SELECT ${atMoment('$4')} AS now) AS clock
		) AS recent
	) AS judged
)
RETURNING begun[cardinality(begun)]::text AS turn,
	coalesce(free_at <= asked_at, true) AS "isFree",
	coalesce(extract(epoch FROM free_at - asked_at) * 1000, 0)::float8 AS "inMs"`;

/** Gives back a turn whose call was not begun after all. */
export async function giveTurnBack(queries: Queries, lane: string, turn: string): Promise<void> {
	await queries.query(
		`UPDATE turnstiles SET begun = begun[:array_position(begun, $2::timestamptz) - 1]
			|| begun[array_position(begun, $2::timestamptz) + 1:]
		WHERE lane = $1 AND $2::timestamptz = ANY (begun)`,
		[lane, turn],
	);
}

/** Lets no replica begin a call for that time: the vendor answered 429. A longer quiet stands. */
export async function keepLaneQuiet(
	queries: Queries,
	lane: string,
	ms: number,
	moment: Moment = null,
): Promise<void> {
	await queries.query(
		`INSERT INTO turnstiles AS held (lane, quiet_until)
		VALUES ($1, ${atMoment('$3')} + $2::double precision * interval '1 millisecond')
		ON CONFLICT (lane) DO UPDATE SET quiet_until = greatest(held.quiet_until, excluded.quiet_until)`,
		[lane, ms, moment],
	);
}

/** How long the vendor still wants quiet, in milliseconds; 0 or less: no longer. */
export async function quietForMs(
	queries: Queries,
	lane: string,
	moment: Moment = null,
): Promise<number> {
	const [found] = await queries.query<{ ms: number | null }>(
		`SELECT (extract(epoch FROM quiet_until - ${atMoment('$2')}) * 1000)::float8 AS ms
		FROM turnstiles WHERE lane = $1`,
		[lane, moment],
	);
	return found?.ms ?? 0;
}
