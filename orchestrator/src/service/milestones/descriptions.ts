import { z } from 'zod';
import { draftViewSchema } from '../../milestones/draftView';
import type { Description } from '../openapi/describe';

const id = 'Id of the draft, e.g. dft_01JD…';
const missing = { words: 'There is no such draft' };
const one = z.object({ draft: draftViewSchema });

/** Keeping a draft. */
export const keepDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'milestones',
	summary: 'Keep a mail to a client that waits for a yes',
	scope: 'effects',
	more: 'The same deal, milestone and occurrence again is the same draft, as it stands by now. Older drafts of the deal can be sent no more.',
	body: {
		shape,
		example: {
			deal: '77',
			milestone: 'delay',
			occurrence: 1,
			mail: {
				to: 'ana@example.com',
				language: 'es',
				subject: 'Nueva fecha',
				words: 'Necesitamos un poco más de tiempo.',
			},
			details: { dueAt: '2026-12-01T22:00:00Z', expectedAt: '2026-12-04T12:00:00Z' },
		},
	},
	answers: { 200: { words: 'The draft, which somebody may have decided before', shape: one } },
});

/** The list of drafts. */
export const listDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'milestones',
	summary: 'Mails that wait for a yes, or were decided, the newest first',
	scope: 'effects',
	query,
	answers: {
		200: { words: 'The drafts', shape: z.object({ drafts: z.array(draftViewSchema) }) },
	},
});

const summaries = {
	send: 'Say yes: the event milestone.reached sends the mail in the client’s working hours',
	refuse: 'Leave the client untold for now',
};

/** Deciding about one. */
export const answerDescription = (
	word: keyof typeof summaries,
	shape: z.ZodTypeAny,
): Description => ({
	tag: 'milestones',
	summary: summaries[word],
	scope: 'effects',
	params: { id },
	body: { shape, example: { by: 'camila' } },
	answers: {
		200: {
			words: 'How it stands now, and whether this call changed that',
			shape: one.extend({ changed: z.boolean() }),
		},
		404: missing,
		409: { words: 'It was decided otherwise, has been overtaken, or nobody answered in time' },
	},
});
