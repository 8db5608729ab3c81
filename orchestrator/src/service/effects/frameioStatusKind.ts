import { z } from 'zod';
import { outsideTests } from './frameioPlaces';
import { defineKind } from './kind';

/**
 * Sets a metadata field of a file, such as its status. It is read first, so that a repeat writes nothing.
 */
export const frameioStatus = defineKind({
	kind: 'frameio.status',
	vendor: 'Frame.io',
	contentSchema: z
		.object({
			/** Absent for the account of the configuration. */
			accountId: z.string().min(1).nullish(),
			fileId: z.string().min(1, 'expected the id of a file'),
			/** Name or id of the field. */
			field: z.string().trim().min(1).default('Status'),
			/** Name or id of an option, or the value itself; empty for none. */
			value: z.string(),
		})
		.strict(),
	preparedSchema: z.object({
		accountId: z.string().nullable(),
		fileId: z.string(),
		field: z.string(),
		value: z.string(),
	}),
	receiptSchema: z.object({
		fileId: z.string().min(1),
		field: z.string().min(1),
		value: z.string().nullable(),
		changed: z.boolean(),
		/** Why nothing was written, when a test run left the file alone. */
		note: z.string().nullable(),
	}),
	isRepeatable: true,
	volatile: [],
	prepare: ({ accountId, fileId, field, value }, request, { texts }) => ({
		accountId: accountId ?? null,
		fileId,
		field,
		value: texts.fill('line', value, request.data, 'en'),
	}),
	destination: () => ({ pace: 'frameioCreate', name: 'metadata' }),
	send: async (prepared, { test, mayStillSend }, { frameio }) => {
		const outside = test ? await outsideTests(frameio, prepared) : null;
		if (outside?.result === 'done') {
			const { fileId, field } = prepared;
			const { note } = outside.receipt;
			return { result: 'done', receipt: { fileId, field, value: null, changed: false, note } };
		}
		if (outside !== null) return outside;
		const outcome = await frameio.setValue({ ...prepared, mayStillSend });
		if (outcome.result !== 'done') return outcome;
		return { result: 'done', receipt: { ...outcome.receipt, note: null } };
	},
});
