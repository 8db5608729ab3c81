import { z } from 'zod';
import { milestones } from '../../../nodes/domain/milestone/milestones';
import type { MilestoneDraft } from '../ledger/milestoneDrafts';
import { draftStates } from '../ledger/milestoneDrafts';
import { delayCauseSchema } from './delayRisk';

const moment = z.string().datetime();

/** A mail that waits for a yes, as the service tells of it. */
export const draftViewSchema = z.object({
	id: z.string(),
	deal: z.string(),
	milestone: z.enum(milestones),
	test: z.boolean(),
	occurrence: z.number().int(),
	state: z.enum(draftStates),
	promisedAt: moment.nullable(),
	expectedAt: moment.nullable(),
	causes: z.array(delayCauseSchema).describe('What is in the way, for the team alone'),
	mail: z
		.object({ to: z.string(), language: z.string(), subject: z.string(), words: z.string() })
		.nullable(),
	words: z.string().nullable().describe('As whoever said yes put them'),
	decidedBy: z.string().nullable(),
	because: z.string().nullable(),
	createdAt: moment,
	expiresAt: moment.nullable(),
	decidedAt: moment.nullable(),
});
/** A mail that waits for a yes. */
export type DraftView = z.infer<typeof draftViewSchema>;

/** The draft without what only its mail needs. */
export function draftView(draft: MilestoneDraft): DraftView {
	const { id, deal, milestone, test, occurrence, state, mail, words, decidedBy, because } = draft;
	return {
		id,
		deal,
		milestone,
		test,
		occurrence,
		state,
		promisedAt: iso(draft.promisedAt),
		expectedAt: iso(draft.expectedAt),
		causes: z.array(delayCauseSchema).catch([]).parse(draft.causes),
		mail,
		words,
		decidedBy,
		because,
		createdAt: draft.createdAt.toISOString(),
		expiresAt: iso(draft.expiresAt),
		decidedAt: iso(draft.decidedAt),
	};
}

function iso(at: Date | null): string | null {
	return at?.toISOString() ?? null;
}
