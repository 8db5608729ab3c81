import type { ReviewerWanted, ReviewGate } from '../../../nodes/domain/quality/gates/schema';
import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries } from './store';

/** Where a review stands. `withdrawn`: a newer version came, or the gate was passed without it. */
export const reviewStates = ['open', 'approved', 'changes', 'withdrawn'] as const;
export type ReviewState = (typeof reviewStates)[number];

/** Somebody who was asked to look at a content. */
export interface Review {
	id: string;
	/** Number of the content. */
	file: number;
	gate: ReviewGate;
	/** By their id in the roster. */
	reviewer: string;
	state: ReviewState;
	wanted: ReviewerWanted;
	checklist: Json;
	chosen: Json;
	roster: string;
	/** Working hours of the reviewer. */
	hours: number;
	askedAt: Date;
	remindAt: Date;
	dueAt: Date;
	remindedAt: Date | null;
	overdueAt: Date | null;
	/** Lead of the hub, once it was overdue. */
	lead: string | null;
	answeredAt: Date | null;
	answeredBy: string | null;
	note: string | null;
	satisfaction: number | null;
	opportunity: string | null;
}

/** A review as it is asked for. */
export type NewReview = Pick<
	Review,
	| 'id'
	| 'file'
	| 'gate'
	| 'reviewer'
	| 'wanted'
	| 'checklist'
	| 'chosen'
	| 'roster'
	| 'hours'
	| 'remindAt'
	| 'dueAt'
>;

const COLUMNS = `id, file::integer AS file, gate, reviewer, state, wanted, checklist, chosen, roster,
	hours::float8 AS hours, asked_at AS "askedAt", remind_at AS "remindAt", due_at AS "dueAt",
	reminded_at AS "remindedAt", overdue_at AS "overdueAt", lead, answered_at AS "answeredAt",
	answered_by AS "answeredBy", note, satisfaction, opportunity`;

/** Keeps a request for a review; the caller has locked the file and seen that none is open. */
export async function insertReview(
	queries: Queries,
	review: NewReview,
	moment: Moment,
): Promise<Review> {
	const [kept] = await queries.query<Review>(
		`INSERT INTO quality_reviews (id, file, gate, reviewer, state, wanted, checklist, chosen, roster,
			hours, asked_at, remind_at, due_at)
		VALUES ($1, $2, $3, $4, 'open', $5::jsonb, $6::jsonb, $7::jsonb, $8, $9, ${atMoment('$12')},
			$10, $11)
		RETURNING ${COLUMNS}`,
		[
			review.id,
			review.file,
			review.gate,
			review.reviewer,
			JSON.stringify(review.wanted),
			JSON.stringify(storable(review.checklist)),
			JSON.stringify(review.chosen),
			review.roster,
			review.hours,
			review.remindAt,
			review.dueAt,
			moment,
		],
	);
	if (kept === undefined) throw new Error('The review was not kept.');
	return kept;
}

/** One review; null when there is none. */
export async function readReview(queries: Queries, id: string): Promise<Review | null> {
	const [found] = await queries.query<Review>(
		`SELECT ${COLUMNS} FROM quality_reviews WHERE id = $1`,
		[id],
	);
	return found ?? null;
}

/** Reviews of a content, in the order they were asked for. */
export async function readReviewsOf(queries: Queries, file: number): Promise<Review[]> {
	return await queries.query<Review>(
		`SELECT ${COLUMNS} FROM quality_reviews WHERE file = $1 ORDER BY asked_at, id`,
		[file],
	);
}

/** Reviews that nobody has answered yet, the one due first first. */
export async function listOpenReviews(
	queries: Queries,
	test: boolean,
	limit: number,
): Promise<Review[]> {
	return await queries.query<Review>(
		`SELECT ${COLUMNS} FROM quality_reviews
		WHERE state = 'open' AND file IN (SELECT id FROM quality_files WHERE test = $1)
		ORDER BY due_at, id LIMIT $2`,
		[test, limit],
	);
}

/** How many open reviews each person has. */
export async function countOpenReviews(
	queries: Queries,
	test: boolean,
): Promise<Map<string, number>> {
	const rows = await queries.query<{ reviewer: string; count: number }>(
		`SELECT asked.reviewer, count(*)::integer AS count
		FROM quality_reviews AS asked JOIN quality_files AS of ON of.id = asked.file
		WHERE asked.state = 'open' AND of.test = $1 GROUP BY asked.reviewer`,
		[test],
	);
	return new Map(rows.map(({ reviewer, count }) => [reviewer, count]));
}

/** An answer as it is kept. */
export interface KeptAnswer {
	state: 'approved' | 'changes';
	by: string;
	note: string | null;
	satisfaction: number | null;
	opportunity: string | null;
}

/** Keeps the answer of an open review. @returns null where it is open no more */
export async function settleReview(
	queries: Queries,
	id: string,
	answer: KeptAnswer,
	moment: Moment,
): Promise<Review | null> {
	const { state, by, note, satisfaction, opportunity } = storable(answer);
	const [settled] = await queries.query<Review>(
		`UPDATE quality_reviews SET state = $2, answered_by = $3, answered_at = ${atMoment('$7')},
			note = $4, satisfaction = $5, opportunity = $6
		WHERE id = $1 AND state = 'open' RETURNING ${COLUMNS}`,
		[id, state, by, note, satisfaction, opportunity, moment],
	);
	return settled ?? null;
}

/** Takes back open reviews of other contents of a file, and of a gate that was passed. */
export async function withdrawReviews(
	queries: Queries,
	where: { lineage: string; test: boolean; besides: number } | { file: number; gate: ReviewGate },
): Promise<void> {
	if ('file' in where) {
		await queries.query(
			`UPDATE quality_reviews SET state = 'withdrawn'
			WHERE file = $1 AND gate = $2 AND state = 'open'`,
			[where.file, where.gate],
		);
		return;
	}
	await queries.query(
		`UPDATE quality_reviews SET state = 'withdrawn' WHERE state = 'open' AND file IN (
			SELECT id FROM quality_files WHERE lineage = $1 AND test = $2 AND id <> $3)`,
		[where.lineage, where.test, where.besides],
	);
}

/**
 * Picks open reviews whose time is half over or over and of which nobody was told yet, and locks them;
 * those that somebody is changing right now are left for the next time.
 */
export async function lockDueReviews(
	queries: Queries,
	limit: number,
	moment: Moment,
): Promise<Array<Review & { isOverdue: boolean }>> {
	return await queries.query(
		`SELECT ${COLUMNS}, due_at <= ${atMoment('$2')} AS "isOverdue" FROM quality_reviews
		WHERE state = 'open' AND overdue_at IS NULL AND (due_at <= ${atMoment('$2')}
			OR (reminded_at IS NULL AND remind_at <= ${atMoment('$2')}))
		ORDER BY due_at, id LIMIT $1 FOR UPDATE SKIP LOCKED`,
		[limit, moment],
	);
}

/** Keeps that the reviewer was reminded. */
export async function markReminded(queries: Queries, id: string, moment: Moment): Promise<void> {
	await queries.query(`UPDATE quality_reviews SET reminded_at = ${atMoment('$2')} WHERE id = $1`, [
		id,
		moment,
	]);
}

/** Keeps that a review was handed to the lead of the hub, where there is one. */
export async function markOverdue(
	queries: Queries,
	id: string,
	lead: string | null,
	moment: Moment,
): Promise<void> {
	await queries.query(
		`UPDATE quality_reviews SET overdue_at = ${atMoment('$2')}, lead = $3 WHERE id = $1`,
		[id, moment, lead],
	);
}
