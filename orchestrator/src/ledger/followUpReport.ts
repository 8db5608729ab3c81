import type { Queries } from './store';

/** Which enrolments a report is about. */
export interface ReportFilter {
	/** Enrolled from then on. */
	since: Date;
	/** Enrolled before then. */
	until: Date;
	/** null for every sequence. */
	sequence: string | null;
	/** Days within which an order counts for the follow-up. */
	days: number;
	now: Date;
}

/** Clients of one arm of a sequence. */
export interface ArmCount {
	sequence: string;
	/** Whether they got no offers, so that what these bring can be measured. */
	holdout: boolean;
	enrolled: number;
	/** Clients, each by the first enrolment of the period, whose days are over. */
	clients: number;
	/** Of these, who ordered again within the days. */
	ordered: number;
	/** Clients whose days are not over yet. */
	open: number;
}

// A deal that was only opened counts for nothing here; one that was won, or is delivered, does. Holdout is
// what was decided at the enrolment, whatever the share is now.
const ENROLLED = `enrolled AS (
	SELECT id, client, sequence, occurrence, created_at, (enrolment->>'holdout')::boolean IS TRUE AS holdout,
		created_at + make_interval(days => $4) AS until,
		row_number() OVER (PARTITION BY sequence, client ORDER BY created_at, id) AS place
	FROM follow_ups
	WHERE NOT test AND created_at >= $1 AND created_at < $2 AND ($3::text IS NULL OR sequence = $3)
)`;

/** Counts enrolments and orders by sequence and arm. */
export async function countArms(
	queries: Queries,
	{ since, until, sequence, days, now }: ReportFilter,
): Promise<ArmCount[]> {
	return await queries.query<ArmCount>(
		`WITH ${ENROLLED}, ordered AS (
			SELECT enrolled.id FROM enrolled JOIN follow_up_events AS told ON told.follow_up = enrolled.id
			WHERE told.type = 'deal_created' AND told.event NOT LIKE '%/created'
				AND told.happened_at > enrolled.created_at AND told.happened_at <= enrolled.until
			UNION
			SELECT enrolled.id FROM enrolled JOIN deliveries USING (client)
			WHERE NOT deliveries.test AND 'deal/' || deliveries.deal <> enrolled.occurrence
				AND deliveries.created_at > enrolled.created_at AND deliveries.created_at <= enrolled.until
		)
		SELECT sequence, holdout, count(*)::int AS enrolled,
			count(*) FILTER (WHERE place = 1 AND until <= $5)::int AS clients,
			count(*) FILTER (WHERE place = 1 AND until <= $5 AND ordered.id IS NOT NULL)::int AS ordered,
			count(*) FILTER (WHERE place = 1 AND until > $5)::int AS open
		FROM enrolled LEFT JOIN ordered USING (id)
		GROUP BY sequence, holdout ORDER BY sequence, holdout`,
		[since, until, sequence, days, now],
	);
}

/** Messages of a step that went out. */
export interface StepCount {
	sequence: string;
	step: string;
	sent: number;
	/** Left out, or refused right before they were sent. */
	withheld: number;
}

/** Counts messages by step. */
export async function countSteps(
	queries: Queries,
	{ since, until, sequence, days }: ReportFilter,
): Promise<StepCount[]> {
	return await queries.query<StepCount>(
		`WITH ${ENROLLED}
		SELECT touches.sequence, step, count(*) FILTER (WHERE state = 'claimed')::int AS sent,
			count(*) FILTER (WHERE state = 'withheld')::int AS withheld
		FROM enrolled JOIN follow_up_touches AS touches ON touches.follow_up = enrolled.id
		GROUP BY touches.sequence, step ORDER BY touches.sequence, min(touches.at), step`,
		[since, until, sequence, days],
	);
}

/** Offers of a kind that went out. */
export interface OfferCount {
	sequence: string;
	offer: string;
	sent: number;
}

/** Counts offers that went out by what they offered. */
export async function countOffers(
	queries: Queries,
	{ since, until, sequence, days }: ReportFilter,
): Promise<OfferCount[]> {
	return await queries.query<OfferCount>(
		`WITH ${ENROLLED}
		SELECT enrolled.sequence, touch->>'offer' AS offer, count(*)::int AS sent
		FROM enrolled JOIN follow_ups USING (id)
			CROSS JOIN jsonb_array_elements(enrolment->'progress'->'touches') AS touch
			JOIN follow_up_touches AS kept ON kept.follow_up = enrolled.id
				AND kept.step = touch->>'step' AND kept.state = 'claimed'
		WHERE touch->>'offer' IS NOT NULL
		GROUP BY enrolled.sequence, touch->>'offer' ORDER BY enrolled.sequence, sent DESC, offer`,
		[since, until, sequence, days],
	);
}

/** Answers to the question how it was. */
export interface AnswerCount {
	sequence: string;
	/** 0 to 10. */
	score: number;
	answers: number;
}

/** Counts answers by their number; the newest of each question counts. */
export async function countAnswers(
	queries: Queries,
	{ since, until, sequence, days }: ReportFilter,
): Promise<AnswerCount[]> {
	return await queries.query<AnswerCount>(
		`WITH ${ENROLLED}
		SELECT sequence, score, count(*)::int AS answers
		FROM enrolled JOIN feedback_answers ON follow_up = enrolled.id
		GROUP BY sequence, score ORDER BY sequence, score`,
		[since, until, sequence, days],
	);
}
