import { levelOf } from './bids';
import { findSlot } from './freeTime';
import type { Slot } from './freeTime';
import type { Member, Office } from './office';
import type { Booking } from './schema';

/** Work that may change hands, with who has it and when somebody else may do it. */
export interface Movable {
	booking: Booking;
	holder: Member;
	/** Milliseconds: not before now and its own beginning, not after it is due and the next piece begins. */
	from: number;
	until: number;
	/** Who may not have it, since one of two pieces must be looked at by somebody else. */
	apart: ReadonlySet<string>;
}

/** Why work stays with whoever has it; null where it may change hands. */
export type Stays = 'started' | 'noSkill' | 'begun' | null;

/** Whether a booking may change hands at all: nobody has started it, it says what it needs, and it lies ahead. */
export function staysWhy(
	{ clock, now }: Pick<Office, 'clock' | 'now'>,
	zone: string,
	{ started, skill, days }: Booking,
): Stays {
	if (started) return 'started';
	if (skill === null) return 'noSkill';
	const today = clock.dayAt(zone, now);
	return days.length > 0 && days.every(({ day }) => day >= today) ? null : 'begun';
}

/** Work of these people that may change hands, the smallest first. */
export function movableOf(office: Office, holders: Iterable<Member>): Movable[] {
	const byId = new Map([...holders].map((holder) => [holder.person.id, holder]));
	return office.bookings
		.flatMap((booking) => {
			const holder = byId.get(booking.person);
			if (holder === undefined) return [];
			if (staysWhy(office, holder.person.zone, booking) !== null) return [];
			return [{ booking, holder, ...boundsOf(office, holder, booking) }];
		})
		.sort(
			(a, b) => hoursOf(a.booking) - hoursOf(b.booking) || (a.booking.id < b.booking.id ? -1 : 1),
		);
}

/** When somebody else may do a booking, and who may not. */
export function boundsOf(
	{ bookings, clock, now, settings }: Pick<Office, 'bookings' | 'clock' | 'now' | 'settings'>,
	{ person: { zone, workday } }: Member,
	booking: Booking,
): Pick<Movable, 'from' | 'until' | 'apart'> {
	const { days, notBefore, dueAt, project, id } = booking;
	const last = days.reduce((latest, { day }) => (day > latest ? day : latest), days[0].day);
	// Without a deadline of its own, it must not end later than it would have.
	const due =
		dueAt === null ? clock.spanOf(zone, last, workday.from, workday.to).to : Date.parse(dueAt);
	const siblings = bookings.filter((other) => other.project === project && other.id !== id);
	const begins = notBefore === null ? -Infinity : Date.parse(notBefore);
	// What comes after it in the project waits for it.
	const next = siblings
		.map((other) => (other.notBefore === null ? Infinity : Date.parse(other.notBefore)))
		.filter((moment) => begins > -Infinity && moment > begins);
	const isApart = byAnother(settings);
	const apart = siblings
		.filter((other) => isApart(booking) || isApart(other))
		.map(({ person }) => person);
	return {
		from: Math.max(now, begins),
		until: Math.min(due, ...next),
		apart: new Set(apart),
	};
}

/** Whether a piece is one that somebody else must do than the others, by its name and skill in the settings. */
export function byAnother({ types }: Office['settings']) {
	const pieces = Object.values(types).flatMap((type) => type.pieces);
	return ({ piece, skill }: Booking) =>
		pieces.some((each) => each.byAnother && each.id === piece && each.skill === skill);
}

/** When an own colleague could take work over from its holder; null where they may not or cannot. */
export function takeOver(
	{ clock }: Office,
	{ person, calendar }: Member,
	work: Movable,
): Slot | null {
	if (person.kind !== 'internal') return null;
	return slotFor(clock, { person, calendar }, work);
}

/** When anybody of any kind could; null where they may not or cannot. */
export function slotFor(
	clock: Office['clock'],
	{ person, calendar }: Pick<Member, 'person' | 'calendar'>,
	{ booking: { skill, level, days }, holder, from, until, apart }: Movable,
): Slot | null {
	if (person.id === holder.person.id || apart.has(person.id)) return null;
	if (skill === null || levelOf(person.skills, skill) < level) return null;
	return findSlot(calendar, clock, sumOf(days), from, until);
}

/** Hours of a booking. */
export function hoursOf({ days }: Pick<Booking, 'days'>): number {
	return sumOf(days);
}

function sumOf(days: ReadonlyArray<{ hours: number }>): number {
	return days.reduce((sum, { hours }) => sum + hours, 0);
}
