import { z } from 'zod';
import { tooLateOf } from '../../adapters/outcome';
import type { Json } from '../../ledger/json';
import { messageText } from '../../texts/blocks';
import { readAlertItem } from '../../texts/alertTexts';
import { ASSIGNMENT_BLOCK, readAssignmentAnswer } from '../../texts/assignmentAnswers';
import { languageOf } from '../../texts/formats';
import { ANSWER_BLOCK, readAnsweredItem } from '../../texts/leadAnswers';
import { readReviewAnswer, REVIEW_BLOCK } from '../../texts/reviewAnswers';
import { MOVES_BLOCK, readProposedMoves } from '../../texts/moveTexts';
import { defineKind } from './kind';
import { madeKey, readMade } from './made';

/** Template of what people answered to a lead's alert. */
const LEAD_ANSWER = 'lead-answer';
/** Template of what a person answered to an offer of work. */
const ASSIGNMENT_ANSWER = 'assignment-answer';
/** Template of what a reviewer answered. */
const REVIEW_ANSWER = 'review-answer';
/** Template of what was decided about proposed moves. */
const MOVES_ANSWER = 'moves-answer';
/** Template of an alert as it stands now: the whole message. */
const ALERT = 'monitor-alert';

/** Blocks of buttons that an answer takes the place of. */
const answerBlocks: readonly unknown[] = [
	ANSWER_BLOCK,
	ASSIGNMENT_BLOCK,
	REVIEW_BLOCK,
	MOVES_BLOCK,
];

/** Kinds of effects that post a message. */
const messageKinds = ['slack.message', 'slack.direct'];

const posted = z.object({ channel: z.string().min(1), ts: z.string().min(1) });
/** Of a message to somebody who is not in Slack there is nothing to change. */
const perhapsPosted = z.object({ channel: z.string().nullable(), ts: z.string().nullable() });
const block = z.custom<Json>((value) => typeof value === 'object' && value !== null);
/** The part of a posted message's content that a change keeps. */
const original = z.object({ text: z.string(), blocks: z.array(block).nullable() });

/**
 * Changes a message that an earlier effect posted: its text as a whole, or its buttons, whose place
 * the answer takes.
 */
export const slackUpdate = defineKind({
	kind: 'slack.update',
	vendor: 'Slack',
	contentSchema: z
		.object({
			/** Key of the effect that posted it; where there is none, nothing changes. */
			message: madeKey.nullish(),
			template: z
				.enum([LEAD_ANSWER, ASSIGNMENT_ANSWER, REVIEW_ANSWER, MOVES_ANSWER, ALERT])
				.optional(),
			text: z.string().optional(),
			language: z.string().nullish(),
		})
		.strict()
		.refine(({ template, text }) => (template ?? '') !== '' || (text ?? '') !== '', {
			message:
				'expected the template "lead-answer", "assignment-answer", "review-answer", "moves-answer", "monitor-alert" or an own text',
			path: ['template'],
		}),
	preparedSchema: z.object({
		message: z.string().nullable(),
		text: z.string(),
		/** What takes the place of the buttons; null where the text is the whole message. */
		answer: z.array(block).nullable(),
		/** The message as a whole; absent where it is its text alone, or an answer. */
		blocks: z.array(block).optional(),
	}),
	receiptSchema: perhapsPosted.extend({ note: z.string().nullable() }),
	// Slack finds the message by its ts: the second change writes what the first one wrote.
	isRepeatable: true,
	volatile: [],
	prepare: (content, { data }, { texts }) => {
		const { text, language, template } = content;
		const message = content.message ?? null;
		if (text !== undefined && text !== '') {
			return { message, text: texts.ownSlack(text, data, language).text, answer: null };
		}
		if (template === ASSIGNMENT_ANSWER) {
			const words = texts.assignments(languageOf(language));
			const { text: line, blocks } = words.shown(readAssignmentAnswer(data));
			return { message, text: line, answer: blocks };
		}
		if (template === REVIEW_ANSWER) {
			const { text: line, blocks } = texts
				.reviews(languageOf(language))
				.shown(readReviewAnswer(data));
			return { message, text: line, answer: blocks };
		}
		if (template === MOVES_ANSWER) {
			const words = texts.moves(languageOf(language));
			const { text: line, blocks } = words.shown(readProposedMoves(data));
			return { message, text: line, answer: blocks };
		}
		if (template === ALERT) {
			const now = texts.alerts(languageOf(language)).message(readAlertItem(data));
			return { message, text: now.text, answer: null, blocks: now.blocks };
		}
		const answered = readAnsweredItem(data);
		const shown = texts.leadAnswers(answered.language).shown(message ?? '', answered.answer);
		return { message, text: shown.text, answer: shown.blocks };
	},
	destination: () => ({ pace: 'slackUpdates', name: '' }),
	send: async (
		{ message: key, text, answer, blocks: whole },
		{ test, mayStillSend },
		{ ledger, slack },
	) => {
		if (key === null) return nothingPosted;
		const receipt = perhapsPosted;
		const made = await readMade(ledger, key, { kind: messageKinds, test, receipt });
		if (made.result !== 'made') return made;
		const there = posted.safeParse(made.receipt);
		if (!there.success) return nothingPosted;
		if (!mayStillSend()) return tooLateOf('Slack');
		const { channel, ts } = there.data;
		if (answer === null) {
			return await slack.updateMessage({ channel, ts, text, blocks: whole ?? null });
		}
		const before = original.parse(made.effect.content);
		return await slack.updateMessage({
			channel,
			ts,
			text: messageText(`${before.text} · ${text}`),
			blocks: withAnswer(before.blocks ?? [], answer),
		});
	},
});

const nothingPosted = {
	result: 'done',
	receipt: { channel: null, ts: null, note: 'There is no message.' },
} as const;

/** The alert with the answer in place of its buttons; at its end where it has none. */
function withAnswer(blocks: Json[], answer: Json[]): Json[] {
	const at = blocks.findIndex((one) => isAnswerBlock(one));
	if (at === -1) return [...blocks, ...answer];
	return [...blocks.slice(0, at), ...answer, ...blocks.slice(at + 1)];
}

function isAnswerBlock(value: Json): boolean {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? answerBlocks.includes(value.block_id)
		: false;
}
