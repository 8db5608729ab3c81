import { escapeHtml, oneLine, truncate, withoutControls } from '../plainText';
import { readableOn } from '../readableOn';
import type { Brand, Letter, LetterBlock } from './schema';
import { shell } from './shell';

/** A mail as it will be sent, but for its addresses. */
export interface RenderedLetter {
	/** One line. */
	subject: string;
	html: string;
	text: string;
}

/** The way off the list that marketing mail shows. */
export interface WayOut {
	link: string;
	words: string;
}

/** Longest subject, in UTF-16 units: a bound of ours, so that it can be read in a list. */
const longestSubject = 150;

/** Keeps a list of mails from showing more of the letter than its preheader. */
const filler = '&#847;&zwnj;&nbsp;'.repeat(60);

/**
 * Draws a letter in the agency's shell, as HTML and as text. Everything in it is taken as plain text.
 *
 * @param wayOut null for what nobody can refuse
 */
export function renderLetter(
	letter: Letter,
	brand: Brand,
	wayOut: WayOut | null = null,
): RenderedLetter {
	const subject = truncate(oneLine(letter.subject), longestSubject);
	return {
		subject,
		html: htmlOf(letter, brand, subject, wayOut),
		text: textOf(letter, brand, wayOut),
	};
}

function htmlOf(letter: Letter, brand: Brand, subject: string, wayOut: WayOut | null): string {
	const colour = brand.colour.toLowerCase();
	const look = { colour, onColour: readableOn(colour) };
	const agency = escapeHtml(oneLine(brand.name));
	const head =
		brand.logo === null
			? fill(shell.wordmark, { ...look, agency })
			: fill(shell.logo, { agency, logo: escapeHtml(brand.logo) });
	const title = fill(shell.title, { text: escapeHtml(oneLine(letter.title)) });
	return fill(shell.page, {
		...look,
		language: letter.language,
		subject: escapeHtml(subject),
		preheader: `${escapeHtml(oneLine(letter.preheader))}${filler}`,
		brand: head,
		blocks: [title, ...letter.blocks.map((block) => htmlOfBlock(block, look))].join('\n'),
		footer: lines(footerOf(letter, brand)),
		wayOut:
			wayOut === null
				? ''
				: fill(shell.unsubscribe, { url: escapeHtml(wayOut.link), text: escapeHtml(wayOut.words) }),
	});
}

function htmlOfBlock(block: LetterBlock, look: { colour: string; onColour: string }): string {
	switch (block.kind) {
		case 'facts':
			return fill(shell.facts, {
				rows: block.rows
					.map(({ label, text }) => fill(shell.fact, { label: lines(label), text: lines(text) }))
					.join('\n'),
			});
		case 'steps':
			return fill(shell.steps, {
				rows: block.steps.map((step) => fill(shell.step, { text: lines(step) })).join('\n'),
			});
		case 'button':
			return fill(shell.button, {
				...look,
				url: escapeHtml(block.url),
				text: escapeHtml(oneLine(block.text)),
				label: escapeHtml(oneLine(block.label)),
				address: escapeHtml(block.url),
			});
		case 'scale':
			return fill(shell.scale, {
				rows: block.answers
					.map(({ text, label, url }) =>
						fill(shell.answer, {
							url: escapeHtml(url),
							label: escapeHtml(oneLine(label)),
							text: escapeHtml(oneLine(text)),
						}),
					)
					.join('\n'),
				worst: escapeHtml(oneLine(block.worst)),
				best: escapeHtml(oneLine(block.best)),
			});
		default:
			return fill(shell[block.kind], { text: lines(block.text) });
	}
}

/** Escaped, with its line breaks kept. */
function lines(text: string): string {
	return escapeHtml(text.trim()).replace(/\n/g, '<br />');
}

/** Fills the slots of a piece, each once: what a value holds is never looked at again. */
function fill(piece: string, slots: Readonly<Record<string, string>>): string {
	return piece.replace(/\[\[(\w+)\]\]/g, (slot, name: string) => slots[name] ?? slot);
}

function footerOf({ footer }: Letter, { name, address }: Brand): string {
	return [footer, address === null ? name : `${name} · ${address}`].join('\n');
}

function textOf(letter: Letter, brand: Brand, wayOut: WayOut | null): string {
	const parts = [
		oneLine(letter.title),
		...letter.blocks.map(textOfBlock),
		`--\n${footerOf(letter, brand)}${wayOut === null ? '' : `\n${wayOut.words}: ${wayOut.link}`}`,
	];
	return `${parts.map((part) => withoutControls(part).trim()).join('\n\n')}\n`;
}

function textOfBlock(block: LetterBlock): string {
	switch (block.kind) {
		case 'facts':
			return block.rows.map(({ label, text }) => `- ${label}: ${oneLine(text)}`).join('\n');
		case 'steps':
			return block.steps.map((step, index) => `${index + 1}. ${oneLine(step)}`).join('\n');
		case 'button':
			return `${oneLine(block.text)}:\n${block.url}`;
		case 'scale':
			return [
				`${oneLine(block.worst)} · ${oneLine(block.best)}`,
				...block.answers.map(({ label, url }) => `${oneLine(label)}:\n${url}`),
			].join('\n');
		case 'quote':
			return block.text.trim().replace(/^/gm, '> ');
		default:
			return block.text;
	}
}
