import { z } from 'zod';
import { defineKind } from './kind';
import { markedName } from './mark';

/** Longest name of a project, in characters (Frame.io's own description of V4, July 2026). */
const NAME_LIMIT = 255;

/**
 * Makes a project. Frame.io has no idempotency and keeps nothing of ours on a project but its name, so
 * the name ends with a mark of the key. Somebody who renames it before a lost answer is looked up
 * hides it.
 */
export const frameioProject = defineKind({
	kind: 'frameio.project',
	vendor: 'Frame.io',
	contentSchema: z.object({ name: z.string().trim().min(1, 'expected a name') }).strict(),
	preparedSchema: z.object({ name: z.string() }),
	receiptSchema: z.object({
		id: z.string().min(1),
		name: z.string().min(1),
		rootFolderId: z.string().min(1),
		url: z.string().url(),
	}),
	isRepeatable: false,
	volatile: [],
	prepare: ({ name }, request, { texts }) => {
		const filled = texts.fill('line', name, request.data, 'en');
		return {
			name: markedName(`${request.test ? '[TEST] ' : ''}${filled}`, request.key, NAME_LIMIT),
		};
	},
	destination: () => ({ pace: 'frameioCreate', name: '' }),
	send: async ({ name }, { test, mayStillSend }, { frameio }) =>
		await frameio.createProject({ name, test, mayStillSend }),
	lookUp: {
		destination: () => ({ pace: 'frameioRead', name: '' }),
		ask: async ({ name }, { test }, { frameio }) => await frameio.findProject({ name, test }),
	},
});
