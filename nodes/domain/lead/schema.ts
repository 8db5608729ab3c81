import { z } from 'zod';

import { languages } from '../language';
import { moneySchema } from '../money';

/** What can happen between the agency and a lead, as mail and meeting tools report it. */
export const eventTypes = [
	'sent',
	'opened',
	'clicked',
	'visited',
	'replied',
	'booked',
	'bounced',
	'unsubscribed',
] as const;

/** One kind of event in a lead's history. */
export type EventType = (typeof eventTypes)[number];

/** Something that happened with a lead, and when (ISO 8601, UTC). */
export const leadEventSchema = z.object({
	type: z.enum(eventTypes),
	at: z.string().datetime(),
});

/** Something that happened with a lead, and when. */
export type LeadEvent = z.infer<typeof leadEventSchema>;

/** A field that could not be read as it came, or only by a choice that a person should know of. */
export const noteSchema = z.object({
	/** Name of the lead's field, e.g. `budget`. */
	field: z.string(),
	/** What came, cleaned and cut. */
	received: z.string(),
	/** Why it became what it is; a sentence. */
	because: z.string(),
});

/** A remark of the intake about one field. */
export type Note = z.infer<typeof noteSchema>;

/** What a lead is ready to spend, for the whole project or each month. */
export const budgetSchema = moneySchema.extend({ per: z.enum(['project', 'month']) });

/** What a lead is ready to spend. */
export type Budget = z.infer<typeof budgetSchema>;

/** In how many days the lead wants the work, counted from when the lead came in. */
export const timelineSchema = z.object({
	days: z.number().int().nonnegative(),
	/** Name of the timeline band that the days fall into. */
	level: z.string(),
});

/** In how many days the lead wants the work. */
export type Timeline = z.infer<typeof timelineSchema>;

/**
 * A lead as the intake read it. `null` is *unknown*, never zero and never an empty text. Texts are
 * the sender's own words: without control characters and of bounded length, but not escaped for any
 * channel.
 */
export const leadSchema = z.object({
	/** Day of receipt and 12 hex digits: the same sender on the same day is the same lead. */
	id: z.string().regex(/^\d{8}-[0-9a-f]{12}$/),
	/** ISO 8601, UTC. */
	receivedAt: z.string().datetime(),
	name: z.string().nullable(),
	firstName: z.string().nullable(),
	lastName: z.string().nullable(),
	/** Lower case. */
	email: z.string().nullable(),
	/** Digits, with a leading + where one was given. */
	phone: z.string().nullable(),
	company: z.object({ name: z.string().nullable(), domain: z.string().nullable() }),
	/** ISO 3166-1 alpha-2. */
	country: z.string().length(2).nullable(),
	/** The language to write to this lead in. */
	language: z.enum(languages),
	/** Id in the rules' catalogue of services, or `other`. */
	service: z.string().nullable(),
	/** Id in the rules' catalogue of verticals, or `other`. */
	vertical: z.string().nullable(),
	budget: budgetSchema.nullable(),
	timeline: timelineSchema.nullable(),
	/** Id in the rules' catalogue of sources, or `other`. */
	source: z.string().nullable(),
	message: z.string().nullable(),
	/** What the sender agreed to; null where the form did not ask. */
	consent: z.object({ contact: z.boolean().nullable(), marketing: z.boolean().nullable() }),
	/** Sorted by time, oldest first. */
	events: z.array(leadEventSchema),
	notes: z.array(noteSchema),
	/** Whether a person was only trying out the form or the flow. */
	test: z.boolean(),
});

/** A lead as the intake read it. */
export type Lead = z.infer<typeof leadSchema>;

/** A lead's temperature: what sales does about it next. */
export const tiers = ['hot', 'warm', 'cold', 'disqualified'] as const;

/** A lead's temperature. */
export type Tier = (typeof tiers)[number];
