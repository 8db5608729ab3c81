import { z } from 'zod';
import { followUpReportSchema } from '../../followup/report';
import { followUpStorySchema, followUpViewSchema } from '../../followup/view';
import type { Answer, Description } from '../openapi/describe';

const id = 'Id of the enrolment, e.g. flw_01JD…';
const missing: Answer = { words: 'There is no such enrolment' };
const notes = z.array(z.object({ field: z.string(), because: z.string() }));

/** Enrolling a client. */
export const enrolDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'followUps',
	summary: 'Enrol a client in a sequence, once for each delivery',
	scope: 'effects',
	more: 'The same client, sequence and occurrence again is the first enrolment again. Grounds for offers need their evidence. By a delivery’s id, client, use and grounds are what the ledger knows: once for its deal, and not for a part of it.',
	body: {
		shape,
		example: {
			enrolment: {
				sequence: 'after-delivery',
				client: {
					id: 'nordlys',
					email: 'mette@example.com',
					zone: 'Europe/Copenhagen',
					country: 'DK',
					language: 'da',
				},
				project: 'p-17',
				deliveredAt: '2026-11-17T13:00:00Z',
				usage: { projects: 4 },
			},
		},
	},
	answers: {
		200: {
			words: 'The client is enrolled; or is not, and why',
			shape: z.object({
				followUp: followUpViewSchema.nullable(),
				repeated: z.boolean(),
				notes,
				because: z.string().optional().describe('Why nobody was enrolled'),
			}),
		},
	},
});

/** Listing enrolments. */
export const listDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'followUps',
	summary: 'Who is in which step of which sequence; what is due first',
	scope: 'effects',
	query,
	answers: {
		200: {
			words: 'The enrolments, and whether everything is held',
			shape: z.object({
				followUps: z.array(followUpViewSchema),
				hold: z
					.object({ reason: z.string(), by: z.string(), since: z.string() })
					.nullable()
					.describe('null: nothing is held'),
			}),
		},
	},
});

/** Reporting what they came to. */
export const reportDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'followUps',
	summary:
		'What follow-ups came to: messages, answers, offers, and orders against the clients held out',
	scope: 'effects',
	more: 'Of those enrolled in a period, by default the last 365 days; test runs are left out.',
	query,
	answers: { 200: { words: 'The report, by sequence', shape: followUpReportSchema } },
});

/** Reading one enrolment. */
export const storyDescription: Description = {
	tag: 'followUps',
	summary: 'One enrolment: how it stands, what happened, what came due',
	scope: 'effects',
	params: { id },
	answers: { 200: { words: 'The enrolment', shape: followUpStorySchema }, 404: missing },
};

/** Telling what happened. */
export const tellDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'followUps',
	summary: 'Tell enrolments what happened: a reply, a deal, an answer, a bounce',
	scope: 'effects',
	more: 'By enrolment, by client, or by an address, which reaches colleagues at the same company too. Each event counts once by its id.',
	body: {
		shape,
		example: {
			client: 'nordlys',
			events: [{ id: 'mail-1', type: 'replied', at: '2026-11-24T10:00:00Z' }],
		},
	},
	answers: {
		200: {
			words: 'What it changed',
			shape: z.object({
				told: z.array(
					z.object({
						id: z.string(),
						changed: z.boolean().describe('false: it had been told before'),
						exit: z.string().nullable(),
						why: z.array(z.string()),
					}),
				),
				notes,
			}),
		},
	},
});

/** Claiming a message. */
export const claimDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'followUps',
	summary: 'Ask right before sending whether a message may still be sent',
	scope: 'effects',
	more: 'Who may send may ask again: the answer is the same once the mail is on its way; before that everything is looked at once more.',
	params: { id },
	body: { shape, example: { step: 'feedback-request', attempt: 1 } },
	answers: {
		200: {
			words: 'Whether it may: `send` now, `later` (it comes due again), `withheld` for good',
			shape: z.object({
				result: z.enum(['send', 'later', 'withheld']),
				repeated: z.boolean().optional(),
				links: z
					.object({
						feedback: z
							.array(z.object({ score: z.number().int(), url: z.string() }))
							.describe('A page for each answer, 0 to 10; empty where nobody could reach it'),
						portal: z.string().nullable().describe('Where the client sees everything of theirs'),
					})
					.optional()
					.describe('Where the message may lead; with `send` only'),
				texts: z
					.object({ version: z.string(), languages: z.record(z.unknown()) })
					.nullable()
					.optional()
					.describe('The pushed words it is made of; null where those that ship are in force'),
				rule: z.string().optional(),
				because: z.string().optional(),
			}),
		},
		404: missing,
	},
});

const told = z.object({
	told: z.number().int().describe('Enrolments that this call changed'),
	isHeld: z.boolean().nullable().describe('Whether everything is held now; null: not asked for'),
});

/** Pausing, resuming or stopping. */
export const changeDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'followUps',
	summary: 'Pause, resume or stop one enrolment, a client’s, or all',
	scope: 'operate',
	body: {
		shape,
		example: { word: 'pause', client: 'nordlys', reason: 'a call is planned', by: 'olivia' },
	},
	answers: { 200: { words: 'What it changed', shape: told } },
});

/** Moving an enrolment to another version. */
export const migrateDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'followUps',
	summary: 'Let an enrolment go on by another version of its sequence',
	scope: 'operate',
	more: 'It goes on at its step, or at the one that `steps` names for it; nothing is sent again.',
	params: { id },
	body: {
		shape,
		example: {
			version: 2,
			steps: { 'upsell-offer': 'second-offer' },
			reason: 'new offer',
			by: 'olivia',
		},
	},
	answers: {
		200: {
			words: 'How it stands now',
			shape: z.object({ followUp: followUpViewSchema }),
		},
		404: missing,
	},
});

/** Stopping what one client gets. */
export const stopDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'followUps',
	summary: 'Stop one enrolment, or a client’s',
	scope: 'effects',
	body: { shape, example: { client: 'nordlys', reason: 'the client asked for quiet' } },
	answers: { 200: { words: 'What it changed', shape: told } },
});
