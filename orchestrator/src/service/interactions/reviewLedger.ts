import { readContents, readFile } from '../../ledger/qualityFiles';
import { readReview } from '../../ledger/qualityReviews';
import { answerReview } from '../../quality/answerReview';
import { giveWaiver, waivableRules } from '../../quality/giveWaiver';
import { personView } from '../../quality/view';
import { currentRoster } from '../../roster/currentRoster';
import type { InboxParts } from '../inboxParts';
import type { ReviewLedger } from './reviews';

/** The ledger's reviews as buttons ask for them, with people as the roster in force has them. */
export function reviewLedger({
	store,
	now,
	moment,
}: Pick<InboxParts, 'store' | 'now' | 'moment'>): ReviewLedger {
	return {
		now,
		find: async (id) => {
			const review = await readReview(store, id);
			const file = review === null ? null : await readFile(store, review.file);
			if (review === null || file === null) return null;
			const roster = await currentRoster(store, now());
			const { sha256, subject, test } = file;
			return {
				isOpen: review.state === 'open',
				test,
				gate: review.gate,
				reviewer: personView(roster, review.reviewer),
				lead: review.lead === null ? null : personView(roster, review.lead),
				content: { sha256, subject, test },
			};
		},
		answer: async (id, given) => await answerReview(store, id, given, now(), moment()),
		waivable: async ({ sha256, subject, test }) => {
			const contents = await readContents(store, sha256, test);
			const file = contents.find((each) => each.subject === subject);
			if (file === undefined) return null;
			return { rules: waivableRules(file), hasProject: file.project !== null };
		},
		waive: async (given) => await giveWaiver(store, given, now(), moment()),
		personBy: async (email) => {
			const roster = await currentRoster(store, now());
			const found = roster.people.find((person) => person.email?.toLowerCase() === email);
			return found === undefined ? null : personView(roster, found.id);
		},
	};
}
