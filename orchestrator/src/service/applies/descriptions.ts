import { z } from 'zod';
import { applySchema, baseSchema, stepSchema } from '../../apply/journal';
import type { Description } from '../openapi/describe';

const EXAMPLE_ID = 'app_01kb0000000000000000000000';
const params = { id: EXAMPLE_ID };
const ofTarget = { target: 'production' };
const idShape = z.object({ id: z.string() });
const heldElsewhere = { words: 'Another process has gone on with it, or it has ended' };

/** As the journal answers it: moments are ISO 8601. */
const applyShape = applySchema.extend({
	startedAt: z.string().datetime(),
	heardAt: z.string().datetime(),
	endedAt: z.string().datetime().nullable(),
});

/** What was done to an installation. */
export const list = (query: z.ZodTypeAny): Description => ({
	tag: 'applies',
	summary: 'What seed, upgrade and rollback did to an installation',
	scope: 'operate',
	query,
	answers: {
		200: { words: 'The newest first', shape: z.object({ applies: z.array(applyShape) }) },
	},
});

/** One of them with its steps. */
export const read: Description = {
	tag: 'applies',
	summary: 'One of them with every step: what was there before, and after',
	scope: 'operate',
	params,
	answers: {
		200: { words: 'It', shape: z.object({ apply: applyShape, steps: z.array(stepSchema) }) },
		404: { words: 'There is none of that id' },
	},
};

/** Beginning one. */
export const begin = (shape: z.ZodTypeAny): Description => ({
	tag: 'applies',
	summary: 'Begin one, unless another one of the same installation has not ended',
	scope: 'operate',
	body: {
		shape,
		example: {
			id: EXAMPLE_ID,
			target: 'production',
			kind: 'seed',
			undoes: null,
			source: 'agency-ops 1.0.0',
			by: 'olivia on studio-mac',
			holder: 'studio-mac 4711 123456',
		},
	},
	answers: {
		200: { words: 'It has begun', shape: idShape },
		409: { words: 'Another one has not ended' },
	},
});

/** Going on with one. */
export const takeOver = (shape: z.ZodTypeAny): Description => ({
	tag: 'applies',
	summary: 'Go on with one whose process is gone',
	scope: 'operate',
	params,
	body: { shape, example: { from: 'studio-mac 4711 123456', to: 'studio-mac 4712 123999' } },
	answers: {
		200: {
			words: 'Whether it was still held by that process',
			shape: z.object({ isTaken: z.boolean() }),
		},
	},
});

/** Writing steps down. */
export const write = (shape: z.ZodTypeAny): Description => ({
	tag: 'applies',
	summary: 'Write down what became of steps, and what is remembered from now on',
	scope: 'operate',
	params,
	body: {
		shape,
		example: {
			holder: 'studio-mac 4711 123456',
			steps: [
				{
					number: 1,
					target: { service: 'Slack', kind: 'channel', key: '#sales', name: '#sales' },
					kind: 'update',
					because: 'the bot is no member yet',
					state: 'started',
					before: { isMember: false },
					error: null,
				},
			],
			bases: [],
		},
	},
	answers: { 200: { words: 'They are kept', shape: idShape }, 409: heldElsewhere },
});

/** Ending one. */
export const end = (shape: z.ZodTypeAny): Description => ({
	tag: 'applies',
	summary: 'End one',
	scope: 'operate',
	params,
	body: { shape, example: { holder: 'studio-mac 4711 123456', state: 'done' } },
	answers: { 200: { words: 'It has ended', shape: idShape }, 409: heldElsewhere },
});

/** Marking one that was put back. */
export const undone = (shape: z.ZodTypeAny): Description => ({
	tag: 'applies',
	summary: 'Say that a rollback has put one back',
	scope: 'operate',
	params,
	body: { shape, example: {} },
	answers: { 200: { words: 'It is marked', shape: idShape } },
});

/** What is remembered. */
export const bases: Description = {
	tag: 'applies',
	summary: 'What things looked like when they were last applied',
	scope: 'operate',
	params: ofTarget,
	answers: {
		200: { words: 'Each of them', shape: z.object({ bases: z.array(baseSchema) }) },
	},
};

/** Remembering. */
export const remember = (shape: z.ZodTypeAny): Description => ({
	tag: 'applies',
	summary: 'Remember things that were found to be as they are wanted',
	scope: 'operate',
	params: ofTarget,
	body: {
		shape,
		example: {
			bases: [
				{
					kind: 'credential',
					key: '3f2a9c1d5e6b7a80',
					value: {
						id: '3f2a9c1d5e6b7a80',
						fingerprint: 'sha256',
						updatedAt: '2026-11-22T10:00:00.000Z',
					},
				},
			],
		},
	},
	answers: {
		200: { words: 'They are remembered', shape: z.object({ target: z.string() }) },
	},
});
