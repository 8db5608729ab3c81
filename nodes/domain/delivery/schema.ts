import { z } from 'zod';

import { languages } from '../language';
import { moneySchema } from '../money';
import { gates, sha256Schema } from '../quality/gates/schema';

const name = z.string().trim().min(1).max(200);
const words = z
	.string()
	.nullish()
	.transform((value) => value ?? null);
const moment = z.string().datetime({ offset: true }).nullish();

/** What a file is for. */
export const roles = ['film', 'image', 'audio', 'captions', 'other'] as const;

/** What a file is for. */
export type Role = (typeof roles)[number];

/** How one gate stands for one content, as the ledger tells it; what is left out counts against it. */
const gateStandingSchema = z.object({
	gate: z.enum(gates),
	passed: z.boolean(),
	because: words,
	by: words,
	at: moment.transform((value) => value ?? null),
	specs: z.array(z.object({ id: name }).passthrough()).default([]),
	heldUntil: moment.transform((value) => value ?? null),
});

/** How one gate stands for one content. */
export type FileGate = z.infer<typeof gateStandingSchema>;

const pixels = z
	.number()
	.positive()
	.nullish()
	.transform((value) => value ?? null);

/** As much of a file's measurements as a delivery looks at. */
const mediaSchema = z
	.object({
		/** As shown, in pixels; null without a picture. */
		width: pixels,
		height: pixels,
		/** Subtitle streams within the file. */
		captions: z.number().int().nonnegative().default(0),
	})
	.nullish()
	.transform((value) => value ?? null);

/** A file of the project, with how it stands. */
export const projectFileSchema = z.object({
	file: z.object({
		fileId: name,
		accountId: words,
		projectId: words,
		versionStackId: words,
		name,
	}),
	/** What all versions of the file have in common; the stack or the file itself without it. */
	lineage: words,
	sha256: sha256Schema,
	/** Null where it was never measured. */
	bytes: z
		.number()
		.int()
		.nonnegative()
		.nullish()
		.transform((value) => value ?? null),
	mediaType: words,
	/** 1 for the first of its stack. */
	version: z.number().int().min(1).default(1),
	/** Whether no newer version is known. */
	isCurrent: z.boolean().default(true),
	gates: z.array(gateStandingSchema).default([]),
	/** When it passed the last gate. */
	approvedAt: moment.transform((value) => value ?? null),
	/** When the client said yes to this very content; null where they have not. */
	clientApprovedAt: moment.transform((value) => value ?? null),
	media: mediaSchema,
	/** What somebody says the file is, before its name is read. */
	deliverable: words,
	platform: words,
	/** As its sound is marked, which editing programs often do wrong: its name goes before it. */
	language: words,
});

/** A file of the project. */
export type ProjectFile = z.infer<typeof projectFileSchema>;

const code = z
	.string()
	.regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i, 'a code such as es')
	.transform((value) => value.toLowerCase());
const slug = z
	.string()
	.max(80)
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a name such as product-film');

const formatSchema = z
	.object({
		/** A platform of the rules, such as `youtube`; null where any will do. */
		platform: slug.nullable().default(null),
		/** `9:16`; null takes what the platform shows. */
		aspect: z
			.string()
			.regex(/^\d{1,4}:\d{1,4}$/, 'a shape such as 9:16')
			.nullable()
			.default(null),
	})
	.strict();

/** A form in which something was ordered. */
export type Format = z.infer<typeof formatSchema>;

const deliverableSchema = z
	.object({
		id: slug,
		/** As the client calls it; the id without it. */
		name: name.nullable().default(null),
		/** Null takes any file but captions. */
		role: z.enum(['film', 'image', 'audio', 'other']).nullable().default(null),
		/** Languages it comes in; empty: one, whatever it is. */
		languages: z.array(code).max(40).default([]),
		/** Forms it comes in; empty: one, whatever it is. */
		formats: z.array(formatSchema).max(40).default([]),
		/** A file beside the film, a track within it, or nothing that was ordered. */
		captions: z.enum(['none', 'file', 'embedded']).default('none'),
		/** Its part of the whole beside the other deliverables, where they are paid for one by one. */
		weight: z.number().positive().max(1_000_000).default(1),
	})
	.strict();

/** Something that was ordered. */
export type Deliverable = z.infer<typeof deliverableSchema>;

const count = z.number().int().min(0).max(10_000);

const addOnSchema = z
	.object({
		id: slug,
		/** In the client's language; without it the words of the catalogue. */
		description: name.nullable().default(null),
		quantity: count.min(1).default(1),
		/** Of one; null where nobody has set it. */
		price: moneySchema.nullable().default(null),
		taxCode: name.nullable().default(null),
	})
	.strict();

/** Either so many hundredths of the price, or an amount. */
const partSchema = z.union([
	z.object({ percent: z.number().positive().max(1_000) }).strict(),
	z.object({ amount: moneySchema }).strict(),
]);

/** A part of a price. */
export type PricePart = z.infer<typeof partSchema>;

/** When something may go to the client. */
export const policySchema = z.discriminatedUnion('kind', [
	/** Only when all of it is ready. */
	z.object({ kind: z.literal('whole') }).strict(),
	/** Whatever is ready, at once. */
	z.object({ kind: z.literal('each') }).strict(),
	/** From this share of the whole on, above 0 and up to 1. */
	z.object({ kind: z.literal('share'), least: z.number().positive().max(1) }).strict(),
]);

/** When something may go to the client. */
export type DeliveryPolicy = z.infer<typeof policySchema>;

/** What the client ordered, and for how much. */
export const orderSchema = z
	.object({
		/** Empty: every file of the project, each as it is. */
		deliverables: z.array(deliverableSchema).max(200).default([]),
		policy: policySchema.nullable().default(null),
		/** What the package is called on the invoice; the deal's name without it. */
		description: name.nullable().default(null),
		/** Of the package; the deal's amount without it. */
		price: moneySchema.nullable().default(null),
		addOns: z.array(addOnSchema).max(100).default([]),
		rush: partSchema.nullable().default(null),
		revisions: z
			.object({ included: count, done: count, each: moneySchema.nullable().default(null) })
			.strict()
			.nullable()
			.default(null),
		discount: partSchema.nullable().default(null),
		/** Invoiced already, apart from deliveries. */
		deposits: z
			.array(z.object({ invoice: name.nullable().default(null), amount: moneySchema }).strict())
			.max(50)
			.default([]),
		/** The client's own number. */
		purchaseOrder: name.nullable().default(null),
		/** Days until an invoice is due; the rules' without it. */
		dueDays: count.max(365).nullable().default(null),
		/** Tax code of the invoicing service for lines that have none of their own. */
		taxCode: name.nullable().default(null),
		/** The client's tax number. */
		taxId: name.nullable().default(null),
	})
	.strict();

/** What the client ordered. */
export type Order = z.infer<typeof orderSchema>;

/** What of each line was invoiced with a delivery. Amounts in minor units, less than 0 for a reduction. */
export const billingSchema = z.object({
	currency: z.string(),
	lines: z.array(z.object({ id: z.string(), minor: z.number().int() })).default([]),
	/** Of the deposits, what was taken off. */
	depositMinor: z.number().int().nonnegative().default(0),
});

/** What was invoiced with a delivery. */
export type Billing = z.infer<typeof billingSchema>;

/** A delivery of the deal that was begun before. */
export const earlierDeliverySchema = z.object({
	id: name,
	version: z.number().int().min(1),
	state: z.string(),
	manifest: z
		.object({
			files: z
				.array(
					z
						.object({ parts: z.array(z.string()), sha256: z.string(), name: z.string() })
						.passthrough(),
				)
				.default([]),
		})
		.passthrough(),
	facts: z
		.object({ billing: billingSchema.nullish() })
		.passthrough()
		.nullish()
		.transform((value) => value ?? {}),
});

/** A delivery of the deal that was begun before. */
export type EarlierDelivery = z.infer<typeof earlierDeliverySchema>;

/** Everything a delivery is decided from. */
export const deliveryFactsSchema = z.object({
	deal: z.object({ id: name, name: words, amount: moneySchema.nullish() }),
	/** As reservations name it, by itself or in an object with its id; null where nobody knows. */
	project: z
		.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
		.nullish()
		.transform((value) => value ?? null),
	contact: z
		.object({
			id: name,
			name: words,
			email: words,
			/** A code, a tag such as `es-PE`, or the language's name. */
			language: words,
			country: words,
		})
		.nullish()
		.transform((value) => value ?? null),
	company: z
		.object({ id: name, name: words })
		.nullish()
		.transform((value) => value ?? null),
	files: z.array(projectFileSchema).max(2_000),
	deliveries: z.array(earlierDeliverySchema).max(2_000).default([]),
	order: orderSchema.default({}),
});

/** Everything a delivery is decided from. */
export type DeliveryFacts = z.infer<typeof deliveryFactsSchema>;

/** Sentences in our languages. */
export const sentencesSchema = z.object(
	Object.fromEntries(languages.map((language) => [language, z.string().min(1).max(300)])) as Record<
		(typeof languages)[number],
		z.ZodString
	>,
);
