import type { Language } from '../../texts/formats';
import type { MailBrand } from '../../texts/mailTexts';
import { readableOn } from '../../../../nodes/domain/readableOn';
import type { TextLibrary } from '../../texts/library';
import { wordingOf } from '../../texts/library';
import { textFiller } from '../../texts/liquid';

/** Which of the pages: the question, its answer, a link that is none, or a failure. */
export type UnsubscribeView = 'ask' | 'done' | 'wrong' | 'later';

/** Writes the pages. */
export interface UnsubscribePage {
	/** @param address as it may be shown; empty where it is not known */
	write(view: UnsubscribeView, language: Language, address: string): string;
}

/** The pages of the agency's unsubscribe links. */
export function unsubscribePage(
	{ name: agency, colour }: Pick<MailBrand, 'name' | 'colour'>,
	replyTo: string,
	library: TextLibrary,
): UnsubscribePage {
	const entry = library.find('unsubscribe', 'page');
	const html = textFiller('html', library.layouts);
	const plain = textFiller('plain');
	return {
		write: (view, language, address) => {
			const words = wordingOf(entry, language).table(view);
			const filling = { language, zone: 'utc' };
			const write = (part: string) =>
				plain.fill(words[part] ?? '', { data: { address, replyTo }, ...filling });
			const data = {
				title: write('title'),
				text: write('text'),
				note: write('note'),
				// An empty text counts as true in Liquid.
				button: view === 'ask' ? write('button') : null,
				language,
				agency,
				colour,
				onColour: readableOn(colour),
			};
			return html.fill(`{% layout 'unsubscribe' %}`, { data, ...filling });
		},
	};
}
