import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import { sha256Schema } from '../../../nodes/domain/quality/gates/schema';
import type { Json } from '../ledger/json';
import { choiceInput, plainSection, pressButtons, section, textInput } from './blocks';
import { escapeFor, oneLine, truncate } from './escape';
import type { Language } from './formats';
import { languages } from './formats';
import { put, slackDate } from './leadAnswers';
import type { TextLibrary, Words } from './library';
import { wordingOf } from './library';

/** What a button under a review or a report asks for, by its `action_id`. */
export const reviewActions = {
	approve: 'review_approve',
	changes: 'review_changes',
	waive: 'review_waive',
} as const;

/** Block of the buttons; what the reviewer answers takes its place. */
export const REVIEW_BLOCK = 'review_answers';

/** `callback_id` of the forms, by what they ask. */
export const reviewForms = {
	approve: 'review_approve',
	changes: 'review_changes',
	waive: 'review_waive',
} as const;

/** Blocks and elements of the forms, by which Slack gives back what was filled in. */
export const reviewFields = {
	note: { block: 'note', action: 'note' },
	satisfaction: { block: 'satisfaction', action: 'satisfaction' },
	opportunity: { block: 'opportunity', action: 'opportunity' },
	finding: { block: 'finding', action: 'finding' },
	scope: { block: 'scope', action: 'scope' },
	reason: { block: 'reason', action: 'reason' },
	until: { block: 'until', action: 'until' },
} as const;

/** Longest note and reason that are taken, in characters. */
export const REVIEW_NOTE_LIMIT = 1_000;

/** How long a waiver may hold: days, or for good, which only one file's can. */
export const waiverTimes = { week: 7, month: 30, quarter: 90, forever: null } as const;

/** Findings that a form lets choose from (@slack/types 3.2.0: a select takes 100). */
const MOST_FINDINGS = 100;

/** The one content that a waiver is about. */
const contentSchema = z.object({
	sha256: sha256Schema,
	subject: z.string().min(1).max(200),
	test: z.boolean(),
});

/** The one content that a waiver is about. */
export type WaivedContent = z.infer<typeof contentSchema>;

/** What a button carries: the review, or the content that a report is about, and the language. */
export const reviewValueSchema = z
	.object({
		v: z.literal(1),
		review: z.string().min(1).max(100).optional(),
		content: contentSchema.optional(),
		language: z.enum(languages),
	})
	.refine(({ review, content }) => review !== undefined || content !== undefined);
export type ReviewValue = z.infer<typeof reviewValueSchema>;

/** What is told to one person alone. */
export type ReviewNotice =
	| {
			tell:
				| 'yours'
				| 'over'
				| 'superseded'
				| 'unknown'
				| 'notSeen'
				| 'busy'
				| 'formFailed'
				| 'noFindings'
				| 'notInRoster'
				| 'byAuthor'
				| 'samePerson'
				| 'belowLevel'
				| 'noProject'
				| 'oneFileOnly'
				| 'waivedBefore'
				| 'notAsked'
				| 'noNote'
				| 'noReason'
				| 'waived';
	  }
	| { tell: 'notYours'; name: string };

/** How a review was answered, as it is shown in the channel. */
export interface ShownReview {
	answer: 'approve' | 'changes';
	/** As the roster has it. */
	person: string;
	at: Date;
	/** In the person's words; null where there are none. */
	note: string | null;
}

/** The words around a review in one language, put together for Slack. */
export interface ReviewAnswerTexts {
	/** What takes the place of the buttons. */
	shown(answer: ShownReview): { text: string; blocks: Json[] };
	privately(notice: ReviewNotice): string;
	/** The modals. @param metadata comes back with what was filled in */
	changesForm(metadata: string): Json;
	approveForm(metadata: string): Json;
	waiveForm(metadata: string, rules: readonly string[], hasProject: boolean): Json;
	/** What a form says of a field that was filled in wrongly. */
	wrong(field: 'note' | 'reason' | 'finding' | 'until' | 'opportunity'): string;
}

/** The words in a language, of the newest request for a review. */
export function reviewAnswerTexts(library: TextLibrary, language: Language): ReviewAnswerTexts {
	const words = wordingOf(library.find('review-request', 'slack'), language);
	const forms = words.table('forms');
	const modal = (form: keyof typeof reviewForms, metadata: string, blocks: Json[]): Json => ({
		type: 'modal',
		callback_id: reviewForms[form],
		private_metadata: metadata,
		title: { type: 'plain_text', text: forms[`${form}Title`] ?? '' },
		submit: { type: 'plain_text', text: forms[`${form}Submit`] ?? '' },
		close: { type: 'plain_text', text: forms.close ?? '' },
		blocks,
	});
	const text = (field: 'note' | 'opportunity' | 'reason', isOptional: boolean) =>
		textInput({
			...reviewFields[field],
			label: forms[field] ?? '',
			isOptional,
			maxLength: REVIEW_NOTE_LIMIT,
		});
	const choice = (
		field: 'satisfaction' | 'finding' | 'scope' | 'until',
		options: Array<{ value: string; label: string }>,
		isOptional = false,
	) =>
		choiceInput({
			...reviewFields[field],
			label: forms[field] ?? '',
			placeholder: forms.choose ?? '',
			options,
			isOptional,
		});
	return {
		shown: ({ answer, person, at, note }) => {
			const name = escapeFor.mrkdwn(truncate(oneLine(person), 80));
			const word = answer === 'approve' ? 'approved' : 'changes';
			const line = put(words.text(word), { person: name, since: slackDate(at) });
			const said = note?.trim() ?? '';
			// In plain text: it is shown exactly as it was written.
			const quoted = said === '' ? [] : [plainSection(put(words.text('note'), { note: said }))];
			return { text: line, blocks: [section(line), ...quoted] };
		},
		privately: (notice) =>
			put(
				words.table('private')[notice.tell] ?? '',
				'name' in notice ? { name: escapeFor.mrkdwn(notice.name) } : {},
			),
		changesForm: (metadata) => modal('changes', metadata, [text('note', false)]),
		approveForm: (metadata) =>
			modal('approve', metadata, [
				choice(
					'satisfaction',
					Array.from({ length: 10 }, (_, place) => {
						const value = String(10 - place);
						return { value, label: value };
					}),
					true,
				),
				text('opportunity', true),
			]),
		waiveForm: (metadata, rules, hasProject) => {
			const scopes = hasProject ? (['file', 'project'] as const) : (['file'] as const);
			return modal('waive', metadata, [
				choice(
					'finding',
					rules.slice(0, MOST_FINDINGS).map((rule) => ({ value: rule, label: rule })),
				),
				choice(
					'scope',
					scopes.map((value) => ({ value, label: forms[`${value}Scope`] ?? value })),
				),
				choice(
					'until',
					Object.keys(waiverTimes).map((value) => ({ value, label: forms[value] ?? value })),
				),
				text('reason', false),
			]);
		},
		wrong: (field) => forms[`${field}Wrong`] ?? '',
	};
}

/** The buttons of a review that nobody has answered. */
export function reviewButtons(words: Words, review: string, language: Language): Json {
	const { approve, changes, waive } = words.table('answers');
	const value = JSON.stringify({ v: 1, review, language } satisfies ReviewValue);
	return pressButtons(REVIEW_BLOCK, [
		{ id: reviewActions.approve, label: approve ?? '', value, style: 'primary' },
		{ id: reviewActions.changes, label: changes ?? '', value },
		{ id: reviewActions.waive, label: waive ?? '', value },
	]);
}

/** The button of a report, by which somebody lets a finding stand. */
export function waiveButton(words: Words, content: WaivedContent, language: Language): Json {
	const value = JSON.stringify({ v: 1, content, language } satisfies ReviewValue);
	const label = words.table('answers').waive ?? '';
	return pressButtons('report_answers', [{ id: reviewActions.waive, label, value }]);
}

const answeredItem = z.object({
	answer: z.enum(['approve', 'changes']),
	note: z.string().nullish(),
	reviewer: z.object({ id: z.string(), name: z.string().nullish() }),
	review: z.object({ answeredAt: z.string().datetime({ offset: true }) }),
});

/**
 * Reads the answer of an item, as the event review.answered holds it.
 *
 * @throws MendableError `text/no-answer`
 */
export function readReviewAnswer(data: unknown): ShownReview {
	const read = answeredItem.safeParse(data);
	if (read.success) {
		const { answer, note, reviewer, review } = read.data;
		return {
			answer,
			person: reviewer.name || reviewer.id,
			at: new Date(review.answeredAt),
			note: note ?? null,
		};
	}
	throw new MendableError(
		'text/no-answer',
		'The text cannot be filled.',
		'The item holds no answer of a person to a review.',
		'Start the flow with review.answered, or give the node an own text.',
	);
}
