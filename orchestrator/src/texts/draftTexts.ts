import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { Json } from '../ledger/json';
import type { DelayCause } from '../milestones/delayRisk';
import type { DraftView } from '../milestones/draftView';
import { draftViewSchema } from '../milestones/draftView';
import {
	context,
	fields,
	header,
	messageText,
	plainSection,
	pressButtons,
	section,
	textInput,
} from './blocks';
import { escapeFor, oneLine, truncate } from './escape';
import type { Language } from './formats';
import { formatWeekday, languageName, languages } from './formats';
import { put, slackDate } from './leadAnswers';
import { withoutEmpty } from './leadView';
import type { TextLibrary } from './library';
import { wordingOf } from './library';
import type { SlackText, SlackTextInput } from './slackTexts';
import { noMentionWords } from './slackTexts';

/** What a button under a draft asks for, by its `action_id`. */
export const draftActions = {
	send: 'draft_send',
	edit: 'draft_edit',
	refuse: 'draft_refuse',
} as const;

/** Block of the buttons. */
export const DRAFT_BLOCK = 'draft_answers';

/** `callback_id` of the form in which a mail is put otherwise. */
export const DRAFT_FORM = 'draft_edit';

/** Blocks and elements of the form, by which Slack gives back what was filled in. */
export const draftFields = {
	date: { block: 'date', action: 'date' },
	text: { block: 'text', action: 'text' },
} as const;

/** Longest words that a form takes, in characters (@slack/types 3.2.0). */
export const DRAFT_WORDS_LIMIT = 3_000;

/** What a button carries: which draft, and the language of the channel. */
export const draftValueSchema = z.object({
	v: z.literal(1),
	draft: z.string().min(1).max(100),
	language: z.enum(languages),
});
export type DraftValue = z.infer<typeof draftValueSchema>;

/** What is told to whoever pressed, alone. */
export type DraftNotice =
	| 'sent'
	| 'refused'
	| 'superseded'
	| 'expired'
	| 'tried'
	| 'unknown'
	| 'formFailed';

/** The words around a draft in one language. */
export interface DraftTexts {
	/** What takes the place of the message once it is decided. */
	shown(draft: DraftView): { text: string; blocks: Json[] };
	privately(notice: DraftNotice): string;
	/** The modal, with what the mail says now. @param metadata comes back with what was filled in */
	form(metadata: string, now: { date: string; text: string }): Json;
	/** What the form says of a field that was filled in wrongly. */
	wrong(what: 'date' | 'text' | 'link' | 'offer', found?: string): string;
}

const NAME_SHOWN = 80;
const CAUSES_SHOWN = 10;

/** Longest of the mail that is shown, in characters, within what Slack's section takes. */
const MAIL_SHOWN = 2_800;

/** The words in a language, of the newest text. */
export function draftTexts(library: TextLibrary, language: Language): DraftTexts {
	const words = wordingOf(library.find('delay-draft', 'slack'), language);
	const form = words.table('form');
	const plain = (text: string | undefined) => ({ type: 'plain_text', text: text ?? '' });
	return {
		shown: ({ state, words: own, decidedBy, decidedAt, expectedAt, mail }) => {
			const how = state === 'sent' && own !== null ? 'sentOwn' : state;
			const line = put(words.text(how), {
				by: escapeFor.mrkdwn(shortly(decidedBy ?? '–')),
				since: slackDate(new Date(decidedAt ?? 0)),
				to: escapeFor.mrkdwn(shortly(mail?.to ?? '–')),
				expected: dayIn(expectedAt, language) ?? words.text('unknown'),
				subject: escapeFor.mrkdwn(truncate(oneLine(mail?.subject ?? ''), 150)),
			});
			// In plain text: it is shown exactly as it was written.
			return { text: line, blocks: [section(line), ...(own === null ? [] : [plainSection(own)])] };
		},
		privately: (notice) => words.table('private')[notice] ?? '',
		form: (metadata, now) => ({
			type: 'modal',
			callback_id: DRAFT_FORM,
			private_metadata: metadata,
			title: plain(form.title),
			submit: plain(form.submit),
			close: plain(form.close),
			blocks: [
				textInput({
					...draftFields.date,
					label: form.date ?? '',
					isOptional: false,
					maxLength: 10,
					isLine: true,
					initial: now.date,
				}),
				textInput({
					...draftFields.text,
					label: form.text ?? '',
					isOptional: false,
					maxLength: DRAFT_WORDS_LIMIT,
					initial: truncate(now.text, DRAFT_WORDS_LIMIT),
				}),
			],
		}),
		wrong: (what, found = '') => put(words.table('wrong')[what] ?? '', { found }),
	};
}

const itemSchema = z.object({
	draft: draftViewSchema,
	mail: z.object({ to: z.string(), text: z.string(), subject: z.string(), language: z.string() }),
	project: z.object({ name: z.string().nullish(), id: z.string() }),
	contact: z.object({ name: z.string().nullish() }).nullish(),
	company: z.object({ name: z.string().nullish() }).nullish(),
});

/** Shows the mail and what is in the way, and asks whether it is sent. */
export function delayDraft(input: SlackTextInput): SlackText {
	const { words, mrkdwn, line, language, zone, test } = input;
	const read = itemSchema.safeParse(input.data);
	if (!read.success) throw noDraft();
	const { draft, mail, project, contact, company } = read.data;
	const people = [contact?.name, company?.name].flatMap((name) => name?.trim() || []);
	const data = withoutEmpty({
		test,
		project: shortly(project.name?.trim() || project.id),
		promised: dayIn(draft.promisedAt, language) ?? words.text('unknown'),
		expected: dayIn(draft.expectedAt, language) ?? words.text('unknown'),
		client: shortly(people.length === 0 ? mail.to : people.join(', ')),
		language: languageName(mail.language, language),
	});
	const part = (name: string, values: object = data) =>
		mrkdwn.fill(words.text(name), { data: values, language, zone });
	const until = draft.expiresAt === null ? null : slackDate(new Date(draft.expiresAt));
	return {
		text: messageText(part('fallback')),
		blocks: [
			header(line.fill(words.text('header'), { data, language, zone })),
			fields([part('promised'), part('expected'), part('client'), part('language')]),
			...causesOf(draft.causes, input),
			section(words.text('mail')),
			plainSection(truncate(`${mail.subject}\n\n${mail.text}`, MAIL_SHOWN)),
			draftButtons(input, draft.id),
			// Slack's own writing of a date is markup, which filling would take from it.
			context(until === null ? words.text('pending') : put(words.text('pendingUntil'), { until })),
		],
		mentionWords: noMentionWords,
	};
}

function causesOf(
	causes: readonly DelayCause[],
	{ words, mrkdwn, language, zone }: SlackTextInput,
): Json[] {
	if (causes.length === 0) return [];
	const fill = (name: string, data: object) =>
		mrkdwn.fill(words.text(name), { data, language, zone });
	const lines = causes.slice(0, CAUSES_SHOWN).map((cause) => {
		if (cause.kind === 'late') {
			const { piece, person, day } = cause;
			const values = { piece: shortly(piece), person: shortly(person) };
			return fill('late', { ...values, day: formatWeekday(day, language) });
		}
		if (cause.kind === 'nobody') {
			const because = words.table('reasons')[cause.because] ?? cause.because;
			const hours = Math.round(cause.hours * 10) / 10;
			return fill('nobody', { piece: shortly(cause.piece), hours, because });
		}
		return fill('gates', { file: shortly(cause.file), gate: cause.gate });
	});
	const rest = causes.length - lines.length;
	const more = rest > 0 ? [fill('more', { count: rest })] : [];
	return [section([words.text('causes'), ...lines, ...more].join('\n'))];
}

function draftButtons({ words, language }: SlackTextInput, draft: string): Json {
	const labels = words.table('answers');
	const value = JSON.stringify({ v: 1, draft, language } satisfies DraftValue);
	return pressButtons(DRAFT_BLOCK, [
		{ id: draftActions.send, label: labels.send ?? '', value, style: 'primary' },
		{ id: draftActions.edit, label: labels.edit ?? '', value },
		{ id: draftActions.refuse, label: labels.refuse ?? '', value },
	]);
}

/** Days are told as days: noon in UTC is the same in all but a few zones. */
function dayIn(moment: string | null, language: Language): string | null {
	return moment === null ? null : formatWeekday(moment.slice(0, 10), language);
}

function noDraft(): MendableError {
	return new MendableError(
		'text/no-draft',
		'The text cannot be filled.',
		'The item holds no "draft" with its "mail".',
		'Put the node behind Agency Ledger, Keep a Draft, or give it an own text.',
	);
}

function shortly(text: string): string {
	return truncate(oneLine(text), NAME_SHOWN);
}
