import { IANAZone } from 'luxon';
import { z } from 'zod';

import { languages } from '../language';
import { moneySchema } from '../money';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD');
const moment = z.string().datetime({ offset: true });
const name = z.string().min(1).max(120);
const hourOfDay = z.number().min(0).max(24);

/** A time zone by its IANA name, e.g. `America/Caracas`. */
export const zoneSchema = z
	.string()
	.refine((zone) => IANAZone.isValidZone(zone), 'a time zone such as America/Caracas');

/** Who works for the agency, in the order in which they are asked. */
export const kinds = ['internal', 'freelancer', 'partner'] as const;

/** Staff, approved freelancer or partner agency. */
export type Kind = (typeof kinds)[number];

/** Somebody who can be given work. Days are those of the person's own zone. */
export const personSchema = z
	.object({
		id: name,
		name: z.string().max(200).optional(),
		/** By which chat and task tools know the person. */
		email: z.string().email('an e-mail address').max(320).optional(),
		kind: z.enum(kinds).default('internal'),
		hub: name.nullable().default(null),
		zone: zoneSchema,
		/** Level from 1 (learning) to 5 (leads others) by skill; a skill that is missing is none. */
		skills: z.record(name, z.number().int().min(1).max(5)).default({}),
		/** What the person answers for, e.g. `hub-lead`: whatever is overdue in the hub comes to them. */
		roles: z.array(name).optional(),
		/** Skills that the person wants to grow in. */
		growing: z.array(name).default([]),
		languages: z.array(z.enum(languages)).default([]),
		/** Hours of work on a working day. */
		hoursPerDay: z.number().min(0).max(24).default(8),
		/** When these are worked, by the clock of the person's zone. */
		workday: z
			.object({ from: hourOfDay, to: hourOfDay })
			.refine(({ from, to }) => from < to, 'a beginning before its end')
			.default({ from: 9, to: 18 }),
		/** Days of the week, 1 is Monday. */
		workingDays: z.array(z.number().int().min(1).max(7)).default([1, 2, 3, 4, 5]),
		/** First and last day away, both counted. */
		leave: z
			.array(z.object({ from: day, to: day }).refine(({ from, to }) => from <= to, 'from <= to'))
			.default([]),
		/** Name of the roster's list of holidays that holds for the person. */
		holidays: name.nullable().default(null),
		/** First day with the agency; null for long ago. */
		since: day.nullable().default(null),
		/** What the person costs, for each hour or for each piece of work. */
		rate: moneySchema.extend({ per: z.enum(['hour', 'piece']).default('hour') }).nullable(),
	})
	.strict();

/** Somebody who can be given work. */
export type Person = z.infer<typeof personSchema>;

/** Everybody who can be given work, with the holidays they keep. */
export const rosterSchema = z
	.object({
		/** Named on every decision. */
		version: z.string().min(1).max(80).default('roster'),
		people: z.array(personSchema),
		/** Days off by name of the list, e.g. `VE`; data, since each country has its own. */
		holidays: z.record(name, z.array(day)).default({}),
	})
	.strict();

/** Everybody who can be given work. */
export type Roster = z.infer<typeof rosterSchema>;

/** Hours of somebody that a piece of work has, day by day. */
export const bookingSchema = z
	.object({
		id: name,
		project: name,
		piece: name.default('work'),
		person: name,
		/** Days of the person's zone. */
		days: z.array(z.object({ day, hours: z.number().min(0).max(24) })),
		/** Whether work has begun; only what nobody has started may change hands. */
		started: z.boolean().default(false),
		/** What the piece asks for; without a skill it cannot be moved. */
		skill: name.nullable().default(null),
		level: z.number().int().min(1).max(5).default(1),
		/** Before when it may begin and after when it must have ended; null is any time. */
		notBefore: moment.nullable().default(null),
		dueAt: moment.nullable().default(null),
		/** Client of the project, for continuity. */
		client: name.nullable().default(null),
		/** What the client pays for the whole project, for shares of revenue. */
		value: moneySchema.nullable().default(null),
	})
	.strict();

/** Hours of somebody that a piece of work has. */
export type Booking = z.infer<typeof bookingSchema>;

/** A piece of work: hours of one person with a skill. */
export const pieceSchema = z
	.object({
		id: name,
		skill: name,
		/** Least level of the skill, 1 to 5. */
		level: z.number().int().min(1).max(5).default(1),
		hours: z.number().positive().max(1_000),
		/** Working day of the project by the end of which it should be done, 1 is the first. */
		byDay: z.number().int().min(1).max(250),
		/** Whether it must be somebody who has no other piece of the project, as for a review. */
		byAnother: z.boolean().default(false),
		/** Whether this person talks with the client: language and hours in common count. */
		facesClient: z.boolean().default(false),
	})
	.strict();

/** A piece of work. */
export type Piece = z.infer<typeof pieceSchema>;

const keptPieceSchema = z
	.object({
		piece: name,
		person: name,
		/** What it costs. */
		cost: moneySchema,
		/** When it begins; null where that is not known. */
		startsAt: moment.nullable().default(null),
	})
	.strict();

const declinedSchema = z
	.object({
		piece: name,
		person: name,
		/** In the person's words; empty where they gave none, or no answer. */
		because: z.string().max(1_000).default(''),
	})
	.strict();

/** A project that is to be given to people. */
export const projectSchema = z
	.object({
		id: name,
		/** Names the way of working in the settings. */
		type: name,
		client: z
			.object({
				id: name,
				zone: zoneSchema.nullable().default(null),
				language: z.enum(languages).nullable().default(null),
			})
			.strict(),
		/** What the client pays; null where that is not known, and then no margin is checked. */
		value: moneySchema.nullable(),
		/** When work may begin; null for now. */
		startAt: moment.nullable().default(null),
		/** When it must be done; null for the lead time of the type. */
		dueAt: moment.nullable().default(null),
		/** The work in its order, where it is not that of the type. */
		pieces: z.array(pieceSchema).min(1).nullable().default(null),
		/** Leave to go below the margin floor, and who gave it. */
		belowFloor: z
			.object({ by: name, because: z.string().min(1) })
			.strict()
			.nullable()
			.default(null),
		/** The one piece to route, where the others are given away already; all of them without it. */
		only: name.optional(),
		/** Pieces that are given away already: they count against the margin, and who has them matters. */
		kept: z.array(keptPieceSchema).optional(),
		/** Who was asked for a piece and will not do it. */
		declined: z.array(declinedSchema).optional(),
		/** Whether the work of others stays where it is, since somebody said no to moving it. */
		othersStay: z.boolean().optional(),
	})
	.strict();

/** A project that is to be given to people. */
export type Project = z.infer<typeof projectSchema>;

/** How a routing can end. */
export const outcomes = ['assigned', 'overflow', 'negotiate'] as const;

/** How a routing can end: own people, somebody else or moved work, or talk with the client. */
export type RoutingOutcome = (typeof outcomes)[number];

/** What is tried, in its order. */
export const steps = [
	'internal',
	'redistribution',
	'freelancers',
	'partners',
	'negotiation',
] as const;

/** One of the things that are tried. */
export type Step = (typeof steps)[number];
