import { hashOf } from '../../../nodes/domain/hash';
import { eventId } from '../inbox/eventId';
import type { Moment } from '../ledger/inbox';
import { recordEvents } from '../ledger/inbox';
import type { MoveProposal, PlannedMove, UnplacedWork } from '../ledger/moveProposals';
import { keepProposal, lockOpenProposals, settleProposal } from '../ledger/moveProposals';
import type { DaySeconds, Reservation } from '../ledger/reservations';
import { readReservation } from '../ledger/reservations';
import type { Queries, Store } from '../ledger/store';
import { currentRoster } from '../roster/currentRoster';
import { decided } from './decided';
import { proposalView } from './proposalView';
import { personOf, projectNameIn } from './told';
import { undoneWith } from './undone';

/** A move as whoever worked it out gives it. */
export interface WantedPlanMove {
	reservation: string;
	/** Whoever had it when it was worked out; another one since then makes it stale. */
	from: string;
	to: string;
	was: DaySeconds[];
	days: DaySeconds[];
	startsAt: string | null;
	endsAt: string | null;
	because: string | null;
}

/** Moves that somebody is to be asked about, or that are to be made at once. */
export interface WantedProposal {
	moves: WantedPlanMove[];
	unplaced: Array<{ reservation: string; because: string }>;
	test: boolean;
	project: string | null;
	event: string | null;
	reason: string;
	roster: string;
	holdHours: number | null;
	/** Whether somebody is to be asked in Slack: the event `moves.proposed` tells of it. */
	isAsked: boolean;
}

/** What came of proposing. */
export type Proposed =
	| { result: 'proposed'; proposal: MoveProposal; repeated: boolean }
	/** What the moves were worked out from is not so any more. */
	| { result: 'stale'; because: string };

/**
 * Keeps moves for somebody to decide about, with the event that lets them be asked. The same moves of
 * the same reservations, asked for again, are the same proposal; other ones for the same project take
 * the place of those before.
 */
export async function proposeMoves(
	store: Store,
	wanted: WantedProposal,
	now: Date,
	moment: Moment = null,
): Promise<Proposed> {
	return await undoneWith<Proposed>(store, async (queries, undo) => {
		const { test, project, event, reason, holdHours, isAsked } = wanted;
		const roster = await currentRoster(queries, now);
		if (roster.version !== wanted.roster) {
			return { result: 'stale', because: `The roster is ${roster.version} by now.` };
		}
		const moves: PlannedMove[] = [];
		for (const move of wanted.moves) {
			const found = await readReservation(queries, move.reservation);
			const because = staleBecause(found, move, test);
			if (found === null || because !== null) {
				return undo({ result: 'stale', because: because ?? `${move.reservation} is gone.` });
			}
			moves.push({
				...move,
				revision: found.revision,
				project: found.project,
				projectName: projectNameIn(found.context, found.project),
				piece: found.piece,
				fromName: personOf(roster, move.from).name,
				toName: personOf(roster, move.to).name,
			});
		}
		const first = moves[0]?.from ?? '';
		const { proposal, repeated } = await keepProposal(
			queries,
			{
				id: eventId(now).replace(/^evt_/, 'mov_'),
				fingerprint: hashOf({ project, moves }),
				test,
				project,
				event,
				hub: personOf(roster, first).hub,
				reason,
				moves,
				unplaced: await unplacedOf(queries, wanted.unplaced),
				roster: roster.version,
				holdHours,
			},
			moment,
		);
		if (repeated) return { result: 'proposed', proposal, repeated };
		if (project !== null) await replace(queries, proposal, project, now, moment);
		if (isAsked) {
			const payload = { proposal: proposalView(proposal) };
			const about = { topic: 'moves.proposed', subject: `moves:${proposal.id}`, test };
			const external = { source: 'ledger', externalId: `moves/${proposal.id}/proposed` };
			await recordEvents(queries, [{ id: eventId(now), ...external, ...about, payload }], moment);
		}
		return { result: 'proposed', proposal, repeated };
	});
}

/** Says why a move cannot be proposed any more; null where it can. */
function staleBecause(
	found: Reservation | null,
	{ reservation, from, to, was }: WantedPlanMove,
	test: boolean,
): string | null {
	if (found === null || found.test !== test) return `There is no reservation ${reservation}.`;
	if (found.state === 'released') return `${reservation} was given back.`;
	if (found.state === 'started' && to !== from) return `${from} has begun ${found.piece}.`;
	if (found.person !== from) return `${found.person} has ${found.piece} by now, not ${from}.`;
	const text = (days: DaySeconds[]) =>
		JSON.stringify(days.map(({ day, seconds }) => [day, seconds]));
	return text(found.days) === text(was) ? null : `${from} has ${found.piece} on other days by now.`;
}

async function unplacedOf(
	queries: Queries,
	wanted: WantedProposal['unplaced'],
): Promise<UnplacedWork[]> {
	const all: UnplacedWork[] = [];
	for (const { reservation, because } of wanted) {
		const found = await readReservation(queries, reservation);
		if (found === null) continue;
		const { project, piece, person, context } = found;
		const projectName = projectNameIn(context, project);
		all.push({ reservation, project, projectName, piece, person, because });
	}
	return all;
}

/** Nobody is to say yes to what was worked out before. */
async function replace(
	queries: Queries,
	{ id, test }: MoveProposal,
	project: string,
	now: Date,
	moment: Moment,
): Promise<void> {
	for (const older of await lockOpenProposals(queries, project, test, id)) {
		const stale = {
			state: 'stale' as const,
			by: null,
			because: 'Other moves are proposed by now.',
		};
		const settled = await settleProposal(queries, older.id, stale, moment);
		await recordEvents(queries, [decided(settled, now)], moment);
	}
}
