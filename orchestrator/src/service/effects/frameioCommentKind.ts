import { z } from 'zod';
import { Duration } from 'luxon';
import { outsideTests } from './frameioPlaces';
import { defineKind } from './kind';
import { markedText, textMark } from './mark';

/** Longest text of a comment (Frame.io's own description of V4, July 2026). */
const TEXT_LIMIT = 40_000;
/** A frame is written down as 32 bits. */
const LAST_FRAME = 2 ** 31 - 1;
/** A timecode has two digits of hours. */
const LAST_SECOND = 100 * 3_600 - 1;

const frames = z.number().int().min(0).max(LAST_FRAME);

/**
 * Comments on a file. Frame.io has no idempotency and keeps nothing of ours with a comment, so the text
 * ends with a mark of the key. Somebody who takes it out before a lost answer is looked up hides it.
 */
export const frameioComment = defineKind({
	kind: 'frameio.comment',
	vendor: 'Frame.io',
	contentSchema: z
		.object({
			/** Absent for the account of the configuration. */
			accountId: z.string().min(1).nullish(),
			fileId: z.string().min(1, 'expected the id of a file'),
			/** Own words; else a template. */
			text: z.string().optional(),
			template: z.string().optional(),
			language: z.string().nullish(),
			/** Seconds from the beginning of an audio or video file. */
			timestampSeconds: z.number().min(0).max(LAST_SECOND).nullish(),
			/** Frames a second, by which seconds become a frame; without it a comment is at a whole second. */
			frameRate: z.number().positive().max(1_000).nullish(),
			/** Frame from 0, where it is known. */
			frame: frames.nullish(),
			/** How long it is about, in seconds; needs the frame rate. */
			durationSeconds: z.number().min(0).nullish(),
			/** Page of a document, from 1. */
			page: z.number().int().min(1).nullish(),
		})
		.strict()
		.refine(({ template, text }) => (template ?? '') !== '' || (text ?? '') !== '', {
			message: 'expected a text or a template',
			path: ['text'],
		})
		.refine(
			({ frame, timestampSeconds }) =>
				(frame ?? null) === null || (timestampSeconds ?? null) === null,
			{
				message: 'expected either the frame or the seconds',
				path: ['frame'],
			},
		),
	preparedSchema: z.object({
		accountId: z.string().nullable(),
		fileId: z.string(),
		text: z.string(),
		timestamp: z.union([z.number(), z.string()]).nullable(),
		durationFrames: z.number().nullable(),
		page: z.number().nullable(),
	}),
	receiptSchema: z.object({
		/** null where a test run left a file alone. */
		id: z.string().min(1).nullable(),
		fileId: z.string().min(1),
		/** Why nothing was written, when nothing was. */
		note: z.string().nullable(),
	}),
	isRepeatable: false,
	volatile: [],
	prepare: (content, request, { texts }) => {
		const { text = '', template = '', language, fileId } = content;
		const { data, key, test } = request;
		const written =
			text === ''
				? texts.comment({ template, data, language, test })
				: texts.fill('plain', text, data, language);
		return {
			accountId: content.accountId ?? null,
			fileId,
			text: markedText(`${test ? '[TEST] ' : ''}${written}`, key, TEXT_LIMIT),
			...placeOf(content),
			page: content.page ?? null,
		};
	},
	destination: () => ({ pace: 'frameioComment', name: '' }),
	send: async (prepared, { test, mayStillSend }, { frameio }) => {
		const outside = test ? await outsideTests(frameio, prepared) : null;
		if (outside !== null) return outside;
		const outcome = await frameio.createComment({ ...prepared, mayStillSend });
		if (outcome.result !== 'done') return outcome;
		return { result: 'done', receipt: { ...outcome.receipt, note: null } };
	},
	lookUp: {
		destination: () => ({ pace: 'frameioRead', name: 'comments' }),
		ask: async ({ accountId, fileId }, { key }, { frameio }) => {
			const found = await frameio.findComment({ accountId, fileId, mark: textMark(key) });
			if (found.result !== 'found') return found;
			return { result: 'found', receipt: { ...found.receipt, note: null } };
		},
	},
});

/** Where it points: a frame where it can be told, else a whole second. */
function placeOf(content: {
	timestampSeconds?: number | null | undefined;
	frameRate?: number | null | undefined;
	frame?: number | null | undefined;
	durationSeconds?: number | null | undefined;
}): { timestamp: number | string | null; durationFrames: number | null } {
	const { durationSeconds } = content;
	const seconds = content.timestampSeconds ?? null;
	const rate = content.frameRate ?? null;
	const frame = content.frame ?? null;
	const duration = rate === null ? 0 : Math.round((durationSeconds ?? 0) * rate);
	const durationFrames = duration > 0 ? Math.min(duration, LAST_FRAME) : null;
	if (frame !== null) return { timestamp: frame, durationFrames };
	if (seconds === null) return { timestamp: null, durationFrames: null };
	// A moment within a frame is that frame, whatever the last digits of the seconds say.
	if (rate !== null) {
		return { timestamp: Math.min(Math.floor(seconds * rate + 0.0005), LAST_FRAME), durationFrames };
	}
	const whole = Duration.fromObject({ seconds: Math.floor(seconds) });
	return { timestamp: `${whole.toFormat('hh:mm:ss')}:00`, durationFrames: null };
}
