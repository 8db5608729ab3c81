import { dayMs } from '../../../nodes/domain/calendar';
import { hoursOn, withDays } from '../../../nodes/domain/routing/freeTime';
import type { Calendar, Slot } from '../../../nodes/domain/routing/freeTime';
import { boundsOf, hoursOf, slotFor, staysWhy } from '../../../nodes/domain/routing/handOver';
import type { Movable, Stays } from '../../../nodes/domain/routing/handOver';
import { costOf, openOffice } from '../../../nodes/domain/routing/office';
import type { Member, Office } from '../../../nodes/domain/routing/office';
import type { Booking, Roster } from '../../../nodes/domain/routing/schema';
import { defaultSettings } from '../../../nodes/domain/routing/settings';
import type { Assignment, Problem } from './problem';

/** Somebody who is away, and what their work may be given to. */
export interface ReplanAsk {
	/** Id in the roster. */
	away: string;
	/** First and last day away, in the person's zone; null is from today on, and without end. */
	from: string | null;
	until: string | null;
	/** Whether freelancers and partner agencies may be asked: what they cost is in no margin here. */
	withOthers: boolean;
}

/** A piece that may move, with who could do it and when, as far as fixed work leaves room. */
export interface ReplanPiece extends Movable {
	/** Whether its person is away on a day of it: it cannot stay as it is. */
	isHit: boolean;
	/** By person; the holder of a piece that is not hit keeps its days. */
	slots: Map<string, Slot>;
	/** Whether it has to end after what follows in its project begins, since nobody could be sooner. */
	isLate: boolean;
}

/** Work of the person that cannot be given to anybody. */
export interface StuckPiece {
	booking: Booking;
	why: Exclude<Stays, null>;
}

/** A re-plan laid out: what may move, and what stays as it is. */
export interface ReplanCase {
	office: Office;
	away: Member;
	from: string;
	until: string | null;
	pieces: ReplanPiece[];
	stuck: StuckPiece[];
	/** What everybody has to do that does not move, by person. */
	fixed: Map<string, Calendar>;
}

/** A day after which nobody plans. */
const END_OF_DAYS = '9999-12-31';

/** Pieces that are looked at besides those of the person who is away: the nearest in time. */
const MOST_OTHERS = 300;

/**
 * Lays out who could do what from the ledger's live reservations, with the person away. Work that has
 * begun, or does not say what it needs, stays where it is.
 *
 * @returns null where the roster does not have the person
 */
export function layOut(
	{ roster, bookings }: { roster: Roster; bookings: readonly Booking[] },
	ask: ReplanAsk,
	now: Date,
): ReplanCase | null {
	const person = roster.people.find(({ id }) => id === ask.away);
	if (person === undefined) return null;
	const here = openOffice(roster, [], now, defaultSettings);
	const from = ask.from ?? here.clock.dayAt(person.zone, here.now);
	const leave = { from, to: ask.until ?? END_OF_DAYS };
	const people = roster.people.map((each) =>
		each.id === person.id ? { ...each, leave: [...each.leave, leave] } : each,
	);
	const office = openOffice({ ...roster, people }, bookings, now, defaultSettings);
	const memberOf = new Map(office.members.map((member) => [member.person.id, member]));
	const away = memberOf.get(person.id)!;
	const today = office.clock.dayAt(person.zone, office.now);
	const isHit = ({ person: of, days }: Booking) =>
		of === person.id &&
		days.some(({ day }) => day >= today && day >= leave.from && day <= leave.to);

	const hit = office.bookings.filter(isHit);
	const stuck = hit.flatMap((booking): StuckPiece[] => {
		const why = staysWhy(office, person.zone, booking);
		return why === null ? [] : [{ booking, why }];
	});
	const moving = hit.filter((booking) => staysWhy(office, person.zone, booking) === null);
	const last = moving.reduce((latest, { dueAt, days }) => {
		const due = dueAt?.slice(0, 10) ?? days.at(-1)?.day ?? '';
		return due > latest ? due : latest;
	}, '');
	const others = office.bookings
		.filter((booking) => {
			const holder = memberOf.get(booking.person);
			if (isHit(booking) || holder?.person.kind !== 'internal') return false;
			if (staysWhy(office, holder.person.zone, booking) !== null) return false;
			return booking.days.some(({ day }) => day <= last);
		})
		.sort((a, b) => ((a.days[0]?.day ?? '') < (b.days[0]?.day ?? '') ? -1 : 1))
		.slice(0, MOST_OTHERS);

	const fixed = new Map(office.members.map((each) => [each.person.id, each.calendar]));
	for (const booking of [...moving, ...others]) {
		const calendar = fixed.get(booking.person)!;
		fixed.set(booking.person, withDays(calendar, booking.days, -1));
	}
	const layPiece = (booking: Booking): ReplanPiece => {
		const holder = memberOf.get(booking.person)!;
		const work = { booking, holder, ...boundsOf(office, holder, booking) };
		const hurt = isHit(booking);
		const slotsUntil = (until: number) =>
			slotsOf(office, { ...work, until }, fixed, hurt, hurt && ask.withOthers);
		const strict = slotsUntil(work.until);
		const due = booking.dueAt === null ? work.until : Date.parse(booking.dueAt);
		const isLate = hurt && strict.size === 0 && due > work.until;
		return {
			...work,
			until: isLate ? due : work.until,
			isHit: hurt,
			slots: isLate ? slotsUntil(due) : strict,
			isLate,
		};
	};
	const pieces = [...moving, ...others].map(layPiece);
	return { office, away, from, until: ask.until, pieces, stuck, fixed };
}

/** When each person could do a piece; its holder too, on other days where they are away on its own. */
function slotsOf(
	{ clock, members }: Office,
	work: Movable,
	fixed: ReadonlyMap<string, Calendar>,
	isHit: boolean,
	withOthers: boolean,
): Map<string, Slot> {
	const { booking, holder } = work;
	const nobody: Member = { ...holder, person: { ...holder.person, id: '' } };
	return new Map(
		members.flatMap(({ person }): Array<[string, Slot]> => {
			if (!withOthers && person.kind !== 'internal') return [];
			const calendar = fixed.get(person.id)!;
			const isHolder = person.id === holder.person.id;
			if (isHolder && !isHit) return [[person.id, asItIs(booking)]];
			// The holder may do it on other days: to `slotFor` they are somebody else then.
			const asked = isHolder ? { ...work, holder: nobody } : work;
			const slot = slotFor(clock, { person, calendar }, asked);
			return slot === null ? [] : [[person.id, slot]];
		}),
	);
}

function asItIs({ days }: Booking): Slot {
	return { days, startsAt: 0, endsAt: 0 };
}

/**
 * The case as the solver takes it: each piece to one person, nobody beyond the hours that fixed work
 * leaves them until all is due, and a price on each change that no saving outweighs.
 */
export function problemOf({ office, pieces, fixed }: ReplanCase): {
	problem: Problem;
	previous: Assignment[];
} {
	const { clock, members, now, settings } = office;
	const ends = pieces.map(({ until }) => Math.min(until, now + settings.horizonDays * dayMs));
	const end = Math.max(now, ...ends);
	const people = members.map(({ person }) => {
		const calendar = fixed.get(person.id)!;
		let hours = 0;
		const last = clock.dayAt(person.zone, end);
		for (let day = clock.dayAt(person.zone, now); day <= last; day = clock.dayAfter(day, 1)) {
			hours += Math.max(0, hoursOn(calendar, day, clock) - (calendar.booked.get(day) ?? 0));
		}
		return { id: person.id, capacityHours: hours };
	});
	const memberOf = new Map(members.map((member) => [member.person.id, member]));
	const projects = pieces.map(({ booking, slots }) => {
		const hours = hoursOf(booking);
		const options = [...slots.keys()].map((person) => ({
			person,
			cost: costOf(memberOf.get(person)!.person, hours, settings),
			hours,
		}));
		return { id: booking.id, options };
	});
	const spread = projects.reduce((sum, { options }) => {
		const costs = options.map(({ cost }) => cost);
		return sum + (costs.length === 0 ? 0 : Math.max(...costs) - Math.min(...costs));
	}, 1);
	const previous = pieces.map(({ booking: { id, person } }) => ({ project: id, person }));
	return { problem: { people, projects, movePrice: spread }, previous };
}
