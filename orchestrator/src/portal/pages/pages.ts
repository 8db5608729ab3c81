import type { Brand } from '../../../../nodes/domain/letter/schema';
import type { Language } from '../../texts/formats';
import type { TextLibrary } from '../../texts/library';
import { usualZone } from '../deliveryFacts';
import type { PortalDeliveryFacts, PortalFacts } from '../facts';
import { deliveryBody } from './deliveryPage';
import { html } from './markup';
import { overviewBody, overviewTitle } from './overviewPage';
import { pageWords } from './pageWords';
import { pageShell } from './shell';
import type { PagePlace } from './shell';
import { portalStyle, styleSource } from './style';

/** Writes the pages of the portal. */
export interface PortalPages {
	/** What they may load and run, as a Content-Security-Policy. */
	policy: string;
	overview(facts: PortalFacts, language: Language, place: PagePlace): string;
	/** @param place with the path of the overview it belongs to */
	delivery(
		facts: PortalDeliveryFacts,
		language: Language,
		place: PagePlace & { portal: string },
	): string;
	/** The one page for everything that is not there, and for what cannot be shown now. */
	nothing(view: 'wrong' | 'later', language: Language): string;
}

/** The pages of an agency's portal. */
export function portalPages(brand: Brand, replyTo: string, library: TextLibrary): PortalPages {
	const entry = library.find('portal', 'page');
	const style = portalStyle(brand);
	const wordsFor = (language: Language, zone: string) =>
		pageWords(entry, language, zone, { agency: brand.name, replyTo });
	return {
		policy: policyOf(brand, style),
		overview: (facts, language, place) => {
			const words = wordsFor(language, facts.zone);
			const title = overviewTitle({ name: null }, words);
			const body = overviewBody(facts, words, place);
			return pageShell({ brand, style, words, title, body, isPrivate: true });
		},
		delivery: (facts, language, place) => {
			const words = wordsFor(language, facts.zone);
			const { version } = facts.delivery;
			const title = words.say('delivery', 'title', { version });
			const body = deliveryBody(facts, words, place);
			return pageShell({ brand, style, words, title, body, isPrivate: true });
		},
		nothing: (view, language) => {
			const words = wordsFor(language, usualZone);
			const title = words.say(view, 'title');
			const body = html`<div class="card">
				<h1>${title}</h1>
				<p>${words.say(view, 'text')}</p>
				<p>${words.sayWhereToWrite(view, 'note')}</p>
			</div>`;
			return pageShell({ brand, style, words, title, body, isPrivate: false });
		},
	};
}

/** Nothing runs, nothing is sent, nothing may frame it; of pictures only the agency's logo is loaded. */
function policyOf({ logo }: Brand, style: string): string {
	const images = logo === null ? [] : [`img-src ${new URL(logo).origin}`];
	return [
		"default-src 'none'",
		`style-src ${styleSource(style)}`,
		...images,
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	].join('; ');
}
