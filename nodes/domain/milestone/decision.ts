import type { Decision } from '../decision';
import type { Language } from '../language';
import type { Milestone } from './milestones';

/** What becomes of a milestone's mail, in the order of the node's outputs. */
export const milestoneOutcomes = ['send', 'draft', 'refuse'] as const;

/** It goes out; a person must say yes first; it cannot be sent as things are. */
export type MilestoneOutcome = (typeof milestoneOutcomes)[number];

/** What was decided about telling a client of a milestone. */
export interface MilestoneDecision extends Decision<MilestoneOutcome> {
	milestone: Milestone;
	occurrence: number;
	/** Language the client is written to in. */
	language: Language;
	/** Zone whose clock it went by. */
	zone: string;
	/** When it goes out, ISO 8601 in UTC; null for what is refused. */
	sendAt: string | null;
	/** Whether that is later than the decision. */
	isLater: boolean;
	/** Fields of the item without which it cannot be sent, each with what is wrong. */
	missing: Array<{ field: string; because: string }>;
}
