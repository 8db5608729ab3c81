import { z } from 'zod';
import { enrolmentSchema } from '../../../nodes/domain/followUp/enrolment';
import { MendableError } from '../../../nodes/domain/errors';
import type { FollowUp } from '../ledger/followUps';
import { followUpStates } from '../ledger/followUps';
import type { KeptTouch } from '../ledger/followUpTouches';

const moment = z.string().datetime();
const { touches, skipped, tasks, exit } = enrolmentSchema.shape.progress.shape;

/** An enrolment as callers are told of it. */
export const followUpViewSchema = z.object({
	id: z.string(),
	client: z.string(),
	name: z.string().nullable(),
	sequence: z.string().describe('Name and version, as after-delivery/1'),
	occurrence: z.string(),
	state: z.enum(followUpStates),
	step: z.string().nullable().describe('What comes next; null after the last'),
	dueAt: moment.nullable(),
	zone: z.string(),
	holdout: z.boolean().describe('Whether the client gets no offers, to measure by'),
	exit,
	touches,
	tasks,
	skipped,
	test: z.boolean(),
	createdAt: moment,
	updatedAt: moment,
});

/** An enrolment as callers are told of it. */
export type FollowUpView = z.infer<typeof followUpViewSchema>;

/** One enrolment with its history. */
export const followUpStorySchema = z.object({
	followUp: followUpViewSchema,
	enrolment: enrolmentSchema,
	events: z.array(
		z.object({
			event: z.string(),
			type: z.string(),
			happenedAt: moment,
			detail: z.record(z.unknown()),
			at: moment,
		}),
	),
	messages: z.array(
		z.object({
			step: z.string(),
			state: z.enum(['due', 'claimed', 'withheld', 'returned']),
			attempt: z.number().int(),
			at: moment,
			because: z.string().nullable(),
		}),
	),
});

/** One enrolment with its history. */
export type FollowUpStory = z.infer<typeof followUpStorySchema>;

/** An enrolment as callers are told of it. */
export function followUpView(found: FollowUp): FollowUpView {
	const { id, client, sequence, version, occurrence, state, step, enrolment, test } = found;
	const { progress } = enrolment;
	return {
		id,
		client,
		name: enrolment.client.name,
		sequence: `${sequence}/${version}`,
		occurrence,
		state,
		step,
		dueAt: found.dueAt?.toISOString() ?? null,
		zone: enrolment.client.zone,
		holdout: enrolment.holdout === true,
		exit: progress.exit,
		touches: progress.touches,
		tasks: progress.tasks,
		skipped: progress.skipped,
		test,
		createdAt: found.createdAt.toISOString(),
		updatedAt: found.updatedAt.toISOString(),
	};
}

/** A message as callers are told of it. */
export function messageView({ step, state, attempt, at, because }: KeptTouch) {
	return { step, state, attempt, at: at.toISOString(), because };
}

/** An id that names no enrolment. */
export function missingFollowUp(id: string): MendableError {
	return new MendableError(
		'follow-up/not-found',
		'There is no such enrolment.',
		`Nothing is known under the id "${id.slice(0, 60)}".`,
		'Look for it with agency-ops followup list.',
	);
}
