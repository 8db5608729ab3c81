import { z } from 'zod';
import { languages } from '../../../../nodes/domain/language';

const name = z.string().trim().min(1, 'expected some text').max(320);

/** Making a link, or sending the one again that is there. */
export const makeLinkSchema = z
	.object({
		/** The contact's id in HubSpot. */
		client: name,
		email: z
			.string()
			.max(320)
			.regex(/^\s*[^\s@<>]+@[^\s@<>]+\s*$/, 'expected an e-mail address'),
		/** How the page greets them. */
		name: z
			.string()
			.nullish()
			.transform((given) => given?.trim().slice(0, 200) || null),
		/** Their language; one of ours, else it is not known. */
		language: z
			.string()
			.nullish()
			.transform((given) => languages.find((language) => language === given) ?? null),
		/** A delivery whose page is asked for as well. */
		delivery: name.nullish(),
		test: z.boolean().default(false),
	})
	.strict();

/** Which links to list. */
export const listLinksSchema = z
	.object({
		client: name.optional(),
		all: z.enum(['true', 'false']).default('false'),
		test: z.enum(['true', 'false']).default('false'),
		limit: z.coerce.number().int().min(1).max(500).default(50),
	})
	.strict();

/** Revoking one link, or all of a client. */
export const revokeLinksSchema = z
	.object({
		id: name.optional(),
		client: name.optional(),
		/** Who does, as they call themselves. */
		by: name,
	})
	.strict()
	.refine(({ id, client }) => (id === undefined) !== (client === undefined), {
		message: 'expected exactly one of id and client',
	});
