import type { Json } from '../ledger/json';
import type { DaySeconds } from '../ledger/reservations';
import type { MoveProposal } from '../ledger/moveProposals';
import { hoursOf } from './room';

/** A proposal as callers are told of it: days in hours, times in ISO 8601 UTC. */
export function proposalView(proposal: MoveProposal): { [name: string]: Json } {
	const { id, test, project, hub, reason, roster, state, decidedBy, because } = proposal;
	return {
		id,
		test,
		project,
		hub,
		reason,
		state,
		decidedBy,
		because,
		rosterVersion: roster,
		moves: proposal.moves.map(({ was, days, ...move }) => ({
			...move,
			was: inHours(was),
			days: inHours(days),
		})),
		unplaced: proposal.unplaced.map((work) => ({ ...work })),
		createdAt: proposal.createdAt.toISOString(),
		decidedAt: proposal.decidedAt?.toISOString() ?? null,
	};
}

function inHours(days: DaySeconds[]): Json {
	return days.map(({ day, seconds }) => ({ day, hours: hoursOf(seconds) }));
}
