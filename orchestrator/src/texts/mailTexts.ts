import { oneLine, truncate } from './escape';
import type { Language } from './formats';
import { formatMoney } from './formats';
import type { LeadItem } from './leadView';
import { labelOf, readLeadItem, withoutEmpty } from './leadView';
import type { TextEntry, Words } from './library';
import { wordingOf } from './library';
import type { TextFiller } from './liquid';

/** A mail as it will be sent, but for its addresses. */
export interface MailText {
	subject: string;
	html: string;
	text: string;
}

/** The agency as its mails show it. */
export interface MailBrand {
	name: string;
	/** Colour of the head, `#` and six hex digits. */
	colour: string;
	/** Address of a picture for the head of letters; absent: the name. */
	logo?: string | null;
	/** One line under letters; absent: none. */
	address?: string | null;
	/** Working hours by place, e.g. `Caracas 09:00–18:00 (Mon–Fri)`. */
	hours: string[];
}

/** What a mail text is made of. */
export interface MailTextInput {
	data: unknown;
	entry: TextEntry;
	language: Language;
	zone: string;
	test: boolean;
	brand: MailBrand;
	html: TextFiller;
	plain: TextFiller;
	line: TextFiller;
	/** How the recipient gets off the list; null for mail that has no such way. */
	unsubscribe: { link: string; words: string } | null;
	/** The services' names of the lead alert, in the client's language. */
	leadWords: Words;
}

/** Longest subject: a bound of ours, so that it can be read in a list. */
const SUBJECT_LIMIT = 150;

/** One line of a length that arrives whole. */
export function subjectLine(text: string): string {
	return truncate(oneLine(text), SUBJECT_LIMIT);
}

/** The mail texts that come with the product, by their names. */
export const mailTexts: Readonly<Record<string, (input: MailTextInput) => MailText>> = {
	'lead-acknowledgement': acknowledgement,
};

function acknowledgement(input: MailTextInput): MailText {
	const words = wordingOf(input.entry, input.language);
	const item = readLeadItem(input.data);
	const firstName = greetingName(item);
	const basics = withoutEmpty({
		test: input.test,
		firstName,
		agency: input.brand.name,
		hours: input.brand.hours.join(' · '),
	});
	const fill = (text: string, data: object = basics) =>
		input.plain.fill(text, { data, language: input.language, zone: input.zone });
	const labels = words.table('rows');
	const rows = understood(item, input, (days) => fill(words.text('days'), { days }))
		.map(({ name, value }) => ({ label: labels[name] ?? name, value }))
		.filter(({ value }) => value !== '');

	return assemble(input, input.line.fill(words.text('subject'), fillingOf(input, basics)), {
		title: fill(words.text('title')),
		preview: fill(words.text('preview')),
		opening: fill(words.text('opening')),
		rows,
		unclear: fill(words.text('unclear')),
		nextTitle: fill(words.text('nextTitle')),
		next: words.list('next').map((step) => fill(step)),
		hours: fill(words.text('hours')),
		wrong: fill(words.text('wrong')),
		closing: fill(words.text('closing')),
		footer: fill(words.text('footer')),
	});
}

/** A greeting takes a short name only: a form's name field can hold anything. */
function greetingName({ lead }: LeadItem): string {
	const name = oneLine(lead.firstName ?? '');
	return name.length <= 40 && !/[:/@<>]/.test(name) ? name : '';
}

function understood(
	{ lead }: LeadItem,
	{ language, leadWords }: MailTextInput,
	within: (days: number) => string,
): Array<{ name: string; value: string }> {
	const { budget, timeline } = lead;
	const per = leadWords.table('per')[budget?.per ?? ''] ?? '';
	return [
		{ name: 'service', value: labelOf(leadWords.table('services'), lead.service) },
		{
			name: 'budget',
			value: budget ? `${formatMoney(budget.minor, budget.currency, language)}${per}` : '',
		},
		{ name: 'days', value: timeline?.days ? within(timeline.days) : '' },
		{ name: 'company', value: truncate(oneLine(lead.company?.name ?? ''), 80) },
	];
}

/** A workflow's own text in the agency's layout. */
export function ownMail(input: MailTextInput, own: { subject: string; body: string }): MailText {
	const words = wordingOf(input.entry, input.language);
	const footer = input.plain.fill(
		words.text('footer'),
		fillingOf(input, { agency: input.brand.name }),
	);
	const paragraphs = own.body
		.trim()
		.split(/\n{2,}/)
		.map((paragraph) => paragraph.split('\n'));
	const preview = oneLine(own.body).slice(0, 120);
	return assemble(input, own.subject, { preview, paragraphs, body: own.body.trim(), footer });
}

function assemble(input: MailTextInput, asked: string, parts: object): MailText {
	const { entry, brand, language, unsubscribe } = input;
	const subject = subjectLine(asked);
	const { name: agency, colour } = brand;
	const data = { ...parts, subject, language, agency, colour, unsubscribe };
	const wayOut = unsubscribe === null ? '' : `\n${unsubscribe.words}: ${unsubscribe.link}`;
	return {
		subject,
		html: input.html.fill(entry.mail?.html ?? '', fillingOf(input, data)),
		text: `${input.plain
			.fill(entry.mail?.text ?? '', fillingOf(input, data))
			.replace(/\n{3,}/g, '\n\n')
			.trim()}${wayOut}\n`,
	};
}

function fillingOf({ language, zone }: MailTextInput, data: object) {
	return { data, language, zone };
}
