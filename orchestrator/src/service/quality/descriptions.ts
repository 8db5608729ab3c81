import { z } from 'zod';
import { waiverSchema } from '../../../../nodes/domain/quality/gates/schema';
import type { Description } from '../openapi/describe';
import {
	fileGatesSchema,
	numbersViewSchema,
	reviewViewSchema,
	standingSchema,
	storySchema,
} from './views';

const sha256 = 'SHA-256 of the content, 64 hex digits';
const sample = '6ca13d52ca70c883e0f0bb101e425a89e8624de51db2d2392593af6a84118090';
const refused = {
	words: 'It may not be: out of turn, by whoever made the file, by the same person twice, …',
};
const unknown = { words: 'There is no such file, review or person' };

/** The proof that a delivery asks for. */
export const gatesDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'quality',
	summary: 'Which gates this very content has passed, by whom, under which versions of the packs',
	scope: 'effects',
	more: 'A content that nobody has seen yet has passed nothing. `known` is what the node Quality Gate judges by.',
	params: { sha256 },
	query,
	answers: {
		200: { words: 'What is known of it', shape: fileGatesSchema },
		502: { words: 'Frame.io did not tell which versions the file has' },
	},
});

/** Saying who made a file. */
export const authorsDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'quality',
	summary: 'Say who made a file, where the ledger cannot know',
	scope: 'operate',
	more: 'Whoever made it answers at no gate of it. Nobody is asked for a review before that is known.',
	params: { sha256 },
	body: { shape, example: { authors: ['luis'] } },
	answers: {
		200: { words: 'It is kept', shape: z.object({ authors: z.array(z.string()) }) },
		404: unknown,
	},
});

/** Keeping a verdict. */
export const verdictDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'quality',
	summary:
		'Keep what a gate decided; the event file.approved tells of a content that passed all three',
	scope: 'effects',
	more: 'The same decision again is the same verdict. A pass of a person is kept only after they were asked and said so.',
	body: {
		shape,
		example: {
			decision: {
				gate: 'machine',
				outcome: 'pass',
				subject: 'file:f1',
				sha256: sample,
				by: null,
				specs: [{ id: 'youtube', version: '2026-11-24' }],
				heldUntil: null,
				decidedAt: '2026-11-26T10:00:00.000Z',
				inputHash: `sha256:${sample}`,
			},
			file: { fileId: 'f1', name: 'film.mp4' },
			authors: ['luis'],
		},
	},
	answers: {
		200: {
			words: 'It is kept',
			shape: z.object({
				id: z.string(),
				repeated: z.boolean(),
				version: z.number().describe('Place of the content among the versions of its file'),
				cycles: z.number().describe('Versions that were sent back before it'),
				isApproved: z.boolean(),
				standing: standingSchema,
			}),
		},
		409: refused,
	},
});

/** Asking for a review. */
export const askDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'quality',
	summary: 'Ask somebody of the roster for a review',
	scope: 'effects',
	more: 'Never whoever made the file, nor whoever answered at its other gate. While it is open the same call gets the same review.',
	body: { shape, example: { sha256: sample, gate: 'peer', hours: 4 } },
	answers: {
		200: {
			words: 'Who is asked; nobody where the gate is passed already',
			shape: z.object({
				result: z.enum(['asked', 'passed']),
				repeated: z.boolean(),
				review: reviewViewSchema.nullable(),
			}),
		},
		404: unknown,
		409: refused,
	},
});

const id = 'Id of the review, e.g. rev_01JD…';

/** One review. */
export const reviewDescription: Description = {
	tag: 'quality',
	summary: 'One review',
	scope: 'effects',
	params: { id },
	answers: {
		200: { words: 'The review', shape: z.object({ review: reviewViewSchema }) },
		404: unknown,
	},
};

/** Answering a review. */
export const answerDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'quality',
	summary: 'Answer a review for somebody; the event review.answered tells of it',
	scope: 'effects',
	params: { id },
	body: { shape, example: { answer: 'changes', by: 'diego', note: 'The logo is the old one' } },
	answers: {
		200: {
			words: 'How it stands now, and whether this call changed that',
			shape: z.object({ changed: z.boolean(), review: reviewViewSchema }),
		},
		404: unknown,
		409: refused,
	},
});

/** Waiving a finding. */
export const waiverDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'quality',
	summary:
		'Waive a finding, for one file or for a project; the event waiver.given has gate 1 judge again',
	scope: 'effects',
	body: {
		shape,
		example: {
			sha256: sample,
			rule: 'loudness',
			reason: 'The client wants it loud',
			by: 'camila',
		},
	},
	answers: {
		200: {
			words: 'The waiver that holds, and whether this call made it',
			shape: z.object({ changed: z.boolean(), waiver: waiverSchema }),
		},
		404: unknown,
		409: refused,
	},
});

/** How good work and rules are. */
export const numbersDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'quality',
	summary: 'First-pass approval, revision cycles, how often each rule is waived, and open reviews',
	scope: 'effects',
	query,
	answers: { 200: { words: 'The numbers, with intervals', shape: numbersViewSchema } },
});

/** One file. */
export const storyDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'quality',
	summary: 'One file with its versions, and what was said of each; found by name, id or SHA-256',
	scope: 'effects',
	query,
	answers: { 200: { words: 'The file', shape: storySchema }, 404: unknown },
});
