import { z } from 'zod';

import { isOpenDay, nextOpen, openSpans } from './quietHours';
import type { Calendar } from './quietHours';
import { clockTime, dayAfter, wallMoment, wallTime } from './wallClock';

const count = z.number().int().min(0).max(3_650);

/** How long to wait: exactly one of the four, and for days the time of day by the recipient's clock. */
export const waitSchema = z
	.object({
		/** Days of the calendar: three days after a Friday is a Monday, however long its days were. */
		days: count.optional(),
		/** Days on which the recipient works. */
		workingDays: z.number().int().min(0).max(250).optional(),
		/** Hours that pass, across a change of the clock as well. */
		hours: z.number().min(0).max(87_600).optional(),
		/** Hours in which the recipient may be written to. */
		workingHours: z.number().min(0).max(1_000).optional(),
		/** `HH:mm`; left out keeps the time of day that is counted from. */
		at: clockTime.optional(),
	})
	.strict()
	.refine(
		({ days, workingDays, hours, workingHours }) =>
			[days, workingDays, hours, workingHours].filter((each) => each !== undefined).length === 1,
		'exactly one of days, workingDays, hours and workingHours',
	)
	.refine(
		({ at, hours, workingHours }) => at === undefined || (hours ?? workingHours) === undefined,
		'a time of day only beside days or workingDays',
	);

/** How long to wait. */
export type Wait = z.infer<typeof waitSchema>;

/** Why something is later than its wait says. */
export type MovedBy = 'quiet' | 'holiday' | 'dayOff';

/** What a wait comes to. */
export interface Due {
	/** Milliseconds. */
	moment: number;
	/** null where it is when the wait says. */
	movedBy: MovedBy | null;
}

/**
 * When a wait is over, by the recipient's clock: a function of the moment counted from and of the
 * calendar, of nothing else. A time that the clock skips is moved on by what it skips; one that comes
 * twice is taken the first time.
 */
export function waited(from: number, wait: Wait, calendar: Calendar): number {
	const { days, workingDays, hours, workingHours, at } = wait;
	if (hours !== undefined) return from + hours * hourMs;
	if (workingHours !== undefined) return afterWorkingHours(from, workingHours, calendar);
	const local = wallTime(from, calendar.zone);
	const day =
		days !== undefined
			? dayAfter(local.day, days)
			: workingDayAfter(local.day, workingDays ?? 0, calendar);
	if (at === undefined) {
		if (day === local.day) return from;
		return wallMoment(day, local.time, calendar.zone) + (from % minuteMs);
	}
	return Math.max(from, wallMoment(day, at, calendar.zone));
}

/** When a wait is over and the recipient may be written to. */
export function dueAfter(from: number, wait: Wait, calendar: Calendar): Due {
	return settle(waited(from, wait, calendar), wait.at, calendar);
}

/** The first moment from one on at which the recipient may be written to, and why it is later. */
export function settle(moment: number, at: string | undefined, calendar: Calendar): Due {
	const open = nextOpen(moment, at, calendar);
	if (open === moment) return { moment, movedBy: null };
	const { day } = wallTime(moment, calendar.zone);
	if (calendar.holidays.has(day)) return { moment: open, movedBy: 'holiday' };
	return { moment: open, movedBy: isOpenDay(day, calendar) ? 'quiet' : 'dayOff' };
}

function workingDayAfter(day: string, count: number, calendar: Calendar): string {
	let reached = day;
	for (let left = count, tries = 0; left > 0 && tries < MOST_DAYS; tries++) {
		reached = dayAfter(reached);
		if (isOpenDay(reached, calendar)) left -= 1;
	}
	return reached;
}

function afterWorkingHours(from: number, hours: number, calendar: Calendar): number {
	let left = hours * hourMs;
	let { day } = wallTime(from, calendar.zone);
	for (let tries = 0; tries < MOST_DAYS; tries++, day = dayAfter(day)) {
		for (const span of openSpans(day, calendar)) {
			const begins = Math.max(from, span.from);
			if (begins >= span.to) continue;
			if (left < span.to - begins) return begins + left;
			left -= span.to - begins;
		}
	}
	return from + hours * hourMs;
}

/** Days that are looked through at most; no calendar is closed for longer. */
const MOST_DAYS = 3_000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
