import type { Effect, EffectError } from './effects';
import { EFFECT_COLUMNS } from './effects';
import { followSettlement } from './endings';
import type { Moment } from './inbox';
import { atMoment, laterBy } from './moment';
import type { Json } from './json';
import type { Queries } from './store';

/** An effect whose time has come, taken by one replica: to be carried out, or to be asked for. */
export interface DueEffect extends Effect {
	state: 'planned' | 'unknown';
	/** Token of its latest attempt: what is found out holds for that one only. */
	token: string;
	/** When the first attempt began that may have done it. */
	attemptedAt: Date;
	/** Moment after which nothing of the latest attempt can be sent any more. */
	sentBy: Date;
	/** How often its vendor was asked, this time included. */
	lookUps: number;
	/** When it was taken, by the ledger's clock. */
	takenAt: Date;
	/** The event of the inbox that asked last. */
	eventId: string | null;
}

/** How to take what is due. */
export interface DueClaim {
	/** Kinds whose unknown effects the service may go on with by itself. */
	kinds: readonly string[];
	limit: number;
	/** Others leave what is taken alone for this time. */
	leaseMs: number;
	/** What has been due for less is left to the job that comes for it. */
	overdueMs?: number;
}

/** Takes planned and unknown effects whose time has come; no two replicas get the same. */
export async function takeDueEffects(
	queries: Queries,
	{ kinds, limit, leaseMs, overdueMs = 0 }: DueClaim,
	moment: Moment = null,
): Promise<DueEffect[]> {
	const values = [JSON.stringify(kinds), limit, leaseMs, moment, overdueMs];
	return await queries.query<DueEffect>(TAKE_DUE, values);
}

/** The same for one effect; null when its time has not come, or somebody else is at it. */
export async function takeDueEffect(
	queries: Queries,
	key: string,
	{ kinds, leaseMs }: Omit<DueClaim, 'limit'>,
	moment: Moment = null,
): Promise<DueEffect | null> {
	const values = [JSON.stringify(kinds), 1, leaseMs, moment, key];
	const [due] = await queries.query<DueEffect>(TAKE_THIS_DUE, values);
	return due ?? null;
}

const takeDue = (which: string) => `
WITH due AS MATERIALIZED (
	SELECT key AS due_key FROM effects
	WHERE ${which} AND (
		state = 'planned'
		OR (state = 'unknown' AND kind IN (SELECT jsonb_array_elements_text($1::jsonb)))
	)
	ORDER BY next_at, key LIMIT $2 FOR UPDATE SKIP LOCKED
)
UPDATE effects SET
	next_at = ${laterBy('$3', '$4')},
	look_ups = look_ups + (state = 'unknown')::int
FROM due WHERE key = due_key
RETURNING ${EFFECT_COLUMNS}, token, coalesce(attempted_at, created_at) AS "attemptedAt",
	coalesce(sent_by, updated_at) AS "sentBy", look_ups AS "lookUps", ${atMoment('$4')} AS "takenAt",
	event_id AS "eventId"`;

const TAKE_DUE = takeDue(
	`next_at <= ${atMoment('$4')} - $5::double precision * interval '1 millisecond'`,
);

const TAKE_THIS_DUE = takeDue(`key = $5 AND next_at <= ${atMoment('$4')}`);

/**
 * Puts off what waits, since its turn does not come yet: from then on anybody may go on with it.
 *
 * @returns when that is; null when it does not wait any more
 */
export async function putOffEffect(
	queries: Queries,
	key: string,
	forMs: number,
	moment: Moment = null,
): Promise<Date | null> {
	const [kept] = await queries.query<{ nextAt: Date }>(
		`UPDATE effects
		SET next_at = ${laterBy('$2', '$3')}
		WHERE key = $1 AND state = 'planned' RETURNING next_at AS "nextAt"`,
		[key, forMs, moment],
	);
	return kept?.nextAt ?? null;
}

/** When the service goes on with an effect by itself; null: it is settled, or only a person can. */
export async function readNextLook(
	queries: Queries,
	key: string,
	kinds: readonly string[],
): Promise<Date | null> {
	const [found] = await queries.query<{ nextAt: Date | null }>(
		`SELECT next_at AS "nextAt" FROM effects WHERE key = $1 AND (
			state = 'planned'
			OR (state = 'unknown' AND kind IN (SELECT jsonb_array_elements_text($2::jsonb)))
		)`,
		[key, JSON.stringify(kinds)],
	);
	return found?.nextAt ?? null;
}

/** Names effects whose owner has outlived its lease, the longest first. */
export async function listLapsed(
	queries: Queries,
	limit: number,
	moment: Moment = null,
): Promise<Array<Pick<Effect, 'key' | 'kind'>>> {
	return await queries.query(
		`SELECT key, kind FROM effects WHERE state = 'in_flight' AND lease_until < ${atMoment('$2')}
		ORDER BY lease_until LIMIT $1`,
		[limit, moment],
	);
}

/** What a vendor said when it was asked for an effect. */
export type LookUpResult =
	| { result: 'found'; receipt: Json }
	/** It is not there and can no longer come: it may be sent again. */
	| { result: 'absent'; error: EffectError }
	/** Nothing is certain yet. */
	| { result: 'open'; nextInMs: number; lookUpFailed: string | null };

/**
 * Keeps what a look-up found out, if the effect is still unknown and its latest attempt still the
 * one that was asked for.
 *
 * @returns whether it was kept
 */
export async function keepLookUp(
	queries: Queries,
	{ key, token, eventId }: Pick<DueEffect, 'key' | 'token' | 'eventId'>,
	found: LookUpResult,
	moment: Moment = null,
): Promise<boolean> {
	switch (found.result) {
		case 'found': {
			const values = [key, token, JSON.stringify(found.receipt), moment];
			const isKept = await changed(queries, FOUND, values);
			if (isKept) await followSettlement(queries, key, eventId, moment);
			return isKept;
		}
		case 'absent':
			return await changed(queries, ABSENT, [key, token, JSON.stringify(found.error), moment]);
		case 'open':
			return await changed(queries, OPEN, [key, token, found.nextInMs, found.lookUpFailed, moment]);
	}
}

async function changed(
	queries: Queries,
	sql: string,
	values: Parameters<Queries['query']>[1],
): Promise<boolean> {
	return (await queries.query(sql, values)).length > 0;
}

const FOUND = `
WITH settled AS (
	UPDATE effects SET
		state = 'done', receipt = $3::jsonb, error = NULL, next_at = NULL, updated_at = ${atMoment('$4')}
	WHERE key = $1 AND token = $2::uuid AND state = 'unknown'
	RETURNING key, attempts
)
INSERT INTO effect_events (key, attempt, state, detail, at)
SELECT key, attempts, 'done', jsonb_build_object('by', 'look-up', 'receipt', $3::jsonb),
	${atMoment('$4')}
FROM settled RETURNING key`;

// The token stays: should the attempt have done it after all, its late answer is still taken, until
// somebody begins again.
const ABSENT = `
WITH settled AS (
	UPDATE effects SET
		state = 'planned', error = $3::jsonb, next_at = ${atMoment('$4')}, updated_at = ${atMoment('$4')}
	WHERE key = $1 AND token = $2::uuid AND state = 'unknown'
	RETURNING key, attempts
)
INSERT INTO effect_events (key, attempt, state, detail, at)
SELECT key, attempts, 'planned', jsonb_build_object('by', 'look-up') || $3::jsonb, ${atMoment('$4')}
FROM settled RETURNING key`;

const OPEN = `
UPDATE effects SET
	next_at = ${laterBy('$3', '$5')},
	error = CASE WHEN $4::text IS NULL THEN error - 'lookUpFailed'
		ELSE coalesce(error, '{}') || jsonb_build_object('lookUpFailed', $4::text) END
WHERE key = $1 AND token = $2::uuid AND state = 'unknown'
RETURNING key`;

/** What a person knows of an effect. */
export interface Resolution {
	as: 'done' | 'not-done';
	/** What stands for the receipt of something done. */
	receipt: Json;
	reason: string;
}

/**
 * Keeps what a person found out: `done` ends an effect that is unknown, failed or waits;
 * `not-done` lets one be done (again) that is unknown or failed. The reason stays in its history.
 *
 * @returns its state afterwards, null when it is in none of these states
 */
export async function resolveEffect(
	queries: Queries,
	key: string,
	{ as, receipt, reason }: Resolution,
	notDone: EffectError,
	moment: Moment = null,
): Promise<'done' | 'planned' | null> {
	const isDone = as === 'done';
	const [resolved] = await queries.query<Resolved>(RESOLVE, [
		key,
		isDone,
		isDone ? JSON.stringify(receipt) : null,
		isDone ? null : JSON.stringify(notDone),
		JSON.stringify({ by: 'person', as, reason, ...(isDone ? { receipt } : {}) }),
		moment,
	]);
	if (resolved?.state === 'done') {
		await followSettlement(queries, key, resolved.eventId, moment);
	}
	return resolved?.state ?? null;
}

interface Resolved {
	state: 'done' | 'planned';
	eventId: string | null;
}

const RESOLVE = `
WITH settled AS (
	UPDATE effects SET
		state = CASE WHEN $2::boolean THEN 'done' ELSE 'planned' END,
		receipt = $3::jsonb, error = $4::jsonb,
		next_at = CASE WHEN $2::boolean THEN NULL ELSE ${atMoment('$6')} END,
		updated_at = ${atMoment('$6')}
	WHERE key = $1
		AND (state IN ('unknown', 'failed') OR (state = 'planned' AND $2::boolean))
	RETURNING key, attempts, state, event_id
), kept AS (
	INSERT INTO effect_events (key, attempt, state, detail, at)
	SELECT key, attempts, state, $5::jsonb, ${atMoment('$6')} FROM settled
)
SELECT state, event_id AS "eventId" FROM settled`;
