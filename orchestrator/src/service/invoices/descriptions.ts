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
