import { z } from 'zod';

import { moneySchema } from '../money';
import { milestones } from './milestones';

const words = z
	.string()
	.nullish()
	.transform((value) => value ?? null);
const moment = z
	.string()
	.datetime({ offset: true, message: 'a time such as 2026-11-30T17:00:00Z' })
	.nullish()
	.transform((value) => value ?? null);
const count = z
	.number()
	.int()
	.min(0)
	.max(1_000_000)
	.nullish()
	.transform((value) => value ?? null);

/** Whom a milestone is told to. What is not known is null. */
export const clientSchema = z.object({
	name: words,
	firstName: words,
	company: words,
	email: words,
	/** A code, a tag such as `es-PE`, or the language's name. */
	language: words,
	/** IANA zone. */
	zone: words,
	/** A code of ISO 3166, or the country's name. */
	country: words,
});
/** Whom a milestone is told to. */
export type Client = z.infer<typeof clientSchema>;

/** What can be said of a milestone. Times in ISO 8601; what is not known is null, and not spoken of. */
export const detailsSchema = z.object({
	/** Who does the work, by the names that clients know. */
	people: z.array(z.string()).max(50).default([]),
	startsAt: moment,
	/** When it was promised; of an invoice, until when it is to be paid. */
	dueAt: moment,
	/** When it will be there by all that is known now. */
	expectedAt: moment,
	/** When the client sees something next. */
	previewAt: moment,
	/** Until when an answer is hoped for. */
	answerBy: moment,
	/** When the link ends. */
	expiresAt: moment,
	files: count,
	/** 1 is the first that the client sees. */
	version: count,
	comments: count,
	/** Rounds of changes that the price still holds. */
	roundsLeft: count,
	amount: moneySchema.nullish().transform((value) => value ?? null),
	/** Number of the invoice, as it stands on it. */
	invoice: words,
	/** Which reminder of the invoice this is, from 1. */
	reminder: count,
	/** In the client's language, in words for the client. */
	reason: words,
});
/** What can be said of a milestone. */
export type MilestoneDetails = z.infer<typeof detailsSchema>;

/** A project's milestone, with whom it is told to. */
export const milestoneEventSchema = z.object({
	milestone: z.enum(milestones),
	/** 1 for the first time, 2 for the second preview, and so on: each is told once. */
	occurrence: z.number().int().min(1).max(10_000).default(1),
	/** Whether the client is told at once, whatever the time is with them. */
	urgent: z.boolean().default(false),
	project: z.object({ id: z.string().trim().min(1).max(200), name: words }),
	client: clientSchema,
	link: words,
	/** The client's own page, as the ledger made it: mails lead there that have no link of their own. */
	portal: z.string().optional(),
	details: detailsSchema.default({}),
	/** Days on which the client does not work, `YYYY-MM-DD`; beside those of the settings. */
	holidays: z
		.array(z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2026-12-24'))
		.max(1_000)
		.default([]),
	/** Who said yes to what must not go out without; null: nobody has. */
	approvedBy: words,
	/**
	 * What the mail says between greeting and closing, as somebody put it, in the client's language; empty
	 * lines part paragraphs. Null: the milestone's text.
	 */
	words: z
		.string()
		.max(3_000)
		.nullish()
		.transform((value) => value ?? null),
});
/** A project's milestone, with whom it is told to. */
export type MilestoneEvent = z.infer<typeof milestoneEventSchema>;
