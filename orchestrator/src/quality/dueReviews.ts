import { mayReview } from '../../../nodes/domain/quality/gates/judgeReview';
import { eventId } from '../inbox/eventId';
import type { Moment } from '../ledger/inbox';
import { recordEvents } from '../ledger/inbox';
import type { Json } from '../ledger/json';
import { readFile } from '../ledger/qualityFiles';
import type { Review } from '../ledger/qualityReviews';
import { lockDueReviews, markOverdue, markReminded, readReview } from '../ledger/qualityReviews';
import type { Queries, Store } from '../ledger/store';
import { currentRoster } from '../roster/currentRoster';
import { aboutFile } from './answerReview';
import { knownContent } from './knownFile';
import { leadFor, reviewView } from './view';

/** Topic of the event that half of the time for a review is over. */
export const REMINDER_DUE = 'review.reminder-due';

/** Topic of the event that all of it is: the review is handed to the lead of the hub. */
export const REVIEW_OVERDUE = 'review.overdue';

/**
 * Tells the inbox of reviews whose time is half over, or over, once each; whoever is overdue is not
 * reminded any more. Several processes share the work.
 *
 * @returns how many were told of
 */
export async function tellDueReviews(
	store: Store,
	limit: number,
	now: Date,
	moment: Moment,
): Promise<number> {
	return await store.transaction(async (queries) => {
		const due = await lockDueReviews(queries, limit, moment);
		for (const { isOverdue, ...review } of due) {
			await tellDue(queries, review, isOverdue, now, moment);
		}
		return due.length;
	});
}

async function tellDue(
	queries: Queries,
	review: Review,
	isOverdue: boolean,
	now: Date,
	moment: Moment,
): Promise<void> {
	const file = await readFile(queries, review.file);
	if (file === null) throw new Error(`The file of ${review.id} is gone.`);
	const roster = await currentRoster(queries, now);
	const { known } = await knownContent(queries, file, now);
	const { gate, reviewer, wanted } = review;
	const lead = isOverdue
		? leadFor(
				roster,
				reviewer,
				wanted.skill,
				(person) => mayReview(gate, person, wanted, file.sha256, known) === null,
			)
		: null;
	if (isOverdue) await markOverdue(queries, review.id, lead, moment);
	else await markReminded(queries, review.id, moment);
	const marked = (await readReview(queries, review.id)) ?? review;
	const view = reviewView(marked, file, roster);
	const word = isOverdue ? 'overdue' : 'reminder';
	const event = {
		id: eventId(now),
		source: 'ledger',
		externalId: `review/${review.id}/${word}`,
		topic: isOverdue ? REVIEW_OVERDUE : REMINDER_DUE,
		subject: file.subject,
		test: file.test,
		payload: {
			...aboutFile(file),
			gate,
			review: view as unknown as Json,
			reviewer: view.reviewer as unknown as Json,
			lead: view.lead as unknown as Json,
		},
	};
	await recordEvents(queries, [event], moment);
}
