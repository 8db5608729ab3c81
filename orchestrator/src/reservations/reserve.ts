import { hashOf } from '../../../nodes/domain/hash';
import { holdDocuments } from '../ledger/dataDocuments';
import type { Moment } from '../ledger/inbox';
import type { Json } from '../ledger/json';
import type { NewReservation, RequestFacts, Reservation } from '../ledger/reservations';
import {
	boundsOf,
	insertReservations,
	lockPeople,
	nameRequest,
	readFingerprint,
	readRequest,
	readTaken,
} from '../ledger/reservations';
import { storable } from '../ledger/storable';
import type { Queries, Store } from '../ledger/store';
import { currentRoster } from '../roster/currentRoster';
import { dayHours } from '../roster/dayHours';
import { undoneWith } from './undone';
import type { DayConflict, WantedWork } from './room';
import { conflictsOf } from './room';

/** Work of a project that is to be reserved, all of it or nothing. */
export interface ReservationRequest extends RequestFacts {
	pieces: NewReservation[];
	context: Json;
	/** What happens when the key stands for other work; `keepFirst` gives what it got first. */
	onConflict?: 'fail' | 'keepFirst';
}

/** Why hours were not given. */
export type NoRoom =
	/** Somebody else has them. */
	| { result: 'taken'; conflicts: DayConflict[] }
	/** The plan was made with another roster. */
	| { result: 'otherRoster'; roster: string }
	| { result: 'unknownPeople'; people: string[] };

/** What came of a request. */
export type Reserved =
	| { result: 'reserved'; repeated: boolean; reservations: Reservation[] }
	| NoRoom
	/** The name stands for something else. */
	| { result: 'otherContent' };

/**
 * Reserves the hours of a request in one transaction: never more of a day than the roster gives,
 * whatever comes at the same moment, and all of its pieces or none. The same request again gives what
 * it gave before.
 */
export async function reserve(
	store: Store,
	request: ReservationRequest,
	now: Date,
	moment: Moment = null,
): Promise<Reserved> {
	const { key, test, roster, pieces, onConflict = 'fail' } = request;
	return await undoneWith<Reserved>(store, async (queries, undo) => {
		await holdDocuments(queries);
		const fingerprint = fingerprintOf(request);
		const context = storable(request.context);
		if (!(await nameRequest(queries, { key, fingerprint, context }, moment))) {
			const isSame = (await readFingerprint(queries, key)) === fingerprint;
			if (!isSame && onConflict === 'fail') return { result: 'otherContent' };
			const reservations = await readRequest(queries, key);
			return { result: 'reserved', repeated: true, reservations };
		}
		const noRoom = await findRoom(queries, pieces, { test, roster, now });
		if (noRoom !== null) return undo(noRoom);
		await insertReservations(queries, request, pieces, moment);
		const reservations = await readRequest(queries, key);
		return { result: 'reserved', repeated: false, reservations };
	});
}

/**
 * Sees whether work fits, and keeps it so until the transaction ends.
 *
 * @param without reservations that do not count, since they are the ones to be moved
 * @returns null when there is room
 */
export async function findRoom(
	queries: Queries,
	wanted: readonly WantedWork[],
	{
		test,
		roster: planned,
		now,
		without = [],
	}: { test: boolean; roster: string; now: Date; without?: readonly string[] },
): Promise<NoRoom | null> {
	const roster = await currentRoster(queries, now);
	if (roster.version !== planned) return { result: 'otherRoster', roster: roster.version };
	const known = new Set(roster.people.map(({ id }) => id));
	const people = [...new Set(wanted.map(({ person }) => person))];
	const unknown = people.filter((person) => !known.has(person));
	if (unknown.length > 0) return { result: 'unknownPeople', people: unknown };
	await lockPeople(queries, people, test);
	const { firstDay: from, lastDay: to } = boundsOf(wanted.flatMap(({ days }) => days));
	// A statement of its own: it sees what others have given up to the moment we had the lock.
	const taken = await readTaken(queries, people, { from, to, test, without });
	const conflicts = conflictsOf(wanted, taken, dayHours(roster));
	return conflicts.length > 0 ? { result: 'taken', conflicts } : null;
}

/** What makes two requests of one name the same: not the ids, which are new each time. */
function fingerprintOf({ pieces, test }: ReservationRequest): string {
	return hashOf({ test, pieces: pieces.map((piece) => ({ ...piece, id: null })) });
}
