import { z } from 'zod';

import { languages } from '../language';

/** Longest texts, in characters: bounds of ours, far above what a letter needs. */
const line = z.string().max(300);
const text = z.string().max(4_000);

const label = z.object({ label: line, text }).strict();

/** A piece of a letter, in plain text; whoever draws it escapes it. */
export const blockSchema = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('paragraph'), text }).strict(),
	/** Small print. */
	z.object({ kind: z.literal('note'), text }).strict(),
	/** What somebody said. */
	z.object({ kind: z.literal('quote'), text }).strict(),
	z.object({ kind: z.literal('facts'), rows: z.array(label).min(1).max(30) }).strict(),
	z.object({ kind: z.literal('steps'), steps: z.array(text).min(1).max(30) }).strict(),
	z
		.object({
			kind: z.literal('button'),
			text: line.min(1),
			/** Absolute, with https. */
			url: z.string().url().max(2_000),
			/** Goes before the address written out, for those whose mail shows no buttons. */
			label: line,
		})
		.strict(),
	/** Answers side by side, from the worst to the best; each leads to its own page. */
	z
		.object({
			kind: z.literal('scale'),
			answers: z
				.array(
					z
						.object({
							text: line.min(1),
							/** For those who only hear it. */
							label: line.min(1),
							/** Absolute, with https; the service's own may be otherwise in a sandbox. */
							url: z.string().url().max(2_000),
						})
						.strict(),
				)
				.min(2)
				.max(11),
			/** What the first and the last stand for. */
			worst: line,
			best: line,
		})
		.strict(),
]);
/** A piece of a letter. */
export type LetterBlock = z.infer<typeof blockSchema>;

/** A letter to a person as data: HTML and text are both drawn from it. */
export const letterSchema = z
	.object({
		/** What it is, in lower-case words with dashes, e.g. `milestone-preview-ready`. */
		name: z
			.string()
			.regex(/^[a-z][a-z0-9-]*$/, 'lower-case words with dashes')
			.max(80),
		/** Version of the texts it was made of. */
		version: z.string().min(1).max(80),
		language: z.enum(languages),
		subject: line.min(1),
		/** What a list of mails shows after the subject. */
		preheader: line,
		title: line.min(1),
		blocks: z.array(blockSchema).max(40),
		/** Why the recipient gets it. */
		footer: text,
	})
	.strict();
/** A letter to a person as data. */
export type Letter = z.infer<typeof letterSchema>;

/** The agency as its letters show it. */
export const brandSchema = z
	.object({
		name: z.string().trim().min(1).max(80),
		/** Of the head and the button. */
		colour: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'a colour such as #3b2f8f'),
		/** Picture of 140 pixels' width on the colour above; null shows the name. */
		logo: z
			.string()
			.url()
			.max(2_000)
			.refine((url) => url.startsWith('https://'), 'an address that begins with https://')
			.nullable()
			.default(null),
		/** Where the agency is, in one line; null leaves it out. */
		address: z.string().trim().min(1).max(200).nullable().default(null),
	})
	.strict();
/** The agency as its letters show it. */
export type Brand = z.infer<typeof brandSchema>;

/** The brand that ships. */
export const defaultBrand: Brand = {
	name: 'IAmazing Content',
	colour: '#3b2f8f',
	logo: null,
	address: null,
};
