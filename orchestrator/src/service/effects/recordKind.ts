import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { keepRecord } from '../../ledger/records';
import type { Json } from '../../ledger/json';
import { defineKind } from './kind';

/** It came as JSON, and is not looked into. */
const json = z.custom<Json>((value) => value !== undefined);

/** Keeps a fact in the ledger; nobody is disturbed. */
export const record = defineKind({
	kind: 'record',
	vendor: 'The ledger',
	contentSchema: z
		.object({
			type: z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a word such as disqualified-lead'),
			text: z.string().optional(),
			template: z.string().optional(),
			language: z.string().nullish(),
			/** Kept beside the text. */
			data: json.optional(),
		})
		.strict()
		.refine(({ template, text }) => (template ?? '') !== '' || (text ?? '') !== '', {
			message: 'expected a text or a template',
			path: ['text'],
		}),
	// Absent where nobody asked for it: what was kept before it existed stays the same wish.
	preparedSchema: z.object({ type: z.string(), text: z.string(), data: json.optional() }),
	receiptSchema: z.object({ id: z.string().uuid() }),
	isRepeatable: true,
	volatile: [],
	prepare: ({ type, text, template, language, data: kept }, { data, test }, { texts }) => ({
		type,
		text:
			text !== undefined && text !== ''
				? texts.fill('plain', text, data, language)
				: texts.record({ template: template ?? '', data, language, test }),
		...(kept === undefined ? {} : { data: kept }),
	}),
	destination: () => ({ pace: null, name: 'record' }),
	send: async ({ type, text, data = null }, { key, subject, test }, { ledger }) => {
		const id = randomUUID();
		const kept = await keepRecord(ledger, { id, key, type, subject, test, text, content: data });
		return { result: 'done', receipt: { id: kept } };
	},
});
