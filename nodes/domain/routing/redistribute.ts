import { ableMembers, levelOf } from './bids';
import { planChain } from './chain';
import type { Chain, Placed } from './bids';
import type { ChainResult } from './chain';
import { findSlot, withDays } from './freeTime';
import type { Slot } from './freeTime';
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

/** Most moves that are tried; the smallest pieces of work come first. */
const MOST_TRIES = 300;

/**
 * Looks for one piece of work that a colleague could take over, so that a project fits among own
 * people. Only work that nobody has started is moved, to somebody with its skill and with free hours
 * between its beginning and its deadline. Nothing is changed: the move is a proposal.
 */
export function redistribute(office: Office, chain: Chain, failed: ChainResult): MovedPlan | null {
	const piece = chain.pieces[failed.failedAt ?? 0];
	let tries = 0;
	for (const { booking, holder } of movable(
		office,
		new Set(ableMembers(office, piece, ['internal'])),
	)) {
		for (const member of office.members) {
			const slot = takeOver(office, member, holder, booking);
			if (slot === null) continue;
			if (++tries > MOST_TRIES) return null;
			const after = officeAfter(office, holder, member, booking, slot);
			const { placed } = planChain(after, chain, ['internal']);
			if (placed === null) continue;
			const move = { booking, from: holder.person.id, to: member.person.id, slot };
			return { placed, moves: [move], office: after };
		}
	}
	return null;
}

/** Work of these people that nobody has started and that says what it needs, the smallest first. */
function movable(
	{ bookings, clock, now }: Office,
	holders: ReadonlySet<Member>,
): Array<{ booking: Booking; holder: Member }> {
	const byId = new Map([...holders].map((holder) => [holder.person.id, holder]));
	return bookings
		.flatMap((booking) => {
			const holder = byId.get(booking.person);
			if (holder === undefined || booking.started || booking.skill === null) return [];
			const today = clock.dayAt(holder.person.zone, now);
			const isAhead = booking.days.length > 0 && booking.days.every(({ day }) => day >= today);
			return isAhead ? [{ booking, holder }] : [];
		})
		.sort(
			(a, b) => hoursOf(a.booking) - hoursOf(b.booking) || (a.booking.id < b.booking.id ? -1 : 1),
		);
}

/** When an own colleague could take a booking over from its holder; null where they may not or cannot. */
export function takeOver(
	{ clock, now }: Office,
	{ person, calendar }: Member,
	holder: Member,
	{ skill, level, days, notBefore, dueAt }: Booking,
): Slot | null {
	if (person.kind !== 'internal' || person.id === holder.person.id) return null;
	if (skill === null || levelOf(person.skills, skill) < level) return null;
	const { zone, workday } = holder.person;
	const last = days.reduce((latest, { day }) => (day > latest ? day : latest), days[0].day);
	// Without a deadline of its own, it must not end later than it would have.
	const due =
		dueAt === null ? clock.spanOf(zone, last, workday.from, workday.to).to : Date.parse(dueAt);
	const from = Math.max(now, notBefore === null ? now : Date.parse(notBefore));
	return findSlot(calendar, clock, sumOf(days), from, due);
}

function officeAfter(
	office: Office,
	holder: Member,
	taker: Member,
	{ days }: Booking,
	slot: Slot,
): Office {
	const members = office.members.map((member) => {
		if (member === holder) return { ...member, calendar: withDays(member.calendar, days, -1) };
		if (member === taker) return { ...member, calendar: withDays(member.calendar, slot.days) };
		return member;
	});
	return { ...office, members };
}

function hoursOf({ days }: Booking): number {
	return sumOf(days);
}

function sumOf(days: ReadonlyArray<{ hours: number }>): number {
	return days.reduce((sum, { hours }) => sum + hours, 0);
}
