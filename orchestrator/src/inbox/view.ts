import { z } from 'zod';
import { inboxStates } from '../ledger/inbox';

const time = z.string().datetime();

/** An event as the service shows it in a list. */
export const eventViewSchema = z.object({
	id: z.string(),
	source: z.string(),
	externalId: z.string(),
	topic: z.string(),
	subject: z.string(),
	test: z.boolean(),
	state: z.enum(inboxStates),
	attempts: z.number(),
	/** Tries since it arrived or was replayed that came to nothing, and executions that broke off. */
	failures: z.number(),
	brokenOff: z.number(),
	/** How often its source sent it again. */
	repeats: z.number(),
	retry: z.boolean(),
	executionId: z.string().nullable(),
	outcome: z.string().nullable(),
	reason: z.string().nullable(),
	waitsFor: z.string().nullable(),
	receivedAt: time,
	forwardedAt: time.nullable(),
	endedAt: time.nullable(),
	nextAt: time.nullable(),
	updatedAt: time,
});
/** One of them. */
export type EventView = z.infer<typeof eventViewSchema>;

/** An event with its story, as the service shows it. */
export const eventStorySchema = z.object({
	event: eventViewSchema.extend({ payload: z.unknown() }),
	story: z.array(
		z.object({
			state: z.enum(inboxStates),
			at: time,
			detail: z
				.object({
					what: z.string(),
					attempt: z.number(),
					executionId: z.string(),
					outcome: z.string(),
					because: z.string(),
					again: z.string(),
					test: z.boolean(),
					key: z.string(),
				})
				.partial()
				.nullable(),
		}),
	),
	effects: z.array(
		z.object({
			key: z.string(),
			kind: z.string(),
			state: z.string(),
			test: z.boolean(),
			receipt: z.record(z.unknown()).nullable(),
			error: z
				.object({ what: z.string(), why: z.string(), mend: z.string() })
				.passthrough()
				.nullish(),
			attempts: z.number(),
			createdAt: time,
			updatedAt: time,
			/** The execution in n8n that asked for it first; null where none did. */
			execution: z
				.object({ id: z.string(), url: z.string().nullable(), node: z.string().nullable() })
				.nullish(),
		}),
	),
});
/** One of them. */
export type EventStory = z.infer<typeof eventStorySchema>;

const statusEffectSchema = z.object({
	key: z.string(),
	kind: z.string(),
	test: z.boolean(),
	what: z.string().nullable(),
	mend: z.string().nullable(),
	updatedAt: time,
});

/** What stands unfinished, as the service shows it. */
export const statusViewSchema = z.object({
	inbox: z.object({
		received: z.number(),
		forwarded: z.number(),
		ending: z.number(),
		dead: z.number(),
		failed: z.number(),
		oldestUnfinishedSeconds: z.number(),
	}),
	effects: z.object({
		planned: z.number(),
		in_flight: z.number(),
		unknown: z.array(statusEffectSchema),
		failed: z.array(statusEffectSchema),
	}),
});
/** One of them. */
export type StatusView = z.infer<typeof statusViewSchema>;
