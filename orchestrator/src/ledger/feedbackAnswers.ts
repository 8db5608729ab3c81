import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries } from './store';

/** What a client answered to one message that asked how it was. */
export interface FeedbackAnswer {
	followUp: string;
	step: string;
	client: string;
	test: boolean;
	/** 0 to 10, higher is better. */
	score: number;
	comment: string | null;
	/** How often the client changed it. */
	changes: number;
	firstAt: Date;
	at: Date;
}

const COLUMNS = `follow_up AS "followUp", step, client, test, score, comment, changes,
	first_at AS "firstAt", at`;

/** Keeps the first answer to a question; null when there is one already. */
export async function addAnswer(
	queries: Queries,
	{
		followUp,
		step,
		client,
		test,
		score,
		comment,
	}: Omit<FeedbackAnswer, 'changes' | 'firstAt' | 'at'>,
	moment: Moment,
): Promise<FeedbackAnswer | null> {
	const [added] = await queries.query<FeedbackAnswer>(
		`INSERT INTO feedback_answers (follow_up, step, client, test, score, comment, first_at, at)
		VALUES ($1, $2, $3, $4, $5, $6, ${atMoment('$7')}, ${atMoment('$7')})
		ON CONFLICT (follow_up, step) DO NOTHING RETURNING ${COLUMNS}`,
		[followUp, step, client, test, score, storable(comment), moment],
	);
	return added ?? null;
}

/** The answer to a question, locked; null where there is none. */
export async function lockAnswer(
	queries: Queries,
	{ followUp, step }: Pick<FeedbackAnswer, 'followUp' | 'step'>,
): Promise<FeedbackAnswer | null> {
	const [found] = await queries.query<FeedbackAnswer>(
		`SELECT ${COLUMNS} FROM feedback_answers WHERE follow_up = $1 AND step = $2 FOR UPDATE`,
		[followUp, step],
	);
	return found ?? null;
}

/** Changes an answer; the caller has locked it. */
export async function changeAnswer(
	queries: Queries,
	{
		followUp,
		step,
		score,
		comment,
	}: Pick<FeedbackAnswer, 'followUp' | 'step' | 'score' | 'comment'>,
	moment: Moment,
): Promise<void> {
	await queries.query(
		`UPDATE feedback_answers SET score = $3, comment = $4, changes = changes + 1, at = ${atMoment('$5')}
		WHERE follow_up = $1 AND step = $2`,
		[followUp, step, score, storable(comment), moment],
	);
}
