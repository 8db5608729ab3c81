import { DateTime } from 'luxon';

/** A moment as it was read, and what was assumed. */
export interface ReadMoment {
	/** ISO 8601, UTC, with milliseconds. */
	at: string;
	/** What the text left open and how it was taken; null where it left nothing. */
	assumed: string | null;
}

/** Numbers from here on are milliseconds, below seconds: as seconds it would be the year 5138. */
const leastMillis = 100_000_000_000;

/**
 * Reads a moment: ISO 8601, or seconds or milliseconds since 1970. A day alone is its beginning in
 * the zone; a time without an offset is taken as UTC. Null for anything else.
 */
export function readMoment(value: unknown, zone: string): ReadMoment | null {
	if (value instanceof Date) return fromMillis(value.getTime());
	if (typeof value === 'number') return fromMillis(value >= leastMillis ? value : value * 1_000);
	if (typeof value !== 'string') return null;
	const text = value.trim();
	if (/^\d{4}-\d\d-\d\d$/.test(text)) {
		const day = DateTime.fromISO(text, { zone });
		const read = day.isValid ? fromMillis(day.toMillis()) : null;
		return read === null ? null : { ...read, assumed: `the beginning of the day in ${zone}` };
	}
	if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return null;
	const read = DateTime.fromISO(text.replace(' ', 'T').replace(/ (?=[+-]\d)/, ''), { zone: 'utc' });
	if (!read.isValid) return null;
	const hasOffset = /(?:Z|[+-]\d\d(?::?\d\d)?)$/i.test(text);
	const moment = fromMillis(read.toMillis());
	return moment === null || hasOffset ? moment : { ...moment, assumed: 'UTC, as it has no offset' };
}

function fromMillis(millis: number): ReadMoment | null {
	const date = new Date(millis);
	const isKept =
		Number.isFinite(millis) && date.getUTCFullYear() >= 1970 && date.getUTCFullYear() <= 9999;
	return isKept ? { at: date.toISOString(), assumed: null } : null;
}
