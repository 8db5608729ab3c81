import { DateTime } from 'luxon';
import type { Closer } from './settings';

/** Who is to be told of a hot lead. */
export interface Duty {
	email: string;
	/** False when nobody is on duty and this one starts next. */
	isOnDuty: boolean;
}

interface Shift {
	start: DateTime;
	end: DateTime;
}

/** A week and a day before and after: every weekday's shift is among them, with those of yesterday. */
const DAYS_LOOKED_AT = Array.from({ length: 9 }, (_, index) => index - 1);

/**
 * Says who is on duty at a moment: the first in the list whose hours contain it, else whoever starts
 * next. Hours follow the clocks of their zone through the change of time.
 *
 * @returns null when nobody is ever on duty
 */
export function dutyAt(closers: Closer[], moment: Date): Duty | null {
	const now = DateTime.fromJSDate(moment);
	const rosters = closers.map(({ email, ...hours }) => ({
		email,
		shifts: shiftsAround(hours, now),
	}));
	const onDuty = rosters.find(({ shifts }) =>
		shifts.some(({ start, end }) => start <= now && now < end),
	);
	if (onDuty !== undefined) return { email: onDuty.email, isOnDuty: true };

	const next = rosters
		.flatMap(({ email, shifts }) => shifts.map(({ start }) => ({ email, start })))
		.filter(({ start }) => start > now)
		.sort((a, b) => a.start.toMillis() - b.start.toMillis())[0];
	return next === undefined ? null : { email: next.email, isOnDuty: false };
}

/**
 * Says the same as `dutyAt` and works it out once a minute: shifts begin and end with the minute.
 *
 * @returns answers for a moment
 */
export function dutyRoster(closers: Closer[]): (moment: Date) => Duty | null {
	let minute: number | null = null;
	let duty: Duty | null = null;
	return (moment) => {
		const now = Math.floor(moment.getTime() / 60_000);
		if (now !== minute) {
			duty = dutyAt(closers, moment);
			minute = now;
		}
		return duty;
	};
}

function shiftsAround({ zone, from, to, days }: Omit<Closer, 'email'>, now: DateTime): Shift[] {
	const today = now.setZone(zone).startOf('day');
	if (!today.isValid) return [];
	return DAYS_LOOKED_AT.map((offset) => today.plus({ days: offset }))
		.filter((day) => days.includes(day.weekday))
		.map((day) => ({
			start: at(day, from),
			end: at(to <= from ? day.plus({ days: 1 }) : day, to),
		}));
}

/** An hour that the clocks skip becomes the one after, as luxon reads it. */
function at(day: DateTime, time: string): DateTime {
	const [hour = 0, minute = 0] = time.split(':').map(Number);
	return day.set({ hour, minute });
}

/** Working hours of a place by the name of its zone's city, e.g. `Caracas 09:00–18:00`; no place twice. */
export function hoursByPlace(closers: Closer[]): string[] {
	const lines = closers.map(({ zone, from, to }) => {
		const city = zone.split('/').at(-1)?.replace(/_/g, ' ') ?? zone;
		return `${city} ${from}–${to}`;
	});
	return [...new Set(lines)];
}
