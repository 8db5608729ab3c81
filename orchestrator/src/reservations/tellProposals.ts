import { DateTime } from 'luxon';
import type { ProposalView } from './proposalSchema';

/** Proposals, a line each. */
export function tellProposals(proposals: readonly ProposalView[]): string[] {
	if (proposals.length === 0) return ['Nothing is proposed.'];
	return proposals.map((proposal) => {
		const { id, state, moves, createdAt, decidedBy } = proposal;
		const who = decidedBy === null ? '' : ` by ${decidedBy}`;
		const count = `${moves.length} ${moves.length === 1 ? 'move' : 'moves'}`;
		return `${id}  ${createdAt.slice(0, 16)}Z  ${state}${who}  ${count}: ${whyOf(proposal)}`;
	});
}

/** One proposal as a difference. */
export function tellProposal(proposal: ProposalView): string[] {
	const { id, state, moves, unplaced, decidedBy, decidedAt, because } = proposal;
	const decided =
		decidedAt === null ? [] : [`${state} by ${decidedBy ?? 'nobody'}, ${decidedAt.slice(0, 16)}Z`];
	return [
		`${id}: ${whyOf(proposal)}`,
		...(decided.length === 0 ? ['nobody has decided yet'] : decided),
		...(because === null ? [] : [because]),
		...moves.flatMap((move) => [
			'',
			`${move.piece} of ${move.projectName}${move.because === null ? '' : `   ${move.because}`}`,
			`  - ${move.fromName}: ${daysOf(move.was)}`,
			`  + ${move.toName}: ${daysOf(move.days)}`,
		]),
		...(unplaced.length === 0 ? [] : ['', 'Could not be placed:']),
		...unplaced.map((work) => `  ! ${work.piece} of ${work.projectName}: ${work.because}`),
	];
}

/** For a project the reason is its name. */
function whyOf({ project, reason }: ProposalView): string {
	return project === null ? reason : `to make room for ${reason}`;
}

function daysOf(days: ProposalView['moves'][number]['days']): string {
	return days
		.map(({ day, hours }) => {
			const name = DateTime.fromISO(day, { zone: 'utc', locale: 'en' }).toFormat('ccc d LLL');
			return `${name} ${Math.round(hours * 100) / 100} h`;
		})
		.join(', ');
}
