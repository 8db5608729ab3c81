import { z } from 'zod';

import { languages } from '../../language';
import type { Language } from '../../language';
import { milestones } from '../milestones';
import type { Milestone } from '../milestones';

const message = z.string().min(1).max(1_000);

const blockTextSchema = z.discriminatedUnion('kind', [
	z.object({ kind: z.enum(['paragraph', 'note', 'quote']), text: message }).strict(),
	z
		.object({
			kind: z.literal('facts'),
			rows: z.array(z.object({ label: message, text: message }).strict()).max(20),
		})
		.strict(),
	z.object({ kind: z.literal('steps'), steps: z.array(message).max(20) }).strict(),
]);
/** A block of a letter in messages; one that speaks of something unknown is left out. */
export type BlockText = z.infer<typeof blockTextSchema>;

const milestoneTextSchema = z
	.object({
		/** What clients need to know of their own project, and nothing else: no offers. */
		purpose: z.literal('transactional'),
		subject: message,
		preheader: message,
		title: message,
		blocks: z.array(blockTextSchema).max(20),
		/** Label of the button, where there is a link. */
		button: message.max(60),
	})
	.strict();
/** The mail of a milestone in messages. */
export type MilestoneText = z.infer<typeof milestoneTextSchema>;

const everyMilestone = z
	.object(
		Object.fromEntries(milestones.map((each) => [each, milestoneTextSchema])) as Record<
			Milestone,
			typeof milestoneTextSchema
		>,
	)
	.strict();

const languageTextsSchema = z
	.object({
		/** With the client's first name, and where it is not known. */
		greeting: z.object({ named: message, unnamed: message }).strict(),
		/** Before the address written out. */
		address: message,
		/** Label of the button that leads to the client's own page; default: as `portalButtons`. */
		portal: message.max(60).optional(),
		closing: message,
		footer: message,
		/** Goes before the subject of what a person only tries. */
		test: message,
		milestones: everyMilestone,
	})
	.strict();
/** Everything that clients read, in one language. */
export type LanguageTexts = z.infer<typeof languageTextsSchema>;

const inEveryLanguage = <Schema extends z.ZodTypeAny>(schema: Schema) =>
	z
		.object(Object.fromEntries(languages.map((each) => [each, schema])) as Record<Language, Schema>)
		.strict();

/** Everything that clients read: data, so that another agency can put in its own. */
export const milestoneTextsSchema = z
	.object({
		/** Named on every decision and letter. */
		version: z.string().min(1).max(80),
		languages: inEveryLanguage(languageTextsSchema),
	})
	.strict();
/** Everything that clients read. */
export type MilestoneTexts = z.infer<typeof milestoneTextsSchema>;

/** Texts as people keep them in the ledger; milestones that they leave out keep the words that ship. */
export const keptTextsSchema = z
	.object({
		version: z.string().min(1).max(80),
		/** Hosts that words may name, beside those that mails may lead to as they ship. */
		linkHosts: z.array(z.string().trim().min(1).max(200)).max(100).default([]),
		/** Words that sound like an offer and are none here. */
		notOffers: z.array(z.string().trim().min(1).max(80)).max(100).default([]),
		languages: inEveryLanguage(
			languageTextsSchema.extend({ milestones: everyMilestone.partial().strict() }),
		),
	})
	.strict();
/** Texts as people keep them in the ledger. */
export type KeptTexts = z.infer<typeof keptTextsSchema>;

/** Values that messages may speak of, with what they are. */
export const messageNames = {
	agency: 'the name of the agency',
	project: 'the name of the project',
	firstName: 'the first name of the client',
	people: 'names, as a list',
	peopleCount: 'how many people',
	startsOn: 'a day',
	dueOn: 'a day',
	expectedOn: 'a day',
	previewOn: 'a day',
	answerBy: 'a day',
	expiresOn: 'a day',
	daysToPay: 'whole days from now until the invoice is due',
	daysLate: 'whole days since the invoice was due, from 1',
	reminder: 'which reminder of the invoice it is, from 1',
	files: 'a number',
	version: 'a number',
	comments: 'a number',
	roundsLeft: 'a number',
	amount: 'money',
	invoice: 'a number as it stands on the invoice',
	reason: 'words for the client',
} as const;
