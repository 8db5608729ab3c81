import { readableOn } from '../../../../nodes/domain/readableOn';
import { MIND_DAYS } from '../../followup/feedback/giveFeedback';
import { scores } from '../../followup/feedback/feedbackLinks';
import type { Language } from '../../texts/formats';
import type { TextLibrary } from '../../texts/library';
import { wordingOf } from '../../texts/library';
import { textFiller } from '../../texts/liquid';
import type { MailBrand } from '../../texts/mailTexts';

/** Which of the pages: the question, its answers, a link that is none, or a failure. */
export type FeedbackView = 'ask' | 'again' | 'done' | 'late' | 'wrong' | 'later';

/** What a page says besides its own words. */
export interface FeedbackShown {
	/** The answer that is chosen; null for none yet. */
	score: number | null;
	/** What was written into the form. */
	comment: string;
	/** Goes with the form. */
	form: string;
}

/** Writes the pages. */
export interface FeedbackPage {
	write(view: FeedbackView, language: Language, shown?: Partial<FeedbackShown>): string;
}

/** Longest remark that is taken, in characters. */
export const longestComment = 2_000;

/** The pages behind the question how it was. */
export function feedbackPage(
	{ name: agency, colour }: Pick<MailBrand, 'name' | 'colour'>,
	replyTo: string,
	library: TextLibrary,
): FeedbackPage {
	const entry = library.find('feedback', 'page');
	const html = textFiller('html', library.layouts);
	const plain = textFiller('plain');
	return {
		write: (view, language, { score = null, comment = '', form = '' } = {}) => {
			const wording = wordingOf(entry, language);
			const words = wording.table(view === 'again' ? 'ask' : view);
			const filling = { language, zone: 'utc' };
			const fill = (text: string) =>
				plain.fill(text, {
					data: { agency, replyTo, score: score ?? '', days: MIND_DAYS },
					...filling,
				});
			const isAsking = view === 'ask' || view === 'again';
			const data = {
				title: fill(words.title ?? ''),
				text: fill(view === 'again' ? wording.text('again') : (words.text ?? '')),
				note: fill(words.note ?? ''),
				asks: isAsking
					? {
							...wording.table('form'),
							answers: scores.map((value) => ({ value, isChosen: value === score })),
							comment,
							longest: longestComment,
							form,
						}
					: null,
				language,
				agency,
				colour,
				onColour: readableOn(colour),
			};
			return html.fill(`{% layout 'feedback' %}`, { data, ...filling });
		},
	};
}
