import type { PortalFacts } from '../facts';
import { html } from './markup';
import type { Markup } from './markup';
import { longest, outside } from './outside';
import type { PageWords } from './pageWords';
import { projectCard } from './projectCard';
import type { PagePlace } from './shell';

/** What a client sees first: every project of theirs. */
export function overviewBody(facts: PortalFacts, words: PageWords, place: PagePlace): Markup {
	const { say } = words;
	const { projects, isPartial } = facts;
	const notice = isPartial
		? html`<div class="card notice" role="status"><p>${say('overview', 'partial')}</p></div> `
		: null;
	const none =
		projects.length === 0 && !isPartial
			? html`<div class="card"><p>${say('overview', 'none')}</p></div> `
			: null;
	return html`<h1>${overviewTitle(facts, words)}</h1>
		<p class="lead">${say('overview', 'intro')}</p>
		${notice}${none}${projects.map((project, index) =>
			projectCard(project, index + 1, words, place),
		)}`;
}

/** The greeting, where the client's name is known. */
export function overviewTitle({ name }: Pick<PortalFacts, 'name'>, { say }: PageWords): string {
	const shown = outside(name ?? '', longest.name);
	return shown === '' ? say('overview', 'title') : say('overview', 'hello', { name: shown });
}
