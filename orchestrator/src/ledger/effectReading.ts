import type { Effect, EffectState } from './effect';
import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment } from './moment';
import type { Queries } from './store';

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
