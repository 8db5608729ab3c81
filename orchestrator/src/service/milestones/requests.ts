import { z } from 'zod';
import { languages } from '../../../../nodes/domain/language';
import { milestones } from '../../../../nodes/domain/milestone/milestones';
import { draftStates } from '../../ledger/milestoneDrafts';
import type { Json } from '../../ledger/json';

/** Longest words of a mail that somebody may put otherwise, in characters: what Slack's field takes. */
export const WORDS_LIMIT = 3_000;

const name = z.string().trim().min(1).max(200);
const facts = z.record(z.unknown()).transform((value) => value as { [name: string]: Json });

/** A mail that waits for a yes. */
export const keepSchema = z
	.object({
		deal: name,
		milestone: z.enum(milestones),
		occurrence: z.number().int().min(1).max(10_000),
		mail: z
			.object({
				to: name,
				language: z.enum(languages),
				subject: z.string().min(1).max(300),
				words: z.string().max(20_000),
			})
			.strict(),
		/** As Client Milestone reads details. */
		details: facts,
		/** What else goes with the mail. */
		event: z
			.object({
				link: z.string().max(2_000).optional(),
				holidays: z.array(z.string().max(20)).max(1_000).optional(),
				urgent: z.boolean().optional(),
			})
			.strict()
			.default({}),
		test: z.boolean().default(false),
	})
	.strict();

/** A yes or a no. */
export const answerSchema = z
	.object({
		by: name,
		/** The mail between greeting and closing, in the client's language; as it was if left out. */
		words: z.string().trim().min(1).max(WORDS_LIMIT).nullish(),
		/** Another day than the one expected. */
		expectedOn: z
			.string()
			.regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day as YYYY-MM-DD')
			.nullish(),
	})
	.strict();

/** Which drafts to list. */
export const listSchema = z
	.object({
		deal: name.optional(),
		state: z.enum(draftStates).optional(),
		test: z.enum(['true', 'false']).default('false'),
		limit: z.coerce.number().int().min(1).max(200).default(50),
	})
	.strict();
