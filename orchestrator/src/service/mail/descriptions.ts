import { z } from 'zod';
import { suppressionViewSchema } from '../../mail/tell';
import type { Description } from '../openapi/describe';

const listSchema = z.object({ suppressions: z.array(suppressionViewSchema) });

/** Who gets no mail. */
export const listDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'mail',
	summary: 'Who gets no marketing mail, or none at all',
	scope: 'operate',
	query,
	answers: { 200: { words: 'Newest first', shape: listSchema } },
});

/** Putting an address on the list. */
export const addDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'mail',
	summary: 'Send an address no more mail',
	scope: 'operate',
	body: {
		shape,
		example: { address: 'somebody@example.com', scope: 'marketing', reason: 'asked by phone' },
	},
	answers: {
		200: {
			words: 'What is in force for the address now',
			shape: listSchema.extend({ added: z.boolean() }),
		},
	},
});

/** Taking an address off the list. */
export const liftDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'mail',
	summary: 'Let an address have mail again',
	scope: 'operate',
	body: {
		shape,
		example: { address: 'somebody@example.com', reason: 'asked for it again', by: 'ops' },
	},
	answers: {
		200: { words: 'What was lifted', shape: listSchema },
		404: { words: 'The address is not on the list' },
	},
});

const pageOf = (words: string) => ({ words, shape: z.string(), type: 'text/html' });

const pages = {
	200: pageOf('A page for people'),
	404: pageOf('The link is none of ours'),
	503: pageOf('It cannot be done now'),
};

/** The page behind a link of a mail. */
export const askDescription: Description = {
	tag: 'mail',
	summary: 'The page that asks whether to unsubscribe; changes nothing',
	scope: null,
	params: { token: 'From the link of a mail' },
	answers: pages,
};

/** Unsubscribing. */
export const unsubscribeDescription: Description = {
	tag: 'mail',
	summary: 'Unsubscribe, by one click (RFC 8058)',
	scope: null,
	params: { token: 'From the link of a mail' },
	body: {
		shape: z.object({ 'List-Unsubscribe': z.literal('One-Click') }),
		example: { 'List-Unsubscribe': 'One-Click' },
		types: ['application/x-www-form-urlencoded', 'multipart/form-data'],
	},
	answers: { ...pages, 400: pageOf('The body is not the one field') },
};
