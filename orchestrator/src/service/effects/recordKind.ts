import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { keepRecord } from '../../ledger/records';
import { defineKind } from './kind';

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
		})
		.strict()
		.refine(({ template, text }) => (template ?? '') !== '' || (text ?? '') !== '', {
			message: 'expected a text or a template',
			path: ['text'],
		}),
	preparedSchema: z.object({ type: z.string(), text: z.string() }),
	receiptSchema: z.object({ id: z.string().uuid() }),
	isRepeatable: true,
	volatile: [],
	prepare: ({ type, text, template, language }, { data, test }, { texts }) => ({
		type,
		text:
			text !== undefined && text !== ''
				? texts.fill('plain', text, data, language)
				: texts.record({ template: template ?? '', data, language, test }),
	}),
	destination: () => ({ pace: null, name: 'record' }),
	send: async ({ type, text }, { key, subject, test }, { ledger }) => {
		const id = randomUUID();
		const kept = await keepRecord(ledger, { id, key, type, subject, test, text, content: null });
		return { result: 'done', receipt: { id: kept } };
	},
});
