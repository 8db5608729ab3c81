import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { Json } from '../ledger/json';
import { choiceInput, plainSection, pressButtons, section, textInput } from './blocks';
import { escapeFor, oneLine, truncate } from './escape';
import type { Language } from './formats';
import { languages } from './formats';
import { put, slackDate } from './leadAnswers';
import type { TextLibrary, Words } from './library';
import { wordingOf } from './library';

/** What a button of an offer asks for, by its `action_id`. */
export const assignmentActions = {
	accept: 'assignment_accept',
	decline: 'assignment_decline',
} as const;

/** Block of the buttons; what the person answers takes its place. */
export const ASSIGNMENT_BLOCK = 'assignment_answers';

/** `callback_id` of the form that asks why work is declined. */
export const DECLINE_FORM = 'assignment_decline';

/** Why somebody declines, in the order of the form. */
export const declineReasons = ['busy', 'away', 'skill', 'conflict', 'other'] as const;
/** One of them. */
export type DeclineReason = (typeof declineReasons)[number];

/** Longest note that is taken, in characters. */
export const DECLINE_NOTE_LIMIT = 500;

/** What a button carries: whose hours it is about, and the language of the channel. */
export const offerValueSchema = z.object({
	v: z.literal(1),
	/** Id of the reservation. */
	reservation: z.string().min(1).max(100),
	language: z.enum(languages),
});
export type OfferValue = z.infer<typeof offerValueSchema>;

/** What is told to one person alone. */
export type PrivateNotice =
	| { tell: 'yours' | 'over' | 'unknown' | 'notSeen' | 'busy' | 'formFailed' }
	| { tell: 'notYours'; name: string };

/** Blocks and elements of the form, by which Slack gives back what was filled in. */
export const declineFields = {
	reason: { block: 'reason', action: 'reason' },
	note: { block: 'note', action: 'note' },
} as const;

/** How an offer was answered, as it is shown in the channel. */
export interface ShownAssignment {
	answer: 'accepted' | 'declined' | 'unanswered' | 'moved';
	/** As the roster has it. */
	person: string;
	at: Date;
	/** In the person's words; null where there are none. */
	reason: string | null;
}

/** The words around an offer in one language, put together for Slack. */
export interface AssignmentTexts {
	/** What takes the place of the buttons. */
	shown(answer: ShownAssignment): { text: string; blocks: Json[] };
	privately(notice: PrivateNotice): string;
	/** The modal that asks why. @param metadata comes back with what was filled in */
	form(metadata: string): Json;
	/** The reason as it is kept, for people. */
	reason(reason: DeclineReason, note: string | null): string;
	/** What the form says of a field that was filled in wrongly. */
	wrong(field: 'reason' | 'note'): string;
}

/** The words in a language, of the newest offer. */
export function assignmentTexts(library: TextLibrary, language: Language): AssignmentTexts {
	const words = wordingOf(library.find('assignment-offer', 'slack'), language);
	const form = words.table('form');
	const reasons = words.table('reasons');
	return {
		shown: ({ answer, person, at, reason }) => {
			const name = escapeFor.mrkdwn(truncate(oneLine(person), 80));
			const text = put(words.text(answer), { person: name, since: slackDate(at) });
			const note = reason?.trim() ?? '';
			// In plain text: it is shown exactly as it was written.
			const quoted = note === '' ? [] : [plainSection(put(words.text('note'), { note }))];
			return { text, blocks: [section(text), ...quoted] };
		},
		privately: (notice) =>
			put(
				words.table('private')[notice.tell] ?? '',
				'name' in notice ? { name: escapeFor.mrkdwn(notice.name) } : {},
			),
		form: (metadata) => ({
			type: 'modal',
			callback_id: DECLINE_FORM,
			private_metadata: metadata,
			title: { type: 'plain_text', text: form.title ?? '' },
			submit: { type: 'plain_text', text: form.submit ?? '' },
			close: { type: 'plain_text', text: form.close ?? '' },
			blocks: [
				choiceInput({
					...declineFields.reason,
					label: form.reason ?? '',
					placeholder: form.choose ?? '',
					options: declineReasons.map((value) => ({ value, label: reasons[value] ?? value })),
				}),
				textInput({
					...declineFields.note,
					label: form.note ?? '',
					isOptional: true,
					maxLength: DECLINE_NOTE_LIMIT,
				}),
			],
		}),
		reason: (reason, note) => {
			const label = reasons[reason] ?? reason;
			return note === null ? label : `${label}: ${note}`;
		},
		wrong: (field) => (field === 'reason' ? form.wrongReason : form.longNote) ?? '',
	};
}

/** The two buttons of an offer that nobody has answered. */
export function assignmentButtons(
	words: Words,
	{ reservation, language }: Omit<OfferValue, 'v'>,
): Json {
	const { accept, decline } = words.table('answers');
	const value = JSON.stringify({ v: 1, reservation, language } satisfies OfferValue);
	return pressButtons(ASSIGNMENT_BLOCK, [
		{ id: assignmentActions.accept, label: accept ?? '', value, style: 'primary' },
		{ id: assignmentActions.decline, label: decline ?? '', value },
	]);
}

const answeredItem = z.object({
	answer: z.enum(['accepted', 'declined', 'unanswered', 'moved']),
	reason: z.string().nullish(),
	person: z.object({ id: z.string(), name: z.string().nullish() }),
	reservation: z.object({ updatedAt: z.string().datetime({ offset: true }) }),
});

/**
 * Reads the answer of an item, as an event of the inbox about an assignment holds it.
 *
 * @throws MendableError `text/no-answer`
 */
export function readAssignmentAnswer(data: unknown): ShownAssignment {
	const read = answeredItem.safeParse(data);
	if (read.success) {
		const { answer, person, reason, reservation } = read.data;
		return {
			answer,
			person: person.name || person.id,
			at: new Date(reservation.updatedAt),
			reason: answer === 'declined' ? (reason ?? null) : null,
		};
	}
	throw new MendableError(
		'text/no-answer',
		'The text cannot be filled.',
		'The item holds no answer of a person to an assignment.',
		'Start the flow with assignment.accepted, assignment.declined, assignment.unanswered or assignment.moved, or give the node an own text.',
	);
}
