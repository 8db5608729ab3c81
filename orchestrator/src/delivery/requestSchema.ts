import { z } from 'zod';
import { sha256Schema } from '../../../nodes/domain/quality/gates/schema';
import { sha256Hex } from '../../../nodes/domain/hash';
import { deliveryKinds } from '../ledger/deliveries';

const name = z.string().trim().min(1, 'expected a name').max(200);
const frameioId = z
	.string()
	.trim()
	.regex(/^[A-Za-z0-9_-]{1,100}$/, 'expected an id of Frame.io');

/** Largest of what a flow hands over to be kept, in characters of JSON. */
const KEPT_LIMIT = 120_000;

/** Longest text that travels as one, in characters: captions of an hour. */
const TEXT_LIMIT = 100_000;

const kept = z
	.record(z.unknown())
	.refine(
		(value) => JSON.stringify(value).length <= KEPT_LIMIT,
		`expected at most ${KEPT_LIMIT / 1_000} kB of JSON`,
	);

/** What a file system or a header takes for something else, and what turns the direction of a name around. */
const UNSAFE = /[\p{Cc}\p{Cs}\\/:*?"<>|\u202a-\u202e\u2066-\u2069]/u;

/** The name of a file as a client saves it: one part of a path, and none that means another place. */
export const fileNameSchema = z
	.string()
	.min(1, 'expected a name')
	.refine((value) => Buffer.byteLength(value) <= 200, 'expected at most 200 bytes')
	.refine((value) => !UNSAFE.test(value), 'expected a name without \\ / : * ? " < > |')
	.refine((value) => !/^\.|[. ]$|^ /.test(value), 'expected no dot or space at either end');

/** What goes before the names in storage: parts with slashes between. */
const prefixSchema = z
	.string()
	.max(200)
	.regex(
		/^(?!.*(^|\/)\.{1,2}(\/|$))[\w.-]+(\/[\w.-]+)*$|^$/,
		'expected parts such as "client/project"',
	);

const sourceSchema = z.discriminatedUnion('kind', [
	z
		.object({
			kind: z.literal('frameio'),
			/** null: the account of the configuration. */
			accountId: frameioId.nullish(),
			fileId: frameioId,
			/** As it is called there. */
			name: z.string().max(500).nullish(),
		})
		.strict(),
	z.object({ kind: z.literal('text'), text: z.string().max(TEXT_LIMIT) }).strict(),
]);

/** What a file is in its delivery. */
export const fileRoles = ['deliverable', 'captions', 'side'] as const;

const fileSchema = z
	.object({
		name: fileNameSchema,
		/** Of the content that was approved; of a text its own. */
		sha256: sha256Schema,
		bytes: z.number().int().nonnegative().nullable().default(null),
		mediaType: z
			.string()
			.max(100)
			.regex(/^[\w.+-]+\/[\w.+-]+(; ?charset=[\w-]+)?$/, 'expected a media type such as video/mp4'),
		role: z.enum(fileRoles),
		source: sourceSchema,
	})
	.passthrough()
	.superRefine(({ role, source, sha256 }, context) => {
		if (source.kind !== 'text') return;
		const add = (path: string, message: string) =>
			context.addIssue({ code: z.ZodIssueCode.custom, path: [path], message });
		if (role === 'deliverable') add('source', 'expected a file of Frame.io: only those have gates');
		if (sha256Hex(source.text) !== sha256) add('sha256', 'expected the SHA-256 of the text');
	});

/** Files of a delivery, with whatever the core says besides. */
const manifestSchema = z
	.object({ files: z.array(fileSchema).min(1, 'expected at least one file').max(200) })
	.passthrough()
	.superRefine(({ files }, context) => {
		// Names that differ in case or composition are one on many file systems.
		const names = files.map((file) => file.name.normalize('NFC').toLowerCase());
		for (const [index, each] of names.entries()) {
			if (names.indexOf(each) === index) continue;
			const message = 'expected a name that no other file has';
			context.addIssue({ code: z.ZodIssueCode.custom, path: ['files', index, 'name'], message });
		}
	});

const targetSchema = z
	.object({
		name: z.enum(['delivery', 'archive']),
		/** One without an adapter is refused by name. */
		kind: z.string().min(1).max(40),
		prefix: prefixSchema.optional(),
		storageClass: z
			.string()
			.regex(/^[A-Z0-9_]{1,40}$/, 'expected a class such as STANDARD_IA')
			.nullish(),
		/** Kept with each object, for the rules of the bucket. */
		retentionDays: z.number().int().positive().max(36_500).nullish(),
		/** Which files go there; all without it. */
		roles: z.array(z.enum(fileRoles)).min(1).optional(),
	})
	.strict();

/** Where the files of a delivery go. */
export const planSchema = z
	.object({ targets: z.array(targetSchema).min(1, 'expected at least one target').max(10) })
	.strict()
	.superRefine(({ targets }, context) => {
		const names = targets.map((target) => target.name);
		if (new Set(names).size === names.length) return;
		const message = 'expected each target once';
		context.addIssue({ code: z.ZodIssueCode.custom, path: ['targets'], message });
	});

/** Asking for a delivery. */
export const deliveryRequestSchema = z
	.object({
		deal: z.string().regex(/^[\w-]{1,60}$/, 'expected the id of a deal'),
		client: z
			.object({
				id: name,
				email: z.string().trim().toLowerCase().email('expected an address').nullish(),
				name: name.nullish(),
				language: name.nullish(),
				country: name.nullish(),
				company: kept.nullish(),
			})
			.strict(),
		/** As reservations name it; default: the deal. */
		project: name.nullish(),
		kind: z.enum(deliveryKinds).default('full'),
		manifest: manifestSchema,
		storagePlan: planSchema,
		/** Days that links are good for, from when it is stored; default: the configuration's. */
		linkDays: z.number().positive().max(3_660, 'expected ten years at most').nullish(),
		/** In place of `linkDays`. */
		expiresAt: z.string().datetime({ offset: true }).nullish(),
		/** Given back with the events about it. */
		facts: kept.default({}),
		/** The version that it is to be, as the deal was when it was planned; any without it. */
		expectedVersion: z.number().int().positive().nullish(),
		/** Tells one handing over of the same files from another. */
		occurrence: z.number().int().positive().max(1_000).default(1),
		test: z.boolean().default(false),
		/** Tells one trial from another; without it, the same trial is the same delivery. */
		testRun: name.optional(),
	})
	.strict()
	.refine(
		({ linkDays, expiresAt }) => (linkDays ?? null) === null || (expiresAt ?? null) === null,
		{
			message: 'expected one of linkDays and expiresAt',
			path: ['expiresAt'],
		},
	);

/** A delivery that is asked for, checked. */
export type DeliveryRequest = z.infer<typeof deliveryRequestSchema>;
