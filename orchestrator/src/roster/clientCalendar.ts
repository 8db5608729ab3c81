import Holidays from 'date-holidays';
import { DateTime } from 'luxon';
import { readCountry } from '../../../nodes/domain/lead/countries';
import { isCountry, publicHolidays } from './holidays';

/** When somebody is at work, as far as the place they are at says it. */
export interface ClientCalendar {
	/** IANA zone; null where the country has clocks too far apart to choose one. */
	zone: string | null;
	/** Days off, `YYYY-MM-DD`, in order. */
	holidays: string[];
}

/** Days that holidays are told ahead: mails look for a working hour through 30 days. */
const DAYS_AHEAD = 60;

/** Hours that a clock may be off before a zone is rather not named. */
const MOST_HOURS_OFF = 2;

const dayMs = 86_400_000;

const register = new Holidays();

/**
 * The clock and the days off of a country, and of its state where that is known. Of a country with
 * several clocks it is the one that most live by, if nobody there is more than two hours from it.
 *
 * @param country as people write it: a code or a name
 * @param state likewise, in the country's own language or in English
 */
export function clientCalendar(
	country: string | null,
	state: string | null,
	now: Date,
): ClientCalendar {
	const code = readCountry(country).value;
	if (code === null || !isCountry(code)) return { zone: null, holidays: [] };
	const part = stateOf(code, state);
	return { zone: zoneOf(code, part, now), holidays: daysOff(code, part, now) };
}

/** The code of a state; null for one that the country does not have. */
function stateOf(country: string, state: string | null): string | null {
	const wanted = plain(state ?? '');
	if (wanted === '') return null;
	const inEnglish = namesOf(register.getStates(country, 'en'));
	const inTheirs = namesOf(register.getStates(country));
	const found = [...inEnglish, ...inTheirs].find(
		([code, name]) => plain(code) === wanted || plain(name) === wanted,
	);
	return found?.[0] ?? null;
}

function zoneOf(country: string, state: string | null, now: Date): string | null {
	const of = (place: Holidays) => place.getTimezones() ?? [];
	const inState = state === null ? [] : of(new Holidays(country, state));
	const [first, ...others] = inState.length > 0 ? inState : of(new Holidays(country));
	if (first === undefined) return null;
	const hours = (zone: string) => DateTime.fromJSDate(now, { zone }).offset / 60;
	const isNear = (zone: string) => Math.abs(hours(zone) - hours(first)) <= MOST_HOURS_OFF;
	return others.every(isNear) ? first : null;
}

function daysOff(country: string, state: string | null, now: Date): string[] {
	// The day before, since it may be yesterday yet where they are.
	const [from, until] = [-1, DAYS_AHEAD].map((days) =>
		new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10),
	) as [string, string];
	const years = [...new Set([from, until].map((day) => Number(day.slice(0, 4))))];
	return publicHolidays(country, years, state).filter((day) => day >= from && day <= until);
}

function namesOf(states: unknown): Array<[string, string]> {
	return Object.entries(typeof states === 'object' ? (states ?? {}) : {}) as Array<
		[string, string]
	>;
}

function plain(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^a-z]+/g, ' ')
		.trim();
}
