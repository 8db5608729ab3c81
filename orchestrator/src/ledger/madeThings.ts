import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment } from './moment';
import type { Queries } from './store';

/** An effect that is done, as far as services are compared with it. */
export interface MadeThing {
	key: string;
	kind: string;
	subject: string;
	content: Json;
	receipt: { [name: string]: Json | undefined };
	/** When it was asked for, and when it was done. */
	createdAt: Date;
	doneAt: Date;
}

/** A place in the order in which effects were asked for. */
export interface AuditPlace {
	/** ISO 8601 with microseconds, as the database writes it. */
	at: string;
	key: string;
}

const COLUMNS = `key, kind, subject, content, receipt, created_at AS "createdAt",
	updated_at AS "doneAt"`;

/** Before the first effect there can be. */
export const firstPlace: AuditPlace = { at: '-infinity', key: '' };

/** Real effects of some kinds that are done and were asked for since a moment, the oldest first. */
export async function listMadeSince(
	queries: Queries,
	kinds: readonly string[],
	since: Date,
	limit: number,
): Promise<MadeThing[]> {
	return await queries.query<MadeThing>(
		`SELECT ${COLUMNS} FROM effects
		WHERE state = 'done' AND NOT test AND created_at >= $2
			AND kind = ANY (ARRAY(SELECT jsonb_array_elements_text($1::jsonb)))
		ORDER BY created_at DESC, key DESC LIMIT $3`,
		[JSON.stringify(kinds), since, limit],
	);
}

/**
 * The next real effects in the order they were asked for, whatever their kind: the audit's portion.
 *
 * @returns what there is after the place and before the moment, and the place where the next begins
 */
export async function listMadeAfter(
	queries: Queries,
	after: AuditPlace,
	before: Date,
	limit: number,
): Promise<{ made: MadeThing[]; next: AuditPlace | null }> {
	const made = await queries.query<MadeThing & { place: string }>(
		`SELECT ${COLUMNS}, created_at::text AS place FROM effects
		WHERE state = 'done' AND NOT test AND (created_at, key) > ($1::timestamptz, $2)
			AND created_at < $3
		ORDER BY created_at, key LIMIT $4`,
		[after.at, after.key, before, limit],
	);
	const last = made.at(-1);
	const next = last === undefined || made.length < limit ? null : { at: last.place, key: last.key };
	return { made, next };
}

/** Everything real that is done about some subjects, in the order it was asked for. */
export async function listMadeAbout(
	queries: Queries,
	subjects: readonly string[],
): Promise<MadeThing[]> {
	if (subjects.length === 0) return [];
	return await queries.query<MadeThing>(
		`SELECT ${COLUMNS} FROM effects
		WHERE subject = ANY (ARRAY(SELECT jsonb_array_elements_text($1::jsonb))) AND state = 'done' AND NOT test
		ORDER BY created_at, key`,
		[JSON.stringify([...new Set(subjects)])],
	);
}

/** Everything real of some kinds that was done to things with these ids at their service. */
export async function listMadeWithIds(
	queries: Queries,
	kinds: readonly string[],
	ids: readonly string[],
): Promise<MadeThing[]> {
	if (ids.length === 0) return [];
	return await queries.query<MadeThing>(
		`SELECT ${COLUMNS} FROM effects
		WHERE state = 'done' AND NOT test AND receipt->>'id' IS NOT NULL
			AND receipt->>'id' = ANY (ARRAY(SELECT jsonb_array_elements_text($2::jsonb)))
			AND kind = ANY (ARRAY(SELECT jsonb_array_elements_text($1::jsonb)))
		ORDER BY created_at, key`,
		[JSON.stringify(kinds), JSON.stringify([...new Set(ids)])],
	);
}

/** Real effects that are done, by their keys. */
export async function listMadeByKeys(
	queries: Queries,
	keys: readonly string[],
): Promise<MadeThing[]> {
	if (keys.length === 0) return [];
	return await queries.query<MadeThing>(
		`SELECT ${COLUMNS} FROM effects
		WHERE key = ANY (ARRAY(SELECT jsonb_array_elements_text($1::jsonb))) AND state = 'done' AND NOT test`,
		[JSON.stringify([...new Set(keys)])],
	);
}

/** A real effect that ought to be done by now. */
export interface OverdueEffect {
	key: string;
	kind: string;
	subject: string;
	state: 'planned' | 'unknown';
	createdAt: Date;
	/** Why it is not done, as far as its last attempt says. */
	what: string | null;
}

/** Real effects whose next attempt or look-up was due so long ago, the oldest first. */
export async function listOverdue(
	queries: Queries,
	lateMs: number,
	limit: number,
	moment: Moment = null,
): Promise<OverdueEffect[]> {
	return await queries.query<OverdueEffect>(
		`SELECT key, kind, subject, state, created_at AS "createdAt", error->>'what' AS what FROM effects
		WHERE state IN ('planned', 'unknown') AND NOT test
			AND next_at < ${atMoment('$3')} - $1::double precision * interval '1 millisecond'
		ORDER BY next_at LIMIT $2`,
		[lateMs, limit, moment],
	);
}
