import type { Queries } from './store';

/** Something of the ledger's history that a sweep has not counted yet. */
export interface HistoryLine {
	/** Number of the line. */
	id: string;
	topic: string;
	/** `received` or `ended`. */
	what: 'received' | 'ended';
	at: Date;
	/** How long it took, where it ended well; null otherwise. */
	seconds: number | null;
}

/** Lines that one sweep counts; more are counted by the next. */
const MOST_LINES = 5_000;

/** Some lines of a history, and how far it was read for them: not all that was read is counted. */
export interface ReadLines<Line> {
	lines: Line[];
	/** Number of the last line that was read; null where there was none. */
	readTo: string | null;
}

/** What came and ended since a line of the inbox's story, in its order; test runs are left out. */
export async function readHistory(
	queries: Queries,
	after: string,
): Promise<ReadLines<HistoryLine>> {
	const rows = await queries.query<
		Omit<HistoryLine, 'what'> & { what: HistoryLine['what'] | null }
	>(
		`SELECT story.id::text AS id, inbox.topic, story.at,
			CASE
				WHEN inbox.test THEN NULL
				WHEN story.detail->>'what' = 'received' THEN 'received'
				WHEN story.detail->>'what' IN ('ended', 'endedAtLast') THEN 'ended'
			END AS what,
			CASE WHEN story.detail->>'what' <> 'received' AND story.detail->>'outcome' <> 'failed'
				THEN greatest(0, extract(epoch FROM story.at - inbox.since))::float8 END AS seconds
		FROM (
			SELECT id, inbox_id, detail, at FROM inbox_events WHERE id > $1::bigint
			ORDER BY id LIMIT ${MOST_LINES}
		) AS story JOIN inbox ON inbox.id = story.inbox_id
		ORDER BY story.id`,
		[after],
	);
	const lines = rows.flatMap(({ what, ...row }) => (what === null ? [] : [{ ...row, what }]));
	return { lines, readTo: rows.at(-1)?.id ?? null };
}

/** A message or mail that came to its end, with how long after its event. */
export interface PromiseLine {
	id: string;
	budget: 'lead-in-slack' | 'milestone-mail';
	at: Date;
	seconds: number;
}

/**
 * The messages of leads and mails of milestones that are out since a line of the effects' history. What
 * was to wait for its hour is not late: the time between asking for it and its first attempt is not
 * counted of mails.
 */
export async function readPromises(
	queries: Queries,
	after: string,
): Promise<ReadLines<PromiseLine>> {
	const rows = await queries.query<PromiseLine & { budget: PromiseLine['budget'] | null }>(
		`SELECT story.id::text AS id, story.at,
			CASE
				WHEN effects.test OR inbox.id IS NULL THEN NULL
				WHEN effects.kind = 'slack.message' AND inbox.topic = 'lead.received' THEN 'lead-in-slack'
				WHEN effects.kind = 'mail' AND inbox.topic = 'milestone.reached' THEN 'milestone-mail'
			END AS budget,
			greatest(0, extract(epoch FROM CASE effects.kind
				WHEN 'mail' THEN (effects.created_at - inbox.since)
					+ (story.at - coalesce(effects.attempted_at, effects.created_at))
				ELSE story.at - inbox.since
			END))::float8 AS seconds
		FROM (
			SELECT id, key, at FROM effect_events WHERE id > $1::bigint AND state = 'done'
			ORDER BY id LIMIT ${MOST_LINES}
		) AS story
		JOIN effects ON effects.key = story.key
		LEFT JOIN inbox ON inbox.id = effects.event_id
		ORDER BY story.id`,
		[after],
	);
	const lines = rows.flatMap((row) =>
		row.budget === null ? [] : [{ ...row, budget: row.budget }],
	);
	return { lines, readTo: rows.at(-1)?.id ?? null };
}

/** A promise that is late and not kept yet: since when its event waits, and for how long. */
export interface OverduePromise {
	budget: PromiseLine['budget'];
	since: Date;
	/** As `PromiseLine` counts them, up to now. */
	seconds: number;
}

/**
 * What was promised and is not out: leads and milestones that no flow has come to an end with, and their
 * messages and mails that are not done. A mail that waits for its hour is not late.
 *
 * @param since of events before that nothing is asked any more
 */
export async function listWaitingPromises(
	queries: Queries,
	{ now, since }: { now: Date; since: Date },
): Promise<OverduePromise[]> {
	return await queries.query<OverduePromise>(
		`SELECT CASE topic WHEN 'lead.received' THEN 'lead-in-slack' ELSE 'milestone-mail' END AS budget,
			since, greatest(0, extract(epoch FROM waited))::float8 AS seconds
		FROM (
			SELECT topic, since, $1::timestamptz - since AS waited FROM inbox
			WHERE state IN ('received', 'forwarded', 'dead') AND NOT test AND since >= $2
				AND topic IN ('lead.received', 'milestone.reached')
				AND NOT EXISTS (${ofEvent("effects.state <> 'done'")})
				AND NOT EXISTS (${ofEvent("effects.state = 'done' AND effects.created_at >= $2")})
			UNION ALL
			SELECT inbox.topic, inbox.since, CASE effects.kind
				WHEN 'mail' THEN (effects.created_at - inbox.since) + ($1::timestamptz - effects.attempted_at)
				ELSE $1::timestamptz - inbox.since
			END
			FROM effects JOIN inbox ON inbox.id = effects.event_id
			WHERE effects.state <> 'done' AND NOT effects.test AND inbox.since >= $2
				AND (effects.kind, inbox.topic) IN
					(('slack.message', 'lead.received'), ('mail', 'milestone.reached'))
		) AS waiting WHERE waited IS NOT NULL`,
		[now, since],
	);
}

/** The message or mail of an event, in two parts that each have an index of their own. */
function ofEvent(which: string): string {
	return `SELECT 1 FROM effects WHERE ${which} AND NOT effects.test AND effects.event_id = inbox.id
		AND effects.kind = CASE inbox.topic WHEN 'lead.received' THEN 'slack.message' ELSE 'mail' END`;
}

/** The number of the last line of a history before a moment; 0 without one. Reads all of it: ask once. */
export async function lineBefore(
	queries: Queries,
	table: 'inbox_events' | 'effect_events',
	moment: Date,
): Promise<string> {
	const [row] = await queries.query<{ id: string }>(
		`SELECT coalesce(max(id), 0)::text AS id FROM ${table} WHERE at < $1`,
		[moment],
	);
	return row?.id ?? '0';
}

/** The number of the newest line of a history. */
export async function lastLineOf(
	queries: Queries,
	table: 'inbox_events' | 'effect_events',
): Promise<string> {
	const [row] = await queries.query<{ id: string }>(
		`SELECT coalesce(max(id), 0)::text AS id FROM ${table}`,
	);
	return row?.id ?? '0';
}
