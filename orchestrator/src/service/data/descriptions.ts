import { z } from 'zod';
import type { Description } from '../openapi/describe';

const params = { kind: 'roster' };
const unknown = { words: 'There is no such kind' };
const moment = z.string().datetime();

/** A version with what it says; nobody pushed version 0, it ships. */
export const dataViewSchema = z.object({
	kind: z.string(),
	version: z.number().int(),
	source: z.string().describe('YAML, with its comments'),
	content: z.record(z.unknown()).describe('The source as it was read'),
	pushedBy: z.string().nullable(),
	reason: z.string().nullable(),
	pushedAt: moment.nullable(),
});

/** The versions of a kind. */
export const versionsViewSchema = z.object({
	kind: z.string(),
	versions: z.array(
		z.object({
			kind: z.string(),
			version: z.number().int(),
			pushedBy: z.string(),
			reason: z.string(),
			pushedAt: moment,
		}),
	),
});

/** Reading what people edit. */
export const readDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'data',
	summary: 'What is in force, or an older version',
	scope: 'operate',
	params,
	query,
	answers: {
		200: { words: 'The version', shape: dataViewSchema },
		400: unknown,
		404: { words: 'Nobody has pushed this version' },
	},
});

/** The versions of what people edit. */
export const versionsDescription: Description = {
	tag: 'data',
	summary: 'Every version: when, by whom and why',
	scope: 'operate',
	params,
	answers: { 200: { words: 'Newest first', shape: versionsViewSchema }, 400: unknown },
};

/** Putting a version in force. */
export const pushDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'data',
	summary: 'Put a version in force, unless somebody else has pushed since',
	scope: 'operate',
	params,
	body: {
		shape,
		example: {
			source: 'version: roster/3\npeople: []\n',
			expectedVersion: 3,
			by: 'olivia',
			reason: 'Ana is away in March',
		},
	},
	answers: {
		200: {
			words: 'It is in force',
			shape: z.object({ kind: z.string(), version: z.number().int(), pushedAt: moment }),
		},
		400: { words: 'The source has mistakes; each is told with its line' },
		409: { words: 'Somebody has pushed another version since' },
	},
});
