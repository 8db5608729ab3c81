import { eventId } from '../inbox/eventId';
import type { NewEvent } from '../ledger/inbox';
import type { MoveProposal } from '../ledger/moveProposals';
import { proposalView } from './proposalView';

/** The event that tells what became of a proposal. */
export function decided(proposal: MoveProposal, now: Date): NewEvent {
	return {
		id: eventId(now),
		source: 'ledger',
		externalId: `moves/${proposal.id}/decided`,
		topic: 'moves.decided',
		subject: `moves:${proposal.id}`,
		test: proposal.test,
		payload: { proposal: proposalView(proposal) },
	};
}
