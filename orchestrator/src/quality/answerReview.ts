import { mayReview } from '../../../nodes/domain/quality/gates/judgeReview';
import { eventId } from '../inbox/eventId';
import type { Moment } from '../ledger/inbox';
import { recordEvents } from '../ledger/inbox';
import type { Json } from '../ledger/json';
import type { QualityFile } from '../ledger/qualityFiles';
import { lockLineage, readFile } from '../ledger/qualityFiles';
import type { Review } from '../ledger/qualityReviews';
import { readReview, settleReview } from '../ledger/qualityReviews';
import type { Queries, Store } from '../ledger/store';
import { currentRoster } from '../roster/currentRoster';
import { knownContent } from './knownFile';
import type { QualityRefusal } from './refusals';
import type { ReviewView } from './view';
import { personView, reviewView } from './view';

/** Topic of the event that somebody answered. */
export const REVIEW_ANSWERED = 'review.answered';

/** What somebody says to a review. */
export interface GivenReview {
	answer: 'approve' | 'changes';
	/** By their id in the roster. */
	by: string;
	note: string | null;
	satisfaction: number | null;
	opportunity: string | null;
}

/** What became of an answer. */
export type AnsweredReview =
	| { result: 'refused'; because: QualityRefusal }
	/** The same person said the same before. */
	| { result: 'same' | 'answered'; review: ReviewView };

/**
 * Keeps the answer of a review with the event that tells of it: both or none. Of many at a time one
 * counts; only whoever was asked may, and the lead of the hub once it is overdue.
 */
export async function answerReview(
	store: Store,
	id: string,
	given: GivenReview,
	now: Date,
	moment: Moment,
): Promise<AnsweredReview> {
	return await store.transaction(async (queries) => {
		const refused = (because: QualityRefusal): AnsweredReview => ({ result: 'refused', because });
		const found = await lockReview(queries, id);
		if (found === null) return refused('unknown-review');
		const { review, file } = found;
		const roster = await currentRoster(queries, now);
		const state = given.answer === 'approve' ? 'approved' : 'changes';
		if (review.state !== 'open') {
			const isSame = review.state === state && review.answeredBy === given.by;
			return isSame
				? { result: 'same', review: reviewView(review, file, roster) }
				: refused('over');
		}
		const { by } = given;
		if (by !== review.reviewer && by !== review.lead) return refused('not-asked');
		const person = roster.people.find((each) => each.id === by);
		if (person === undefined) return refused('unknown-person');
		const { known, standing } = await knownContent(queries, file, now);
		if (!standing.isCurrent) return refused('superseded');
		const objection = mayReview(review.gate, person, review.wanted, file.sha256, known);
		if (objection !== null) return refused(refusalOf[objection] ?? 'not-asked');

		const { note, satisfaction, opportunity } = given;
		const answer = { state, by, note, satisfaction, opportunity } as const;
		const settled = await settleReview(queries, id, answer, moment);
		if (settled === null) return refused('over');
		const view = reviewView(settled, file, roster);
		await tell(queries, { review: view, file, given }, personView(roster, by), now, moment);
		return { result: 'answered', review: view };
	});
}

const refusalOf: Partial<Record<string, QualityRefusal>> = {
	author: 'by-author',
	others: 'same-person',
	level: 'below-level',
};

/** Finds a review and keeps anybody else from changing what is said of its file. */
async function lockReview(
	queries: Queries,
	id: string,
): Promise<{ review: Review; file: QualityFile } | null> {
	const found = await readReview(queries, id);
	const file = found === null ? null : await readFile(queries, found.file);
	if (file === null) return null;
	await lockLineage(queries, file.lineage, file.test);
	const review = await readReview(queries, id);
	return review === null ? null : { review, file };
}

async function tell(
	queries: Queries,
	{ review, file, given }: { review: ReviewView; file: QualityFile; given: GivenReview },
	reviewer: ReturnType<typeof personView>,
	now: Date,
	moment: Moment,
): Promise<void> {
	const { answer, note, satisfaction, opportunity } = given;
	const event = {
		id: eventId(now),
		source: 'ledger',
		externalId: `review/${review.id}/answered`,
		topic: REVIEW_ANSWERED,
		subject: file.subject,
		test: file.test,
		payload: {
			...aboutFile(file),
			gate: review.gate,
			reviewer: reviewer as unknown as Json,
			answer,
			note,
			checklist: null,
			satisfaction,
			opportunity,
			review: review as unknown as Json,
		},
	};
	await recordEvents(queries, [event], moment);
}

/** What events about a content say of it, so that their flow needs nothing else. */
export function aboutFile(file: QualityFile): { [name: string]: Json } {
	const { subject, sha256, version, project, context, mediaCheck } = file;
	const isChecked =
		typeof mediaCheck === 'object' && mediaCheck !== null && !Array.isArray(mediaCheck);
	return {
		subject,
		sha256,
		version,
		file: { ...file.file, ...stackOf(file) },
		project: project === null ? null : { id: project },
		reportUrl: isChecked ? (mediaCheck.reportUrl ?? null) : null,
		context,
	};
}

/** The stack that a file's versions are kept in, as Frame.io names it. */
function stackOf({ lineage }: QualityFile): { versionStackId: string | null } {
	return { versionStackId: lineage.startsWith('stack:') ? lineage.slice('stack:'.length) : null };
}
