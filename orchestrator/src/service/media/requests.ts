import { z } from 'zod';
import { mediaCheckStates } from '../../ledger/mediaChecks';

const name = z.string().trim().min(1, 'expected some text').max(400);
const id = z
	.string()
	.trim()
	.regex(/^[A-Za-z0-9_-]{1,100}$/, 'expected an id of Frame.io');

const fileSchema = z
	.object({
		kind: z.literal('frameio'),
		accountId: id,
		/** At Frame.io each version of a file is a file of its own. */
		fileId: id,
		/** Frame.io is asked for it where it is left out. */
		name: name.optional(),
		projectId: id.optional(),
		versionStackId: id.optional(),
	})
	.strict();

/** Asking for a check. */
export const askSchema = z
	.object({
		file: fileSchema,
		/** Ids of packs, or `id/version`. */
		specs: z.array(name).min(1, 'expected at least one spec pack').max(10),
		/** Id of a brand of the data `media`. */
		brand: name.optional(),
		/** What the events about it are about, such as `file:…` or `project:…`. */
		subject: z
			.string()
			.regex(/^[a-z][a-z0-9-]*:[^\s/]{1,200}$/, 'expected a kind and an id, such as "file:1a2b"'),
		/** Comes back in the event. */
		context: z.record(z.unknown()).default({}),
		test: z.boolean().default(false),
		/** Tells one trial from another; without it, the same trial is the same check. */
		testRun: name.optional(),
	})
	.strict();

/** Listing checks. */
export const listSchema = z
	.object({
		subject: name.optional(),
		state: z.enum(mediaCheckStates).optional(),
		limit: z.coerce.number().int().min(1).max(200).default(50),
	})
	.strict();
