import type { Moment } from './inbox';
import { atMoment } from './inbox';
import type { Json } from './json';
import { storable } from './storable';
import type { Queries } from './store';

/** Where a reservation stands; whatever is not `released` counts against the hours of its days. */
export const reservationStates = ['held', 'accepted', 'started', 'released'] as const;
export type ReservationState = (typeof reservationStates)[number];

/** Why a reservation was given back. */
export type ReleasedAs = 'cancelled' | 'declined' | 'unanswered';

/** Work on a day of a person's zone. Whole seconds, so that sums are exact. */
export interface DaySeconds {
	day: string;
	seconds: number;
}

/** A piece of work that somebody is to do, with the days on which they do it. */
export interface Reservation {
	id: string;
	/** Key of the request that made it. */
	request: string;
	test: boolean;
	project: string;
	piece: string;
	person: string;
	state: ReservationState;
	/** Counts changes of days or person, from 1. */
	revision: number;
	days: DaySeconds[];
	skill: string | null;
	level: number;
	notBefore: Date | null;
	dueAt: Date | null;
	client: string | null;
	value: Json;
	/** Until when the person may say yes; null without end, and once they have. */
	holdUntil: Date | null;
	/** Version of the roster that gave the days their hours. */
	roster: string;
	releasedAs: ReleasedAs | null;
	reason: string | null;
	createdAt: Date;
	updatedAt: Date;
	/** What the asking flow wants to find again. */
	context: Json;
}

/** A piece as it is reserved. */
export type NewReservation = Pick<
	Reservation,
	| 'id'
	| 'project'
	| 'piece'
	| 'person'
	| 'days'
	| 'skill'
	| 'level'
	| 'notBefore'
	| 'dueAt'
	| 'client'
	| 'value'
>;

/** What all pieces of a request have in common. */
export interface RequestFacts {
	key: string;
	test: boolean;
	roster: string;
	/** Until when people may say yes; null without end. */
	holdUntil: Date | null;
	holdHours: number | null;
}

/** Columns of a reservation, for statements that know its request as `request`. */
export const RESERVATION_COLUMNS = `held.id, held.request, held.test, held.project, held.piece,
	held.person, held.state, held.revision, held.days, held.skill, held.level,
	held.not_before AS "notBefore", held.due_at AS "dueAt", held.client, held.value,
	held.hold_until AS "holdUntil", held.roster, held.released_as AS "releasedAs", held.reason,
	held.created_at AS "createdAt", held.updated_at AS "updatedAt", asked.context`;

const FROM = `FROM reservations AS held JOIN reservation_requests AS asked ON asked.key = held.request`;

/**
 * Keeps a request's name for what it asks. A second one of the same name waits for the first to end.
 *
 * @returns false when the name was used before
 */
export async function nameRequest(
	queries: Queries,
	request: { key: string; fingerprint: string; context: Json },
	moment: Moment,
): Promise<boolean> {
	const named = await queries.query(
		`INSERT INTO reservation_requests (key, fingerprint, context, created_at)
		VALUES ($1, $2, $3::jsonb, ${atMoment('$4')}) ON CONFLICT (key) DO NOTHING RETURNING key`,
		[request.key, request.fingerprint, JSON.stringify(request.context), moment],
	);
	return named.length > 0;
}

/** Fingerprint of the request that has a name; null where none has. */
export async function readFingerprint(queries: Queries, key: string): Promise<string | null> {
	const [found] = await queries.query<{ fingerprint: string }>(
		'SELECT fingerprint FROM reservation_requests WHERE key = $1',
		[key],
	);
	return found?.fingerprint ?? null;
}

/**
 * Keeps anybody else from giving hours of these people until the transaction ends. Taken in the order
 * of the names, so that no two wait for each other.
 */
export async function lockPeople(
	queries: Queries,
	people: readonly string[],
	test: boolean,
): Promise<void> {
	await queries.query(
		`INSERT INTO reservation_people (person, test)
		SELECT person, $2::boolean FROM jsonb_array_elements_text($1::jsonb) AS given (person)
		ORDER BY person COLLATE "C"
		ON CONFLICT (person, test) DO UPDATE SET test = excluded.test`,
		[JSON.stringify([...new Set(people)]), test],
	);
}

/** Seconds of people's days that are given away, by person and day; only days that have any. */
export async function readTaken(
	queries: Queries,
	people: readonly string[],
	{
		from,
		to,
		test,
		without = [],
	}: { from: string; to: string; test: boolean; without?: readonly string[] },
): Promise<Array<{ person: string; day: string; seconds: number }>> {
	return await queries.query(
		`SELECT held.person, part.day, sum(part.seconds)::integer AS seconds
		FROM reservations AS held,
			jsonb_to_recordset(held.days) AS part (day text, seconds integer)
		WHERE held.state <> 'released' AND held.test = $4
			AND held.person IN (SELECT jsonb_array_elements_text($1::jsonb))
			AND held.last_day >= $2 AND held.first_day <= $3
			AND part.day BETWEEN $2 AND $3
			AND held.id NOT IN (SELECT jsonb_array_elements_text($5::jsonb))
		GROUP BY held.person, part.day`,
		[JSON.stringify([...new Set(people)]), from, to, test, JSON.stringify(without)],
	);
}

/** Keeps the pieces of a request. */
export async function insertReservations(
	queries: Queries,
	facts: RequestFacts,
	pieces: readonly NewReservation[],
	moment: Moment,
): Promise<void> {
	const rows = pieces.map((piece, place) => ({
		...piece,
		...boundsOf(piece.days),
		notBefore: piece.notBefore?.toISOString() ?? null,
		dueAt: piece.dueAt?.toISOString() ?? null,
		place,
	}));
	await queries.query(INSERT, [
		JSON.stringify(storable(rows)),
		facts.key,
		facts.test,
		facts.roster,
		facts.holdUntil,
		facts.holdHours,
		moment,
	]);
}

const INSERT = `
WITH kept AS (
	INSERT INTO reservations (id, request, place, test, project, piece, person, state, days, first_day,
		last_day, skill, level, not_before, due_at, client, value, hold_until, roster, created_at, updated_at)
	SELECT id, $2, place, $3, project, piece, person, 'held', days, "firstDay", "lastDay", skill, level,
		"notBefore", "dueAt", client, value,
		coalesce($5::timestamptz, ${atMoment('$7')} + $6::float8 * interval '1 hour'), $4,
		${atMoment('$7')}, ${atMoment('$7')}
	FROM jsonb_to_recordset($1::jsonb) AS piece (id text, place integer, project text, piece text,
		person text, days jsonb, "firstDay" text, "lastDay" text, skill text, level integer,
		"notBefore" timestamptz, "dueAt" timestamptz, client text, value jsonb)
	RETURNING id, person, days
)
INSERT INTO reservation_events (reservation, state, detail, at)
SELECT id, 'held', jsonb_build_object('what', 'held', 'person', person, 'days', days), ${atMoment('$7')}
FROM kept`;

/** First and last day of some work. */
export function boundsOf(days: readonly DaySeconds[]): { firstDay: string; lastDay: string } {
	const sorted = days.map(({ day }) => day).sort();
	return { firstDay: sorted[0] ?? '', lastDay: sorted.at(-1) ?? '' };
}

/** The reservations of a request, in the order of its pieces. */
export async function readRequest(queries: Queries, key: string): Promise<Reservation[]> {
	return await queries.query<Reservation>(
		`SELECT ${RESERVATION_COLUMNS} ${FROM} WHERE held.request = $1 ORDER BY held.place`,
		[key],
	);
}

/** One reservation; null when there is none. */
export async function readReservation(queries: Queries, id: string): Promise<Reservation | null> {
	const [found] = await queries.query<Reservation>(
		`SELECT ${RESERVATION_COLUMNS} ${FROM} WHERE held.id = $1`,
		[id],
	);
	return found ?? null;
}

/** The same, and nobody else may change it until the transaction ends. */
export async function lockReservation(queries: Queries, id: string): Promise<Reservation | null> {
	const [found] = await queries.query<Reservation>(
		`SELECT ${RESERVATION_COLUMNS} ${FROM} WHERE held.id = $1 FOR UPDATE OF held`,
		[id],
	);
	return found ?? null;
}

/** Which reservations to list; null leaves a bound out. */
export interface ReservationFilter {
	project: string | null;
	person: string | null;
	state: ReservationState | null;
	test: boolean;
	/** Only those with a day on it or later. */
	since: string | null;
	/** Whether released ones are among them. */
	withReleased: boolean;
	limit: number;
}

/** Lists reservations, in the order they were made. */
export async function listReservations(
	queries: Queries,
	filter: ReservationFilter,
): Promise<Reservation[]> {
	const { project, person, state, test, since, withReleased, limit } = filter;
	return await queries.query<Reservation>(
		`SELECT ${RESERVATION_COLUMNS} ${FROM}
		WHERE held.test = $1 AND ($2::text IS NULL OR held.project = $2::text)
			AND ($3::text IS NULL OR held.person = $3::text)
			AND ($4::text IS NULL OR held.state = $4::text)
			AND ($5::text IS NULL OR held.last_day >= $5::text)
			AND ($6::boolean OR held.state <> 'released')
		ORDER BY held.created_at, held.request, held.place LIMIT $7`,
		[test, project, person, state, since, withReleased, limit],
	);
}
