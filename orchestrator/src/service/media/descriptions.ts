import { z } from 'zod';
import { mediaCheckStates } from '../../ledger/mediaChecks';
import type { Answer, Description } from '../openapi/describe';
import { tooMany } from '../openapi/describe';
import { mediaCheckViewSchema } from './view';

const id = 'Id of the check, as asking for it answered';
const missing: Answer = { words: 'There is no such check' };

/** Asking for a check. */
export const askDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'media',
	summary: 'Ask for a media file to be measured and judged by spec packs',
	scope: 'effects',
	more: 'The service fetches the file itself. Asked again for the same version of a file, packs and subject, it is the same check. Its end is an event `media.checked` or `media.check-failed`.',
	body: {
		shape,
		example: {
			file: { kind: 'frameio', accountId: 'acc-1', fileId: 'file-1', name: 'cafe-aurora_v2.mp4' },
			specs: ['instagram-reels', 'agency'],
			subject: 'file:file-1',
			context: { project: 'p1' },
		},
	},
	answers: {
		202: {
			words: 'It is kept, and will be done; or stands already, as far as its state says',
			shape: z.object({
				checkId: z.string(),
				state: z.enum(mediaCheckStates),
				repeated: z.boolean(),
			}),
		},
	},
});

/** Listing checks. */
export const listDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'media',
	summary: 'Checks, the newest first',
	scope: 'effects',
	query,
	answers: {
		200: { words: 'The checks', shape: z.object({ checks: z.array(mediaCheckViewSchema) }) },
	},
});

/** Reading one check. */
export const readDescription: Description = {
	tag: 'media',
	summary: 'A check, with its findings once it is done',
	scope: 'effects',
	params: { id },
	answers: {
		200: { words: 'The check', shape: z.object({ check: mediaCheckViewSchema }) },
		404: missing,
	},
};

const summaries = {
	cancel: 'Cancel a check that is not at its end; no event tells of it',
	retry: 'Do a check again that is at its end, as its next attempt with an event of its own',
};

/** Cancelling a check, or doing it again. */
export const changeDescription = (word: keyof typeof summaries): Description => ({
	tag: 'media',
	summary: summaries[word],
	scope: 'operate',
	params: { id },
	answers: {
		200: {
			words: 'How it stands now, and whether this call changed that',
			shape: z.object({ changed: z.boolean(), check: mediaCheckViewSchema }),
		},
		404: missing,
	},
});

const page: Answer = {
	words: 'The report, one page that loads nothing',
	shape: z.string(),
	type: 'text/html',
};

/** The report for whoever has a key. */
export const reportDescription: Description = {
	tag: 'media',
	summary: 'The report of a check, for people',
	scope: 'effects',
	params: { id },
	answers: { 200: page, 404: { words: 'There is no such check, or it is not done yet' } },
};

/** The report by its signed link. */
export const linkDescription: Description = {
	tag: 'media',
	summary: 'The report of a check, for people without a key',
	scope: null,
	params: { token: 'What the event and the check give as `reportUrl`; it ends after a while' },
	answers: {
		200: page,
		404: { words: 'The link is none of ours, or over', shape: z.string(), type: 'text/html' },
		429: tooMany,
	},
};
