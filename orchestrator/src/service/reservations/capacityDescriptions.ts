import { z } from 'zod';
import { capacityViewSchema, digestViewSchema } from '../../reservations/capacityView';
import type { Description } from '../openapi/describe';

/** Hours by person and day. */
export const capacityDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'capacity',
	summary: 'Committed and free hours by person and day, and work that nobody has',
	scope: 'effects',
	more: 'A week from today (UTC) unless it is asked for other days.',
	query,
	answers: { 200: { words: 'By kind, hub and name', shape: capacityViewSchema } },
});

/** How a hub stands. */
export const digestDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'capacity',
	summary: 'How a hub stands in the week ahead, as the text capacity-digest takes it',
	scope: 'effects',
	query,
	answers: { 200: { words: 'The digest', shape: z.object({ digest: digestViewSchema }) } },
});
