import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment, laterBy } from './moment';
import type { Queries, SqlValue } from './store';

export { effectStates } from './effect';
export type { Effect, EffectError, EffectState } from './effect';
export { lapseEffect, settleEffect } from './effectSettling';
export type { Settled, Settlement } from './effectSettling';
export {
	EFFECT_COLUMNS,
	listEffectEvents,
	listEffects,
	listRemade,
	readEffect,
	readRemade,
} from './effectReading';
export type { EffectEvent, EffectFilter, FoundEffect } from './effectReading';

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
	($1, $2, $3, $4, $5, $6::jsonb, 'planned', $7::uuid, 0, $8::jsonb, ${laterBy('$12', '$13')},
	$14, $15)
ON CONFLICT (key) DO UPDATE SET ${ASKED_LAST}
WHERE ${TAKEABLE}
RETURNING held.key`;

const TAKE = `
INSERT INTO effects AS held
	(key, kind, subject, test, fingerprint, content, state, token, lease_until, attempts, source,
	attempted_at, sent_by, event_id, event_stops_at, unsent_token)
VALUES
	($1, $2, $3, $4, $5, $6::jsonb, 'in_flight', $7::uuid, ${laterBy('$12', '$13')}, 1, $8::jsonb,
	${atMoment('$13')}, ${laterBy('$12', '$13')}, $14, $15,
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

/** Counts that the key came with other content and was not acted on. */
export async function countConflict(queries: Queries, key: string): Promise<void> {
	await queries.query('UPDATE effects SET conflicts = conflicts + 1 WHERE key = $1', [key]);
}
