import { sha256Hex } from '../../../../nodes/domain/hash';
import { FEEDBACK_GIVEN } from '../../inbox/decide';
import { eventId } from '../../inbox/eventId';
import type { FeedbackAnswer } from '../../ledger/feedbackAnswers';
import { addAnswer, changeAnswer, lockAnswer } from '../../ledger/feedbackAnswers';
import type { FollowUp } from '../../ledger/followUps';
import { readFollowUp } from '../../ledger/followUps';
import { recordEvents } from '../../ledger/inbox';
import type { Moment } from '../../ledger/moment';
import type { Queries, Store } from '../../ledger/store';
import { bareEvent } from '../bareEvent';
import { tellEvents } from '../tellEvents';
import type { Question } from './feedbackTokens';

/** Days after the first answer in which the client may change it. */
export const MIND_DAYS = 7;

/** Changes of one answer that count; beyond these somebody plays. */
const MOST_CHANGES = 20;

/** What somebody answered, and confirmed. */
export interface GivenFeedback extends Question {
	/** 0 to 10. */
	score: number;
	comment: string | null;
}

/**
 * What came of an answer: the first, a change of mind, the same again, a remark that came too late to
 * count, or a question that is not there.
 */
export type FeedbackResult = 'counted' | 'changed' | 'same' | 'late' | 'missing';

/** Who recommends an agency by which answer, as the Net Promoter Score parts them. */
export function groupOf(score: number): 'detractor' | 'passive' | 'promoter' {
	if (score <= 6) return 'detractor';
	return score <= 8 ? 'passive' : 'promoter';
}

/**
 * Takes in an answer that a person confirmed: once for each question, with a change of mind within some
 * days. The enrolment and the inbox hear of it in the same transaction; an enrolment that has ended
 * does not go on by it.
 */
export async function giveFeedback(
	store: Store,
	given: GivenFeedback,
	now: Date,
	moment: Moment = null,
): Promise<FeedbackResult> {
	return await store.transaction(async (queries) => {
		const followUp = await readFollowUp(queries, given.followUp);
		if (followUp === null) return 'missing';
		const { client, test } = followUp;
		const added = await addAnswer(queries, { ...given, client, test }, moment);
		if (added !== null) {
			await tell(queries, followUp, given, { previous: null, number: 0 }, now, moment);
			return 'counted';
		}
		const before = await lockAnswer(queries, given);
		if (before === null) return 'missing';
		if (isSame(before, given)) return 'same';
		const age = now.getTime() - before.firstAt.getTime();
		if (age > MIND_DAYS * 86_400_000 || before.changes >= MOST_CHANGES) {
			await remark(queries, followUp, given, before, now, moment);
			return 'late';
		}
		// A new number without words does not unsay the words.
		const kept = { ...given, comment: given.comment ?? before.comment };
		await changeAnswer(queries, kept, moment);
		const change = { previous: before.score, number: before.changes + 1 };
		await tell(queries, followUp, kept, change, now, moment);
		return 'changed';
	});
}

function isSame(before: FeedbackAnswer, { score, comment }: GivenFeedback): boolean {
	return before.score === score && (comment === null || before.comment === comment);
}

async function tell(
	queries: Queries,
	followUp: FollowUp,
	given: GivenFeedback,
	{ previous, number }: { previous: number | null; number: number },
	now: Date,
	moment: Moment,
): Promise<void> {
	const { step, score, comment } = given;
	const event = { ...bareEvent(`feedback/${step}/${number}`, 'feedback', now), score };
	const said = { confirmed: true, ...(comment === null ? {} : { comment }) };
	await tellEvents(queries, { id: followUp.id }, [event], now, moment, said);
	const told = { ...payloadOf(followUp, given, now), previous, counts: true };
	await record(queries, followUp, `${step}/${number}`, told, now, moment);
}

/** What is said too late to count is still read by people. */
async function remark(
	queries: Queries,
	followUp: FollowUp,
	given: GivenFeedback,
	before: FeedbackAnswer,
	now: Date,
	moment: Moment,
): Promise<void> {
	const told = { ...payloadOf(followUp, given, now), previous: before.score, counts: false };
	const content = sha256Hex(JSON.stringify([given.score, given.comment])).slice(0, 12);
	await record(queries, followUp, `${given.step}/late/${content}`, told, now, moment);
}

function payloadOf(
	{ id, sequence, version, occurrence, enrolment }: FollowUp,
	given: GivenFeedback,
	now: Date,
) {
	const { step, score, comment } = given;
	const { client, anchorAt, projectName = null } = enrolment;
	return {
		followUp: id,
		client,
		occurrence,
		project: { name: projectName },
		anchorAt,
		sequence: `${sequence}/${version}`,
		step,
		score,
		group: groupOf(score),
		comment,
		at: now.toISOString(),
	};
}

async function record(
	queries: Queries,
	{ id, client, test }: FollowUp,
	name: string,
	payload: ReturnType<typeof payloadOf> & { previous: number | null; counts: boolean },
	now: Date,
	moment: Moment,
): Promise<void> {
	const externalId = `feedback/${id}/${name}`;
	const event = {
		id: eventId(now),
		source: 'ledger',
		externalId,
		topic: FEEDBACK_GIVEN,
		subject: `client:${client}`,
		test,
		// Tells one answer from another of the same question.
		payload: { ...payload, answer: externalId },
	};
	await recordEvents(queries, [event], moment);
}
