import { z } from 'zod';
import type { Description } from '../openapi/describe';
import { keyViewSchema, newKeySchema, rotatedKeySchema } from './view';

const key = 'Name or id of the key';

const keysSchema = z.object({ keys: z.array(keyViewSchema) });

const missing = { words: 'No key has this name or id' };

/** The list of keys. */
export const listDescription: Description = {
	tag: 'keys',
	summary: 'Every key there ever was; the keys themselves are nowhere',
	scope: 'keys',
	answers: { 200: { words: 'Oldest first', shape: keysSchema } },
};

/** Making a key. */
export const createDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'keys',
	summary: 'Make a key',
	scope: 'keys',
	body: { shape, example: { name: 'shop', scopes: ['inbox'], expiresIn: 'P90D' } },
	answers: {
		201: { words: 'The key, shown this once', shape: newKeySchema },
		409: { words: 'A key of that name is there already' },
	},
});

/** Revoking a key. */
export const revokeDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'keys',
	summary: 'Let nobody in with a key any more',
	scope: 'keys',
	params: { key },
	body: { shape, example: {} },
	answers: {
		200: { words: 'What was revoked; other replicas know within seconds', shape: keysSchema },
		404: missing,
		409: {
			words: 'It was revoked before, is the last that may make keys, or several have the name',
		},
	},
});

/** Rotating a key. */
export const rotateDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'keys',
	summary: 'Make a new key in the place of one, which lives on for a while',
	scope: 'keys',
	params: { key },
	body: { shape, example: { overlap: 'PT24H' } },
	answers: {
		201: { words: 'The new key, shown this once', shape: rotatedKeySchema },
		404: missing,
		409: { words: 'It was revoked, or several have the name' },
	},
});
