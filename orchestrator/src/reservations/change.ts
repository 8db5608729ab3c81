import type { ErrorReport } from '../../../nodes/domain/errors';
import { eventId } from '../inbox/eventId';
import { holdDocuments } from '../ledger/dataDocuments';
import type { Moment } from '../ledger/inbox';
import { recordEvents } from '../ledger/inbox';
import type { Json } from '../ledger/json';
import { lockUnanswered, setMove, setStanding } from '../ledger/reservationChanges';
import type { DaySeconds, Reservation } from '../ledger/reservations';
import { lockReservation, readReservation } from '../ledger/reservations';
import { storable } from '../ledger/storable';
import type { Queries, Store } from '../ledger/store';
import { currentRoster } from '../roster/currentRoster';
import type { Answer } from './answers';
import { judge, refuseMove } from './answers';
import type { NoRoom } from './reserve';
import { findRoom } from './reserve';
import { tellTeam } from './teamAssigned';
import { occurrenceOf, personOf, projectIn } from './told';
import { undoneWith } from './undone';
import { reservationView } from './view';

/** What came of a change. */
export type Changed =
	| { result: 'changed' | 'same'; reservation: Reservation }
	| { result: 'refused'; error: ErrorReport }
	| { result: 'missing' };

/** An answer as somebody gives it. */
export interface GivenAnswer {
	answer: Answer;
	reason: string | null;
	/** Who says so, as they call themselves. */
	by: string | null;
}

/** Answers that the asking flow is told of; the others are made by flows themselves. */
const topics: Partial<Record<Answer | 'unanswered', string>> = {
	accept: 'assignment.accepted',
	decline: 'assignment.declined',
	unanswered: 'assignment.unanswered',
};

/** Gives an answer to a reservation, with the event that tells of it: both or none. */
export async function answerReservation(
	store: Store,
	id: string,
	given: GivenAnswer,
	now: Date,
	moment: Moment = null,
): Promise<Changed> {
	const { answer, reason, by } = storable(given);
	return await store.transaction(async (queries) => {
		const found = await lockReservation(queries, id);
		if (found === null) return { result: 'missing' };
		const verdict = judge(found, answer);
		if (verdict.result === 'refused') return verdict;
		if (verdict.result === 'same') return { result: 'same', reservation: found };
		const detail = { what: answer, ...(reason === null ? {} : { reason }), ...(by ? { by } : {}) };
		const { state, releasedAs } = verdict;
		await setStanding(queries, id, { state, releasedAs, reason, detail }, moment);
		const reservation = await reread(queries, id);
		await tell(queries, answer, reservation, { reason, by }, now, moment);
		if (answer === 'accept') await tellTeam(queries, reservation, now, moment);
		return { result: 'changed', reservation };
	});
}

/** Other days for a reservation, and perhaps another person. */
export interface WantedMove {
	/** null leaves it with who has it. */
	person: string | null;
	days: DaySeconds[];
	/** undefined leaves them as they are. */
	notBefore?: Date | null | undefined;
	dueAt?: Date | null | undefined;
	/** Revision that the caller knew; null where whatever holds now is moved. */
	revision: number | null;
	roster: string;
	/** Until when another person may say yes; null without end. */
	holdUntil: Date | null;
	holdHours: number | null;
	reason: string | null;
}

/** Moves a reservation to other days, or to another person who is then asked, in one transaction. */
export async function moveReservation(
	store: Store,
	id: string,
	move: WantedMove,
	now: Date,
	moment: Moment = null,
): Promise<Changed | NoRoom> {
	return await undoneWith<Changed | NoRoom>(store, async (queries, undo) => {
		await holdDocuments(queries);
		const found = await lockReservation(queries, id);
		if (found === null) return { result: 'missing' };
		const person = move.person ?? found.person;
		const error = refuseMove(found, { person, revision: move.revision });
		if (error !== null) return { result: 'refused', error };
		const next = {
			person,
			days: move.days,
			notBefore: move.notBefore === undefined ? found.notBefore : move.notBefore,
			dueAt: move.dueAt === undefined ? found.dueAt : move.dueAt,
		};
		if (sameWork(found, next)) return { result: 'same', reservation: found };
		const noRoom = await findRoom(queries, [next], {
			test: found.test,
			roster: move.roster,
			now,
			without: [id],
		});
		if (noRoom !== null) return undo(noRoom);
		const isOther = person !== found.person;
		const hold = isOther ? move : { holdUntil: found.holdUntil, holdHours: null };
		await setMove(
			queries,
			id,
			{
				...next,
				roster: move.roster,
				state: isOther ? 'held' : found.state,
				holdUntil: hold.holdUntil,
				holdHours: hold.holdHours,
				detail: storable({
					what: 'moved',
					from: { person: found.person, days: found.days as unknown as Json },
					to: { person, days: move.days as unknown as Json },
					...(move.reason === null ? {} : { reason: move.reason }),
				}),
			},
			moment,
		);
		return { result: 'changed', reservation: await reread(queries, id) };
	});
}

/**
 * Takes back what nobody has accepted in time, with the events that tell of it: both or none. Several
 * processes share the work.
 *
 * @returns how many were taken back
 */
export async function releaseUnanswered(
	store: Store,
	limit: number,
	now: Date,
	moment: Moment = null,
): Promise<number> {
	return await store.transaction(async (queries) => {
		const due = await lockUnanswered(queries, limit, moment);
		for (const { id, holdUntil } of due) {
			const until = holdUntil?.toISOString() ?? '';
			const detail = { what: 'unanswered', until };
			const standing = { state: 'released', releasedAs: 'unanswered', reason: null } as const;
			await setStanding(queries, id, { ...standing, detail }, moment);
			const released = await reread(queries, id);
			await tell(queries, 'unanswered', released, { reason: null, by: null }, now, moment);
		}
		return due.length;
	});
}

/** A reservation that is known to be there. */
export async function reread(queries: Queries, id: string): Promise<Reservation> {
	const found = await readReservation(queries, id);
	if (found === null) throw new Error(`The reservation ${id} is gone.`);
	return found;
}

function sameWork(
	found: Reservation,
	next: Pick<Reservation, 'person' | 'days' | 'notBefore' | 'dueAt'>,
): boolean {
	const text = ({ person, days, notBefore, dueAt }: typeof next) =>
		JSON.stringify([person, days.map(({ day, seconds }) => [day, seconds]), notBefore, dueAt]);
	return text(found) === text(next);
}

/** Tells the inbox, once for each time the work was offered. */
async function tell(
	queries: Queries,
	answer: Answer | 'unanswered',
	reservation: Reservation,
	{ reason, by }: { reason: string | null; by: string | null },
	now: Date,
	moment: Moment,
): Promise<void> {
	const topic = topics[answer];
	if (topic === undefined) return;
	const { id, revision, project, piece, test, context } = reservation;
	const word = topic.slice(topic.indexOf('.') + 1);
	const event = {
		id: eventId(now),
		source: 'ledger',
		externalId: `assignment/${id}/${revision}/${word}`,
		topic,
		subject: `project:${project}`,
		test,
		payload: {
			answer: word,
			reason,
			by,
			project: { ...projectIn(context), id: project },
			piece,
			// Under this the same piece may be reserved again.
			nextOccurrence: occurrenceOf(reservation.request) + 1,
			person: personOf(await currentRoster(queries, now), reservation.person),
			reservation: reservationView(reservation) as unknown as Json,
			context,
		},
	};
	await recordEvents(queries, [event], moment);
}
