import type { ReadComment } from '../adapters/frameio/comments';
import type { Moment } from '../ledger/inbox';
import type { QualityFile } from '../ledger/qualityFiles';
import { findFiles } from '../ledger/qualityFiles';
import type { Review } from '../ledger/qualityReviews';
import { readReviewsOf } from '../ledger/qualityReviews';
import type { Store } from '../ledger/store';
import { currentRoster } from '../roster/currentRoster';
import type { Roster } from '../../../nodes/domain/routing/schema';
import { answerReview } from './answerReview';
import { readCommentAnswer } from './commentAnswer';
import { giveWaiver } from './giveWaiver';
import type { QualityRefusal } from './refusals';

/** Why a comment did not count, for whoever made it. */
export type CommentRefusal = QualityRefusal | 'no-note' | 'no-reason' | 'no-review';

/** What became of a comment. */
export type TakenComment =
	/** It is no answer, or of a file that nobody reviews. */
	| { result: 'ignored' }
	| { result: 'kept'; answer: 'approve' | 'changes' | 'waive' }
	| { result: 'refused'; because: CommentRefusal; language: Language };

type Language = Roster['people'][number]['languages'][number];

/** Contents of a file that are looked at, the one seen last first. */
const MOST_CONTENTS = 10;

const dayMs = 86_400_000;

/**
 * Takes a comment in Frame.io for the answer that it gives: the same answers, by the same people and
 * under the same rules as by buttons in Slack. Taken again it changes nothing.
 */
export async function takeCommentAnswer(
	store: Store,
	{ fileId, text, authorEmail }: ReadComment,
	now: Date,
	moment: Moment,
): Promise<TakenComment> {
	const said = readCommentAnswer(text);
	if (said === null) return { result: 'ignored' };
	const reviewed = await reviewedContent(store, fileId);
	if (reviewed === null) return { result: 'ignored' };
	const { file, reviews } = reviewed;
	const roster = await currentRoster(store, now);
	const author = roster.people.find(
		({ email }) => authorEmail !== null && email?.toLowerCase() === authorEmail,
	);
	const language = author?.languages[0] ?? 'en';
	const refused = (because: CommentRefusal): TakenComment => ({
		result: 'refused',
		because,
		language,
	});
	if (author === undefined) return refused('unknown-person');
	if (said.answer === 'waive') {
		if (said.reason === null) return refused('no-reason');
		const waiver = {
			sha256: file.sha256,
			subject: file.subject,
			test: file.test,
			rule: said.rule,
			scope: 'file' as const,
			reason: said.reason,
			by: author.id,
			expiresAt: new Date(now.getTime() + said.days * dayMs),
		};
		const given = await giveWaiver(store, waiver, now, moment);
		return given.result === 'refused'
			? refused(given.because)
			: { result: 'kept', answer: 'waive' };
	}
	if (said.answer === 'changes' && said.note === null) return refused('no-note');
	const review = reviewFor(reviews, author.id);
	if (review === null) return refused('no-review');
	const answer = {
		answer: said.answer,
		by: author.id,
		note: said.note,
		satisfaction: null,
		opportunity: null,
	};
	const answered = await answerReview(store, review.id, answer, now, moment);
	return answered.result === 'refused'
		? refused(answered.because)
		: { result: 'kept', answer: said.answer };
}

/** The content of a file that was checked last, with its reviews; a trial's is answered in Slack. */
async function reviewedContent(
	store: Store,
	fileId: string,
): Promise<{ file: QualityFile; reviews: Review[] } | null> {
	const found = await findFiles(store, fileId, false, MOST_CONTENTS);
	const file = found.find(({ file: place }) => place.fileId === fileId);
	return file === undefined ? null : { file, reviews: await readReviewsOf(store, file.id) };
}

/** The open review, else the last that this person answered, which says the same again. */
function reviewFor(reviews: readonly Review[], by: string): Review | null {
	const open = reviews.filter(({ state }) => state === 'open').at(-1);
	const own = reviews.filter(({ answeredBy }) => answeredBy === by).at(-1);
	return open ?? own ?? null;
}
