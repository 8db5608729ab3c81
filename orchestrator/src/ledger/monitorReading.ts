import type { EffectState } from './effects';
import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment } from './moment';
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

/** What came and ended since a line of the inbox's story, in its order; test runs are left out. */
export async function readHistory(queries: Queries, after: string): Promise<HistoryLine[]> {
	return await queries.query<HistoryLine>(
		`SELECT story.id::text AS id, inbox.topic, story.at,
			CASE story.detail->>'what' WHEN 'received' THEN 'received' ELSE 'ended' END AS what,
			CASE WHEN story.detail->>'what' <> 'received' AND story.detail->>'outcome' <> 'failed'
				THEN greatest(0, extract(epoch FROM story.at - inbox.since))::float8 END AS seconds
		FROM (
			SELECT id, inbox_id, detail, at FROM inbox_events WHERE id > $1::bigint
			ORDER BY id LIMIT ${MOST_LINES}
		) AS story JOIN inbox ON inbox.id = story.inbox_id
		WHERE NOT inbox.test AND story.detail->>'what' IN ('received', 'ended', 'endedAtLast')
		ORDER BY story.id`,
		[after],
	);
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
): Promise<{ lines: PromiseLine[]; readTo: string | null }> {
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

/** The number of the newest line of a history; from there on a new monitor counts. */
export async function lastLineOf(
	queries: Queries,
	table: 'inbox_events' | 'effect_events',
): Promise<string> {
	const [row] = await queries.query<{ id: string }>(
		`SELECT coalesce(max(id), 0)::text AS id FROM ${table}`,
	);
	return row?.id ?? '0';
}

/** Real events in a state that need somebody, by topic. */
export async function countEvents(
	queries: Queries,
	state: 'dead' | 'failed',
	since: Date,
): Promise<Array<{ topic: string; reason: string | null }>> {
	// The condition stands in the text so that the index of just these is used.
	const isSo = state === 'dead' ? `state = 'dead'` : `state = 'ended' AND outcome = 'failed'`;
	return await queries.query(
		`SELECT topic, reason FROM inbox WHERE ${isSo} AND NOT test AND updated_at >= $1
		ORDER BY updated_at DESC LIMIT 1000`,
		[since],
	);
}

/** Executions of which the inbox knows that their flow failed, since a moment. */
export async function listReportedExecutions(queries: Queries, since: Date): Promise<Set<string>> {
	const rows = await queries.query<{ id: string }>(
		`SELECT DISTINCT execution_id AS id FROM inbox
		WHERE state = 'ended' AND outcome = 'failed' AND updated_at >= $1 AND execution_id IS NOT NULL`,
		[since],
	);
	return new Set(rows.map(({ id }) => id));
}

/** The oldest real event that has not ended, and how many wait; null where none does. */
export async function readOldestEvent(
	queries: Queries,
	moment: Moment = null,
): Promise<{ topic: string; state: string; seconds: number; waiting: number } | null> {
	const [row] = await queries.query<{
		topic: string;
		state: string;
		seconds: number;
		waiting: number;
	}>(
		`SELECT topic, state, greatest(0, extract(epoch FROM ${atMoment('$1')} - since))::float8 AS seconds,
			(SELECT count(*)::int FROM inbox WHERE state = 'received' AND NOT test) AS waiting
		FROM inbox WHERE state IN ('received', 'forwarded') AND NOT test ORDER BY since LIMIT 1`,
		[moment],
	);
	return row ?? null;
}

/** The ledger's own clock. */
export async function readClock(queries: Queries): Promise<Date> {
	const [row] = await queries.query<{ at: Date }>('SELECT clock_timestamp() AS at');
	if (row === undefined) throw new Error('The ledger does not say what time it is.');
	return row.at;
}

/** A lead of many points that nobody has taken. */
export interface HotLead {
	subject: string;
	score: number;
	cameAt: Date;
	/** Of its message in Slack, else of its deal; null where there is none. */
	url: string | null;
}

/** Real leads since a moment with at least so many points, which nobody has taken or turned down. */
export async function listHotLeads(
	queries: Queries,
	score: number,
	since: Date,
): Promise<HotLead[]> {
	return await queries.query<HotLead>(
		`SELECT deal.subject, (deal.content->'properties'->>'agency_lead_score')::float8 AS score,
			deal.created_at AS "cameAt", coalesce((
				SELECT receipt->>'url' FROM effects AS told
				WHERE told.subject = deal.subject AND told.kind = 'slack.message' AND told.state = 'done'
					AND NOT told.test
				ORDER BY told.created_at LIMIT 1
			), deal.receipt->>'url') AS url
		FROM effects AS deal
		WHERE deal.state = 'done' AND NOT deal.test AND deal.created_at >= $2
			AND deal.kind = 'hubspot.deal'
			AND deal.content->'properties'->>'agency_lead_score' ~ '^[0-9]+([.][0-9]+)?$'
			AND (deal.content->'properties'->>'agency_lead_score')::float8 >= $1
			AND coalesce((
				SELECT answer FROM lead_claims WHERE lead = deal.subject
				ORDER BY occurrence DESC LIMIT 1
			), 'given-back') = 'given-back'
		ORDER BY deal.created_at LIMIT 200`,
		[score, since],
	);
}

/** A project that is due soon and was not handed over. */
export interface DueProject {
	project: string;
	dueAt: Date;
	/** Distinct pieces of it, and its files that have passed every gate in their newest version. */
	pieces: number;
	approved: number;
	/** Context of its reservation, which knows what it is called. */
	context: { [name: string]: unknown } | null;
	/** Who works on it. */
	people: string[];
}

/** Real projects that are due before a moment, and not longer ago than a day, without a delivery. */
export async function listDueProjects(
	queries: Queries,
	{ now, before }: { now: Date; before: Date },
): Promise<DueProject[]> {
	return await queries.query<DueProject>(
		`SELECT held.project, max(held.due_at) AS "dueAt", count(DISTINCT held.piece)::int AS pieces, (
				SELECT count(*)::int FROM quality_files AS file
				WHERE file.project = held.project AND NOT file.test
					AND NOT EXISTS (
						SELECT 1 FROM quality_files AS newer WHERE newer.lineage = file.lineage
							AND newer.test = file.test AND newer.version > file.version
					)
					AND EXISTS (
						SELECT 1 FROM quality_verdicts AS verdict WHERE verdict.file = file.id
							AND verdict.gate = 'senior' AND verdict.outcome = 'pass'
					)
			) AS approved,
			(SELECT context FROM reservation_requests WHERE key = min(held.request)) AS context,
			jsonb_agg(DISTINCT held.person) AS people
		FROM reservations AS held
		WHERE NOT held.test AND held.state <> 'released' AND held.due_at IS NOT NULL
			AND held.last_day >= to_char($1::timestamptz - interval '90 days', 'YYYY-MM-DD')
			AND NOT EXISTS (
				SELECT 1 FROM deliveries WHERE deliveries.project = held.project AND NOT deliveries.test
					AND deliveries.state IN ('stored', 'delivered') AND deliveries.kind <> 'partial'
			)
		GROUP BY held.project
		HAVING max(held.due_at) <= $2 AND max(held.due_at) > $1::timestamptz - interval '1 day'
		ORDER BY max(held.due_at) LIMIT 200`,
		[now, before],
	);
}

/** What a test run's event set off; effects of real runs are never among them. */
export async function listTrialEffects(
	queries: Queries,
	eventId: string,
): Promise<Array<{ kind: string; state: EffectState; receipt: Json; what: string | null }>> {
	return await queries.query(
		`SELECT kind, state, receipt, error->>'what' AS what FROM effects WHERE test AND (event_id = $1 OR source->>'executionId' IN (
			SELECT detail->>'executionId' FROM inbox_events WHERE inbox_id = $1
		)) ORDER BY created_at, key`,
		[eventId],
	);
}

/** The workflows that an upgrade, a rollback or a seed changed; what was made for the first time is no change. */
export interface ChangedWorkflows {
	apply: string;
	names: string[];
}

/** Those of the applies that ended since a moment, the newest first. */
export async function listChangedWorkflows(
	queries: Queries,
	since: Date,
): Promise<ChangedWorkflows[]> {
	return await queries.query<ChangedWorkflows>(
		`SELECT applies.id AS apply, jsonb_agg(DISTINCT step.target->>'name') AS names
		FROM applies JOIN apply_steps AS step ON step.apply = applies.id
		WHERE applies.ended_at >= $1 AND step.state = 'done' AND step.kind IN ('update', 'putBack')
			AND step.target->>'kind' = 'workflow'
		GROUP BY applies.id ORDER BY applies.id DESC LIMIT 20`,
		[since],
	);
}
