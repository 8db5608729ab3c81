import type { EffectError, EffectState } from './effect';
import { followSettlement } from './endings';
import { IS_UNSENT, stoppedBefore } from './handOver';
import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment, laterBy } from './moment';
import type { Queries } from './store';

/** How an attempt ended. */
export interface Settlement {
	state: Exclude<EffectState, 'in_flight'>;
	receipt: Json;
	error: EffectError | null;
	/** When the service goes on with it by itself, in milliseconds; null: never. */
	nextInMs: number | null;
	/** How long after this something of the attempt may still reach the vendor, in milliseconds. */
	stragglesMs: number;
}

/** What follows from a settlement that was kept. */
export interface Settled {
	/** When the service goes on with it; null: never by itself. */
	nextAt: Date | null;
	/** The event that asked last. */
	eventId: string | null;
}

/**
 * Keeps how an attempt ended, and one line of history.
 *
 * @returns null when the token is no longer the effect's: somebody else has taken it over
 */
export async function settleEffect(
	queries: Queries,
	key: string,
	token: string,
	{ state, receipt, error, nextInMs, stragglesMs }: Settlement,
	moment: Moment = null,
): Promise<Settled | null> {
	const [settled] = await queries.query<Settled>(SETTLE, [
		key,
		token,
		state,
		receipt === null ? null : JSON.stringify(receipt),
		error === null ? null : JSON.stringify(error),
		nextInMs,
		stragglesMs,
		moment,
	]);
	return settled ?? null;
}

// An effect whose lease was over is `unknown` and keeps its token until somebody takes it over: a
// late answer of its owner is still the truth. That it was done is so even after a look-up found
// nothing, as long as nobody has begun again.
const SETTLE = `
WITH settled AS (
	UPDATE effects SET
		state = $3, receipt = $4::jsonb, error = $5::jsonb, lease_until = NULL,
		next_at = ${laterBy('$6', '$8')},
		sent_by = least(sent_by, ${laterBy('$7', '$8')}),
		updated_at = ${atMoment('$8')}
	WHERE key = $1 AND token = $2::uuid
		AND (state IN ('in_flight', 'unknown') OR (state = 'planned' AND $3 = 'done'))
	RETURNING key, attempts, next_at, event_id
), kept AS (
	INSERT INTO effect_events (key, attempt, state, detail, at)
	SELECT key, attempts, $3, coalesce($5::jsonb, $4::jsonb), ${atMoment('$8')} FROM settled
)
SELECT next_at AS "nextAt", event_id AS "eventId" FROM settled`;

/**
 * Calls an effect unknown whose owner's lease is over, if it still is when this runs; one of which
 * nothing was sent is planned again.
 *
 * @param nextInMs when the service goes on with it by itself; null: never
 */
export async function lapseEffect(
	queries: Queries,
	key: string,
	error: EffectError,
	nextInMs: number | null,
	moment: Moment = null,
): Promise<void> {
	const values = [key, JSON.stringify(error), nextInMs, moment, JSON.stringify(stoppedBefore)];
	const [lapsed] = await queries.query<{ eventId: string | null }>(LAPSE, values);
	if (lapsed !== undefined) await followSettlement(queries, key, lapsed.eventId, moment);
}

const LAPSE = `
WITH lapsed AS (
	UPDATE effects SET
		state = CASE WHEN ${IS_UNSENT} THEN 'planned' ELSE 'unknown' END,
		error = CASE WHEN ${IS_UNSENT} THEN $5::jsonb ELSE $2::jsonb END,
		next_at = CASE WHEN ${IS_UNSENT} THEN ${atMoment('$4')} ELSE ${laterBy('$3', '$4')} END,
		lease_until = NULL, updated_at = ${atMoment('$4')}
	WHERE key = $1 AND state = 'in_flight' AND lease_until < ${atMoment('$4')}
	RETURNING key, attempts, event_id, state, error
), kept AS (
	INSERT INTO effect_events (key, attempt, state, detail, at)
	SELECT key, attempts, state, error, ${atMoment('$4')} FROM lapsed
)
SELECT event_id AS "eventId" FROM lapsed`;
