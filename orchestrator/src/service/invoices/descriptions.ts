import { z } from 'zod';
import { invoiceViewSchema } from '../../invoices/view';
import { invoiceStates } from '../../invoices/stand';
import type { Description } from '../openapi/describe';

const name = z.string().trim().min(1, 'expected some text').max(500);

/** Which invoices to list. */
export const listSchema = z
	.object({
		client: name.optional(),
		deal: name.optional(),
		state: z.enum(invoiceStates).optional(),
		test: z.enum(['true', 'false']).default('false'),
		limit: z.coerce.number().int().min(1).max(500).default(50),
	})
	.strict();

/** Listing invoices. */
export const listDescription: Description = {
	tag: 'invoices',
	summary: 'The invoices of a client, of a deal, or all; the newest first',
	scope: 'effects',
	query: listSchema,
	answers: {
		200: { words: 'The invoices', shape: z.object({ invoices: z.array(invoiceViewSchema) }) },
	},
};

/** Reading one invoice. */
export const readDescription: Description = {
	tag: 'invoices',
	summary: 'One invoice by its key, its number or Stripe’s id',
	scope: 'effects',
	params: { id: 'Key of the effect that made it, its number, or in_…' },
	answers: {
		200: { words: 'The invoice', shape: z.object({ invoice: invoiceViewSchema }) },
		404: { words: 'There is none' },
	},
};

/** Asking whether a reminder may be sent. */
export const claimSchema = z.object({ attempt: z.number().int().min(1).max(1_000) }).strict();

/** Claiming a reminder. */
export const claimDescription: Description = {
	tag: 'invoices',
	summary: 'Ask right before sending whether a reminder may still be sent',
	scope: 'effects',
	more: 'Never for what is paid, void, given up or disputed, nor when a newer reminder came due; Stripe is asked too. Who may send may ask again and gets the same answer.',
	params: { id: 'Key of the effect that made the invoice' },
	body: { shape: claimSchema, example: { attempt: 1 } },
	answers: {
		200: {
			words: 'Whether it may',
			shape: z.object({
				result: z.enum(['send', 'withheld']),
				repeated: z.boolean(),
				because: z.string().nullable(),
			}),
		},
		404: { words: 'There is no such invoice, or this reminder never came due' },
	},
};
