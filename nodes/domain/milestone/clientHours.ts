import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';

/** Clock hour and minute, `09:00` to `24:00`. */
const clockTime = z
	.string()
	.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time such as 09:00, on the clock of the client');

/** When clients read their mail; the first minute counts, the last does not. */
export const clientHoursSchema = z
	.object({
		from: clockTime,
		to: clockTime,
		/** ISO weekdays, 1 is Monday. */
		days: z.array(z.number().int().min(1).max(7)).min(1),
	})
	.strict()
	.refine(({ from, to }) => from < to, { message: 'a time after "from"', path: ['to'] });
/** When clients read their mail. */
export type ClientHours = z.infer<typeof clientHoursSchema>;

/** When a mail goes out, and what it waited for. */
export interface SendTime {
	/** The moment itself, or the next one that is a working hour. */
	at: Date;
	/** What kept it until then: the weekday, a holiday, the hour; null: nothing. */
	waitedFor: 'weekend' | 'holiday' | 'hour' | null;
}

/** Days that are looked through: no holiday of the agency's markets is half as long. */
const mostDays = 30;

/**
 * The next moment in the client's working hours.
 *
 * @param zone IANA zone of the client
 * @param holidays days of the client on which nobody works, `YYYY-MM-DD`
 * @returns null when none of the next 30 days has working hours
 */
export function nextWorkingMoment(
	now: Date,
	zone: string,
	hours: ClientHours,
	holidays: ReadonlySet<string>,
): SendTime | null {
	const local = DateTime.fromJSDate(now, { zone });
	let waitedFor: SendTime['waitedFor'] = null;
	for (let count = 0; count <= mostDays; count += 1) {
		const day = local.startOf('day').plus({ days: count });
		const isHoliday = holidays.has(day.toFormat('yyyy-MM-dd'));
		if (!hours.days.includes(day.weekday) || isHoliday) {
			waitedFor ??= isHoliday ? 'holiday' : 'weekend';
			continue;
		}
		const opens = atClock(day, hours.from);
		if (count > 0 || local < opens) return { at: opens.toJSDate(), waitedFor: waitedFor ?? 'hour' };
		if (local < atClock(day, hours.to)) return { at: now, waitedFor: null };
		waitedFor ??= 'hour';
	}
	return null;
}

/** By the clock on the wall, so that 09:00 stays 09:00 on days on which the clock changes. */
function atClock(day: DateTime, time: string): DateTime {
	const [hour, minute] = time.split(':').map(Number);
	return hour === 24 ? day.plus({ days: 1 }) : day.set({ hour, minute });
}

/** Whether a name is a zone of the IANA database, such as `America/Lima`. */
export function isZone(name: string | null | undefined): name is string {
	return typeof name === 'string' && name !== '' && IANAZone.isValidZone(name);
}
