import { z } from 'zod';
import { kinds } from '../../../nodes/domain/routing/schema';

const figures = {
	available: z.number(),
	committed: z.number(),
	free: z.number(),
};
const utilisation = z.number().nullable().describe('Committed as a part of available');

const unassignedSchema = z.object({
	project: z.string(),
	piece: z.string(),
	skill: z.string().nullable(),
	hours: z.number(),
	because: z.enum(['declined', 'unanswered']),
	asked: z.string(),
	dueAt: z.string().nullable(),
});

/** Committed and free hours by person and day, as the service tells them. */
export const capacityViewSchema = z.object({
	from: z.string(),
	to: z.string(),
	rosterVersion: z.string(),
	warnAt: z.number(),
	people: z.array(
		z.object({
			person: z.string(),
			name: z.string(),
			kind: z.enum(kinds),
			hub: z.string().nullable(),
			zone: z.string(),
			days: z.array(z.object({ day: z.string(), ...figures })),
			...figures,
			utilisation,
			isOver: z.boolean(),
		}),
	),
	unassigned: z.array(unassignedSchema),
});
/** Committed and free hours by person and day. */
export type CapacityView = z.infer<typeof capacityViewSchema>;

const personSchema = z.object({ person: z.string(), name: z.string(), ...figures, utilisation });

/** How a hub stands, as the service tells it and the text `capacity-digest` takes it. */
export const digestViewSchema = z.object({
	hub: z.string(),
	zone: z.string(),
	language: z.enum(['en', 'es', 'da']),
	from: z.string(),
	to: z.string(),
	available: z.number(),
	committed: z.number(),
	utilisation,
	warnAt: z.number(),
	warnings: z.array(
		personSchema.extend({
			suggestion: z
				.object({
					booking: z.string(),
					project: z.string(),
					piece: z.string(),
					hours: z.number(),
					person: z.string(),
					name: z.string(),
				})
				.nullable(),
		}),
	),
	unassigned: z.array(unassignedSchema),
	free: z.array(personSchema),
});
