import type { Language } from '../language';
import type { Letter, LetterBlock } from '../letter/schema';
import { formatMoney } from '../money';
import { oneLine, truncate } from '../plainText';
import { dayText, daysUntil } from './days';
import { fillMessage } from './message';
import type { MessageValues } from './message';
import type { Milestone } from './milestones';
import type { MilestoneEvent } from './schema';
import type { MilestoneSettings } from './settings';
import { portalButtons } from './texts/portalButtons';
import type { BlockText, MilestoneText } from './texts/milestoneTexts';

/** How a milestone's letter is written. */
export interface LetterInput {
	event: MilestoneEvent;
	language: Language;
	zone: string;
	now: Date;
	/** As `safeLink` gives it; null: the letter leads nowhere. */
	url: string | null;
	/** Whether somebody only tries it. */
	test: boolean;
}

/** Longest of what comes from outside, in characters. */
const longest = { project: 100, person: 60, people: 300, invoice: 40, reason: 600 } as const;

/**
 * Writes a milestone's letter. What is not known is not spoken of: its row, step or paragraph is left
 * out.
 */
export function composeLetter(
	{ event, language, zone, now, url, test }: LetterInput,
	{ brand, texts }: Pick<MilestoneSettings, 'brand' | 'texts'>,
): Letter {
	const words = texts.languages[language];
	const text = words.milestones[event.milestone];
	const values = valuesOf(event, brand.name, { language, zone, now });
	const say = (message: string) => fillMessage(message, values, language);
	const subject = say(text.subject) ?? text.title;
	// Without a link of its own it can only be the portal's.
	const isPortal = (event.link ?? '').trim() === '';
	const button = isPortal ? (words.portal ?? portalButtons[language]) : text.button;
	const greeting = say(words.greeting.named) ?? say(words.greeting.unnamed);
	const blocks = [
		...paragraph(greeting),
		...bodyOf(event, text, say),
		...(url === null ? [] : [{ kind: 'button' as const, text: button, url, label: words.address }]),
		...paragraph(say(words.closing)),
	];
	return {
		name: nameOfLetter(event.milestone),
		version: texts.version,
		language,
		subject: test ? `${words.test} ${subject}` : subject,
		preheader: say(text.preheader) ?? '',
		title: say(text.title) ?? subject,
		blocks,
		footer: say(words.footer) ?? '',
	};
}

/**
 * What a letter says between greeting and closing in whole sentences, as a person may put it otherwise;
 * facts and steps are not among it.
 */
export function wordsOfLetter(
	{ event, language, zone, now }: LetterInput,
	{ brand, texts }: Pick<MilestoneSettings, 'brand' | 'texts'>,
): string {
	const text = texts.languages[language].milestones[event.milestone];
	const values = valuesOf(event, brand.name, { language, zone, now });
	const blocks = bodyOf(event, text, (message) => fillMessage(message, values, language));
	return blocks.flatMap((block) => (isSentence(block) ? [block.text] : [])).join('\n\n');
}

/** What a milestone's letter is called, e.g. `milestone-preview-ready`; a part of its effect's key. */
export function nameOfLetter(milestone: Milestone): string {
	return `milestone-${milestone}`;
}

function paragraph(text: string | null): LetterBlock[] {
	return text === null ? [] : [{ kind: 'paragraph', text }];
}

/** The milestone's text; where somebody put it in their own words, these with the text's facts. */
function bodyOf(
	{ words }: MilestoneEvent,
	{ blocks }: MilestoneText,
	say: (message: string) => string | null,
): LetterBlock[] {
	const body = blocks.flatMap((block) => blockOf(block, say));
	if (words === null || words.trim() === '') return body;
	const own = words.split(/\n\s*\n/).flatMap((part) => paragraph(part.trim() || null));
	return [...own, ...body.filter((block) => !isSentence(block))];
}

function isSentence(
	block: LetterBlock,
): block is Extract<LetterBlock, { kind: 'paragraph' | 'note' | 'quote' }> {
	return block.kind === 'paragraph' || block.kind === 'note' || block.kind === 'quote';
}

function blockOf(block: BlockText, say: (message: string) => string | null): LetterBlock[] {
	if (block.kind === 'facts') {
		const rows = block.rows.flatMap((row) => {
			const [label, text] = [say(row.label), say(row.text)];
			return label === null || text === null ? [] : [{ label, text }];
		});
		return rows.length === 0 ? [] : [{ kind: 'facts', rows }];
	}
	if (block.kind === 'steps') {
		const steps = block.steps.flatMap((step) => say(step) ?? []);
		return steps.length === 0 ? [] : [{ kind: 'steps', steps }];
	}
	const text = say(block.text);
	return text === null ? [] : [{ kind: block.kind, text }];
}

function valuesOf(
	{ project, client, details }: MilestoneEvent,
	agency: string,
	{ language, zone, now }: Pick<LetterInput, 'language' | 'zone' | 'now'>,
): MessageValues {
	const day = (moment: string | null) =>
		moment === null ? undefined : dayText(moment, now, zone, language);
	const people = details.people.map((name) => plainWords(name, longest.person)).filter(Boolean);
	const toPay = details.dueAt === null ? null : daysUntil(details.dueAt, now, zone);
	return {
		agency,
		project: plainWords(project.name ?? '', longest.project),
		firstName: firstNameOf(client),
		people: people.length === 0 ? undefined : truncate(listOf(people, language), longest.people),
		peopleCount: people.length === 0 ? undefined : people.length,
		startsOn: day(details.startsAt),
		dueOn: day(details.dueAt),
		expectedOn: day(details.expectedAt),
		previewOn: day(details.previewAt),
		answerBy: day(details.answerBy),
		expiresOn: day(details.expiresAt),
		daysToPay: toPay === null || toPay < 0 ? undefined : toPay,
		daysLate: toPay === null || toPay >= 0 ? undefined : -toPay,
		files: details.files ?? undefined,
		version: details.version ?? undefined,
		comments: details.comments ?? undefined,
		roundsLeft: details.roundsLeft ?? undefined,
		amount: details.amount === null ? undefined : formatMoney(details.amount, language),
		reminder: details.reminder ?? undefined,
		invoice: plainWords(details.invoice ?? '', longest.invoice),
		reason: plainWords(details.reason ?? '', longest.reason),
	};
}

/** A greeting takes a short name only: a form's name field can hold anything. */
export function firstNameOf({
	firstName,
	name,
}: Pick<MilestoneEvent['client'], 'firstName' | 'name'>): string {
	const given = oneLine(firstName ?? '') || (oneLine(name ?? '').split(' ')[0] ?? '');
	return given.length <= 40 && !/[:/@<>\d]|\.\S/.test(given) ? given : '';
}

/**
 * Words from outside as one line in which mail programs find no address to make a link of: what an
 * unknown sender typed into a form must not become one in our letter.
 */
export function plainWords(text: string, limit: number): string {
	return truncate(oneLine(text), limit)
		.replace(/\b[a-z][a-z0-9+.-]*:\/+/gi, '')
		.replace(/(?<=[\p{L}\p{N}_-])([.@])(?=\p{L})/gu, `$1${ZERO_WIDTH_SPACE}`);
}

const ZERO_WIDTH_SPACE = '\u200B';

const lists = {
	en: new Intl.ListFormat('en-GB'),
	es: new Intl.ListFormat('es-419'),
	da: new Intl.ListFormat('da-DK'),
} satisfies Record<Language, Intl.ListFormat>;

function listOf(people: readonly string[], language: Language): string {
	return lists[language].format(people);
}
