import { DateTime } from 'luxon';

import { dayMs } from '../calendar';

/** The working part of a day, as moments in milliseconds. */
export interface DaySpan {
	from: number;
	to: number;
}

/** Days and clock hours of zones, looked up once each: a zone's rules are slow to work out. */
export interface WorkClock {
	/** The day (`YYYY-MM-DD`) that a moment falls on in a zone. */
	dayAt: (zone: string, moment: number) => string;
	/** The day so many days after another; the same in every zone. */
	dayAfter: (day: string, days: number) => string;
	/** Day of the week, 1 is Monday. */
	weekdayOf: (day: string) => number;
	/**
	 * The moments of two clock hours (0 to 24) on a day. On a day when the clock is put forward or back
	 * the span has an hour less or more only if the change falls within it.
	 */
	spanOf: (zone: string, day: string, from: number, to: number) => DaySpan;
	/** The moment so many working days (Monday to Friday) later, at the same time by the zone's clock. */
	workingDaysAfter: (zone: string, moment: number, days: number) => number;
}

/** Most answers that are remembered of a kind; then all are forgotten, so that memory stays small. */
const MOST_REMEMBERED = 50_000;

/**
 * Makes a clock; it remembers what it was asked, which changes no answer, so one may serve for ever.
 */
export function workClock(): WorkClock {
	const spans = new Map<string, DaySpan>();
	const days = new Map<string, string>();
	const weekdays = new Map<string, number>();
	return {
		dayAt(zone, moment) {
			const key = `${zone} ${moment}`;
			return remembered(days, key, () => DateTime.fromMillis(moment, { zone }).toFormat(dayFormat));
		},
		dayAfter(day, count) {
			return remembered(days, `${day}+${count}`, () => {
				const moved = new Date(`${day}T00:00:00Z`);
				moved.setUTCDate(moved.getUTCDate() + count);
				return moved.toISOString().slice(0, 10);
			});
		},
		weekdayOf(day) {
			return remembered(weekdays, day, () => new Date(`${day}T00:00:00Z`).getUTCDay() || 7);
		},
		spanOf(zone, day, from, to) {
			const key = `${zone} ${day} ${from} ${to}`;
			return remembered(spans, key, () => {
				const at = (hour: number) => clockMoment(zone, day, hour);
				return { from: at(from), to: at(to) };
			});
		},
		workingDaysAfter(zone, moment, count) {
			let reached = DateTime.fromMillis(moment, { zone });
			let left = Math.floor(count);
			while (left > 0) {
				reached = reached.plus({ days: 1 });
				if (reached.weekday <= 5) left -= 1;
			}
			return reached.toMillis() + (count - Math.floor(count)) * dayMs;
		},
	};
}

const dayFormat = 'yyyy-MM-dd';

/** By the clock on the wall, not by hours since midnight, which a change of the clock would shift. */
function clockMoment(zone: string, day: string, hour: number): number {
	const [year, month, date] = day.split('-').map(Number);
	const minute = Math.round((hour - Math.floor(hour)) * 60);
	if (hour >= 24) {
		return DateTime.fromObject({ year, month, day: date }, { zone }).plus({ days: 1 }).toMillis();
	}
	return DateTime.fromObject(
		{ year, month, day: date, hour: Math.floor(hour), minute: Math.min(59, minute) },
		{ zone },
	).toMillis();
}

function remembered<Value>(known: Map<string, Value>, key: string, find: () => Value): Value {
	const before = known.get(key);
	if (before !== undefined) return before;
	const value = find();
	if (known.size >= MOST_REMEMBERED) known.clear();
	known.set(key, value);
	return value;
}
