import { z } from 'zod';
import { proposalStates } from '../ledger/moveProposals';

const moment = z.string().datetime();
const days = z.array(z.object({ day: z.string(), hours: z.number() }));
const work = {
	reservation: z.string(),
	project: z.string(),
	projectName: z.string(),
	piece: z.string(),
};

/** Moves for somebody to decide about, as the service tells of them. */
export const proposalSchema = z.object({
	id: z.string(),
	test: z.boolean(),
	project: z.string().nullable().describe('Project that finds no room without the moves'),
	hub: z.string().nullable().describe('Hub whose channel is asked; null for ops'),
	reason: z.string().describe('Why work should move; for a project, what it is called'),
	state: z.enum(proposalStates),
	decidedBy: z.string().nullable(),
	because: z.string().nullable().describe('Why it was refused, or what stood in its way'),
	rosterVersion: z.string(),
	moves: z.array(
		z.object({
			...work,
			revision: z.number().int(),
			from: z.string(),
			fromName: z.string(),
			to: z.string(),
			toName: z.string(),
			was: days,
			days,
			startsAt: z.string().nullable(),
			endsAt: z.string().nullable(),
			because: z.string().nullable(),
		}),
	),
	unplaced: z.array(z.object({ ...work, person: z.string(), because: z.string() })),
	createdAt: moment,
	decidedAt: moment.nullable(),
});
/** Moves for somebody to decide about. */
export type ProposalView = z.infer<typeof proposalSchema>;
