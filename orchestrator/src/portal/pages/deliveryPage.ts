import type { PortalDeliveryFacts, PortalFile } from '../facts';
import { html } from './markup';
import type { Markup } from './markup';
import { longest, outside } from './outside';
import type { PageWords } from './pageWords';
import { linkTo } from './shell';
import type { PagePlace } from './shell';

/** One delivery: its files, how long they can be fetched, and how to see that they arrived whole. */
export function deliveryBody(
	{ delivery, project }: PortalDeliveryFacts,
	words: PageWords,
	place: PagePlace & { portal: string },
): Markup {
	const { say, day } = words;
	const { version, kind, at, expiresAt, isOver, files } = delivery;
	const name = outside(project ?? '', longest.project);
	const about = [
		name,
		say('delivery', kind),
		say('delivery', 'files', { count: files.length }),
		say('delivery', 'on', { day: day(at) }),
	];
	const until =
		expiresAt === null
			? null
			: isOver
				? html`<div class="card notice">
						<p>${words.sayWhereToWrite('delivery', 'over', { day: day(expiresAt) })}</p>
					</div> `
				: html`<p class="due">${say('delivery', 'until', { day: day(expiresAt) })}</p> `;
	return html`<a class="back" href="${linkTo(place.portal, place)}"
			><span aria-hidden="true">←&nbsp;</span>${say('delivery', 'back')}</a
		>
		<h1>${say('delivery', 'title', { version })}</h1>
		<p class="lead">${about.filter((part) => part !== '').join(' · ')}</p>
		${until}
		<h2 class="hidden">${say('delivery', 'list')}</h2>
		${files.map((file, index) => fileCard(file, index + 1, isOver, words, place))}${howToCheck(
			words,
		)}`;
}

function fileCard(
	file: PortalFile,
	number: number,
	isOver: boolean,
	{ say, size }: PageWords,
	place: PagePlace,
): Markup {
	const { name, bytes, mediaType, sha256, platforms, shape } = file;
	const shown = outside(name, longest.file);
	const details = (parts: readonly string[]) =>
		parts.map((part) => outside(part, longest.detail)).join(' · ');
	const row = (label: string, value: string | Markup) =>
		value === ''
			? null
			: html`<div>
					<dt>${label}</dt>
					<dd>${value}</dd>
				</div> `;
	const id = `file-${number}`;
	const button = isOver
		? null
		: html`<a
				class="button"
				href="${place.path}/files/${encodeURIComponent(name)}"
				aria-label="${say('delivery', 'downloadOf', { name: shown })}"
				>${say('delivery', 'download')}</a
			> `;
	return html`<article class="card file" aria-labelledby="${id}">
		<h3 id="${id}">${shown}</h3>
		${button}
		<dl>
			${row(say('delivery', 'size'), bytes === null ? '' : size(bytes))}${row(
				say('delivery', 'format'),
				details([formatOf(mediaType), ...shape]),
			)}${row(say('delivery', 'for'), details(platforms))}${row(
				say('delivery', 'checksum'),
				html`<code>${sha256}</code>`,
			)}
		</dl>
	</article> `;
}

/** `video/mp4` is MP4 to whoever gets it. */
function formatOf(mediaType: string): string {
	const [type = ''] = mediaType.split(';');
	const sub = type.split('/')[1] ?? type;
	return names.get(type) ?? sub.replace(/^x-/, '').toUpperCase();
}

/** Where the part after the slash is not what people call it. */
const names: ReadonlyMap<string, string> = new Map([
	['video/quicktime', 'MOV'],
	['video/x-matroska', 'MKV'],
	['audio/mpeg', 'MP3'],
	['audio/x-wav', 'WAV'],
	['image/svg+xml', 'SVG'],
	['application/x-subrip', 'SRT'],
	['text/plain', 'TXT'],
]);

function howToCheck({ say }: PageWords): Markup {
	const file = say('delivery', 'example');
	const ways = [
		[say('delivery', 'windows'), `Get-FileHash ${file}`],
		[say('delivery', 'mac'), `shasum -a 256 ${file}`],
		[say('delivery', 'linux'), `sha256sum ${file}`],
	];
	return html`<details class="card">
		<summary>${say('delivery', 'checkTitle')}</summary>
		<p>${say('delivery', 'check')}</p>
		${ways.map(
			([where, command]) =>
				html`<p class="quiet">${where}</p>
					<pre tabindex="0" aria-label="${where}">${command}</pre> `,
		)}
	</details> `;
}
