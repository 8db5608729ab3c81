import { z } from 'zod';

import { stopTypes } from './events';
import { purposes } from './purposes';
import { quietHoursSchema } from './quietHours';
import { waitSchema } from './waits';

const name = z
	.string()
	.max(80)
	.regex(/^[a-z][a-z0-9-]*$/, 'a name such as feedback-request');

/** Facts that a condition may ask about. */
export const conditionFields = [
	'feedback',
	'country',
	'language',
	'usage.projects',
	'usage.edits',
	'usage.assets',
	'usage.social',
] as const;

const conditionSchema = z
	.object({
		field: z.enum(conditionFields),
		/** Numbers: bounds that count themselves; a fact that is unknown meets neither. */
		atLeast: z.number().finite().optional(),
		atMost: z.number().finite().optional(),
		/** Words: one of these. */
		oneOf: z.array(z.string().min(1)).min(1).optional(),
	})
	.strict()
	.refine(
		({ atLeast, atMost, oneOf }) => (atLeast ?? atMost ?? oneOf) !== undefined,
		'atLeast, atMost or oneOf',
	);

/** Something that must hold for a step to be taken. */
export type Condition = z.infer<typeof conditionSchema>;

/** Where a sequence goes on: at a step, or to an end with a reason. */
const nextSchema = z.union([name, z.object({ exit: name }).strict()]);

/** Where a sequence goes on. */
export type Next = z.infer<typeof nextSchema>;

const sendSchema = z
	.object({
		kind: z.literal('send'),
		id: name,
		/** Counted from the end of the step before, for the first from what the sequence follows. */
		wait: waitSchema,
		channel: name,
		template: name,
		purpose: z.enum(purposes),
		/** All must hold, else the step is left out. */
		when: z.array(conditionSchema).default([]),
		/** Asks how the client liked it: left out once they have answered, or said no thanks to it. */
		asksFeedback: z.boolean().default(false),
		/** Carries what the client's use of the agency speaks for; left out where nothing does. */
		offers: z.boolean().default(false),
		next: nextSchema.optional(),
	})
	.strict();

const askSchema = z
	.object({
		kind: z.literal('await'),
		id: name,
		/** How long an answer is waited for. */
		wait: waitSchema,
		/** By the answer, 0 to 10, both bounds counted. */
		routes: z
			.array(
				z
					.object({
						from: z.number().int().min(0).max(10),
						to: z.number().int().min(0).max(10),
						next: nextSchema,
					})
					.strict(),
			)
			.min(1),
		/** Where it goes on without an answer. */
		otherwise: nextSchema,
	})
	.strict();

const taskSchema = z
	.object({
		kind: z.literal('task'),
		id: name,
		/** What a person of the agency is asked to do, at once. */
		template: name,
		/** Steps that are told to be left out by it. */
		cancels: z.array(name).default([]),
		next: nextSchema.optional(),
	})
	.strict();

/** One thing that a sequence does, or waits for. */
export const stepSchema = z.discriminatedUnion('kind', [sendSchema, askSchema, taskSchema]);

/** One thing that a sequence does, or waits for. */
export type Step = z.infer<typeof stepSchema>;

/** A message to the client. */
export type SendStep = z.infer<typeof sendSchema>;

/** Words that end a sequence whatever its definition says. */
export const firmStops = ['bounced', 'complained', 'unsubscribed', 'dispute', 'stopped'] as const;

/** A follow-up as data: what is sent when, on what conditions, and what ends it. */
export const sequenceSchema = z
	.object({
		id: name,
		/** Raised with every change; who was enrolled under a version stays with it. */
		version: z.number().int().min(1),
		title: z.string().min(1).max(200),
		/** The higher goes first where a client may not get both. */
		priority: z.number().int().min(0).max(1_000).default(50),
		/** What the sequence is for: an exit by one of these counts as reached. */
		goal: z.array(z.enum(stopTypes)).default([]),
		/** What ends it; bounces, complaints, disputes and stops by hand always do. */
		exits: z.array(z.enum(stopTypes)).default([...stopTypes]),
		/** Clients who get no marketing of it, so that what it brings can be measured. */
		holdout: z
			.object({ share: z.number().min(0).max(1), salt: z.string().min(1).max(80) })
			.strict()
			.nullable()
			.default(null),
		/** When nobody is written to, by the clock of the recipient. */
		quietHours: quietHoursSchema.default({}),
		/** Days after its time at which a message is left out rather than sent late. */
		staleAfterDays: z.number().positive().max(365).default(14),
		/** Days after the last step in which a reply or a deal still ends it. */
		listensDays: z.number().min(0).max(365).default(14),
		/** In their order; the first is where it begins. */
		steps: z.array(stepSchema).min(1).max(50),
	})
	.strict();

/** A follow-up as data. */
export type Sequence = z.infer<typeof sequenceSchema>;
