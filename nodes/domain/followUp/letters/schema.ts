import { z } from 'zod';

import { languages } from '../../language';
import { read } from '../../read';
import { offerPriceSchema } from '../offers';
import { purposes } from '../purposes';

const words = z
	.string()
	.nullish()
	.transform((value) => value ?? null);

const offerSchema = z.object({
	id: z.string().min(1).max(80),
	price: offerPriceSchema,
	/** How much the client used of what the offer answers to. */
	used: z
		.number()
		.nullish()
		.transform((value) => value ?? null),
});

const linksSchema = z.object({
	/** A page for each answer to the question how it was, from the worst to the best. */
	feedback: z
		.array(z.object({ score: z.number().int().min(0).max(10), url: z.string() }))
		.max(11)
		.default([]),
	/** Where the client sees everything of theirs. */
	portal: words,
});

/**
 * A message or a task of a follow-up that is due, as the events `follow-up.due` and `follow-up.task` tell
 * it; what is not known is null.
 */
export const dueMessageSchema = z.object({
	followUp: z.string().min(1).max(80),
	sequence: z.string().max(200).default(''),
	step: z.string().min(1).max(80),
	template: z.string().min(1).max(80),
	/** null: nobody is written to, somebody of the agency is to do something. */
	purpose: z
		.enum(purposes)
		.nullish()
		.transform((value) => value ?? null),
	channel: z.string().max(80).default('email'),
	client: z.object({
		id: z.string().min(1).max(320),
		name: words,
		email: words,
		zone: z.string().max(100).catch('utc').default('utc'),
		language: z.enum(languages).catch('en'),
	}),
	project: z
		.object({ name: words })
		.nullish()
		.transform((value) => value?.name ?? null),
	anchorAt: z.string().datetime({ offset: true }),
	offer: offerSchema.nullish().transform((value) => value ?? null),
	feedback: z
		.object({ score: z.number() })
		.nullish()
		.transform((value) => value?.score ?? null),
	comment: words,
	/** Why it is due, in sentences. */
	why: z.array(z.string().max(1_000)).max(50).default([]),
	/** What a claim brought beside its yes. */
	claim: z
		.object({ links: linksSchema.default({}) })
		.nullish()
		.transform((value) => value?.links ?? { feedback: [], portal: null }),
});
/** A message or a task of a follow-up that is due. */
export type DueMessage = z.infer<typeof dueMessageSchema>;

/**
 * Reads what is due out of an item.
 *
 * @throws MendableError `follow-up/message` with every wrong field
 */
export function readDueMessage(raw: unknown): DueMessage {
	return read(dueMessageSchema, raw, {
		code: 'follow-up/message',
		what: 'Nothing can be written.',
		mend: 'Put this node behind Agency Ledger with "Claim a Follow-Up Message", or behind the trigger of "follow-up.task".',
	});
}
