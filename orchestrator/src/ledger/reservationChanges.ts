import type { Moment } from './inbox';
import { atMoment } from './inbox';
import type { Json } from './json';
import type { DaySeconds, ReleasedAs, Reservation, ReservationState } from './reservations';
import { RESERVATION_COLUMNS, boundsOf } from './reservations';
import type { Queries } from './store';

/** How a reservation stands after a change. */
export interface Standing {
	state: ReservationState;
	releasedAs: ReleasedAs | null;
	reason: string | null;
	/** What its history says of the change. */
	detail: { [name: string]: Json | undefined };
}

/** Keeps where a reservation stands now; the caller has locked it. */
export async function setStanding(
	queries: Queries,
	id: string,
	{ state, releasedAs, reason, detail }: Standing,
	moment: Moment,
): Promise<void> {
	await queries.query(
		`WITH changed AS (
			UPDATE reservations SET state = $2, released_as = $3, reason = $4, hold_until = NULL,
				updated_at = ${atMoment('$6')}
			WHERE id = $1 RETURNING id, state
		)
		INSERT INTO reservation_events (reservation, state, detail, at)
		SELECT id, state, $5::jsonb, ${atMoment('$6')} FROM changed`,
		[id, state, releasedAs, reason, JSON.stringify(detail), moment],
	);
}

/** Other days, and perhaps another person, for a reservation. */
export interface Move {
	person: string;
	days: DaySeconds[];
	notBefore: Date | null;
	dueAt: Date | null;
	roster: string;
	state: ReservationState;
	holdUntil: Date | null;
	holdHours: number | null;
	/** What its history says of the change. */
	detail: { [name: string]: Json | undefined };
}

/** Keeps a move; the caller has locked the reservation and the people, and seen that there is room. */
export async function setMove(
	queries: Queries,
	id: string,
	move: Move,
	moment: Moment,
): Promise<void> {
	const { firstDay, lastDay } = boundsOf(move.days);
	await queries.query(
		`WITH changed AS (
			UPDATE reservations SET person = $2, days = $3::jsonb, first_day = $4, last_day = $5,
				not_before = $6, due_at = $7, roster = $8, state = $9,
				hold_until = CASE WHEN $9 = 'held' THEN
					coalesce($10::timestamptz, ${atMoment('$13')} + $11::float8 * interval '1 hour') END,
				revision = revision + 1, updated_at = ${atMoment('$13')}
			WHERE id = $1 RETURNING id, state
		)
		INSERT INTO reservation_events (reservation, state, detail, at)
		SELECT id, state, $12::jsonb, ${atMoment('$13')} FROM changed`,
		[
			id,
			move.person,
			JSON.stringify(move.days),
			firstDay,
			lastDay,
			move.notBefore,
			move.dueAt,
			move.roster,
			move.state,
			move.holdUntil,
			move.holdHours,
			JSON.stringify(move.detail),
			moment,
		],
	);
}

/**
 * Picks reservations that nobody has accepted in time, and locks them; those that somebody is changing
 * right now are left for the next time.
 */
export async function lockUnanswered(
	queries: Queries,
	limit: number,
	moment: Moment,
): Promise<Reservation[]> {
	return await queries.query<Reservation>(
		`SELECT ${RESERVATION_COLUMNS}
		FROM reservations AS held JOIN reservation_requests AS asked ON asked.key = held.request
		WHERE held.state = 'held' AND held.hold_until <= ${atMoment('$2')}
		ORDER BY held.hold_until, held.id LIMIT $1
		FOR UPDATE OF held SKIP LOCKED`,
		[limit, moment],
	);
}

/** What happened to a reservation, in order. */
export async function readReservationStory(
	queries: Queries,
	id: string,
): Promise<Array<{ state: ReservationState; detail: Json; at: Date }>> {
	return await queries.query(
		'SELECT state, detail, at FROM reservation_events WHERE reservation = $1 ORDER BY id',
		[id],
	);
}
