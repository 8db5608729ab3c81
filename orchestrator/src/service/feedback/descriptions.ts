import { z } from 'zod';
import type { Description } from '../openapi/describe';

const pageOf = (words: string) => ({ words, shape: z.string(), type: 'text/html' });

const params = { token: 'From the link of a mail' };

/** What the link of a mail brings beside its token. */
export const scoreSchema = z.object({
	score: z
		.string()
		.regex(/^(?:\d|10)$/, 'a number from 0 to 10')
		.optional(),
});

/** The page behind a link. */
export const questionDescription: Description = {
	tag: 'followUps',
	summary: 'The page that asks how it was; opening it answers nothing',
	scope: null,
	params,
	query: scoreSchema,
	answers: {
		200: pageOf('The question, with the answer of the link chosen'),
		404: pageOf('The link is none of ours, or over'),
		503: pageOf('It cannot be done now'),
	},
};

/** An answer. */
export const answerDescription: Description = {
	tag: 'followUps',
	summary: 'Answer how it was; counts once, and may be changed for some days',
	scope: null,
	params,
	body: {
		shape: z.object({
			score: z.string().describe('0 to 10'),
			comment: z.string().optional(),
			form: z.string().describe('From the page, which is good for two days'),
		}),
		example: { score: '9', comment: '', form: 'flw_01JD….feedback-request.s7k1.…' },
		types: ['application/x-www-form-urlencoded'],
	},
	answers: {
		200: pageOf('The answer is kept'),
		400: pageOf('No answer, or not from the page: it is shown once more'),
		404: pageOf('The link is none of ours, or over'),
		503: pageOf('It cannot be done now'),
	},
};
