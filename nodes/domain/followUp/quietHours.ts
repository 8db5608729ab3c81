import { z } from 'zod';

import { MendableError } from '../errors';
import { clockTime, dayAfter, wallMoment, wallTime, weekdayOf } from './wallClock';

/** When nobody is written to, by the clock of the recipient; public holidays come on top. */
export const quietHoursSchema = z
	.object({
		/** Beginning, itself quiet; the same as the end for no quiet hours. */
		from: clockTime.default('18:00'),
		/** End, itself no longer quiet; before the beginning for quiet hours over midnight. */
		to: clockTime.default('09:00'),
		/** Days of the week that are quiet as a whole, 1 is Monday; never all of them. */
		days: z.array(z.number().int().min(1).max(7)).default([6, 7]),
	})
	.strict()
	.refine(({ days }) => new Set(days).size < 7, 'a day of the week that is left');

/** When nobody is written to. */
export type QuietHours = z.infer<typeof quietHoursSchema>;

/** What decides when somebody may be written to. */
export interface Calendar {
	/** IANA name of the recipient's zone. */
	zone: string;
	quiet: QuietHours;
	/** Days off of the recipient's country, `YYYY-MM-DD`. */
	holidays: ReadonlySet<string>;
}

/** Days that are looked through for one that is open; a calendar closed for longer is a mistake. */
const MOST_DAYS = 400;

/** Whether somebody may be written to on a day at all. */
export function isOpenDay(day: string, { quiet, holidays }: Calendar): boolean {
	return !holidays.has(day) && !quiet.days.includes(weekdayOf(day));
}

/** The parts of a day in which somebody may be written to, ends not counted, in milliseconds. */
export function openSpans(day: string, calendar: Calendar): Array<{ from: number; to: number }> {
	if (!isOpenDay(day, calendar)) return [];
	const { from, to } = calendar.quiet;
	const at = (time: string) => wallMoment(day, time, calendar.zone);
	const [begins, ends] = [at('00:00'), at('24:00')];
	if (from === to) return [{ from: begins, to: ends }];
	const spans =
		from > to
			? [{ from: at(to), to: at(from) }]
			: [
					{ from: begins, to: at(from) },
					{ from: at(to), to: ends },
				];
	return spans.filter((span) => span.from < span.to);
}

/** Whether somebody may be written to at a moment. */
export function isOpen(moment: number, calendar: Calendar): boolean {
	const { day } = wallTime(moment, calendar.zone);
	return openSpans(day, calendar).some(({ from, to }) => from <= moment && moment < to);
}

/**
 * The first moment from one on at which somebody may be written to. On another day it is at the same
 * time of day where that is open, else when the day opens.
 *
 * @param at time of day to keep on another day; left out, that of the moment
 * @throws MendableError `follow-up/never-open` when no day of the next 400 is open
 */
export function nextOpen(moment: number, at: string | undefined, calendar: Calendar): number {
	const local = wallTime(moment, calendar.zone);
	let day = local.day;
	for (let tries = 0; tries < MOST_DAYS; tries++, day = dayAfter(day)) {
		const wished = day === local.day ? moment : wallMoment(day, at ?? local.time, calendar.zone);
		const spans = openSpans(day, calendar);
		// A day that opens later than wished is taken when it opens.
		const span = spans.find(({ to }) => wished < to);
		if (span !== undefined) return Math.max(span.from, wished);
		const [first] = spans;
		if (first !== undefined && day !== local.day) return first.from;
	}
	throw new MendableError(
		'follow-up/never-open',
		'There is no time to write to this client.',
		`No day of the ${MOST_DAYS} from ${local.day} is free of holidays and quiet days.`,
		'Correct the holidays and the quiet hours.',
	);
}
