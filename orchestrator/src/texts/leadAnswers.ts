import { DateTime } from 'luxon';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { Json } from '../ledger/json';
import { choiceInput, context, plainSection, pressButtons, section, textInput } from './blocks';
import type { Language } from './formats';
import { languages } from './formats';
import type { TextLibrary, Words } from './library';
import { wordingOf } from './library';

/** What a button of a lead's alert asks for, by its `action_id`. */
export const leadActions = {
	take: 'lead_take',
	notAFit: 'lead_not_a_fit',
	giveBack: 'lead_give_back',
} as const;

/** Block of the buttons; what people answer takes its place. */
export const ANSWER_BLOCK = 'lead_answers';

/** `callback_id` of the form that asks why a lead does not fit. */
export const FORM = 'lead_not_a_fit';

/** Blocks and elements of the form, by which Slack gives back what was filled in. */
export const formFields = {
	reason: { block: 'reason', action: 'reason' },
	note: { block: 'note', action: 'note' },
} as const;

/** Why a lead does not fit, in the order of the form. */
export const leadReasons = [
	'budget',
	'timing',
	'service',
	'not-real',
	'competitor',
	'other',
] as const;
/** One of them. */
export type LeadReason = (typeof leadReasons)[number];

/** Longest note that is taken, in characters. */
export const NOTE_LIMIT = 1_000;

/** What a button carries: which alert it stands in, and the language of the channel. */
export const buttonValueSchema = z.object({
	v: z.literal(1),
	/** Key of the effect that posted the alert. */
	alert: z.string().min(1).max(500),
	language: z.enum(languages),
});
export type ButtonValue = z.infer<typeof buttonValueSchema>;

/** Who answered, and when. */
export interface Answered {
	/** Id in Slack: checked to be one, since it is written as a mention. */
	personId: string;
	at: Date;
}

/** How a lead was answered, as it is shown in the channel. */
export type ShownAnswer = Answered &
	(
		| { answer: 'taken' | 'given-back' }
		| { answer: 'not-a-fit'; reason: LeadReason; note: string | null }
	);

/** What is told to one person alone. */
export type PrivateAnswer =
	| ({ tell: 'taken' | 'yours' | 'notAFit' } & Answered)
	| { tell: 'notYours' | 'unknown' | 'formFailed' };

/** Why the form shows something above its questions. */
export type FormNotice =
	| { notice: 'changed' }
	| ({ notice: 'taken' | 'settled' } & Answered)
	| null;

/** The words of a lead's alert in one language, put together for Slack. */
export interface LeadAnswerTexts {
	/** The two buttons of an alert that nobody has answered. */
	buttons(alert: string): Json;
	/** What takes the place of the buttons. */
	shown(alert: string, answer: ShownAnswer): { text: string; blocks: Json[] };
	privately(answer: PrivateAnswer): string;
	/** The modal that asks why. @param metadata comes back with what was filled in */
	form(metadata: string, notices: FormNotice[]): Json;
	reason(reason: LeadReason): string;
	/** What the form says of a field that was filled in wrongly. */
	wrong(field: 'reason' | 'note'): string;
}

/** The words in a language, of the newest alert. */
export function leadAnswerTexts(library: TextLibrary, language: Language): LeadAnswerTexts {
	const words = wordingOf(library.find('lead-alert', 'slack'), language);
	const say = (pattern: string, { personId, at }: Answered, more: Values = {}) =>
		put(pattern, { person: `<@${personId}>`, since: slackDate(at), ...more });
	const labels = words.table('answers');
	const form = words.table('form');
	const told = words.table('private');
	const answerButton = (name: keyof typeof leadActions, alert: string, style?: 'primary') => ({
		id: leadActions[name],
		label: labels[name] ?? '',
		value: JSON.stringify({ v: 1, alert, language } satisfies ButtonValue),
		style,
	});
	return {
		buttons: (alert) => answerButtons(words, alert, language),
		shown: (alert, answer) => {
			switch (answer.answer) {
				case 'taken': {
					const text = say(words.text('taken'), answer);
					const buttons = [answerButton('giveBack', alert), answerButton('notAFit', alert)];
					return { text, blocks: [section(text), pressButtons(ANSWER_BLOCK, buttons)] };
				}
				case 'given-back': {
					const text = say(words.text('givenBack'), answer);
					return { text, blocks: [context(text), answerButtons(words, alert, language)] };
				}
				case 'not-a-fit': {
					const reason = words.table('reasons')[answer.reason] ?? answer.reason;
					const text = say(words.text('notAFit'), answer, { reason });
					const note = answer.note?.trim() ?? '';
					const quoted = put(words.text('note'), { note });
					return { text, blocks: [section(text), ...(note === '' ? [] : [plainSection(quoted)])] };
				}
			}
		},
		privately: (answer) => {
			const pattern = told[answer.tell] ?? '';
			return 'personId' in answer ? say(pattern, answer) : pattern;
		},
		form: (metadata, notices) => ({
			type: 'modal',
			callback_id: FORM,
			private_metadata: metadata,
			title: { type: 'plain_text', text: form.title ?? '' },
			...(notices.some((one) => one?.notice === 'settled')
				? {}
				: { submit: { type: 'plain_text', text: form.submit ?? '' } }),
			close: { type: 'plain_text', text: form.close ?? '' },
			blocks: [
				...notices.flatMap((one) => {
					if (one === null) return [];
					const pattern = form[one.notice] ?? '';
					return [section(one.notice === 'changed' ? pattern : say(pattern, one))];
				}),
				...(notices.some((one) => one?.notice === 'settled')
					? []
					: [
							choiceInput({
								...formFields.reason,
								label: form.reason ?? '',
								placeholder: form.choose ?? '',
								options: leadReasons.map((value) => ({
									value,
									label: words.table('reasons')[value] ?? value,
								})),
							}),
							textInput({
								...formFields.note,
								label: form.note ?? '',
								isOptional: true,
								maxLength: NOTE_LIMIT,
							}),
						]),
			],
		}),
		reason: (reason) => words.table('reasons')[reason] ?? reason,
		wrong: (field) => (field === 'reason' ? form.wrongReason : form.longNote) ?? '',
	};
}

/** The two buttons of an alert; null where this version of the words has none. */
export function answerButtons(words: Words, alert: string, language: Language): Json {
	const { take, notAFit } = words.table('answers');
	if (take === undefined || notAFit === undefined) return null;
	const value = JSON.stringify({ v: 1, alert, language } satisfies ButtonValue);
	return pressButtons(ANSWER_BLOCK, [
		{ id: leadActions.take, label: take, value, style: 'primary' },
		{ id: leadActions.notAFit, label: notAFit, value },
	]);
}

const answeredItem = z.object({
	person: z.object({ slackId: z.string().regex(/^[UW][A-Z0-9]{4,}$/) }),
	at: z.string().datetime({ offset: true }),
	answer: z.enum(['taken', 'given-back', 'not-a-fit']),
	reason: z.enum(leadReasons).nullish(),
	note: z.string().nullish(),
	language: z.enum(languages),
});

/**
 * Reads the answer of an item, as an event of the inbox about a lead's answer holds it.
 *
 * @throws MendableError `text/no-answer`
 */
export function readAnsweredItem(data: unknown): { answer: ShownAnswer; language: Language } {
	const read = answeredItem.safeParse(data);
	if (read.success) {
		const { person, answer, reason, note, language } = read.data;
		const given = { personId: person.slackId, at: new Date(read.data.at) };
		return {
			language,
			answer:
				answer === 'not-a-fit'
					? { ...given, answer, reason: reason ?? 'other', note: note ?? null }
					: { ...given, answer },
		};
	}
	throw new MendableError(
		'text/no-answer',
		'The text cannot be filled.',
		'The item holds no answer of a person to a lead.',
		'Start the flow with lead.claimed, lead.given-back or lead.not-a-fit, or give the node an own text.',
	);
}

type Values = Record<string, string>;

/** Puts values into a pattern as they are: ids that were checked, words of ours, what was escaped. */
export function put(pattern: string, values: Values): string {
	return pattern.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole);
}

/**
 * A moment that Slack writes in each reader's own zone and language, UTC where it cannot
 * (docs.slack.dev/messaging/formatting-message-text, date formatting).
 */
export function slackDate(at: Date): string {
	const seconds = Math.floor(at.getTime() / 1_000);
	const written = DateTime.fromJSDate(at, { zone: 'utc' }).toFormat("yyyy-MM-dd HH:mm 'UTC'");
	return `<!date^${seconds}^{date_short_pretty} {time}|${written}>`;
}
