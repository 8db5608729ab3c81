import type { Brand } from '../../../../nodes/domain/letter/schema';
import { languages } from '../../texts/formats';
import type { Language } from '../../texts/formats';
import type { Part } from './markup';
import { html, Markup } from './markup';
import type { PageWords } from './pageWords';

/** Where a page stands, for the links on it. */
export interface PagePlace {
	/** Address of the page, without its query. */
	path: string;
	/** The language that the reader chose; null: the one that is theirs by what we know. */
	chosen: Language | null;
}

/** What every page is written with. */
export interface ShellInput {
	brand: Brand;
	style: string;
	words: PageWords;
	title: string;
	body: Part;
	/** Whether it is a client's own page, or one that anybody may see. */
	isPrivate: boolean;
}

/** Names of the languages, each in itself. */
const names: Readonly<Record<Language, string>> = { en: 'English', es: 'Español', da: 'Dansk' };

/** A whole page: it runs nothing, and loads nothing but the agency's logo. */
export function pageShell({ brand, style, words, title, body, isPrivate }: ShellInput): string {
	const { language, say } = words;
	const page = html`<!doctype html>
		<html lang="${language}">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width,initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<meta name="robots" content="noindex,nofollow" />
				<meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
				${languages.map(
					(each) => html`<link rel="alternate" hreflang="${each}" href="?lang=${each}" /> `,
				)}
				<title>${title} · ${brand.name}</title>
				${styleElement(style)}
			</head>
			<body>
				<a class="skip" href="#content">${say('frame', 'skip')}</a>
				<header class="brand">
					<div>
						${logoOf(brand)}
						<nav aria-label="${say('frame', 'languages')}">
							<ul>
								${languages.map((each) => html`<li>${languageLink(each, language)}</li> `)}
							</ul>
						</nav>
					</div>
				</header>
				<main id="content" tabindex="-1">${body}</main>
				<footer>
					${isPrivate
						? html`<p>${words.sayWhereToWrite('frame', 'questions')}</p>
								<p>${say('frame', 'footer')}</p>`
						: null}
					${brand.address === null ? null : html`<p>${brand.name} · ${brand.address}</p>`}
				</footer>
			</body>
		</html> `;
	return page.html;
}

/** Written to the letter: the page's policy knows it by its hash. */
function styleElement(style: string): Markup {
	return new Markup(`<style>${style}</style>`);
}

function logoOf({ logo, name }: Brand): Markup {
	if (logo === null) return html`<p>${name}</p>`;
	return html`<p><img src="${logo}" alt="${name}" width="140" referrerpolicy="no-referrer" /></p>`;
}

/** Without a path: the same page in another language, wherever it stands. */
function languageLink(each: Language, current: Language): Markup {
	return each === current
		? html`<span lang="${each}" aria-current="true">${names[each]}</span>`
		: html`<a href="?lang=${each}" lang="${each}" hreflang="${each}">${names[each]}</a>`;
}

/** A link to another page of the portal, which keeps the language that was chosen. */
export function linkTo(path: string, { chosen }: PagePlace): string {
	return chosen === null ? path : `${path}?lang=${chosen}`;
}
