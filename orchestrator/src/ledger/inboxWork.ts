import type { AtWork, NextTry, Sweep, Trials } from '../inbox/decide';
import { NEEDS_PERSON, releaseWaiting, WHY_PERSON, STOPS_FLOW } from './endings';
import type { Json } from './json';
import type { Moment } from './inbox';
import { atMoment } from './inbox';
import type { Queries } from './store';

/** An event that is ours to forward until its lease is over. */
export interface TakenEvent extends Trials {
	source: string;
	topic: string;
	subject: string;
	test: boolean;
	payload: Json;
	retry: boolean;
	/** 1 at the first time it is forwarded, in all. */
	attempt: number;
	receivedAt: Date;
	/** Whoever holds it may say what became of the event. */
	token: string;
}

/** Bounds of taking. */
export interface TakeOptions {
	/** Most events to take. */
	limit: number;
	/** A UUID nobody else has; all events taken together share it. */
	token: string;
	leaseMs: number;
	/** Most events at work over all processes. */
	mostAtWork: number;
	/** Those at work for longer no longer count. */
	atWorkCountsForMs: number;
	moment?: Moment;
}

/** SQLSTATE of a row that a unique index refuses. */
const UNIQUE_VIOLATION = '23505';

/**
 * Takes events whose turn it is, in one atomic statement: due, not somebody's, and the oldest
 * unfinished of their subject. Of any number of takers exactly one gets an event.
 */
export async function takeEvents(queries: Queries, options: TakeOptions): Promise<TakenEvent[]> {
	const { limit, token, leaseMs, mostAtWork, atWorkCountsForMs, moment = null } = options;
	try {
		const taken = await queries.query<TakenEvent>(TAKE, [
			limit,
			token,
			leaseMs,
			mostAtWork,
			atWorkCountsForMs,
			moment,
		]);
		return taken.sort((a, b) => (a.id < b.id ? -1 : 1));
	} catch (error) {
		// An earlier event of the subject came to light between looking and taking: it goes first.
		if ((error as { code?: unknown } | null)?.code === UNIQUE_VIOLATION) return [];
		throw error;
	}
}

const INTERVAL = (placeholder: string) =>
	`${placeholder}::double precision * interval '1 millisecond'`;

const TAKE = `
WITH clock AS (
	SELECT ${atMoment('$6')} AS now
), room AS (
	SELECT $4::int - count(*) AS places FROM inbox, clock
	WHERE token IS NOT NULL AND lease_until >= clock.now
		AND (state = 'received' OR forwarded_at > clock.now - ${INTERVAL('$5')})
), due AS MATERIALIZED (
	SELECT waiting.id FROM inbox AS waiting, clock
	WHERE waiting.state = 'received' AND waiting.next_at <= clock.now
		AND (waiting.lease_until IS NULL OR waiting.lease_until < clock.now)
		AND NOT EXISTS (
			SELECT 1 FROM inbox AS other
			WHERE other.subject = waiting.subject AND other.test = waiting.test
				AND other.id <> waiting.id AND other.state IN ('received', 'forwarded')
				AND (
					other.token IS NOT NULL
					-- One whose taker died keeps its place before those that came to light since.
					OR (waiting.token IS NULL
						-- One that no flow waits for goes first when it is to be tried; until then it holds its own
						-- topic only, and what waits behind it holds nothing.
						AND (other.topic = waiting.topic OR (
							(NOT other.passed_over OR other.next_at <= clock.now)
							AND NOT EXISTS (
								SELECT 1 FROM inbox AS passed
								WHERE passed.subject = other.subject AND passed.test = other.test
									AND passed.topic = other.topic AND passed.state = 'received'
									AND passed.passed_over AND passed.next_at > clock.now
									AND (passed.received_at, passed.id) < (other.received_at, other.id)
							)
						))
						AND (other.received_at, other.id) < (waiting.received_at, waiting.id))
				)
		)
		AND NOT EXISTS (
			SELECT 1 FROM inbox AS other
			WHERE other.subject = waiting.subject AND other.test = waiting.test
				AND other.state = 'ending'
		)
	ORDER BY waiting.next_at, waiting.id
	LIMIT greatest(0, least($1::int, (SELECT places FROM room)))
	FOR UPDATE OF waiting SKIP LOCKED
)
UPDATE inbox SET
	token = $2::uuid, lease_until = clock.now + ${INTERVAL('$3')}, attempts = attempts + 1,
	waits_for = NULL, updated_at = clock.now
FROM due, clock
WHERE inbox.id = due.id
RETURNING inbox.id, source, topic, subject, test, payload, retry, attempts AS attempt, failures,
	broken_off AS "brokenOff", crashed, received_at AS "receivedAt", token,
	(extract(epoch FROM clock.now - since) * 1000)::float8 AS "ageMs"`;

/**
 * Keeps that n8n took an event: from now on its flow is at work.
 *
 * @returns false when the event is no longer ours: it has ended meanwhile, or somebody took it over
 */
export async function keepForwarded(
	queries: Queries,
	{ id, token }: Pick<TakenEvent, 'id' | 'token'>,
	executionId: string | null,
	{ leaseMs, lookUpInMs }: { leaseMs: number; lookUpInMs: number },
	moment: Moment = null,
): Promise<boolean> {
	const kept = await queries.query(FORWARDED, [
		id,
		token,
		executionId,
		leaseMs,
		lookUpInMs,
		moment,
	]);
	return kept.length > 0;
}

const FORWARDED = `
WITH kept AS (
	UPDATE inbox SET
		state = 'forwarded', execution_id = $3, waits_for_n8n = false, passed_over = false,
		lease_until = ${atMoment('$6')} + ${INTERVAL('$4')},
		next_at = ${atMoment('$6')} + ${INTERVAL('$5')},
		forwarded_at = ${atMoment('$6')}, updated_at = ${atMoment('$6')}
	WHERE id = $1 AND token = $2::uuid AND state = 'received'
	RETURNING id, attempts
)
INSERT INTO inbox_events (inbox_id, state, detail, at)
SELECT id, 'forwarded', jsonb_strip_nulls(jsonb_build_object(
	'what', 'forwarded', 'attempt', attempts, 'executionId', $3::text)), ${atMoment('$6')}
FROM kept RETURNING inbox_id`;

/**
 * Keeps that n8n did not take an event, and what becomes of it.
 *
 * @returns false when the event is no longer ours
 */
export async function keepRefused(
	queries: Queries,
	{ id, token }: Pick<TakenEvent, 'id' | 'token'>,
	next: NextTry,
	answer: { isAway: boolean; status: number | null },
	moment: Moment = null,
): Promise<boolean> {
	const kept = await queries.query(REFUSED, [
		id,
		token,
		({ again: 'received', dead: 'dead', end: 'ended' } as const)[next.next],
		next.next === 'again' ? next.delayMs : 0,
		next.because,
		answer.isAway,
		answer.status,
		moment,
		next.next === 'end' ? next.outcome : null,
		next.next === 'again' ? next.isPassedOver : false,
	]);
	return kept.length > 0;
}

const REFUSED = `
WITH kept AS (
	UPDATE inbox SET
		state = $3, token = NULL, lease_until = NULL, reason = $5,
		-- That n8n was away says nothing about the event.
		failures = failures + (NOT $6::boolean)::int,
		waits_for_n8n = $6::boolean AND $3 = 'received',
		passed_over = coalesce($10::boolean, passed_over),
		outcome = $9, ended_at = CASE WHEN $9::text IS NOT NULL THEN ${atMoment('$8')} END,
		next_at = ${atMoment('$8')} + ${INTERVAL('$4')}, updated_at = ${atMoment('$8')}
	WHERE id = $1 AND token = $2::uuid AND state = 'received'
	RETURNING id, attempts, next_at, passed_over
)
INSERT INTO inbox_events (inbox_id, state, detail, at)
SELECT id, $3, jsonb_strip_nulls(jsonb_build_object(
	'what', CASE
		WHEN $3 = 'dead' THEN 'died'
		WHEN $3 = 'ended' THEN 'endedUnwanted'
		WHEN passed_over THEN 'passedOver'
		ELSE 'refused'
	END,
	'attempt', attempts, 'outcome', $9::text, 'because', $5::text, 'status', $7::int,
	'again', CASE $3 WHEN 'received' THEN next_at END)),
	${atMoment('$8')}
FROM kept RETURNING inbox_id`;

/** Lets everything that waited for n8n be tried at once, since n8n is back. */
export async function wakeWaiting(queries: Queries, moment: Moment = null): Promise<void> {
	await queries.query(
		`UPDATE inbox SET next_at = ${atMoment('$1')}, waits_for_n8n = false
		WHERE state = 'received' AND waits_for_n8n`,
		[moment],
	);
}

/** An event at work that is to be looked up. */
export interface Suspect extends AtWork {
	token: string;
}

/**
 * Picks the events at work that are due to be looked up and puts their next look-up off, so that no
 * other process looks them up as well.
 */
export async function pickSuspects(
	queries: Queries,
	{ limit, againInMs, moment = null }: { limit: number; againInMs: number; moment?: Moment },
): Promise<Suspect[]> {
	return await queries.query<Suspect>(PICK, [limit, againInMs, moment]);
}

const PICK = `
WITH clock AS (
	SELECT ${atMoment('$3')} AS now
), due AS MATERIALIZED (
	SELECT inbox.id FROM inbox, clock
	WHERE state = 'forwarded' AND next_at <= clock.now
	ORDER BY next_at, inbox.id LIMIT $1::int
	FOR UPDATE OF inbox SKIP LOCKED
)
UPDATE inbox SET next_at = clock.now + ${INTERVAL('$2')}
FROM due, clock
WHERE inbox.id = due.id
RETURNING inbox.id, token, failures, broken_off AS "brokenOff", crashed,
	execution_id AS "executionId",
	(
		SELECT jsonb_build_object('key', effects.key, 'needsPerson', ${NEEDS_PERSON}, 'why', ${WHY_PERSON})
		FROM effects
		WHERE effects.event_id = inbox.id AND ${STOPS_FLOW}
		ORDER BY ${NEEDS_PERSON} DESC, effects.updated_at DESC, effects.key LIMIT 1
	) AS "stoppedAt",
	lease_until < clock.now AS "isLeaseOver",
	(extract(epoch FROM clock.now - since) * 1000)::float8 AS "ageMs",
	(extract(epoch FROM clock.now - forwarded_at) * 1000)::float8 AS "runsForMs"`;

/**
 * Keeps what the sweeper decided about an event at work.
 *
 * @returns false when nothing was to be kept, or the event has ended or been taken over meanwhile
 */
export async function keepSweep(
	queries: Queries,
	{ id, token }: Pick<Suspect, 'id' | 'token'>,
	sweep: Sweep,
	leaseMs: number,
	moment: Moment = null,
): Promise<boolean> {
	const mine = [id, token, moment] as const;
	switch (sweep.do) {
		case 'leave':
			return false;
		case 'renew':
			return (await queries.query(RENEW, [...mine, leaseMs])).length > 0;
		case 'end':
			return (await queries.query(END_SILENTLY, [...mine, sweep.outcome])).length > 0;
		case 'fireAgain': {
			const values = [...mine, 'received', sweep.delayMs, sweep.because, sweep.isN8nsFault, null];
			return (await queries.query(BREAK_OFF, values)).length > 0;
		}
		case 'bury': {
			const values = [...mine, 'dead', 0, sweep.because, false, null];
			return (await queries.query(BREAK_OFF, values)).length > 0;
		}
		case 'awaitEffect': {
			const values = [...mine, 'received', sweep.delayMs, sweep.because, false, sweep.key];
			return await waitsFor(queries, values, sweep.key, moment);
		}
		case 'putAside': {
			const values = [...mine, 'dead', 0, sweep.because, false, sweep.key];
			return await waitsFor(queries, values, sweep.key, moment);
		}
	}
}

/** Keeps that an event waits for an effect, which may have been settled since it was looked at. */
async function waitsFor(
	queries: Queries,
	values: Parameters<Queries['query']>[1],
	key: string,
	moment: Moment,
): Promise<boolean> {
	const isKept = (await queries.query(BREAK_OFF, values)).length > 0;
	if (isKept) await releaseWaiting(queries, key, moment);
	return isKept;
}

const IS_OURS = `id = $1 AND token = $2::uuid AND state = 'forwarded'`;

const RENEW = `
UPDATE inbox SET lease_until = ${atMoment('$3')} + ${INTERVAL('$4')}, updated_at = ${atMoment('$3')}
WHERE ${IS_OURS} RETURNING id`;

const END_SILENTLY = `
WITH kept AS (
	UPDATE inbox SET
		state = 'ended', outcome = $4, token = NULL, lease_until = NULL,
		ended_at = ${atMoment('$3')}, updated_at = ${atMoment('$3')}
	WHERE ${IS_OURS} RETURNING id, execution_id
)
INSERT INTO inbox_events (inbox_id, state, detail, at)
SELECT id, 'ended', jsonb_strip_nulls(jsonb_build_object(
	'what', 'endedSilently', 'outcome', $4::text, 'executionId', execution_id)), ${atMoment('$3')}
FROM kept RETURNING inbox_id`;

// Who waits for an effect has not failed by that.
const BREAK_OFF = `
WITH kept AS (
	UPDATE inbox SET
		state = $4, token = NULL, lease_until = NULL,
		failures = failures + (NOT $7::boolean AND $8::text IS NULL)::int,
		broken_off = broken_off + (NOT $7::boolean AND $8::text IS NULL)::int,
		crashed = crashed + $7::boolean::int, reason = $6, waits_for = $8,
		next_at = ${atMoment('$3')} + ${INTERVAL('$5')}, updated_at = ${atMoment('$3')}
	WHERE ${IS_OURS} RETURNING id, execution_id, next_at
)
INSERT INTO inbox_events (inbox_id, state, detail, at)
SELECT id, $4, jsonb_strip_nulls(jsonb_build_object(
	'what', CASE
		WHEN $4 = 'dead' AND $8::text IS NOT NULL THEN 'putAside'
		WHEN $4 = 'dead' THEN 'died'
		WHEN $8::text IS NOT NULL THEN 'awaitsEffect'
		ELSE 'brokenOff'
	END,
	'executionId', execution_id, 'key', $8::text, 'because', $6::text,
	'again', CASE WHEN $4 = 'dead' OR $8::text IS NOT NULL THEN NULL ELSE next_at END)),
	${atMoment('$3')}
FROM kept RETURNING inbox_id`;
