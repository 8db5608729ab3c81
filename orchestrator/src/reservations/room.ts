import type { DayHours } from '../roster/dayHours';
import type { DaySeconds } from '../ledger/reservations';

/** Hours that are not there: what was wanted of somebody's day, and what is free of it. */
export interface DayConflict {
	person: string;
	day: string;
	wanted: number;
	free: number;
}

/** Work that somebody is to do. */
export interface WantedWork {
	person: string;
	days: readonly DaySeconds[];
}

const HOUR_SECONDS = 3_600;

/** Hours as whole seconds, never more than they are; what a float lacks by its nature is not missed. */
export function secondsOf(hours: number): number {
	return Math.floor(hours * HOUR_SECONDS + 1e-6);
}

/** Seconds as hours. */
export function hoursOf(seconds: number): number {
	return seconds / HOUR_SECONDS;
}

/** Days with their hours as whole seconds; a day that is given twice counts once with both. */
export function daysInSeconds(days: ReadonlyArray<{ day: string; hours: number }>): DaySeconds[] {
	const sums = new Map<string, number>();
	for (const { day, hours } of days) sums.set(day, (sums.get(day) ?? 0) + secondsOf(hours));
	return [...sums]
		.flatMap(([day, seconds]) => (seconds > 0 ? [{ day, seconds }] : []))
		.sort((a, b) => (a.day < b.day ? -1 : 1));
}

/**
 * The days on which the wanted work does not fit beside what is taken already.
 *
 * @param taken seconds by person and day
 */
export function conflictsOf(
	wanted: readonly WantedWork[],
	taken: ReadonlyArray<{ person: string; day: string; seconds: number }>,
	hoursOn: DayHours,
): DayConflict[] {
	const nameOf = (person: string, day: string) => JSON.stringify([person, day]);
	const held = new Map(taken.map(({ person, day, seconds }) => [nameOf(person, day), seconds]));
	const sums = new Map<string, { person: string; day: string; seconds: number }>();
	for (const { person, days } of wanted) {
		for (const { day, seconds } of days) {
			const name = nameOf(person, day);
			const before = sums.get(name)?.seconds ?? 0;
			sums.set(name, { person, day, seconds: before + seconds });
		}
	}
	return [...sums.entries()]
		.flatMap(([name, { person, day, seconds }]) => {
			const free = secondsOf(hoursOn(person, day) ?? 0) - (held.get(name) ?? 0);
			if (seconds <= free) return [];
			return [{ person, day, wanted: hoursOf(seconds), free: Math.max(0, hoursOf(free)) }];
		})
		.sort((a, b) => (a.person + a.day < b.person + b.day ? -1 : 1));
}
