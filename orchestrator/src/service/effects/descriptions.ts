import { z } from 'zod';
import type { Description } from '../openapi/describe';
import { jsonSchemaOf } from '../openapi/describe';
import {
	doneAnswerSchema,
	lateAnswerSchema,
	refusedAnswerSchema,
	resolvedAnswerSchema,
} from './answerSchemas';
import { effectKinds } from './kinds';
import { effectRequestSchema } from './request';
import { effectStorySchema, effectViewSchema } from './tell';

const key = 'Key of the effect, percent-encoded, e.g. lead%3A4711%2Frecord%2Fnote%2F1';

const missing = { words: 'Nobody asked for this key yet' };

/** The route that does an effect; what `content` holds follows from the kind. */
export const askDescription: Description = {
	tag: 'effects',
	summary: 'Do something on another service, once',
	scope: 'effects',
	more: 'Asked again with the same key, it answers with the first receipt. A vendor’s pace is kept: a call may wait for its turn.',
	body: {
		shape: effectRequestSchema,
		adjust: (schema) => {
			const properties = (schema as { properties: Record<string, object> }).properties;
			const kinds = [...effectKinds.values()];
			return {
				...schema,
				properties: {
					...properties,
					kind: { ...properties.kind, enum: kinds.map(({ kind }) => kind) },
					content: {
						anyOf: kinds.map(({ kind, contentSchema }) => ({
							title: kind,
							...jsonSchemaOf(contentSchema),
						})),
					},
				},
			};
		},
		example: {
			key: 'lead:20261122-1f3a9c0b7d2e/record/note/1',
			kind: 'record',
			content: { type: 'note', text: 'Called {{ lead.id }}; nobody answered.' },
			data: { lead: { id: '20261122-1f3a9c0b7d2e' } },
		},
	},
	answers: {
		200: {
			words: 'It is done, now or before',
			shape: doneAnswerSchema,
			example: {
				key: 'lead:20261122-1f3a9c0b7d2e/record/note/1',
				kind: 'record',
				state: 'done',
				receipt: { id: '0b9b2b0e-6c5e-4d43-9a51-6f0c5d9f6a11' },
				repeated: false,
				conflict: false,
			},
		},
		202: {
			words: 'Not done yet, or unknown: the service goes on by itself; ask again with the same key',
			shape: lateAnswerSchema,
		},
		409: { words: 'The key stands for something else already' },
		422: { words: 'The vendor refused it for good', shape: refusedAnswerSchema },
	},
};

/** The list of effects. */
export const listDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'effects',
	summary: 'Effects of a subject, or in a state',
	scope: 'effects',
	query,
	answers: {
		200: {
			words: 'Without their content',
			shape: z.object({ effects: z.array(effectViewSchema) }),
		},
	},
});

/** One effect. */
export const readDescription: Description = {
	tag: 'effects',
	summary: 'One effect with its history',
	scope: 'effects',
	params: { key },
	answers: { 200: { words: 'Its attempts in order', shape: effectStorySchema }, 404: missing },
};

/** What a person found out. */
export const resolveDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'effects',
	summary: 'Say what became of an effect nobody can know',
	scope: 'operate',
	params: { key },
	body: { shape, example: { as: 'not-done', reason: 'It is not in the channel.' } },
	answers: {
		200: { words: 'Where it stands now', shape: resolvedAnswerSchema },
		404: missing,
		409: { words: 'It is not in a state a person could clear' },
	},
});
