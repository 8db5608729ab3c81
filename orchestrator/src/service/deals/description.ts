import { z } from 'zod';
import type { Description } from '../openapi/describe';
import { errorAnswerSchema } from '../openapi/describe';
import type { DealView } from './dealView';

const text = z.string();
const place = { id: text, url: text };

const dealShape = {
	deal: z.object({
		...place,
		name: text,
		amount: z.object({ minor: z.number(), currency: text }).nullable(),
		closeDate: text.nullable(),
		ownerEmail: text.nullable(),
		pipeline: text.nullable(),
		stage: text.nullable(),
		isWon: z.boolean(),
		leadId: text.nullable(),
	}),
	contact: z
		.object({
			...place,
			name: text.nullable(),
			firstName: text.nullable(),
			email: text.nullable(),
			language: text.nullable(),
			country: text.nullable(),
			zone: text.nullable(),
			holidays: z.array(text),
		})
		.nullable(),
	company: z.object({ ...place, name: text.nullable(), domain: text.nullable() }).nullable(),
} satisfies { [Part in Exclude<keyof DealView, 'lead'>]: z.ZodType<DealView[Part]> };

const dealSchema = z.object({
	...dealShape,
	lead: z.record(z.unknown()).nullable().describe('What the ledger knows of the lead'),
	milestoneTexts: z
		.object({ version: text, languages: z.record(z.unknown()) })
		.nullable()
		.optional()
		.describe('What people pushed for the milestone asked for; null where what ships is in force'),
});

const refused = errorAnswerSchema.extend({
	serviceStatus: z.number().nullable().describe('HTTP status of HubSpot'),
});

/** Reading a deal. */
export const dealDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'service',
	summary: 'A deal of HubSpot with whom it is for',
	scope: 'effects',
	params: { id: 'Number of the deal' },
	query,
	answers: {
		200: { words: 'The deal, its contact, its company, its lead', shape: dealSchema },
		404: { words: 'HubSpot has no such deal' },
		502: { words: 'HubSpot refused, or did not answer', shape: refused },
		503: {
			words: 'HubSpot wants quiet, the ledger does not answer, or the service stops: ask later',
			shape: refused.partial({ serviceStatus: true }),
		},
	},
});
