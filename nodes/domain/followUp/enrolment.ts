import { z } from 'zod';

import { languages } from '../language';
import { consentSchema } from './consent';
import { quietHoursSchema } from './quietHours';
import { zoneSchema } from '../routing/schema';
import { purposes } from './purposes';

/** ISO 8601, UTC, with milliseconds, so that moments compare as texts. */
const moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'a moment in UTC');
const name = z.string().min(1).max(320);

const recipientSchema = z
	.object({
		id: name,
		name: z.string().max(200).nullable(),
		/** Lower case; null where it is not known. */
		email: name.nullable(),
		/** Other addresses of the client, lower case. */
		contacts: z.array(name),
		/** IANA name. */
		zone: zoneSchema,
		/** Two letters of ISO 3166; null where it is not known, and then the strictest rules hold. */
		country: z
			.string()
			.regex(/^[A-Z]{2}$/, 'two letters such as DK')
			.nullable(),
		language: z.enum(languages),
	})
	.strict();

/** Whom a sequence writes to. */
export type Recipient = z.infer<typeof recipientSchema>;

const used = z.number().min(0).finite().nullable();

const usageSchema = z
	.object({
		projects: used,
		edits: used,
		assets: used,
		social: used,
		/** Offers that the client has already, by id or by service. */
		has: z.array(name),
	})
	.strict();

/** How much a client uses the agency, over the time that whoever counts decides; null is unknown. */
export type Usage = z.infer<typeof usageSchema>;

const touchSchema = z
	.object({
		step: name,
		at: moment,
		channel: name,
		purpose: z.enum(purposes),
		template: name,
		language: z.enum(languages),
		/** What it offers, by id; null for nothing. */
		offer: name.nullable(),
	})
	.strict();

/** A message that went to the client. */
export type Touch = z.infer<typeof touchSchema>;

const skipSchema = z
	.object({
		step: name,
		at: moment,
		/** Stable name of the rule. */
		rule: name,
		/** One sentence for a person. */
		because: z.string(),
	})
	.strict();

/** A step that was left out. */
export type Skip = z.infer<typeof skipSchema>;

const taskSchema = z.object({ step: name, at: moment, template: name }).strict();

/** Something that a person of the agency is to do. */
export type HumanTask = z.infer<typeof taskSchema>;

const exitSchema = z
	.object({
		at: moment,
		/** A word that stops a sequence, an end that the sequence names, or `completed`. */
		reason: name,
		/** Whether it is what the sequence is for. */
		isGoal: z.boolean(),
		/** Event that ended it; null where none did. */
		event: z.string().nullable(),
	})
	.strict();

/** How an enrolment ended. */
export type Exit = z.infer<typeof exitSchema>;

const standingSchema = z
	.object({ reference: z.string().nullable(), at: moment, event: z.string() })
	.strict();

/** Something that holds until the other is told, by its reference; null stands for every one. */
export type Standing = z.infer<typeof standingSchema>;

const factsSchema = z
	.object({
		/** The newest answer. */
		feedback: z.object({ score: z.number(), at: moment }).strict().nullable(),
		/** The newest opt-out from each. */
		optOut: z
			.object({
				marketing: moment.nullable(),
				feedback: moment.nullable(),
				all: moment.nullable(),
			})
			.strict(),
		overdue: z.array(standingSchema),
		paid: z.array(standingSchema),
		disputed: z.array(standingSchema),
		closed: z.array(standingSchema),
		/** The earliest that ends a sequence by itself. */
		stop: z.object({ type: name, at: moment, event: z.string() }).strict().nullable(),
		paused: z.object({ at: moment, until: moment.nullable() }).strict().nullable(),
		resumedAt: moment.nullable(),
	})
	.strict();

/** What the events that are known say; it does not depend on the order in which they came. */
export type Facts = z.infer<typeof factsSchema>;

/** What is kept of where an enrolment stands. */
export const progressSchema = z
	.object({
		/** The step that comes next; null after the last. */
		step: name.nullable(),
		/** From when its wait counts. */
		since: moment,
		/** Not before this, where the frequency cap moved it. */
		notBefore: moment.nullable(),
		/** The latest moment that was looked at; time never goes back behind it. */
		clock: moment,
		touches: z.array(touchSchema),
		tasks: z.array(taskSchema),
		skipped: z.array(skipSchema),
		exit: exitSchema.nullable(),
		facts: factsSchema,
		/** Moment of the answer that it went on by; null before one. */
		answered: moment.nullable(),
		/** Ids of the events that were taken in. */
		seen: z.array(z.string()),
	})
	.strict();

/** Where an enrolment stands. */
export type Progress = z.infer<typeof progressSchema>;

/** A client in a sequence, as it is kept. */
export const enrolmentSchema = z
	.object({
		id: name,
		/** The definition that was in force when it began, and stays so. */
		sequence: z.object({ id: name, version: z.number().int().min(1) }).strict(),
		client: recipientSchema,
		/** What the sequence follows, e.g. a delivery: a client is enrolled once for each. */
		occurrence: name,
		/** What the client calls it; absent where nobody said. */
		projectName: z.string().min(1).max(200).optional(),
		/** When that happened: the first wait counts from here. */
		anchorAt: moment,
		enrolledAt: moment,
		usage: usageSchema,
		consents: z.array(consentSchema),
		/** Set by hand; null leaves it to the sequence's share. */
		holdout: z.boolean().nullable(),
		/** In place of the sequence's; null keeps those. */
		quietHours: quietHoursSchema.nullable(),
		progress: progressSchema,
	})
	.strict();

/** A client in a sequence, with all that its next step depends on. */
export type Enrolment = z.infer<typeof enrolmentSchema>;

/** The beginning of every enrolment, still without a step. */
export function beginning(anchorAt: string, enrolledAt: string): Progress {
	return {
		step: null,
		since: anchorAt,
		notBefore: null,
		clock: enrolledAt,
		touches: [],
		tasks: [],
		skipped: [],
		exit: null,
		facts: {
			feedback: null,
			optOut: { marketing: null, feedback: null, all: null },
			overdue: [],
			paid: [],
			disputed: [],
			closed: [],
			stop: null,
			paused: null,
			resumedAt: null,
		},
		answered: null,
		seen: [],
	};
}
