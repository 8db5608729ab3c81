import { chooseReviewer } from '../../../nodes/domain/quality/gates/chooseReviewer';
import type { ReviewerChosen } from '../../../nodes/domain/quality/gates/chooseReviewer';
import { gates } from '../../../nodes/domain/quality/gates/schema';
import type { ReviewerWanted, ReviewGate } from '../../../nodes/domain/quality/gates/schema';
import { eventId } from '../inbox/eventId';
import type { Moment } from '../ledger/inbox';
import type { Json } from '../ledger/json';
import type { QualityFile } from '../ledger/qualityFiles';
import { lockLineage, readContents } from '../ledger/qualityFiles';
import type { Review } from '../ledger/qualityReviews';
import { countOpenReviews, insertReview, readReviewsOf } from '../ledger/qualityReviews';
import type { Queries, Store } from '../ledger/store';
import { currentRoster } from '../roster/currentRoster';
import { knownContent } from './knownFile';
import type { QualityRefusal } from './refusals';
import type { ReviewView } from './view';
import { reviewView } from './view';

/** A review that is wanted of a content. */
export interface WantedReview {
	sha256: string;
	/** Tells files apart that hold the same content; null takes the one seen last. */
	subject: string | null;
	gate: ReviewGate;
	wanted: ReviewerWanted;
	seniorWanted: ReviewerWanted;
	/** Working hours of the reviewer. */
	hours: number;
	checklist: Json;
	test: boolean;
}

/** What became of it. */
export type AskedReview =
	| { result: 'refused'; because: QualityRefusal }
	/** The gate is passed already: nobody is asked. */
	| { result: 'passed' }
	| { result: 'asked'; repeated: boolean; review: ReviewView };

/**
 * Asks somebody of the roster for a review: never whoever made the file, nor whoever answered at its
 * other gate. Asked again while it is open, it is the same review.
 */
export async function askReview(
	store: Store,
	asked: WantedReview,
	now: Date,
	moment: Moment,
): Promise<AskedReview> {
	return await store.transaction(async (queries) => {
		const refused = (because: QualityRefusal): AskedReview => ({ result: 'refused', because });
		const file = await lockContent(queries, asked);
		if (file === null) return refused('unknown-file');
		const { known, standing } = await knownContent(queries, file, now);
		const { gate } = asked;
		const roster = await currentRoster(queries, now);
		const told = (review: Review, repeated: boolean): AskedReview => {
			return { result: 'asked', repeated, review: reviewView(review, file, roster) };
		};
		if (!standing.isCurrent) return refused('superseded');
		if (standing.gates.some((each) => each.gate === gate && each.passed)) {
			return { result: 'passed' };
		}
		const earlier = standing.gates.slice(0, gates.indexOf(gate)).find(({ passed }) => !passed);
		if (earlier !== undefined) return refused(earlier.because ?? 'no-verdict');
		if (known.authors.length === 0) return refused('author-unknown');
		const reviews = await readReviewsOf(queries, file.id);
		const open = reviews.find((review) => review.gate === gate && review.state === 'open');
		if (open !== undefined) return told(open, true);

		const chosen = chooseReviewer(asked, {
			roster,
			known,
			open: await countOpenReviews(queries, asked.test),
			now: moment ?? now,
		});
		const [first] = chosen.ranked;
		if (first === undefined) return refused('nobody');
		const review = await insertReview(
			queries,
			{
				id: eventId(now).replace(/^evt_/, 'rev_'),
				file: file.id,
				gate,
				reviewer: first.person.id,
				wanted: asked.wanted,
				checklist: asked.checklist,
				chosen: shownChoice(chosen),
				roster: roster.version,
				hours: asked.hours,
				remindAt: first.remindAt,
				dueAt: first.dueAt,
			},
			moment,
		);
		return told(review, false);
	});
}

/** Finds a content and keeps anybody else from changing what is said of its file. */
export async function lockContent(
	queries: Queries,
	{ sha256, subject, test }: Pick<WantedReview, 'sha256' | 'subject' | 'test'>,
): Promise<QualityFile | null> {
	const find = async () => {
		const contents = await readContents(queries, sha256, test);
		return contents.find((each) => subject === null || each.subject === subject) ?? null;
	};
	const found = await find();
	if (found === null) return null;
	await lockLineage(queries, found.lineage, test);
	return await find();
}

/** The first few with their times, and why not the others. */
function shownChoice({ ranked, barred }: ReviewerChosen): Json {
	return {
		ranked: ranked.slice(0, 5).map(({ person, open, dueAt }) => ({
			person: person.id,
			open,
			dueAt: dueAt.toISOString(),
		})),
		barred: barred.map(({ person, because }) => ({ person, because })),
	};
}
