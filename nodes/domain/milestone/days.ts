import { DateTime } from 'luxon';

import type { Language } from '../language';

/** As the languages are written in the agency's markets. */
const locales = { en: 'en-GB', es: 'es-419', da: 'da-DK' } satisfies Record<Language, string>;

/** A day as a client reads it, with the year only where it is not this one: `Friday 4 December`. */
export function dayText(moment: string, now: Date, zone: string, language: Language): string {
	const day = DateTime.fromISO(moment, { zone }).setLocale(locales[language]);
	const isThisYear = day.year === DateTime.fromJSDate(now, { zone }).year;
	return day.toLocaleString({
		weekday: 'long',
		day: 'numeric',
		month: 'long',
		...(isThisYear ? {} : { year: 'numeric' }),
	});
}

/** A moment as the team reads it, by the client's clock: `Mon 30 Nov, 09:00`. */
export function clockText(moment: Date, zone: string, language: Language): string {
	return DateTime.fromJSDate(moment, { zone }).setLocale(locales[language]).toLocaleString({
		weekday: 'short',
		day: 'numeric',
		month: 'short',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
	});
}

/** Days of the zone's calendar between two moments; negative when the second lies before. */
export function daysUntil(moment: string, now: Date, zone: string): number {
	const from = DateTime.fromJSDate(now, { zone }).startOf('day');
	const to = DateTime.fromISO(moment, { zone }).startOf('day');
	return Math.round(to.diff(from, 'days').days);
}
