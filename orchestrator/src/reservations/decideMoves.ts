import type { ErrorReport } from '../../../nodes/domain/errors';
import type { Roster } from '../../../nodes/domain/routing/schema';
import { eventId } from '../inbox/eventId';
import { holdDocuments } from '../ledger/dataDocuments';
import type { Moment, NewEvent } from '../ledger/inbox';
import { recordEvents } from '../ledger/inbox';
import { readEvent } from '../ledger/inboxReading';
import type { Json } from '../ledger/json';
import type { MoveProposal, PlannedMove } from '../ledger/moveProposals';
import { lockProposal, settleProposal } from '../ledger/moveProposals';
import { setMove } from '../ledger/reservationChanges';
import type { Reservation } from '../ledger/reservations';
import { lockReservation } from '../ledger/reservations';
import { storable } from '../ledger/storable';
import type { Queries, Store } from '../ledger/store';
import { currentRoster } from '../roster/currentRoster';
import { refuseMove } from './answers';
import { reread } from './change';
import { decided } from './decided';
import type { NoRoom } from './reserve';
import { findRoom } from './reserve';
import { occurrenceOf, personOf, projectIn } from './told';
import { reservationView } from './view';

/** What somebody says to a proposal. */
export interface MoveAnswer {
	answer: 'approve' | 'refuse';
	/** Who says so, as they call themselves. */
	by: string;
	reason: string | null;
}

/** What came of it. `stale`: it was said yes to, and could not be done any more. */
export type Decided =
	| { result: 'applied' | 'refused' | 'stale' | 'same'; proposal: MoveProposal }
	| { result: 'decided'; error: ErrorReport; proposal: MoveProposal }
	| { result: 'missing' };

/**
 * Makes the moves of a proposal, all of them or none, or refuses them; with the events that tell of it
 * and hand the project that asked over again. Where anything has changed since it was worked out,
 * nothing is moved and it says why. The same said twice is the same as said once.
 */
export async function decideMoves(
	store: Store,
	id: string,
	given: MoveAnswer,
	now: Date,
	moment: Moment = null,
): Promise<Decided> {
	const { answer, by, reason } = storable(given);
	return await store.transaction(async (queries) => {
		await holdDocuments(queries);
		const proposal = await lockProposal(queries, id);
		if (proposal === null) return { result: 'missing' };
		if (proposal.state !== 'proposed') return over(proposal, answer);
		if (answer === 'refuse') {
			const refused = { state: 'refused' as const, by, because: reason };
			const settled = await settle(queries, proposal, refused, now, moment);
			return { result: 'refused', proposal: settled };
		}
		const roster = await currentRoster(queries, now);
		const made = await moveAll(queries, proposal, roster, now, moment);
		if (typeof made === 'string') {
			const stale = { state: 'stale' as const, by, because: made };
			return { result: 'stale', proposal: await settle(queries, proposal, stale, now, moment) };
		}
		await recordEvents(queries, made, moment);
		const applied = { state: 'applied' as const, by, because: reason };
		return { result: 'applied', proposal: await settle(queries, proposal, applied, now, moment) };
	});
}

function over(proposal: MoveProposal, answer: MoveAnswer['answer']): Decided {
	const { id, state, decidedBy, because } = proposal;
	if (state === (answer === 'approve' ? 'applied' : 'refused')) return { result: 'same', proposal };
	const who = decidedBy === null ? '' : ` by ${decidedBy}`;
	return {
		result: 'decided',
		proposal,
		error: {
			code: 'moves/decided',
			what: 'The proposal is decided already.',
			why: `${id} is ${state}${who}${because === null ? '' : `: ${because}`}.`.replace(
				/\.\.$/,
				'.',
			),
			mend: 'Work the moves out again, if they are still wanted.',
		},
	};
}

async function settle(
	queries: Queries,
	proposal: MoveProposal,
	how: Parameters<typeof settleProposal>[2],
	now: Date,
	moment: Moment,
): Promise<MoveProposal> {
	const settled = await settleProposal(queries, proposal.id, how, moment);
	const again = await askingEvent(queries, settled, now);
	await recordEvents(queries, [decided(settled, now), ...again], moment);
	return settled;
}

/** The event whose flow asked, once more: its project is routed on with what was decided. */
async function askingEvent(
	queries: Queries,
	{ id, event, state }: MoveProposal,
	now: Date,
): Promise<NewEvent[]> {
	const asked = event === null ? null : await readEvent(queries, event);
	if (asked === null) return [];
	const { topic, subject, test, payload } = asked;
	const before = typeof payload === 'object' && !Array.isArray(payload) ? payload : {};
	const external = { source: 'ledger', externalId: `moves/${id}/asked` };
	const next = { ...before, moves: { proposal: id, state } };
	return [{ id: eventId(now), ...external, topic, subject, test, payload: next }];
}

/**
 * Makes the moves.
 *
 * @returns the events that tell of them; why nothing was moved, where nothing was
 */
async function moveAll(
	queries: Queries,
	{ id, project, moves, test, roster: planned, holdHours, reason }: MoveProposal,
	roster: Roster,
	now: Date,
	moment: Moment,
): Promise<NewEvent[] | string> {
	// In one order, so that no two who decide wait for each other.
	const ordered = [...moves].sort((a, b) => (a.reservation < b.reservation ? -1 : 1));
	const held = new Map<string, Reservation>();
	for (const { reservation, to, revision } of ordered) {
		const found = await lockReservation(queries, reservation);
		if (found === null) return `The reservation ${reservation} is gone.`;
		const error = refuseMove(found, { person: to, revision });
		if (error !== null) return error.why;
		held.set(reservation, found);
	}
	const wanted = ordered.map(({ to, days }) => ({ person: to, days }));
	const without = ordered.map(({ reservation }) => reservation);
	const noRoom = await findRoom(queries, wanted, { test, roster: planned, now, without });
	if (noRoom !== null) return wordsOf(noRoom);
	const events: NewEvent[] = [];
	for (const move of ordered) {
		const before = held.get(move.reservation);
		if (before === undefined) continue;
		const isOther = move.to !== before.person;
		await setMove(
			queries,
			move.reservation,
			{
				person: move.to,
				days: move.days,
				notBefore: move.startsAt === null ? before.notBefore : new Date(move.startsAt),
				dueAt: before.dueAt,
				roster: planned,
				state: isOther ? 'held' : before.state,
				holdUntil: isOther ? null : before.holdUntil,
				holdHours: isOther ? holdHours : null,
				detail: storable({
					what: 'moved',
					from: { person: before.person, days: before.days as unknown as Json },
					to: { person: move.to, days: move.days as unknown as Json },
					reason: move.because ?? reason,
					proposal: id,
				}),
			},
			moment,
		);
		const after = await reread(queries, move.reservation);
		events.push(moved(after, move, { id, project, reason }, roster, now));
	}
	return events;
}

/** Tells of a reservation that changed hands, or days only. */
function moved(
	after: Reservation,
	{ from, to, startsAt, endsAt, because, projectName, was }: PlannedMove,
	{ id, project: needed, reason }: Pick<MoveProposal, 'id' | 'project' | 'reason'>,
	roster: Roster,
	now: Date,
): NewEvent {
	const { project, piece, revision, test, context, request } = after;
	const topic = from === to ? 'assignment.replanned' : 'assignment.moved';
	return {
		id: eventId(now),
		source: 'ledger',
		externalId: `assignment/${after.id}/${revision}/${topic.slice(topic.indexOf('.') + 1)}`,
		topic,
		subject: `project:${project}`,
		test,
		payload: {
			answer: 'moved',
			moves: { proposal: id },
			reason: because ?? reason,
			// Then the reason is the name of what needs the room.
			forProject: because === null && needed !== null,
			project: { ...projectIn(context), id: project },
			projectName,
			piece,
			from: personOf(roster, from),
			person: personOf(roster, to),
			was: was.map(({ day, seconds }) => ({ day, hours: seconds / 3_600 })),
			startsAt,
			endsAt,
			// Under these numbers nothing was offered before: a round counts up to ninety-nine moves.
			occurrence: occurrenceOf(request) * 100 + revision,
			nextOccurrence: occurrenceOf(request) + 1,
			reservation: reservationView(after) as unknown as Json,
			context,
		},
	};
}

/** Why there is no room, in a sentence. */
function wordsOf(noRoom: NoRoom): string {
	switch (noRoom.result) {
		case 'taken': {
			const [first] = noRoom.conflicts;
			if (first === undefined) return 'The hours are not free any more.';
			const hours = Math.round(first.free * 100) / 100;
			return `${first.person} has only ${hours} h free on ${first.day} by now.`;
		}
		case 'otherRoster':
			return `The roster is ${noRoom.roster} by now.`;
		case 'unknownPeople':
			return `The roster does not have ${noRoom.people.join(', ')} any more.`;
	}
}
