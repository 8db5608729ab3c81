import type { EffectState } from './effects';
import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment } from './moment';
import type { Queries } from './store';

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
