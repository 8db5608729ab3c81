import type { Moment } from './moment';
import { atMoment } from './moment';
import type { Queries } from './store';

/** SQL: an effect that is still under way without a person. */
export const IS_UNDER_WAY = `(
	effects.state IN ('planned', 'in_flight')
	OR (effects.state = 'unknown' AND effects.next_at IS NOT NULL)
)`;

/** SQL: an effect that stopped its flow, or would have, and that only a person can clear. */
export const NEEDS_PERSON = `(
	(effects.state = 'failed' AND effects.event_stops_at IN ('refused', 'notDone'))
	OR (
		effects.state = 'unknown' AND effects.next_at IS NULL AND effects.event_stops_at = 'notDone'
	)
)`;

/** SQL: an effect whose state stops the flow that asked for it. */
export const STOPS_FLOW = `(
	effects.state <> 'done' AND (
		effects.event_stops_at = 'notDone'
		OR (effects.event_stops_at = 'refused' AND effects.state = 'failed')
	)
)`;

/** SQL: what a person is told of such an effect. */
export const WHY_PERSON = `concat_ws(' ',
	CASE effects.state
		WHEN 'failed' THEN effects.key || ' was refused:'
		ELSE 'nobody can say whether ' || effects.key || ' happened:'
	END,
	effects.error->>'what', effects.error->>'mend'
)`;

/**
 * Lets follow what an effect's settlement brings with it: events that ended but for it are ended,
 * events that wait for it are set going or put aside for a person. Runs after the settlement, so that
 * of several that settle at once the last sees all.
 */
export async function followSettlement(
	queries: Queries,
	key: string,
	eventId: string | null,
	moment: Moment = null,
): Promise<void> {
	if (eventId === null) return;
	await finishEndings(queries, eventId, moment);
	await releaseWaiting(queries, key, moment);
}

/**
 * Ends events whose flow has reported its end and none of whose effects is under way any more. One
 * with an effect that was refused in the end has failed.
 *
 * @param eventId null: all there are
 * @returns the ids of those that ended now
 */
export async function finishEndings(
	queries: Queries,
	eventId: string | null,
	moment: Moment = null,
): Promise<string[]> {
	const ended = await queries.query<{ id: string }>(FINISH, [eventId, moment]);
	return ended.map(({ id }) => id);
}

const FINISH = `
WITH found AS (
	SELECT inbox.id AS ending_id, refused.key AS refused_key, refused.why AS refused_why
	FROM inbox LEFT JOIN LATERAL (
		SELECT effects.key, ${WHY_PERSON} AS why FROM effects
		WHERE effects.event_id = inbox.id AND effects.state = 'failed'
			AND effects.event_stops_at IN ('refused', 'notDone')
		ORDER BY effects.updated_at, effects.key LIMIT 1
	) AS refused ON true
	WHERE inbox.state = 'ending' AND ($1::text IS NULL OR inbox.id = $1) AND NOT EXISTS (
		SELECT 1 FROM effects WHERE effects.event_id = inbox.id AND ${IS_UNDER_WAY}
	)
), ended AS (
	UPDATE inbox SET
		state = 'ended', ended_at = ${atMoment('$2')}, updated_at = ${atMoment('$2')},
		outcome = CASE WHEN refused_key IS NULL THEN outcome ELSE 'failed' END,
		reason = coalesce(refused_why, reason), waits_for = refused_key
	FROM found WHERE inbox.id = ending_id AND inbox.state = 'ending'
	RETURNING inbox.id, outcome, refused_why
), told AS (
	INSERT INTO inbox_events (inbox_id, state, detail, at)
	SELECT id, 'ended', jsonb_strip_nulls(jsonb_build_object(
		'what', 'endedAtLast', 'outcome', outcome, 'because', refused_why)), ${atMoment('$2')}
	FROM ended
)
SELECT id FROM ended`;

/**
 * Lets go on what waited for an effect: once it is done the event is set going again; once only a
 * person can clear it, an event that waited to be fired again is put aside.
 *
 * @param key null: whatever waits for one that is settled
 * @returns the ids of those that changed
 */
export async function releaseWaiting(
	queries: Queries,
	key: string | null,
	moment: Moment = null,
): Promise<string[]> {
	const changed = await queries.query<{ id: string }>(RELEASE, [key, moment]);
	return changed.map(({ id }) => id);
}

const RELEASE = `
WITH found AS (
	SELECT inbox.id AS waiting_id, effects.key AS effect_key, effects.state = 'done' AS is_done,
		${WHY_PERSON} AS why
	FROM inbox JOIN effects ON effects.key = inbox.waits_for
	WHERE ($1::text IS NULL OR inbox.waits_for = $1) AND inbox.waits_for IS NOT NULL
		AND inbox.token IS NULL AND inbox.state IN ('received', 'ended', 'dead')
		AND (effects.state = 'done' OR (inbox.state = 'received' AND ${NEEDS_PERSON}))
), changed AS (
	UPDATE inbox SET
		state = CASE WHEN is_done THEN 'received' ELSE 'dead' END,
		waits_for = CASE WHEN is_done THEN NULL ELSE waits_for END,
		reason = CASE WHEN is_done THEN NULL ELSE why END,
		since = CASE state WHEN 'received' THEN since ELSE ${atMoment('$2')} END,
		failures = 0, broken_off = 0, crashed = 0, outcome = NULL, ended_at = NULL,
		next_at = ${atMoment('$2')}, updated_at = ${atMoment('$2')}
	FROM found
	WHERE inbox.id = waiting_id AND waits_for = effect_key AND token IS NULL
		AND state IN ('received', 'ended', 'dead')
	RETURNING inbox.id, state, effect_key, is_done, why
), told AS (
	INSERT INTO inbox_events (inbox_id, state, detail, at)
	SELECT id, state, jsonb_strip_nulls(jsonb_build_object(
		'what', CASE WHEN is_done THEN 'setGoing' ELSE 'putAside' END, 'key', effect_key,
		'because', CASE WHEN is_done THEN NULL ELSE why END)), ${atMoment('$2')}
	FROM changed
)
SELECT id FROM changed`;
