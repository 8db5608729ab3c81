import type { Mistake } from '../read';
import { shown } from '../read';
import { safeLink } from './safeLink';

/** A text of a letter with the place it stands at. */
export interface PlacedWords {
	/** As in a `Mistake`. */
	path: string;
	words: string;
}

/**
 * Words that make an offer of a letter, in any of the languages. Whoever refused offers gets letters of
 * their own project all the same, so none of these may stand in them.
 */
const offerWords =
	/(?<![\p{L}\p{N}])(?:discounts?|offers?|promo\p{L}*|upgrades?|special price|newsletters?|descuentos?|ofertas?|bolet[ií]n|aproveche?|rebajas?|rabat(?:ter)?|tilbud|kampagner?|nyhedsbreve?|spar|\d+ ?% (?:off|rabat|de descuento))(?![\p{L}\p{N}])/giu;

/** What readers' mail programs make a link of. */
const linkLike =
	/\bhttps?:\/\/[^\s<>"'{}]+|(?:[\p{L}\p{N}._-]+@)?\b(?:[\p{L}\p{N}-]+\.)*[\p{L}\p{N}-]{2,}\.\p{L}{2,}(?:\/[^\s<>"'{}]*)?/giu;

/** Words that sound like an offer, but for those that somebody has said are none. */
export function mistakesOfOffers(
	texts: readonly PlacedWords[],
	notOffers: readonly string[],
): Mistake[] {
	const allowed = new Set(notOffers.map((word) => word.toLowerCase()));
	return texts.flatMap(({ path, words }) =>
		[...words.matchAll(offerWords)]
			.filter(([found]) => !allowed.has(found.toLowerCase()))
			.map(([found]) => ({
				path,
				expected: 'no offer, since it goes to those who refused offers too',
				received: shown(found),
			})),
	);
}

/** Addresses in words that lead elsewhere than the hosts, or that mail programs would take for such. */
export function mistakesOfLinks(
	texts: readonly PlacedWords[],
	hosts: readonly string[],
): Mistake[] {
	return texts.flatMap(({ path, words }) =>
		[...words.matchAll(linkLike)]
			.map(([found]) => found.replace(/[.,;:!?)]+$/, ''))
			.filter((found) => safeLink(addressOf(found), hosts).result !== 'ok')
			.map((found) => ({
				path,
				expected: `no address but at ${hosts.join(', ')}`,
				received: shown(found),
			})),
	);
}

/** A link as it would be opened; of a mail address its host. */
function addressOf(found: string): string {
	if (/^http/i.test(found)) return found;
	return `https://${found.slice(found.indexOf('@') + 1)}`;
}
