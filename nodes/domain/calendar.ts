/** Milliseconds of a day of 24 hours; UTC has no other days. */
export const dayMs = 86_400_000;

/** Whole days from one moment's UTC day to another's; negative when the second lies before. */
export function daysBetween(from: Date, to: Date): number {
	return Math.round((startOfDay(to) - startOfDay(from)) / dayMs);
}

/** Midnight UTC of a moment's day, in milliseconds. */
export function startOfDay(moment: Date): number {
	return Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate());
}

/** A UTC day from its parts (month from 1 to 12), or null when the calendar has no such day. */
export function dayOf(year: number, month: number, day: number): Date | null {
	const date = new Date(Date.UTC(year, month - 1, day));
	const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
	return isReal && date.getUTCFullYear() === year ? date : null;
}
