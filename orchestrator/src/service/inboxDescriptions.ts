import { z } from 'zod';
import { eventStorySchema, eventViewSchema, statusViewSchema } from '../inbox/view';
import { inboxStates } from '../ledger/inbox';
import type { Description } from './openapi/describe';

const id = 'Id of the event, e.g. evt_01JD…';

const missing = { words: 'The inbox has no such event' };

/** What is told of an event that was recorded. */
export const recordedSchema = z.object({
	id: z.string(),
	repeated: z.boolean().describe('Whether it had been recorded before'),
});

const stateSchema = z.object({ id: z.string(), state: z.enum(inboxStates) });

/** Recording an event. */
export const recordDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'inbox',
	summary: 'Record an event, once for its source and id there',
	scope: 'inbox',
	body: {
		shape,
		example: {
			source: 'lead-intake',
			externalId: 'form-4711',
			topic: 'lead.received',
			subject: 'lead-of:1f3a9c0b7d2e',
			payload: { budget: 'USD 1.500', timeline: 'en dos semanas' },
		},
	},
	answers: {
		202: {
			words: 'It is kept, and worked on until its work has ended',
			shape: recordedSchema,
			example: { id: 'evt_01JDB3Y1V9M1W9XK5T9M0Z7Q4E', repeated: false },
		},
	},
});

/** Reporting the end of a flow. */
export const endDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'inbox',
	summary: 'Report that the flow of an event has ended',
	scope: 'inbox',
	params: { id },
	body: { shape, example: { outcome: 'done', executionId: '4711' } },
	answers: {
		200: { words: 'Where the event stands now', shape: stateSchema.omit({ id: true }) },
		404: missing,
	},
});

/** The list of events. */
export const listDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'inbox',
	summary: 'Events, newest first',
	scope: 'inbox',
	query,
	answers: {
		200: {
			words: 'Without what their sources sent',
			shape: z.object({ events: z.array(eventViewSchema) }),
		},
	},
});

/** The story of an event. */
export const storyDescription: Description = {
	tag: 'inbox',
	summary: 'One event: what was sent, its story, its effects',
	scope: 'inbox',
	params: { id },
	answers: { 200: { words: 'The event', shape: eventStorySchema }, 404: missing },
};

/** Replaying or discarding an event. */
export const changeDescription = (summary: string, shape: z.ZodTypeAny): Description => ({
	tag: 'inbox',
	summary,
	scope: 'operate',
	params: { id },
	body: { shape, example: { reason: 'HubSpot has the property now' } },
	answers: {
		200: { words: 'Where the event stands now', shape: stateSchema },
		404: missing,
		409: { words: 'It is at work, or discarded already' },
	},
});

/** What stands unfinished. */
export const statusDescription: Description = {
	tag: 'service',
	summary: 'What stands unfinished in inbox and effects',
	scope: 'operate',
	answers: { 200: { words: 'Counts, and effects that need a person', shape: statusViewSchema } },
};
