import { z } from 'zod';
import { renderLetter } from '../../../nodes/domain/letter/renderLetter';
import { defaultBrand } from '../../../nodes/domain/letter/schema';
import type { Brand, Letter } from '../../../nodes/domain/letter/schema';
import type { AlertTexts } from './alertTexts';
import { alertTexts } from './alertTexts';
import type { AssignmentTexts } from './assignmentAnswers';
import { assignmentTexts } from './assignmentAnswers';
import { messageText } from './blocks';
import type { Channel } from './escape';
import { oneLine } from './escape';
import { findingComment } from './findingComment';
import type { Language } from './formats';
import { languageOf } from './formats';
import type { LeadAnswerTexts } from './leadAnswers';
import { leadAnswerTexts } from './leadAnswers';
import { labelOf, readLeadItem, withoutEmpty } from './leadView';
import type { TextLibrary } from './library';
import { readTexts, wordingOf } from './library';
import type { TextFiller } from './liquid';
import { textFiller } from './liquid';
import type { MailBrand, MailText, MailTextInput } from './mailTexts';
import { mailTexts, ownMail, subjectLine } from './mailTexts';
import type { ReviewAnswerTexts } from './reviewAnswers';
import { reviewAnswerTexts } from './reviewAnswers';
import type { DraftTexts } from './draftTexts';
import { draftTexts } from './draftTexts';
import type { MoveTexts } from './moveTexts';
import { moveTexts } from './moveTexts';
import { nothingFor } from './nothingFor';
import type { SlackText } from './slackTexts';
import { noMentionWords, slackTexts } from './slackTexts';

/** Which text, for whom. */
export interface TextRequest {
	/** Name of a template, with `@version` if not the newest. */
	template: string;
	data: unknown;
	/** As the item says it; English when there is no text in it. */
	language: unknown;
	test: boolean;
	/** Key of the effect that sends it, where what is sent has to name it. */
	key?: string;
}

/** What a workflow gives a mail beside its template. */
export interface OwnMail {
	subject?: string;
	text?: string;
	/** Where the recipient gets off the list; without it the mail shows no such way. */
	unsubscribeLink?: string;
}

/** Everything the service writes to people. */
export interface Texts {
	/** Fills placeholders of a workflow's own text. */
	fill(channel: Channel, text: string, data: object, language: unknown): string;
	slack(request: TextRequest): SlackText;
	/** A message of one own text. */
	ownSlack(text: string, data: object, language: unknown): SlackText;
	/** The words around what people answer to a lead's alert. */
	leadAnswers(language: Language): LeadAnswerTexts;
	/** The words around an offer of work. */
	assignments(language: Language): AssignmentTexts;
	/** The words around a review. */
	reviews(language: Language): ReviewAnswerTexts;
	/** The words around proposed moves. */
	moves(language: Language): MoveTexts;
	/** The words around a mail that waits for a yes. */
	drafts(language: Language): DraftTexts;
	/** The words around an alert of the monitor. */
	alerts(language: Language): AlertTexts;
	mail(request: TextRequest, own?: OwnMail): MailText;
	/** A letter in the agency's shell; the link takes its reader off the list, null where there is no way. */
	letter(letter: Letter, unsubscribeLink: string | null): MailText;
	record(request: TextRequest): string;
	/** A comment on a file. */
	comment(request: TextRequest): string;
	list(): Array<{
		name: string;
		version: number;
		channel: string;
		about: string;
		needs: string[];
		languages: Language[];
	}>;
}

/**
 * Loads the texts.
 *
 * @param zone IANA zone that times are written in
 */
export function openTexts(brand: MailBrand, zone: string, library = readTexts()): Texts {
	const own: Record<Channel, TextFiller> = {
		mrkdwn: textFiller('mrkdwn'),
		html: textFiller('html'),
		markdown: textFiller('markdown'),
		plain: textFiller('plain'),
		line: textFiller('line'),
	};
	const layouts = textFiller('html', library.layouts);
	const fill: Texts['fill'] = (channel, text, data, language) =>
		own[channel].fill(text, { data, language: languageOf(language), zone });

	return {
		fill,
		slack: (request) => {
			const entry = library.find(request.template, 'slack');
			const words = wordingOf(entry, request.language);
			const write = slackTexts[entry.name] ?? nothingFor(entry.name);
			return write({
				data: request.data,
				words,
				language: words.language,
				zone,
				test: request.test,
				key: request.key ?? null,
				mrkdwn: own.mrkdwn,
				line: own.line,
			});
		},
		ownSlack: (text, data, language) => ({
			text: messageText(fill('mrkdwn', text, data, language)),
			blocks: null,
			mentionWords: noMentionWords,
		}),
		leadAnswers: (language) => leadAnswerTexts(library, language),
		assignments: (language) => assignmentTexts(library, language),
		reviews: (language) => reviewAnswerTexts(library, language),
		moves: (language) => moveTexts(library, language),
		drafts: (language) => draftTexts(library, language),
		alerts: (language) => alertTexts(library, language, zone),
		mail: (request, given = {}) =>
			writeMail(request, given, { library, brand, zone, own, layouts }),
		letter: (letter, link) => {
			const page = wordingOf(library.find('unsubscribe', 'page'), letter.language);
			const wayOut = link === null ? null : { link, words: page.text('link') };
			return renderLetter(letter, { ...defaultBrand, ...shownBrand(brand) }, wayOut);
		},
		record: ({ template, data, language }) => {
			const entry = library.find(template, 'record');
			const words = wordingOf(entry, language);
			const { lead, decision } = readLeadItem(data);
			const view = withoutEmpty({
				name: oneLine(lead.name) || lead.email,
				company: oneLine(lead.company?.name ?? ''),
				reasons: (decision?.reasons ?? []).map((reason) => reason.text).join('; '),
				service: labelOf({}, lead.service),
			});
			return own.plain.fill(words.text('text'), { data: view, language: words.language, zone });
		},
		comment: ({ template, data, language }) => {
			const words = wordingOf(library.find(template, 'comment'), language);
			return findingComment({ data, words, language: words.language, zone, plain: own.plain });
		},
		list: () =>
			library.entries.map(({ name, version, channel, about, needs, languages }) => ({
				name,
				version,
				channel,
				about,
				needs,
				languages,
			})),
	};
}

/** The brand as letters show it. */
function shownBrand({ name, colour, logo, address }: MailBrand): Partial<Brand> {
	return { name, colour, logo: logo ?? null, address: address ?? null };
}

interface MailTools {
	library: TextLibrary;
	brand: MailBrand;
	zone: string;
	own: Record<Channel, TextFiller>;
	layouts: TextFiller;
}

function writeMail(
	request: TextRequest,
	given: OwnMail,
	{ library, brand, zone, own, layouts }: MailTools,
): MailText {
	const hasOwnText = given.text !== undefined && given.text !== '';
	const entry = library.find(hasOwnText ? 'own-mail' : request.template, 'mail');
	const { language } = wordingOf(entry, request.language);
	const page = wordingOf(library.find('unsubscribe', 'page'), language);
	const { unsubscribeLink: link } = given;
	const input: MailTextInput = {
		data: request.data,
		entry,
		language,
		zone,
		test: request.test,
		brand,
		html: layouts,
		plain: own.plain,
		line: own.line,
		unsubscribe: link === undefined ? null : { link, words: page.text('link') },
		leadWords: wordingOf(library.find('lead-alert', 'slack'), language),
	};
	const data = z.object({}).passthrough().catch({}).parse(request.data);
	const filling = { data, language, zone };
	const subject = given.subject ? own.line.fill(given.subject, filling) : '';
	if (hasOwnText) {
		return ownMail(input, { subject, body: own.plain.fill(given.text ?? '', filling) });
	}
	const write = mailTexts[entry.name] ?? nothingFor(entry.name);
	const mail = write(input);
	return subject === '' ? mail : { ...mail, subject: subjectLine(subject) };
}
