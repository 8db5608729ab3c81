import type { Person } from './schema';
import type { WorkClock } from './workClock';

/** Hours of a day of the person's zone. */
export interface DayPart {
	day: string;
	hours: number;
}

/** When somebody would do a piece of work, moments in milliseconds. */
export interface Slot {
	days: DayPart[];
	startsAt: number;
	endsAt: number;
}

/** What a person has to do, by day, over what they could. */
export interface Calendar {
	person: Person;
	/** Days off of the person's list of holidays. */
	holidays: ReadonlySet<string>;
	/** Hours that are given away, by day. */
	booked: ReadonlyMap<string, number>;
}

/** Work is planned in quarters of an hour, so that no day is left with a few minutes of something. */
const GRID = 4;

/** Hours that a person works on a day: none on days off, leave, holidays and before they came. */
export function hoursOn({ person, holidays }: Calendar, day: string, clock: WorkClock): number {
	if (person.since !== null && day < person.since) return 0;
	if (!person.workingDays.includes(clock.weekdayOf(day)) || holidays.has(day)) return 0;
	if (person.leave.some(({ from, to }) => from <= day && day <= to)) return 0;
	return person.hoursPerDay;
}

/**
 * The first hours from one moment to another in which a person can do so much work; null where they
 * have not that many.
 *
 * A day's hours are spread over its working time, and what was booked before comes first. So a day
 * that has half gone by has half its hours, and work that ends at noon lets another zone go on at
 * that moment. An earlier beginning never gives a later end.
 */
export function findSlot(
	calendar: Calendar,
	clock: WorkClock,
	hours: number,
	from: number,
	until: number,
): Slot | null {
	const { person, booked } = calendar;
	const { zone, workday } = person;
	const days: DayPart[] = [];
	let [left, startsAt, endsAt] = [hours, 0, 0];
	if (person.hoursPerDay <= 0) return null;
	for (let day = clock.dayAt(zone, from); ; day = clock.dayAfter(day, 1)) {
		const span = clock.spanOf(zone, day, workday.from, workday.to);
		if (span.from >= until) return null;
		const all = hoursOn(calendar, day, clock);
		if (all <= 0 || span.to <= span.from) continue;
		const length = span.to - span.from;
		const reached = (moment: number) =>
			all * Math.min(1, Math.max(0, (moment - span.from) / length));
		const first = upToGrid(Math.max(booked.get(day) ?? 0, reached(from)));
		const last = downToGrid(reached(until));
		const taken = Math.min(left, last - first);
		if (taken <= 1e-9) continue;
		const momentOf = (hour: number) => span.from + (length * hour) / all;
		if (days.length === 0) startsAt = momentOf(first);
		days.push({ day, hours: taken });
		endsAt = momentOf(first + taken);
		left -= taken;
		if (left <= 1e-9) return { days, startsAt, endsAt };
	}
}

/** The calendar with some work more, or less where `sign` is -1. */
export function withDays(calendar: Calendar, days: readonly DayPart[], sign: 1 | -1 = 1): Calendar {
	const booked = new Map(calendar.booked);
	for (const { day, hours } of days) {
		booked.set(day, Math.max(0, (booked.get(day) ?? 0) + sign * hours));
	}
	return { ...calendar, booked };
}

/** Hours a person works on a day, and those of them that are given away. */
export interface DayLoad {
	available: number;
	booked: number;
}

/** What a person has to do on each of some days from one on. */
export function loadsOver(
	calendar: Calendar,
	clock: WorkClock,
	from: string,
	count: number,
): DayLoad[] {
	let day = from;
	return Array.from({ length: count }, () => {
		const load = {
			available: hoursOn(calendar, day, clock),
			booked: calendar.booked.get(day) ?? 0,
		};
		day = clock.dayAfter(day, 1);
		return load;
	});
}

function upToGrid(hours: number): number {
	return Math.ceil(hours * GRID - 1e-9) / GRID;
}

function downToGrid(hours: number): number {
	return Math.floor(hours * GRID + 1e-9) / GRID;
}
