import { DateTime } from 'luxon';
import { z } from 'zod';

/** A time of day by the clock on the wall, `HH:mm` from 00:00 to 23:59. */
export const clockTime = z
	.string()
	.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 09:30');

/** Most moments that are remembered; then all are forgotten, so that memory stays small. */
const MOST_REMEMBERED = 20_000;

/** A zone's rules are slow to work out, and the same days are asked for again and again. */
const moments = new Map<string, number>();

/**
 * The moment, in milliseconds, at which the clock on a zone's wall shows a time on a day. A time that
 * the clock skips is moved on by what it skips; one that comes twice is taken the first time.
 *
 * @param day `YYYY-MM-DD`
 * @param time `HH:mm`, or `24:00` for the end of the day
 */
export function wallMoment(day: string, time: string, zone: string): number {
	const key = `${zone} ${day} ${time}`;
	const before = moments.get(key);
	if (before !== undefined) return before;
	const moment = found(day, time, zone);
	if (moments.size >= MOST_REMEMBERED) moments.clear();
	moments.set(key, moment);
	return moment;
}

/** The day, the time of day and the day of the week (1 is Monday) that a zone's wall shows. */
export function wallTime(moment: number, zone: string): { day: string; time: string } {
	const local = DateTime.fromMillis(moment, { zone });
	return { day: local.toFormat('yyyy-MM-dd'), time: local.toFormat('HH:mm') };
}

/** Days of the calendar after a day; the same in every zone. */
export function dayAfter(day: string, days = 1): string {
	const moved = new Date(`${day}T00:00:00Z`);
	moved.setUTCDate(moved.getUTCDate() + days);
	return moved.toISOString().slice(0, 10);
}

/** Day of the week, 1 is Monday. */
export function weekdayOf(day: string): number {
	return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

function found(day: string, time: string, zone: string): number {
	if (time === '24:00') return found(dayAfter(day), '00:00', zone);
	const [year, month, date] = day.split('-').map(Number);
	const [hour, minute] = time.split(':').map(Number);
	const local = DateTime.fromObject({ year, month, day: date, hour, minute }, { zone });
	return Math.min(...local.getPossibleOffsets().map((each) => each.toMillis()));
}
