import { z } from 'zod';
import { languages } from '../../../../nodes/domain/language';
import type { Answer, Description } from '../openapi/describe';
import { tooMany } from '../openapi/describe';

const page = (words: string): Answer => ({ words, shape: z.string(), type: 'text/html' });

const token = 'From the link of a mail';
const query = z.object({
	lang: z.enum(languages).optional().describe('In place of the language of the client'),
});

const pages: Record<number, Answer> = {
	404: page('Nothing of whoever has the link: the same page for whatever is not there'),
	410: page('The link was one: it is over, or was revoked'),
	429: page(tooMany.words),
	503: page('It cannot be shown now'),
};

/** What a client sees of their own. */
export const overviewDescription: Description = {
	tag: 'portal',
	summary: 'The page on which a client sees their projects, deliveries and invoices',
	scope: null,
	params: { token },
	query,
	answers: { 200: page('A page for people'), ...pages },
};

/** One delivery. */
export const deliveryDescription: Description = {
	tag: 'portal',
	summary: 'The page of one delivery: its files with size, format and checksum',
	scope: null,
	params: { token, id: 'Id of the delivery' },
	query,
	answers: { 200: page('A page for people'), ...pages },
};

/** One file. */
export const fileDescription: Description = {
	tag: 'portal',
	summary: 'A file of a delivery',
	scope: null,
	params: { token, id: 'Id of the delivery', name: 'Name of the file' },
	answers: {
		302: { words: 'To where the file lies, by an address that is good for minutes', shape: null },
		...pages,
		410: page('The link or the time to download is over'),
	},
};
