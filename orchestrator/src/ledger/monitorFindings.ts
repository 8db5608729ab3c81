import type { Difference, DifferenceClass, Side } from '../monitor/reconcile/model';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries } from './store';

/** Where a finding stands. `left`: a person wants it so; `gone`: it is no longer so, by whatever. */
export type FindingState = 'open' | 'repaired' | 'left' | 'gone';

/** A difference as it is kept. */
export interface Finding {
	id: string;
	name: string;
	class: DifferenceClass;
	service: string;
	effect: string;
	subject: string;
	thing: string;
	ours: Side;
	theirs: Side;
	offers: Difference['offers'];
	state: FindingState;
	/** What was done about it, and by whom; null: by nobody. */
	done: string | null;
	doneBy: string | null;
	foundAt: Date;
	seenAt: Date;
	endedAt: Date | null;
}

const COLUMNS = `id, name, class, service, effect, subject, offers->>'thing' AS thing, ours, theirs,
	offers->'offers' AS offers, state, done, done_by AS "doneBy", found_at AS "foundAt",
	seen_at AS "seenAt", ended_at AS "endedAt"`;

/**
 * Keeps what a sweep found; what is open, or left so by a person, is only seen again.
 *
 * @returns the findings by their names
 */
export async function keepFindings(
	queries: Queries,
	found: ReadonlyArray<{ id: string; difference: Difference }>,
	moment: Moment = null,
): Promise<Finding[]> {
	if (found.length === 0) return [];
	const rows = found.map(({ id, difference: { thing, offers, ...rest } }) => ({
		id,
		...rest,
		offers: { thing, offers },
	}));
	return await queries.query<Finding>(
		`INSERT INTO monitor_findings AS held (id, name, class, service, effect, subject, ours, theirs,
			offers, state, found_at, seen_at)
		SELECT id, name, class, service, effect, subject, ours, theirs, offers, 'open',
			${atMoment('$2')}, ${atMoment('$2')}
		FROM jsonb_to_recordset($1::jsonb) AS given (id text, name text, class text, service text,
			effect text, subject text, ours jsonb, theirs jsonb, offers jsonb)
		ON CONFLICT (name) WHERE state IN ('open', 'left') DO UPDATE SET ours = excluded.ours,
			theirs = excluded.theirs, offers = excluded.offers, seen_at = excluded.seen_at
		RETURNING ${COLUMNS}`,
		[JSON.stringify(storable(rows)), moment],
	);
}

/**
 * Ends the open findings about effects that were looked at and no longer have them.
 *
 * @param looked keys of the effects
 * @param still names of what was found again
 */
export async function endFindingsGone(
	queries: Queries,
	looked: readonly string[],
	still: readonly string[],
	moment: Moment = null,
): Promise<number> {
	if (looked.length === 0) return 0;
	const ended = await queries.query(
		`UPDATE monitor_findings SET state = 'gone', ended_at = ${atMoment('$3')}
		WHERE state = 'open' AND effect IN (SELECT jsonb_array_elements_text($1::jsonb))
			AND name NOT IN (SELECT jsonb_array_elements_text($2::jsonb))
		RETURNING id`,
		[JSON.stringify(looked), JSON.stringify(still), moment],
	);
	return ended.length;
}

/** Ends one finding; false where it is over already. */
export async function endFinding(
	queries: Queries,
	id: string,
	{ state, done, by }: { state: 'repaired' | 'left'; done: string; by: string | null },
	moment: Moment = null,
): Promise<boolean> {
	const ended = await queries.query(
		`UPDATE monitor_findings SET state = $2, done = $3, done_by = $4, ended_at = ${atMoment('$5')}
		WHERE id = $1 AND state = 'open' RETURNING id`,
		[id, state, done, by, moment],
	);
	return ended.length > 0;
}

/** One finding, locked until the transaction ends; null when there is none. */
export async function lockFinding(queries: Queries, id: string): Promise<Finding | null> {
	const [found] = await queries.query<Finding>(
		`SELECT ${COLUMNS} FROM monitor_findings WHERE id = $1 FOR UPDATE`,
		[id],
	);
	return found ?? null;
}

/** Findings that are open, the newest first. */
export async function listOpenFindings(queries: Queries, limit: number): Promise<Finding[]> {
	return await queries.query<Finding>(
		`SELECT ${COLUMNS} FROM monitor_findings WHERE state = 'open' ORDER BY id DESC LIMIT $1`,
		[limit],
	);
}

/** Findings that came to an end since a moment, the newest first. */
export async function listEndedFindings(
	queries: Queries,
	{ state, since, limit }: { state: FindingState; since: Date; limit: number },
): Promise<Finding[]> {
	return await queries.query<Finding>(
		`SELECT ${COLUMNS} FROM monitor_findings WHERE state = $1 AND ended_at >= $2
		ORDER BY ended_at DESC, id DESC LIMIT $3`,
		[state, since, limit],
	);
}
