import { ableMembers, endOf } from './bids';
import type { Chain, Placed } from './bids';
import { planChain } from './chain';
import type { ChainResult } from './chain';
import { withDays } from './freeTime';
import type { Slot } from './freeTime';
import { movableOf, takeOver } from './handOver';
import type { Movable } from './handOver';
import type { Member, Office } from './office';
import type { Booking } from './schema';

/** Work that would change hands so that a project finds room. */
export interface Move {
	booking: Booking;
	from: string;
	to: string;
	slot: Slot;
}

/** A plan that needs work to be moved first. */
export interface MovedPlan {
	placed: Placed[];
	moves: Move[];
	/** The office as it would be after the moves. */
	office: Office;
}

/** Most pieces of work that a proposal moves: somebody has to agree to all of them. */
export const MOST_MOVES = 3;

/** Ways that are tried with one move, and with each more; the smallest pieces of work come first. */
const MOST_TRIES = 300;

/**
 * Looks for work that colleagues could take over, so that a project fits among own people: one piece,
 * or else two or three, never more than are needed. Only work that nobody has started is moved, to
 * somebody with its skill and with free hours between its beginning and whatever waits for it. Nothing
 * is changed: the moves are a proposal.
 */
export function redistribute(office: Office, chain: Chain, failed: ChainResult): MovedPlan | null {
	for (let most = 1; most <= MOST_MOVES; most++) {
		const tries = { left: MOST_TRIES };
		const found = search({ office, moves: [] }, chain, failed, most, tries);
		if (found !== null) return found;
	}
	return null;
}

/** The office after some moves. */
interface Moved {
	office: Office;
	moves: Move[];
}

/** Tries all ways of making exactly so many moves, each for the piece that then finds nobody. */
function search(
	{ office, moves }: Moved,
	chain: Chain,
	failed: ChainResult,
	most: number,
	tries: { left: number },
): MovedPlan | null {
	const moved = new Set(moves.map(({ booking }) => booking.id));
	for (const work of inTheWay(office, chain, failed)) {
		if (moved.has(work.booking.id)) continue;
		for (const member of office.members) {
			const slot = takeOver(office, member, work);
			if (slot === null) continue;
			if (--tries.left < 0) return null;
			const after = officeAfter(office, member, work, slot);
			const { booking, holder } = work;
			const made = [...moves, { booking, from: holder.person.id, to: member.person.id, slot }];
			const planned = planChain(after, chain, ['internal']);
			if (planned.placed !== null) {
				return { placed: planned.placed, moves: made, office: after };
			}
			if (made.length >= most) continue;
			const found = search({ office: after, moves: made }, chain, planned, most, tries);
			if (found !== null) return found;
		}
	}
	return null;
}

/**
 * Work that could make way: first of those who could do the piece that finds no time, then of those
 * who could do the pieces before it, since it may only begin too late.
 */
function inTheWay(office: Office, chain: Chain, { failedAt }: ChainResult): Movable[] {
	const able = chain.pieces.map((piece) => ableMembers(office, piece, ['internal']));
	const late = firstLate(office, chain, able) ?? failedAt ?? 0;
	const pieces = Array.from({ length: late + 1 }, (_, before) => late - before);
	const asked = new Set<Member>();
	return pieces.flatMap((piece) => {
		const holders = able[piece].filter((member) => !asked.has(member));
		for (const holder of holders) asked.add(holder);
		return movableOf(office, holders);
	});
}

/** The first piece that nobody can do in time, however early those before it end; null where none is. */
function firstLate(office: Office, chain: Chain, able: Member[][]): number | null {
	const late = chain.pieces.findIndex(
		(_, index) =>
			endOf(
				office,
				{ ...chain, pieces: chain.pieces.slice(0, index + 1) },
				able,
				0,
				chain.start,
			) === null,
	);
	return late === -1 ? null : late;
}

function officeAfter(
	office: Office,
	taker: Member,
	{ booking, holder }: Movable,
	{ days, startsAt }: Slot,
): Office {
	const members = office.members.map((member) => {
		if (member === holder) {
			return { ...member, calendar: withDays(member.calendar, booking.days, -1) };
		}
		if (member === taker) return { ...member, calendar: withDays(member.calendar, days) };
		return member;
	});
	const notBefore = new Date(Math.round(startsAt)).toISOString();
	const next = { ...booking, person: taker.person.id, days, notBefore };
	const bookings = office.bookings.map((each) => (each === booking ? next : each));
	return { ...office, members, bookings };
}
