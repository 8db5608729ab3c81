import { dayOf, daysBetween, dayMs } from '../calendar';
import type { Language } from '../language';

/** A day that a text names, and what had to be chosen to read it. */
export interface FoundDay {
	day: Date;
	/** A sentence for the note, or null when the text leaves no doubt. */
	because: string | null;
}

/** Who wrote a date: their language and country decide what 03/04 means. */
export interface DateHints {
	language: Language;
	/** ISO 3166-1 alpha-2, or null. */
	country: string | null;
}

/** Beginnings of month names in English, Spanish and Danish (plain), enough to tell them apart. */
const months: ReadonlyArray<readonly [RegExp, number]> = [
	[/^(jan|ene)/, 1],
	[/^feb/, 2],
	[/^mar/, 3],
	[/^(apr|abr)/, 4],
	[/^(may|maj)/, 5],
	[/^jun/, 6],
	[/^jul/, 7],
	[/^(aug|ago)/, 8],
	[/^(sep|set)/, 9],
	[/^o[ck]t/, 10],
	[/^nov/, 11],
	[/^(dec|dic)/, 12],
];

const monthName =
	/(?:(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:de\s+|of\s+)?)?\b(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|ene|abr|ago|dic|januar|februar|marts|maj|juni|juli|oktober|okt)\b\.?(?:\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d))?(?:,?\s+(?:de\s+|del\s+)?(\d{4}))?/;

/**
 * Finds the first day that a plain text names: ISO ("2026-12-01"), numbers ("1/12/2026", "1.12."),
 * a month's name with or without day and year ("1 de diciembre", "March 3rd", "i marts"), a quarter
 * ("Q1 2027"). Without a year the next such day is meant; a month alone is its first day, a quarter
 * its first. Null when there is none.
 */
export function findDay(text: string, now: Date, hints: DateHints): FoundDay | null {
	return (
		isoDay(text) ?? numericDay(text, now, hints) ?? namedDay(text, now) ?? quarterDay(text, now)
	);
}

function isoDay(text: string): FoundDay | null {
	const match = /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(text);
	if (match === null) return null;
	const day = dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
	return day && { day, because: null };
}

/** Day and month in numbers: with a slash and from the United States the month goes first. */
function numericDay(text: string, now: Date, { language, country }: DateHints): FoundDay | null {
	const match = /\b(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2})(?!\d)|(?=\.(?!\d)))/.exec(text);
	const [, first, separator, second, yearText] =
		match ?? /\b(\d{1,2})(\/)(\d{1,2})\b(?!\/)/.exec(text) ?? [];
	if (first === undefined) return null;

	const monthFirst =
		separator === '/' && (country === 'US' || (country === null && language === 'en'));
	const [a, b] = [Number(first), Number(second)];
	const swap = monthFirst ? b <= 12 || a <= 12 : b > 12;
	const [dayNumber, month] = swap && a <= 12 ? [b, a] : [a, b];
	const year =
		yearText === undefined ? null : Number(yearText) + (yearText.length === 2 ? 2000 : 0);
	const day = inYear(year, month, dayNumber, now);
	if (day === null) return null;

	const isDoubtful = a <= 12 && b <= 12 && a !== b;
	const order = monthFirst ? 'month before day' : 'day before month';
	return { day, because: isDoubtful ? `The date was read with the ${order}.` : null };
}

function namedDay(text: string, now: Date): FoundDay | null {
	const match = monthName.exec(text);
	if (match === null) return null;
	const [, before, name, after, yearText] = match;
	const month = months.find(([start]) => start.test(name))?.[1];
	if (month === undefined) return null;

	const dayText = before ?? after;
	const year = yearText === undefined ? null : Number(yearText);
	if (dayText !== undefined) {
		const day = inYear(year, month, Number(dayText), now);
		return day && { day, because: null };
	}
	const isThisMonth =
		month === now.getUTCMonth() + 1 && (year ?? now.getUTCFullYear()) === now.getUTCFullYear();
	const day = isThisMonth ? lastOfMonth(now) : inYear(year, month, 1, now);
	return (
		day && { day, because: `A month alone was read as its ${isThisMonth ? 'last' : 'first'} day.` }
	);
}

function quarterDay(text: string, now: Date): FoundDay | null {
	const match =
		/\b(?:q([1-4])|([1-4])\.? ?(?:kvartal|trimestre|quarter))(?:\s*(?:de\s+)?(\d{4}))?/.exec(text);
	if (match === null) return null;
	const month = (Number(match[1] ?? match[2]) - 1) * 3 + 1;
	const day = inYear(match[3] === undefined ? null : Number(match[3]), month, 1, now);
	return day && { day, because: 'A quarter was read as its first day.' };
}

/** The last day of a moment's month. */
export function lastOfMonth(now: Date): Date {
	return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0));
}

/** The last day of a moment's week; weeks end on Sunday. */
export function lastOfWeek(now: Date): Date {
	return new Date(now.getTime() + ((7 - now.getUTCDay()) % 7) * dayMs);
}

/** A day of the given year; without one, the next such day from now on. */
function inYear(year: number | null, month: number, day: number, now: Date): Date | null {
	if (year !== null) return dayOf(year, month, day);
	const thisYear = dayOf(now.getUTCFullYear(), month, day);
	if (thisYear !== null && daysBetween(now, thisYear) >= 0) return thisYear;
	return dayOf(now.getUTCFullYear() + 1, month, day);
}
