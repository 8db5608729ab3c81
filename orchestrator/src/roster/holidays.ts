import Holidays from 'date-holidays';

const dayMs = 86_400_000;

/** Countries with a list of holidays, by their code. */
const countries = new Set(Object.keys(new Holidays().getCountries()));

/** Days that were worked out before: a country's rules take milliseconds. */
const known = new Map<string, string[]>();

/** Whether a list of holidays can be made for a name such as `VE`. */
export function isCountry(name: string): boolean {
	return countries.has(name);
}

/**
 * Public holidays of a country over years, as days of that country; half holidays are no days off.
 *
 * @param country two letters of ISO 3166, e.g. `VE`
 * @param state code of a part of it with days of its own, e.g. `CA` of the US
 */
export function publicHolidays(
	country: string,
	years: readonly number[],
	state: string | null = null,
): string[] {
	return years.flatMap((year) => {
		const key = `${country} ${state} ${year}`;
		const days = known.get(key) ?? daysOff(country, state, year);
		known.set(key, days);
		return days;
	});
}

/** Years that holidays are given out for: this one and the next, and the last while it is near. */
export function yearsAround(now: Date): number[] {
	const from = new Date(now.getTime() - 60 * dayMs).getUTCFullYear();
	const until = now.getUTCFullYear() + 1;
	return Array.from({ length: until - from + 1 }, (_, index) => from + index);
}

function daysOff(country: string, state: string | null, year: number): string[] {
	const place = state === null ? new Holidays(country) : new Holidays(country, state);
	const found = place.getHolidays(year);
	const days = found
		.filter(({ type }) => type === 'public')
		.flatMap(({ date, start, end }) => {
			const first = date.slice(0, 10);
			// A feast in the evening, or half a day, is no day off.
			const count = Math.floor((end.getTime() - start.getTime() + dayMs / 24) / dayMs);
			return Array.from({ length: count }, (_, index) =>
				new Date(Date.parse(first) + index * dayMs).toISOString().slice(0, 10),
			);
		});
	return [...new Set(days)].filter((day) => day.startsWith(`${year}-`)).sort();
}
