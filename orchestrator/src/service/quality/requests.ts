import { z } from 'zod';
import {
	gateOutcomes,
	gates,
	mediaCheckSchema,
	reviewerWantedSchema,
	sha256Schema,
	specSchema,
} from '../../../../nodes/domain/quality/gates/schema';

const name = z.string().trim().min(1, 'expected a name').max(200);
const said = z.string().trim().min(1, 'expected some text').max(3_000);
const moment = z.string().datetime({ offset: true });
const flag = z.enum(['true', 'false']).default('false');

/** Largest of what a flow hands over to be kept, in characters of JSON. */
const KEPT_LIMIT = 120_000;

const kept = z
	.record(z.unknown())
	.refine(
		(value) => JSON.stringify(value).length <= KEPT_LIMIT,
		`expected at most ${KEPT_LIMIT / 1_000} kB of JSON`,
	);

/** What Frame.io calls a file, as far as it matters here. */
const placeSchema = z.object({
	fileId: name,
	name: z.string().max(500).default(''),
	accountId: name.nullish(),
	/** Frame.io's project. */
	projectId: name.nullish(),
	/** Where the versions are kept together. */
	versionStackId: name.nullish(),
	/** Ids of all versions, the oldest first. */
	versionIds: z.array(name).max(500).nullish(),
});

/** A verdict that is to be kept: the decision of Quality Gate, and the file it is about. */
export const verdictSchema = z
	.object({
		decision: z
			.object({
				gate: z.enum(gates),
				outcome: z.enum(gateOutcomes),
				subject: name,
				sha256: sha256Schema,
				by: name.nullable(),
				specs: z.array(specSchema),
				heldUntil: moment.nullable(),
				decidedAt: moment,
				inputHash: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and 64 hex digits'),
			})
			.passthrough(),
		file: placeSchema,
		/** The ledger's own name of the project, where the flow knows it. */
		project: name.nullish(),
		/** Who made the file, by their ids in the roster; without it those who have a piece of the project. */
		authors: z.array(name).max(50).default([]),
		/** The check that gate 1 judged. */
		check: mediaCheckSchema.omit({ subject: true, sha256: true }).passthrough().nullish(),
		/** Given back with the events about the file. */
		context: kept.default({}),
		test: z.boolean().default(false),
	})
	.strict();

/** A review that is wanted. */
export const askSchema = z
	.object({
		sha256: sha256Schema,
		subject: name.nullish(),
		gate: z.enum(['peer', 'senior']),
		/** Skill and least level of whoever may answer. */
		wanted: reviewerWantedSchema.default({ skill: 'review', level: 3 }),
		/** The same for the senior's gate: a peer is not chosen who would leave nobody for it. */
		seniorWanted: reviewerWantedSchema.default({ skill: 'review', level: 4 }),
		/** Working hours of the reviewer within which they answer. */
		hours: z.number().positive('expected a number of hours above 0').max(400).default(4),
		checklist: z.array(z.record(z.unknown())).max(200).default([]),
		test: z.boolean().default(false),
	})
	.strict();

/** What somebody says to a review. */
export const answerSchema = z
	.object({
		answer: z.enum(['approve', 'changes']),
		/** By their id in the roster. */
		by: name,
		note: said.nullish(),
		satisfaction: z.number().int().min(1).max(10).nullish(),
		opportunity: z.string().trim().max(1_000).nullish(),
	})
	.strict()
	.refine(({ answer, note }) => answer === 'approve' || (note ?? '') !== '', {
		message: 'expected what is to be changed',
		path: ['note'],
	});

/** Leave not to mend a finding. */
export const waiverSchema = z
	.object({
		sha256: sha256Schema,
		subject: name.nullish(),
		rule: name,
		scope: z.enum(['file', 'project']).default('file'),
		reason: said.pipe(z.string().max(1_000)),
		by: name,
		/** Without it the waiver holds for good, which only one file's can. */
		expiresAt: moment.nullish(),
		test: z.boolean().default(false),
	})
	.strict();

/** Who made a file. */
export const authorsSchema = z
	.object({
		authors: z.array(name).min(1, 'expected at least one person').max(50),
		test: z.boolean().default(false),
	})
	.strict();

/** Which file a content is of, as far as whoever asks knows. */
export const gatesSchema = z
	.object({
		subject: name.optional(),
		/** Its versions and who uploaded it are read from Frame.io. */
		fileId: name.optional(),
		accountId: name.optional(),
		versionStackId: name.optional(),
		projectId: name.optional(),
		project: name.optional(),
		/** Ids of the roster with commas between them. */
		authors: z.string().max(2_000).optional(),
		test: flag,
	})
	.strict();

/** Which numbers. */
export const numbersSchema = z
	.object({ days: z.coerce.number().int().min(1).max(1_000).default(90), test: flag })
	.strict();

/** Which file somebody means. */
export const findSchema = z
	.object({ word: z.string().trim().min(1, 'expected a file or a SHA-256').max(300), test: flag })
	.strict();
