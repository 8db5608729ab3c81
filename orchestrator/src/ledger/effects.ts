import type { ErrorReport } from '../../../nodes/domain/errors';
import { followSettlement } from './endings';
import { IS_UNSENT, stoppedBefore } from './handOver';
import type { Moment } from './moment';
import { atMoment } from './moment';
import type { Json } from './json';
import type { Queries, SqlValue } from './store';

/** Where an effect stands; only `done` has a receipt. */
export type EffectState = (typeof effectStates)[number];

/** Every state, in the order an effect may go through them. */
export const effectStates = ['planned', 'in_flight', 'done', 'failed', 'unknown'] as const;

/** Why an effect is not done, with the HTTP or SMTP status of the vendor where it gave one. */
export interface EffectError extends ErrorReport {
	serviceStatus: number | null;
	/** Milliseconds the vendor asked us to wait, when it did. */
	retryAfterMs?: number;
	/** Why the vendor could not be asked for it afterwards, when it could not. */
	lookUpFailed?: string;
}

/** An effect as it is kept. */
export interface Effect {
	key: string;
	kind: string;
	subject: string;
	test: boolean;
	fingerprint: string;
	/** Everything that is sent, placeholders filled: a later attempt sends exactly this. */
	content: Json;
	state: EffectState;
	/** How often somebody began to do it. */
	attempts: number;
	/** How often the key came with other content. */
	conflicts: number;
	receipt: Json;
	error: EffectError | null;
	source: Json;
	createdAt: Date;
	updatedAt: Date;
}

/** Somebody's wish to do an effect now. */
export interface Claim {
	key: string;
	kind: string;
	subject: string;
	test: boolean;
	fingerprint: string;
	content: Json;
	source: Json;
	/** A UUID nobody else has. */
	token: string;
	/** How long the owner may take before others may think it dead. */
	leaseMs: number;
	/** Whether the vendor makes a repeat harmless, so that an unknown outcome is cleared by repeating. */
	isRepeatable: boolean;
	/** Whether an effect that was refused for good is tried again, with this content. */
	retriesFailed: boolean;
	/** Whether other content is ignored in favour of what was asked first. */
	keepsFirst: boolean;
	/** Whether the attempt says when it begins to hand over; until then nothing of it is sent. */
	marksHandOver: boolean;
	/** null when it does not come from the inbox. */
	event: AskingEvent | null;
}

/** What may stop a flow at an effect. */
export const stopsAt = ['nothing', 'refused', 'notDone'] as const;
/** One of them. */
export type StopsAt = (typeof stopsAt)[number];

/** The event of the inbox whose flow asks for an effect. */
export interface AskingEvent {
	id: string;
	/** What stops the flow at the effect: nothing, that it was refused, or that it is not done. */
	stopsAt: StopsAt;
}

/** The right to act, with the content to act on: the first asked, unless a failed one is replaced. */
export interface Taken {
	content: Json;
	attempt: number;
	/** Whether the claim's own content differs from the one to act on. */
	isConflict: boolean;
}

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

/**
 * Takes an effect to do it, in one atomic statement: of any number of simultaneous claims for a key
 * exactly one gets it. Taken are new keys, planned ones, lapsed or unknown ones that may be
 * repeated, and failed ones on request.
 *
 * @returns null when it is not ours to do: done, failed, somebody's, or other content
 */
export async function takeEffect(
	queries: Queries,
	claim: Claim,
	moment: Moment = null,
): Promise<Taken | null> {
	const [taken] = await queries.query<Taken>(TAKE, [
		...valuesOf(claim),
		claim.leaseMs,
		moment,
		...eventOf(claim),
		claim.marksHandOver,
	]);
	return taken ?? null;
}

/**
 * Writes down what is wanted and not begun yet, so that it stands in the ledger while it waits for
 * its turn. No lease runs meanwhile: whoever's turn comes takes it.
 *
 * @param nextInMs after this time it is carried out without the call, which may have died
 * @returns whether the claim may take it when its turn comes
 */
export async function planEffect(
	queries: Queries,
	claim: Claim,
	nextInMs: number,
	moment: Moment = null,
): Promise<boolean> {
	const values = [...valuesOf(claim), nextInMs, moment, ...eventOf(claim)];
	return (await queries.query(PLAN, values)).length > 0;
}

function eventOf({ event }: Claim): SqlValue[] {
	return [event?.id ?? null, event?.stopsAt ?? null];
}

function valuesOf(claim: Claim): SqlValue[] {
	return [
		claim.key,
		claim.kind,
		claim.subject,
		claim.test,
		claim.fingerprint,
		JSON.stringify(claim.content),
		claim.token,
		JSON.stringify(claim.source),
		claim.isRepeatable,
		claim.retriesFailed,
		claim.keepsFirst,
	];
}

/** SQL for the moment that lies the milliseconds of one placeholder after that of another. */
const after = (ms: string, moment: string) =>
	`${atMoment(moment)} + ${ms}::double precision * interval '1 millisecond'`;

/** Whether a row that is there already may be taken by the claim. */
const TAKEABLE = `held.kind = excluded.kind AND (
	(held.state = 'failed' AND $10::boolean)
	OR (
		(held.fingerprint = excluded.fingerprint OR $11::boolean)
		AND (
			held.state = 'planned'
			OR ($9::boolean AND (
				held.state = 'unknown'
				OR (held.state = 'in_flight' AND held.lease_until < ${atMoment('$13')})
			))
		)
	)
)`;

/** The event that asked last, as long as the effect is not done. */
const ASKED_LAST = `
	event_id = coalesce(excluded.event_id, held.event_id),
	event_stops_at = coalesce(excluded.event_stops_at, held.event_stops_at)`;

const PLAN = `
INSERT INTO effects AS held
	(key, kind, subject, test, fingerprint, content, state, token, attempts, source, next_at,
	event_id, event_stops_at)
VALUES
	($1, $2, $3, $4, $5, $6::jsonb, 'planned', $7::uuid, 0, $8::jsonb, ${after('$12', '$13')},
	$14, $15)
ON CONFLICT (key) DO UPDATE SET ${ASKED_LAST}
WHERE ${TAKEABLE}
RETURNING held.key`;

const TAKE = `
INSERT INTO effects AS held
	(key, kind, subject, test, fingerprint, content, state, token, lease_until, attempts, source,
	attempted_at, sent_by, event_id, event_stops_at, unsent_token)
VALUES
	($1, $2, $3, $4, $5, $6::jsonb, 'in_flight', $7::uuid, ${after('$12', '$13')}, 1, $8::jsonb,
	${atMoment('$13')}, ${after('$12', '$13')}, $14, $15,
	CASE WHEN $16::boolean THEN $7::uuid END)
ON CONFLICT (key) DO UPDATE SET ${ASKED_LAST},
	state = 'in_flight',
	token = excluded.token,
	lease_until = excluded.lease_until,
	sent_by = excluded.sent_by,
	unsent_token = excluded.unsent_token,
	next_at = NULL,
	look_ups = 0,
	attempted_at = CASE
		WHEN held.attempts = 0 OR held.state = 'failed' THEN excluded.attempted_at
		ELSE coalesce(held.attempted_at, excluded.attempted_at)
	END,
	attempts = held.attempts + 1,
	conflicts = held.conflicts + (held.fingerprint <> excluded.fingerprint)::int,
	fingerprint = CASE held.state WHEN 'failed' THEN excluded.fingerprint ELSE held.fingerprint END,
	content = CASE held.state WHEN 'failed' THEN excluded.content ELSE held.content END,
	error = NULL,
	updated_at = ${atMoment('$13')}
WHERE ${TAKEABLE}
RETURNING held.content, held.attempts AS attempt, held.fingerprint <> $5 AS "isConflict"`;

/**
 * Keeps that an event asked for an effect that is not done and not its own to do: its end waits for
 * it all the same.
 */
export async function noteEvent(
	queries: Queries,
	key: string,
	{ id, stopsAt: at }: AskingEvent,
): Promise<void> {
	await queries.query(
		`UPDATE effects SET event_id = $2, event_stops_at = $3 WHERE key = $1 AND state <> 'done'`,
		[key, id, at],
	);
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
		next_at = ${after('$6', '$8')},
		sent_by = least(sent_by, ${after('$7', '$8')}),
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
		next_at = CASE WHEN ${IS_UNSENT} THEN ${atMoment('$4')} ELSE ${after('$3', '$4')} END,
		lease_until = NULL, updated_at = ${atMoment('$4')}
	WHERE key = $1 AND state = 'in_flight' AND lease_until < ${atMoment('$4')}
	RETURNING key, attempts, event_id, state, error
), kept AS (
	INSERT INTO effect_events (key, attempt, state, detail, at)
	SELECT key, attempts, state, error, ${atMoment('$4')} FROM lapsed
)
SELECT event_id AS "eventId" FROM lapsed`;

/** Counts that the key came with other content and was not acted on. */
export async function countConflict(queries: Queries, key: string): Promise<void> {
	await queries.query('UPDATE effects SET conflicts = conflicts + 1 WHERE key = $1', [key]);
}

/** The columns of an effect as it is kept. */
export const EFFECT_COLUMNS = `key, kind, subject, test, fingerprint, content, state, attempts, conflicts, receipt,
	error, source, created_at AS "createdAt", updated_at AS "updatedAt"`;

/** An effect that is in flight, and whether its owner has outlived its lease. */
export interface FoundEffect extends Effect {
	isLapsed: boolean;
}

/** Reads one effect, null when nobody asked for it yet. */
export async function readEffect(
	queries: Queries,
	key: string,
	moment: Moment = null,
): Promise<FoundEffect | null> {
	const [found] = await queries.query<FoundEffect>(
		`SELECT ${EFFECT_COLUMNS}, coalesce(lease_until < ${atMoment('$2')}, false) AS "isLapsed"
		FROM effects WHERE key = $1`,
		[key, moment],
	);
	return found ?? null;
}

/** What follows a key where the same was made again, since what was made first was gone. */
const REMADE = '/remade/';

/** As the index of such keys has it. */
const IS_AGAIN = `(key LIKE '%/remade/%' OR key LIKE '%/rewritten/%')`;

/** Reads the newest effect that is done and made the same again; null where nothing was. */
export async function readRemade(queries: Queries, key: string): Promise<Effect | null> {
	const from = `${key}${REMADE}`;
	const [found] = await queries.query<Effect>(
		`SELECT ${EFFECT_COLUMNS} FROM effects
		WHERE ${IS_AGAIN} AND key COLLATE "C" >= $1 AND key COLLATE "C" < $2 AND state = 'done'
		ORDER BY created_at DESC LIMIT 1`,
		// The next character after the slash ends the range.
		[from, `${from.slice(0, -1)}0`],
	);
	return found ?? null;
}

/** Reads what was begun to be made the same again, whatever became of it, the first one first. */
export async function listRemade(queries: Queries, key: string, word: string): Promise<Effect[]> {
	const from = `${key}/${word}/`;
	return await queries.query<Effect>(
		`SELECT ${EFFECT_COLUMNS} FROM effects
		WHERE ${IS_AGAIN} AND key COLLATE "C" >= $1 AND key COLLATE "C" < $2 ORDER BY created_at, key`,
		[from, `${from.slice(0, -1)}0`],
	);
}

/** The most effects one list holds; a lead has about five. */
const LIST_LIMIT = 500;

/** Which effects to list; null for all. */
export interface EffectFilter {
	subject: string | null;
	state: EffectState | null;
	/** At most 500. */
	limit?: number;
}

/** Reads effects, real and test, in the order they were asked for. */
export async function listEffects(
	queries: Queries,
	{ subject, state, limit = LIST_LIMIT }: EffectFilter,
): Promise<Effect[]> {
	return await queries.query<Effect>(
		`SELECT ${EFFECT_COLUMNS} FROM effects
		WHERE ($1::text IS NULL OR subject = $1) AND ($2::text IS NULL OR state = $2)
		ORDER BY created_at, key LIMIT $3`,
		[subject, state, Math.min(limit, LIST_LIMIT)],
	);
}

/** How one attempt ended, as the history keeps it. */
export interface EffectEvent {
	attempt: number;
	state: EffectState;
	detail: Json;
	at: Date;
}

/** Reads the history of one effect, oldest first. */
export async function listEffectEvents(queries: Queries, key: string): Promise<EffectEvent[]> {
	return await queries.query<EffectEvent>(
		'SELECT attempt, state, detail, at FROM effect_events WHERE key = $1 ORDER BY id',
		[key],
	);
}
