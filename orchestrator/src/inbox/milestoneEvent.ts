import type { Milestone } from '../../../nodes/domain/milestone/milestones';
import type { Json } from '../ledger/json';
import { MILESTONE_REACHED } from './decide';

/** A project that came to a milestone. */
export interface ReachedMilestone {
	milestone: Milestone;
	/** The deal of the project, by its id in HubSpot. */
	deal: string;
	/** 1 for the first time. */
	occurrence: number;
	test: boolean;
	/** What can be said of it, as Client Milestone reads details. */
	details?: { [name: string]: Json };
}

/**
 * The event of a milestone, once for each occurrence. It is of a subject of its own: what the client is
 * told waits for no other work on the deal.
 */
export function milestoneEvent({ milestone, deal, occurrence, test, details }: ReachedMilestone) {
	return {
		source: 'ledger',
		externalId: `milestone/${test ? 'test/' : ''}${deal}/${milestone}/${occurrence}`,
		topic: MILESTONE_REACHED,
		subject: `milestones:${deal}`,
		test,
		payload: {
			milestone,
			occurrence,
			deal: { id: deal },
			...(details === undefined ? {} : { details }),
		},
	};
}
