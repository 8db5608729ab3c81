import { z } from 'zod';

import { languages } from '../../../language';
import type { Language } from '../../../language';
import { purposes } from '../../purposes';

const words = z.string().min(1).max(1_000);

/** One message, or several: then the first that speaks of nothing unknown. */
const messageSchema = z.union([words, z.array(words).min(1).max(5)]);
/** One message, or several. */
export type Message = z.infer<typeof messageSchema>;

/** A block may be for letters that lead somewhere, or for those that do not. */
const when = z.enum(['link', 'no-link']).optional();

const blockTextSchema = z.discriminatedUnion('kind', [
	z.object({ kind: z.enum(['paragraph', 'note']), text: messageSchema, when }).strict(),
	z.object({ kind: z.literal('steps'), steps: z.array(messageSchema).max(20), when }).strict(),
	/** The answers from 0 to 10, each with its page. */
	z.object({ kind: z.literal('scale') }).strict(),
	/** What is offered, what it costs, and what one gets for it. */
	z.object({ kind: z.literal('offer') }).strict(),
	/** Where the letter leads; left out where it leads nowhere. */
	z.object({ kind: z.literal('button') }).strict(),
]);
/** A block of a letter in messages; one that speaks of something unknown is left out. */
export type BlockText = z.infer<typeof blockTextSchema>;

/** Where the button of a letter may lead. */
export const linkNames = ['review', 'offer'] as const;
/** Where the button of a letter may lead. */
export type LinkName = (typeof linkNames)[number];

const letterTextSchema = z
	.object({
		/** What a sequence may send it as: whoever refused offers gets nothing that is marketing. */
		purpose: z.enum(purposes),
		subject: messageSchema,
		preheader: messageSchema,
		title: messageSchema,
		blocks: z.array(blockTextSchema).min(1).max(20),
		link: z.enum(linkNames).optional(),
		/** Label of the button. */
		button: z.string().min(1).max(60).optional(),
	})
	.strict();
/** The mail of a step in messages. */
export type LetterText = z.infer<typeof letterTextSchema>;

const offerTextSchema = z
	.object({
		name: z.string().min(1).max(80),
		/** Why this client, by their use: `{used}`. */
		why: messageSchema,
		/** What they get for it. */
		gets: z.array(words).min(1).max(6),
	})
	.strict();
/** Words of an offer. */
export type OfferText = z.infer<typeof offerTextSchema>;

const taskTextSchema = z
	.object({ name: messageSchema, lines: z.array(messageSchema).min(1).max(20) })
	.strict();
/** What a person of the agency is asked to do. */
export type TaskText = z.infer<typeof taskTextSchema>;

const named = <Schema extends z.ZodTypeAny>(schema: Schema) =>
	z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'a name such as upsell-offer'), schema);

const languageTextsSchema = z
	.object({
		greeting: messageSchema,
		/** Before the address written out. */
		address: words,
		closing: words,
		/** Why the recipient gets it. */
		footer: z.object({ transactional: words, marketing: words }).strict(),
		/** Goes before the subject of what a person only tries. */
		test: words,
		scale: z.object({ worst: words, best: words, answer: words }).strict(),
		/** Labels of an offer, and its price by what it is for. */
		offer: z
			.object({
				what: words,
				price: words,
				per: z.object({ month: words, edit: words, piece: words }).strict(),
			})
			.strict(),
		letters: named(letterTextSchema),
		offers: named(offerTextSchema),
		tasks: named(taskTextSchema),
	})
	.strict();
/** Everything that follow-ups say, in one language. */
export type FollowUpWords = z.infer<typeof languageTextsSchema>;

/** Everything that follow-ups say to clients: data, so that another agency can put in its own. */
export const messageTextsSchema = z
	.object({
		/** Named on every decision and letter. */
		version: z.string().min(1).max(80),
		languages: z
			.object(
				Object.fromEntries(languages.map((each) => [each, languageTextsSchema])) as Record<
					Language,
					typeof languageTextsSchema
				>,
			)
			.strict(),
	})
	.strict();
/** Everything that follow-ups say. */
export type MessageTexts = z.infer<typeof messageTextsSchema>;

/** Values that messages may speak of, with what they are. */
export const valueNames = {
	agency: 'the name of the agency',
	firstName: 'the first name of the client',
	client: 'the name of the client, for people of the agency',
	project: 'the name of the project',
	deliveredOn: 'a day',
	score: 'the answer of the client, 0 to 10',
	comment: 'what the client wrote beside it, for people of the agency',
	offerName: 'what is offered',
	used: 'how much the client used of what the offer answers to',
	from: 'the lowest price',
	to: 'the highest price',
	email: 'the address of the client, for people of the agency',
	followUp: 'the id of the enrolment, for people of the agency',
} as const;
