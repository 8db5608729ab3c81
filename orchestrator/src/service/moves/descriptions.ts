import { z } from 'zod';
import { proposalSchema } from '../../reservations/proposalSchema';
import type { Description } from '../openapi/describe';

const id = 'Id of the proposal, e.g. mov_01JD…';
const missing = { words: 'There is no such proposal' };
const stale = { words: 'What it was worked out from is not so any more, or it is decided already' };

/** Proposing moves. */
export const proposeDescription = (shape: z.ZodTypeAny): Description => ({
	tag: 'capacity',
	summary: 'Propose that reserved work changes hands or days',
	scope: 'effects',
	more: 'Somebody is asked in Slack, or the moves are made at once, all of them or none. The same moves again are the same proposal.',
	body: {
		shape,
		example: {
			moves: [
				{
					reservation: 'res_01JD',
					from: 'luis',
					to: 'diego',
					was: [{ day: '2026-12-01', hours: 3 }],
					days: [{ day: '2026-12-02', hours: 3 }],
				},
			],
			reason: 'luis is ill',
			rosterVersion: 'roster/3',
		},
	},
	answers: {
		200: {
			words: 'They are kept, or made',
			shape: z.object({ proposal: proposalSchema, repeated: z.boolean() }),
		},
		409: stale,
	},
});

/** The list of proposals. */
export const listDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'capacity',
	summary: 'Proposals of moves, the newest first',
	scope: 'effects',
	query,
	answers: {
		200: { words: 'The proposals', shape: z.object({ proposals: z.array(proposalSchema) }) },
	},
});

/** One proposal. */
export const oneDescription: Description = {
	tag: 'capacity',
	summary: 'One proposal of moves',
	scope: 'effects',
	params: { id },
	answers: {
		200: { words: 'The proposal', shape: z.object({ proposal: proposalSchema }) },
		404: missing,
	},
};

const summaries = {
	approve: 'Make the moves, all of them or none; the event assignment.moved tells of each',
	refuse: 'Leave the work where it is',
};

/** Deciding about one. */
export const decideDescription = (
	word: keyof typeof summaries,
	shape: z.ZodTypeAny,
): Description => ({
	tag: 'capacity',
	summary: summaries[word],
	scope: 'effects',
	params: { id },
	body: { shape, example: { by: 'camila' } },
	answers: {
		200: {
			words: 'How it stands now, and whether this call changed that',
			shape: z.object({ changed: z.boolean(), proposal: proposalSchema }),
		},
		404: missing,
		409: stale,
	},
});
