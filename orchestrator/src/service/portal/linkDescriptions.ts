import { z } from 'zod';
import { clientLinkViewSchema, sentLinkSchema } from '../../portal/tell';
import type { Description } from '../openapi/describe';

const linksSchema = z.object({ links: z.array(clientLinkViewSchema) });

/** Making a link. */
export const makeLinkDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'portal',
	summary: 'The link with which a client sees their projects, deliveries and invoices',
	scope: 'effects',
	more: 'One that is nearly new is sent again. Whoever has it is let in: hand it to the client alone.',
	body: {
		shape,
		example: { client: '5012', email: 'mette@example.com', name: 'Mette Holm', language: 'da' },
	},
	answers: {
		200: {
			words: 'The link, until when it is good, and the page of the delivery',
			shape: sentLinkSchema,
		},
		409: { words: 'Clients reach no page of this service' },
	},
});

/** Listing links. */
export const listLinksDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'portal',
	summary: 'Who can get into the portal; nobody gets in with what is answered',
	scope: 'operate',
	query,
	answers: { 200: { words: 'Newest first', shape: linksSchema } },
});

/** Revoking links. */
export const revokeLinksDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'portal',
	summary: 'Let nobody in by a link any more, or by any of a client',
	scope: 'operate',
	body: { shape, example: { client: '5012', by: 'olivia' } },
	answers: {
		200: { words: 'What let somebody in until now', shape: linksSchema },
		404: { words: 'There is no such link that lets anybody in' },
	},
});
