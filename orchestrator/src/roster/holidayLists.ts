import type { Roster } from '../../../nodes/domain/routing/schema';
import { isCountry, publicHolidays, yearsAround } from './holidays';

/**
 * The roster with the public holidays of the countries that people name, of this year and the next,
 * beside the days that the roster lists itself.
 */
export function withHolidays(roster: Roster, now: Date): Roster {
	const years = yearsAround(now);
	const named = roster.people.flatMap(({ holidays }) => (holidays === null ? [] : [holidays]));
	const lists = [...new Set([...Object.keys(roster.holidays), ...named])].sort();
	const filled = lists.flatMap((name) => {
		const own = Object.hasOwn(roster.holidays, name) ? (roster.holidays[name] ?? []) : null;
		if (own === null && !isCountry(name)) return [];
		const days = isCountry(name) ? publicHolidays(name, years) : [];
		return [[name, [...new Set([...days, ...(own ?? [])])].sort()] as const];
	});
	return { ...roster, holidays: Object.fromEntries(filled) };
}
