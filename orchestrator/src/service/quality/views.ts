import { z } from 'zod';
import {
	knownFileSchema,
	gates,
	gateOutcomes,
} from '../../../../nodes/domain/quality/gates/schema';
import type { KnownContent } from '../../quality/knownFile';
import { reviewStates } from '../../ledger/qualityReviews';

const moment = z.string().datetime();
const share = z.object({ value: z.number(), low: z.number(), high: z.number() });
const person = z.object({
	id: z.string(),
	name: z.string(),
	email: z.string().nullable(),
	zone: z.string().nullable(),
	hub: z.string().nullable(),
	skills: z.record(z.number()),
});
const place = z.object({
	fileId: z.string(),
	name: z.string(),
	accountId: z.string().nullable(),
	projectId: z.string().nullable(),
});

/** Which gates a content has passed, by whom, under which packs. */
export const standingSchema = z.object({
	sha256: z.string(),
	isCurrent: z.boolean().describe('Whether no newer version is known'),
	gates: z.array(
		z.object({
			gate: z.enum(gates),
			passed: z.boolean(),
			because: z.string().nullable().describe('Why it is not passed'),
			outcome: z.enum(gateOutcomes).nullable(),
			by: z.string().nullable(),
			at: z.string().nullable(),
			specs: z.array(z.object({ id: z.string(), version: z.string() })),
			heldUntil: z.string().nullable(),
		}),
	),
	passed: z.boolean().describe('Whether this very content has passed all of them'),
	next: z.enum(gates).nullable(),
	heldUntil: z.string().nullable(),
});

/** A review as callers are told of it. */
export const reviewViewSchema = z.object({
	id: z.string(),
	subject: z.string(),
	sha256: z.string(),
	file: place,
	version: z.number(),
	project: z.string().nullable(),
	gate: z.enum(['peer', 'senior']),
	state: z.enum(reviewStates),
	reviewer: person,
	lead: person.nullable(),
	checklist: z.array(z.record(z.unknown())),
	hours: z.number(),
	askedAt: moment,
	remindAt: moment,
	dueAt: moment,
	overdueAt: moment.nullable(),
	answeredAt: moment.nullable(),
	answeredBy: z.string().nullable(),
	note: z.string().nullable(),
	test: z.boolean(),
});

const version = z.object({
	sha256: z.string(),
	version: z.number(),
	subject: z.string(),
	file: place,
	seenAt: moment,
});

/** What is known of a content: the proof that a delivery asks for. */
export const fileGatesSchema = z.object({
	sha256: z.string(),
	standing: standingSchema,
	known: knownFileSchema.describe('As the node Quality Gate takes it'),
	versions: z.array(version).describe('Every content of the file, the newest last'),
	reviews: z.array(reviewViewSchema),
	makers: z.array(person).describe('Who made it, as the roster has them'),
	versionStackId: z.string().nullable(),
	versionIds: z.array(z.string()).describe('Files of the stack, the oldest first'),
});

/** How good work and rules are. */
export const numbersViewSchema = z.object({
	days: z.number(),
	firstPass: z.object({ approved: z.number(), first: z.number(), share: share.nullable() }),
	cycles: z.object({ files: z.number(), mean: z.number().nullable(), most: z.number() }),
	rules: z.array(
		z.object({ rule: z.string(), found: z.number(), waived: z.number(), kept: share.nullable() }),
	),
	open: z.array(reviewViewSchema.extend({ isOverdue: z.boolean() })),
});

/** Numbers with the reviews that nobody has answered. */
export type NumbersView = z.infer<typeof numbersViewSchema>;

/** One file with everything that was said of it. */
export const storySchema = z.object({
	file: place.extend({ lineage: z.string(), subject: z.string(), project: z.string().nullable() }),
	authors: z.array(z.string()),
	versions: z.array(
		version.extend({
			standing: standingSchema,
			verdicts: z.array(
				z.object({
					gate: z.enum(gates),
					outcome: z.enum(gateOutcomes),
					by: z.string().nullable(),
					at: z.string(),
					reasons: z.array(z.string()),
				}),
			),
			reviews: z.array(reviewViewSchema),
		}),
	),
	waivers: knownFileSchema.removeDefault().shape.waivers.removeDefault(),
});

/** One file with everything that was said of it. */
export type StoryView = z.infer<typeof storySchema>;

/** The versions of a content's file, as callers are told of them. */
export function versionsOf({ versions }: KnownContent) {
	return versions.map(({ sha256, version: place_, subject, file, createdAt }) => ({
		sha256,
		version: place_,
		subject,
		file,
		seenAt: createdAt.toISOString(),
	}));
}
