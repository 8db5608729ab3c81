import type { Apply, Base, Entry, JournalStep, NewApply } from '../apply/journal';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries, Store } from './store';

const COLUMNS = `id, target, kind, undoes, source, by_whom AS by, state, holder,
	started_at AS "startedAt", heard_at AS "heardAt", ended_at AS "endedAt"`;

/**
 * Keeps an apply that begins.
 *
 * @returns the one of the same target that has not ended and stands in its way; null: it has begun
 */
export async function beginApply(
	queries: Queries,
	{ id, target, kind, undoes, source, by, holder }: NewApply,
	moment: Moment = null,
): Promise<Apply | null> {
	const kept = await queries.query(
		`INSERT INTO applies (id, target, kind, undoes, source, by_whom, state, holder, started_at, heard_at)
		SELECT $1, $2, $3, $4, $5, $6, 'running', $7, at, at FROM (SELECT ${atMoment('$8')} AS at) AS now
		ON CONFLICT (target) WHERE state = 'running' DO NOTHING
		RETURNING id`,
		[id, target, kind, undoes, source, by, holder, moment],
	);
	if (kept.length > 0) return null;
	const [running] = await queries.query<Apply>(
		`SELECT ${COLUMNS} FROM applies WHERE target = $1 AND state = 'running'`,
		[target],
	);
	return running ?? null;
}

/** Gives a running apply to another process; false when it is no longer the one it was taken from. */
export async function takeOverApply(
	queries: Queries,
	id: string,
	from: string,
	to: string,
	moment: Moment = null,
): Promise<boolean> {
	const taken = await queries.query(
		`UPDATE applies SET holder = $3, heard_at = ${atMoment('$4')}
		WHERE id = $1 AND holder = $2 AND state = 'running' RETURNING id`,
		[id, from, to, moment],
	);
	return taken.length > 0;
}

/** Keeps what became of steps, and what is remembered from now on; false when another process holds it. */
export async function writeSteps(
	store: Store,
	id: string,
	holder: string,
	{ steps, bases = [] }: Entry,
	moment: Moment = null,
): Promise<boolean> {
	return await store.transaction(async (queries) => {
		const [held] = await queries.query<{ target: string }>(
			`UPDATE applies SET heard_at = ${atMoment('$3')}
			WHERE id = $1 AND holder = $2 AND state = 'running' RETURNING target`,
			[id, holder, moment],
		);
		if (held === undefined) return false;
		for (const step of steps) await writeStep(queries, id, step, moment);
		await keepBases(queries, held.target, bases, moment);
		return true;
	});
}

/** What is known of a step already stays where it is not told again. */
async function writeStep(
	queries: Queries,
	id: string,
	step: JournalStep,
	moment: Moment,
): Promise<void> {
	const { number, target, kind, because, state } = step;
	await queries.query(
		`INSERT INTO apply_steps AS held (apply, number, target, kind, because, state, before, after,
			base_before, error, started_at, ended_at)
		SELECT $1, $2, $3::jsonb, $4, $5, $6, $7::jsonb, $8::jsonb, $9::jsonb, $10::jsonb,
			CASE WHEN $6 = 'started' THEN at END,
			CASE WHEN $6 NOT IN ('planned', 'started') THEN at END
		FROM (SELECT ${atMoment('$11')} AS at) AS now
		ON CONFLICT (apply, number) DO UPDATE SET
			state = excluded.state,
			before = coalesce(excluded.before, held.before),
			after = coalesce(excluded.after, held.after),
			base_before = coalesce(excluded.base_before, held.base_before),
			error = excluded.error,
			started_at = coalesce(excluded.started_at, held.started_at),
			ended_at = excluded.ended_at`,
		[
			id,
			number,
			JSON.stringify(target),
			kind,
			because,
			state,
			jsonText(step.before),
			jsonText(step.after),
			jsonText(step.baseBefore),
			jsonText(step.error ?? undefined),
			moment,
		],
	);
}

function jsonText(value: unknown): string | null {
	return value === undefined ? null : JSON.stringify(storable(value));
}

/** Ends a running apply; false when another process holds it. */
export async function endApply(
	queries: Queries,
	id: string,
	holder: string,
	state: 'done' | 'failed',
	moment: Moment = null,
): Promise<boolean> {
	const ended = await queries.query(
		`UPDATE applies SET state = $3, heard_at = at, ended_at = at
		FROM (SELECT ${atMoment('$4')} AS at) AS now
		WHERE id = $1 AND holder = $2 AND state = 'running' RETURNING id`,
		[id, holder, state, moment],
	);
	return ended.length > 0;
}

/** Marks an apply that has been put back. */
export async function markApplyUndone(queries: Queries, id: string): Promise<void> {
	await queries.query(
		`UPDATE applies SET state = 'undone' WHERE id = $1 AND state IN ('done', 'failed')`,
		[id],
	);
}

/** Lists the applies of a target, the newest first. */
export async function listApplies(
	queries: Queries,
	target: string,
	limit: number,
): Promise<Apply[]> {
	return await queries.query<Apply>(
		`SELECT ${COLUMNS} FROM applies WHERE target = $1 ORDER BY id DESC LIMIT $2`,
		[target, limit],
	);
}

interface StepRow extends Omit<JournalStep, 'before' | 'after' | 'baseBefore'> {
	known: { before?: string | null; after?: string | null; baseBefore?: string | null };
}

/** Reads an apply with its steps; null where there is none of that id. */
export async function readApply(
	queries: Queries,
	id: string,
): Promise<{ apply: Apply; steps: JournalStep[] } | null> {
	const [apply] = await queries.query<Apply>(`SELECT ${COLUMNS} FROM applies WHERE id = $1`, [id]);
	if (apply === undefined) return null;
	// As text: JSON null and no value at all would else be the same.
	const rows = await queries.query<StepRow>(
		`SELECT number, target, kind, because, state, error, jsonb_build_object(
			'before', before::text, 'after', after::text, 'baseBefore', base_before::text) AS known
		FROM apply_steps WHERE apply = $1 ORDER BY number`,
		[id],
	);
	const steps = rows.map(({ known, ...row }) => {
		const values = Object.entries(known).flatMap(([name, text]) =>
			typeof text === 'string' ? [[name, JSON.parse(text) as unknown] as const] : [],
		);
		return { ...row, ...Object.fromEntries(values) } as JournalStep;
	});
	return { apply, steps };
}

/** Reads the number at a service that is remembered of one thing; null without one. */
export async function readRememberedId(
	queries: Queries,
	target: string,
	{ kind, key }: Pick<Base, 'kind' | 'key'>,
): Promise<string | null> {
	const [found] = await queries.query<{ id: string | null }>(
		`SELECT value->>'id' AS id FROM applied_bases WHERE target = $1 AND kind = $2 AND key = $3`,
		[target, kind, key],
	);
	return found?.id ?? null;
}

/** Reads what is remembered of a target. */
export async function readBases(queries: Queries, target: string): Promise<Base[]> {
	return await queries.query<Base>(
		`SELECT kind, key, value FROM applied_bases WHERE target = $1 ORDER BY kind, key`,
		[target],
	);
}

/** Remembers things of a target, each in place of what was remembered of it; null forgets it. */
export async function keepBases(
	queries: Queries,
	target: string,
	bases: readonly Base[],
	moment: Moment = null,
): Promise<void> {
	for (const { kind, key, value } of bases) {
		if (value === null) {
			await queries.query(
				`DELETE FROM applied_bases WHERE target = $1 AND kind = $2 AND key = $3`,
				[target, kind, key],
			);
			continue;
		}
		await queries.query(
			`INSERT INTO applied_bases (target, kind, key, value, applied_at)
			VALUES ($1, $2, $3, $4::jsonb, ${atMoment('$5')})
			ON CONFLICT (target, kind, key)
				DO UPDATE SET value = excluded.value, applied_at = excluded.applied_at`,
			[target, kind, key, JSON.stringify(storable(value)), moment],
		);
	}
}
