import { z } from 'zod';
import { bookingSchema, rosterSchema } from '../../../../nodes/domain/routing/schema';
import { reservationStates } from '../../ledger/reservations';
import type { Description } from '../openapi/describe';
import { errorAnswerSchema } from '../openapi/describe';

const moment = z.string().datetime();

/** A reservation as callers are told of it. */
export const reservationViewSchema = bookingSchema.omit({ started: true }).extend({
	key: z.string(),
	state: z.enum(reservationStates),
	revision: z.number().int(),
	test: z.boolean(),
	holdUntil: moment.nullable().describe('Until when the person may say yes'),
	rosterVersion: z.string(),
	releasedAs: z.enum(['cancelled', 'declined', 'unanswered']).nullable(),
	reason: z.string().nullable(),
	createdAt: moment,
	updatedAt: moment,
});

const conflictSchema = errorAnswerSchema.extend({
	conflicts: z
		.array(z.object({ person: z.string(), day: z.string(), wanted: z.number(), free: z.number() }))
		.optional()
		.describe('Hours by person and day that are not there'),
});

const conflict = {
	words: 'Hours are not free, the roster has changed, or it does not stand so any more',
	shape: conflictSchema,
};

const id = 'Id of the reservation, e.g. res_01JD…';
const missing = { words: 'There is no such reservation' };

/** Reserving hours. */
export const reserveDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'capacity',
	summary: 'Reserve hours of people for the pieces of a project, all of them or none',
	scope: 'effects',
	more: 'Never more of a day than the roster gives. The same call again gets the same answer.',
	body: {
		shape,
		example: {
			key: 'project:p-17/reservation/edit/1',
			project: 'p-17',
			pieces: [{ piece: 'edit', person: 'luis', days: [{ day: '2026-12-01', hours: 3 }] }],
			rosterVersion: 'roster/3',
			holdHours: 4,
		},
	},
	answers: {
		200: {
			words: 'They are held until they are accepted, or the time is over',
			shape: z.object({
				key: z.string(),
				repeated: z.boolean(),
				reservations: z.array(reservationViewSchema),
				context: z
					.record(z.unknown())
					.optional()
					.describe('What was given with the first call, where this is not the first'),
			}),
		},
		409: conflict,
	},
});

/** The list of reservations. */
export const listDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'capacity',
	summary: 'Reservations, in the order they were made',
	scope: 'effects',
	query,
	answers: {
		200: {
			words: 'The reservations',
			shape: z.object({ reservations: z.array(reservationViewSchema) }),
		},
	},
});

/** One reservation. */
export const storyDescription: Description = {
	tag: 'capacity',
	summary: 'One reservation: how it stands, its story, what its flow gave with it',
	scope: 'effects',
	params: { id },
	answers: {
		200: {
			words: 'The reservation',
			shape: z.object({
				reservation: reservationViewSchema,
				story: z.array(
					z.object({ state: z.enum(reservationStates), detail: z.record(z.unknown()), at: moment }),
				),
				context: z.record(z.unknown()),
			}),
		},
		404: missing,
	},
};

const summaries = {
	accept: 'Say yes to a reservation; the event assignment.accepted tells of it',
	decline: 'Say no to a reservation; the event assignment.declined tells of it',
	start: 'Say that the work has begun: it may not change hands any more',
	release: 'Give the hours back',
	move: 'Move a reservation to other days, or to another person, who is then asked',
};

const examples = {
	accept: { by: 'luis' },
	decline: { reason: 'I am at a shoot', by: 'luis' },
	start: {},
	release: { reason: 'the client cancelled' },
	move: { days: [{ day: '2026-12-02', hours: 3 }], rosterVersion: 'roster/3' },
};

/** Changing a reservation. */
export const changeDescription = (
	word: keyof typeof summaries,
	shape: z.ZodTypeAny,
): Description => ({
	tag: 'capacity',
	summary: summaries[word],
	scope: 'effects',
	params: { id },
	body: { shape, example: examples[word] },
	answers: {
		200: {
			words: 'How it stands now, and whether this call changed that',
			shape: z.object({ changed: z.boolean(), reservation: reservationViewSchema }),
		},
		404: missing,
		409: conflict,
	},
});

/** What decisions about projects are made from. */
export const inputsDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'capacity',
	summary: 'Roster and bookings, as the node Project Routing takes them',
	scope: 'effects',
	query,
	answers: {
		200: {
			words: 'Of one moment',
			shape: z.object({
				roster: rosterSchema,
				bookings: z.array(bookingSchema),
				rosterVersion: z.string(),
			}),
		},
	},
});
