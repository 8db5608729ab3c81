import { isCountry, publicHolidays } from '../roster/holidays';

/** Years that holidays are worked out for at most; nobody plans further ahead. */
const MOST_YEARS = 20;

/** Days off of a country from one moment's year to another's; none where the country is not known. */
export function holidaysBetween(country: string | null, from: string, until: string): Set<string> {
	if (country === null || !isCountry(country)) return new Set();
	const first = Number(from.slice(0, 4)) - 1;
	const last = Math.min(Number(until.slice(0, 4)) + 1, first + MOST_YEARS);
	const years = Array.from({ length: Math.max(1, last - first + 1) }, (_, index) => first + index);
	return new Set(publicHolidays(country, years));
}
