import { finishEndings, IS_UNDER_WAY } from './endings';
import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
export type { Moment } from './moment';
export { atMoment } from './moment';
import type { Queries } from './store';

/**
 * Where an event stands. `ending`: its flow has reported its end, and effects of it are still under
 * way. `ended`, `dead` and `discarded` are left by a person's replay, or when an effect is cleared
 * that it waits for.
 */
export type InboxState = 'received' | 'forwarded' | 'ending' | 'ended' | 'dead' | 'discarded';

/** Every state, in the order an event may go through them. */
export const inboxStates = [
	'received',
	'forwarded',
	'ending',
	'ended',
	'dead',
	'discarded',
] as const;

/** An event as it came in. */
export interface NewEvent {
	/** Used when the event is new. */
	id: string;
	source: string;
	/** Its own id at the source: the same event sent again has the same one. */
	externalId: string;
	topic: string;
	subject: string;
	test: boolean;
	payload: Json;
}

/** What came of recording an event. */
export interface Recorded {
	id: string;
	/** Whether it had been recorded before. */
	repeated: boolean;
}

/** An event as it is kept, without what its source sent. */
export interface InboxEvent {
	id: string;
	source: string;
	externalId: string;
	topic: string;
	subject: string;
	test: boolean;
	state: InboxState;
	attempts: number;
	failures: number;
	brokenOff: number;
	repeats: number;
	retry: boolean;
	executionId: string | null;
	outcome: string | null;
	reason: string | null;
	/** Key of the effect that must be settled before it is fired again. */
	waitsFor: string | null;
	receivedAt: Date;
	forwardedAt: Date | null;
	endedAt: Date | null;
	/** When it is to be looked at next; null once it is out of hand. */
	nextAt: Date | null;
	updatedAt: Date;
}

/** An event with what its source sent, which may be about people. */
export interface FullInboxEvent extends InboxEvent {
	payload: Json;
}

/** One line of an event's story. */
export interface StoryLine {
	state: InboxState;
	detail: Json;
	at: Date;
}

/**
 * Keeps events, all or none, each once per source and id there; what is acknowledged after this is
 * safe.
 *
 * @returns one entry for each event, in their order
 */
export async function recordEvents(
	queries: Queries,
	events: NewEvent[],
	moment: Moment = null,
): Promise<Recorded[]> {
	const nameOf = ({ source, externalId }: Pick<NewEvent, 'source' | 'externalId'>) =>
		JSON.stringify([source, externalId]);
	// One statement may not meet the same row twice.
	const distinct = events.filter(
		(event, index) => events.findIndex((other) => nameOf(other) === nameOf(event)) === index,
	);
	const rows = await queries.query<Pick<NewEvent, 'id' | 'source' | 'externalId'>>(RECORD, [
		JSON.stringify(storable(distinct)),
		moment,
	]);
	const kept = new Map(rows.map((row) => [nameOf(row), row.id]));
	const given = new Set<string>();
	return events.map((event) => {
		const id = kept.get(nameOf(event)) ?? event.id;
		const repeated = id !== event.id || given.has(id);
		given.add(id);
		return { id, repeated };
	});
}

const RECORD = `
WITH given AS (
	SELECT *, ${atMoment('$2')} AS at FROM jsonb_to_recordset($1::jsonb) AS event
		(id text, source text, "externalId" text, topic text, subject text, test boolean, payload jsonb)
), kept AS (
	INSERT INTO inbox AS held (id, source, external_id, topic, subject, test, payload, state,
		next_at, since, received_at, updated_at)
	SELECT id, source, "externalId", topic, subject, test, coalesce(payload, 'null'), 'received',
		at, at, at, at
	FROM given
	-- Two replicas that meet the same events take their rows in one order.
	ORDER BY source, "externalId"
	ON CONFLICT (source, external_id) DO UPDATE SET repeats = held.repeats + 1
	RETURNING held.id, held.source, held.external_id, held.repeats
), told AS (
	INSERT INTO inbox_events (inbox_id, state, detail, at)
	SELECT id, 'received', '{"what":"received"}', ${atMoment('$2')} FROM kept WHERE repeats = 0
)
SELECT id, source, external_id AS "externalId" FROM kept`;

/** Whether an event of a source has been recorded. */
export async function hasEvent(
	queries: Queries,
	source: string,
	externalId: string,
): Promise<boolean> {
	const found = await queries.query('SELECT 1 FROM inbox WHERE source = $1 AND external_id = $2', [
		source,
		externalId,
	]);
	return found.length > 0;
}

/** How a flow says it ended. */
export interface EndReport {
	/** E.g. `done`, `disqualified`, `failed`. */
	outcome: string;
	executionId: string | null;
	reason: string | null;
	/** Whether somebody only tried the flow out: that ends a real event only in an execution of its own. */
	test: boolean;
}

/**
 * Takes a flow's report of its end: the first ends the event, at once or when the last of its effects
 * is settled; ones are only recorded, and one that an execution makes twice counts
 * once.
 *
 * @returns where the event stands now and whether this report ended it; null when there is none
 */
export async function endEvent(
	queries: Queries,
	id: string,
	report: EndReport,
	moment: Moment = null,
): Promise<{ state: InboxState; hasEnded: boolean } | null> {
	const { outcome, executionId, reason, test } = report;
	const [ended] = await queries.query<{ state: InboxState; hasEnded: boolean }>(END, [
		id,
		outcome,
		executionId,
		reason,
		test,
		moment,
	]);
	if (ended?.state !== 'ending') return ended ?? null;
	// Its last effect may have been settled before anybody could see that the event waits for it.
	const isLast = (await finishEndings(queries, id, moment)).length > 0;
	return isLast ? { state: 'ended', hasEnded: true } : ended;
}

// A late answer of the execution that ended it before must not end a replay of it.
const END = `
WITH found AS (
	SELECT id, state, test, EXISTS (
		SELECT 1 FROM inbox_events
		WHERE inbox_id = $1 AND $3::text IS NOT NULL
			AND detail->>'what' IN ('ended', 'ending', 'endedLater') AND detail->>'executionId' = $3::text
	) AS is_known, EXISTS (
		SELECT 1 FROM inbox_events
		WHERE inbox_id = $1 AND detail->>'what' = 'forwarded' AND detail->>'executionId' = $3::text
	) AS is_own, EXISTS (
		SELECT 1 FROM effects WHERE event_id = $1
			AND (${IS_UNDER_WAY} OR (effects.state = 'failed' AND event_stops_at IN ('refused', 'notDone')))
	) AS is_open
	FROM inbox WHERE id = $1 FOR UPDATE
), ended AS (
	UPDATE inbox SET
		state = CASE WHEN is_open THEN 'ending' ELSE 'ended' END, outcome = $2, reason = $4, execution_id = coalesce($3, execution_id),
		token = NULL, lease_until = NULL, waits_for_n8n = false, waits_for = NULL,
		ended_at = CASE WHEN is_open THEN NULL ELSE ${atMoment('$6')} END,
		updated_at = ${atMoment('$6')}
	FROM found
	WHERE inbox.id = found.id AND NOT found.is_known
		AND (found.test OR found.is_own OR NOT $5::boolean)
		AND found.state IN ('received', 'forwarded', 'dead')
	RETURNING inbox.id, inbox.state
), told AS (
	INSERT INTO inbox_events (inbox_id, state, detail, at)
	SELECT found.id, coalesce(ended.state, found.state), jsonb_strip_nulls(jsonb_build_object(
		'what', CASE WHEN ended.id IS NULL THEN 'endedLater' ELSE ended.state END,
		'outcome', $2::text, 'executionId', $3::text, 'because', $4::text,
		'test', CASE WHEN $5::boolean THEN true END)), ${atMoment('$6')}
	FROM found LEFT JOIN ended ON ended.id = found.id
	WHERE NOT found.is_known
)
SELECT coalesce(ended.state, found.state) AS state,
	coalesce(ended.state = 'ended', false) AS "hasEnded"
FROM found LEFT JOIN ended ON ended.id = found.id`;

/**
 * Puts an event back to be forwarded now, at a person's word: an ended, dead or discarded one, or one
 * that waits. One that is at work is left there.
 *
 * @returns where it stands now and whether it was put back; null when there is none
 */
export async function replayEvent(
	queries: Queries,
	id: string,
	reason: string,
	moment: Moment = null,
): Promise<{ state: InboxState; isChanged: boolean } | null> {
	return await change(queries, REPLAY, [id, reason, moment]);
}

/**
 * Takes an event out of hand for good, at a person's word: one that waits, is dead, or whose flow
 * ended without what was wanted. One that is at work is left there.
 *
 * @returns where it stands now and whether it was discarded; null when there is none
 */
export async function discardEvent(
	queries: Queries,
	id: string,
	reason: string,
	moment: Moment = null,
): Promise<{ state: InboxState; isChanged: boolean } | null> {
	return await change(queries, DISCARD, [id, reason, moment]);
}

async function change(queries: Queries, sql: string, values: [string, string, Moment]) {
	const [changed] = await queries.query<{ state: InboxState; isChanged: boolean }>(sql, values);
	return changed ?? null;
}

/** Whether nobody is forwarding the event and no flow is at work on it. */
const IS_IDLE = `found.state <> 'forwarded'
	AND (found.lease_until IS NULL OR found.lease_until < ${atMoment('$3')})`;

const byPerson = (what: string, assignments: string, condition: string) => `
WITH found AS (
	SELECT id, state, lease_until FROM inbox WHERE id = $1 FOR UPDATE
), changed AS (
	UPDATE inbox SET ${assignments}, reason = $2, outcome = NULL, token = NULL, lease_until = NULL,
		waits_for_n8n = false, waits_for = NULL, passed_over = false, updated_at = ${atMoment('$3')}
	FROM found
	WHERE inbox.id = found.id AND ${IS_IDLE} ${condition}
	RETURNING inbox.id, inbox.state
), told AS (
	INSERT INTO inbox_events (inbox_id, state, detail, at)
	SELECT id, state, jsonb_build_object('what', '${what}', 'because', $2::text), ${atMoment('$3')}
	FROM changed
)
SELECT coalesce(changed.state, found.state) AS state, changed.id IS NOT NULL AS "isChanged"
FROM found LEFT JOIN changed ON changed.id = found.id`;

const REPLAY = byPerson(
	'replayed',
	`state = 'received', retry = true, failures = 0, broken_off = 0, crashed = 0, ended_at = NULL,
		since = ${atMoment('$3')}, next_at = ${atMoment('$3')}`,
	'',
);

const DISCARD = byPerson(
	'discarded',
	`state = 'discarded', ended_at = ${atMoment('$3')}`,
	`AND found.state <> 'discarded'`,
);
