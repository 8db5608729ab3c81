import { MendableError } from '../../errors';
import { isUnknown, readLevel, readNumber } from './table';

const yearFirst = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(.*)$/;
const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{2,4})(.*)$/;
const clock =
	/^[T ,]*(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*(am|pm)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Rows from the earliest to the latest by a column of dates or numbers; equal times keep the order
 * of the file. `03/04/2026` is the third of April unless some row can only be read the other way.
 *
 * @throws MendableError `time/unreadable` naming the first row whose time cannot be read
 */
export function timeOrder(name: string, values: readonly unknown[]): number[] {
	const isMonthFirst = values.some((value) => {
		const parts = yearLast.exec(readLevel(value ?? ''));
		return parts !== null && Number(parts[2]) > 12;
	});
	const times = values.map((value, row) => {
		const time = isUnknown(value) ? null : readTime(value, isMonthFirst);
		if (time !== null) return time;
		throw new MendableError(
			'time/unreadable',
			`The column "${name}" does not give the order of the rows.`,
			`Row ${row + 1} of the data has ${JSON.stringify(readLevel(value ?? '').slice(0, 40))} there.`,
			'Name a column of dates such as 2026-11-22, of times, or of numbers that rise with time.',
		);
	});
	return times.map((_, row) => row).sort((a, b) => times[a]! - times[b]! || a - b);
}

function readTime(value: unknown, isMonthFirst: boolean): number | null {
	const number = readNumber(value);
	if (number !== null) return number;
	const text = readLevel(value);
	const first = yearFirst.exec(text);
	if (first !== null) return instant(first[1]!, first[2]!, first[3] ?? '1', first[4]!);
	const last = yearLast.exec(text);
	if (last === null) return null;
	const [day, month] = isMonthFirst ? [last[2]!, last[1]!] : [last[1]!, last[2]!];
	const year = last[3]!.length === 2 ? `20${last[3]}` : last[3]!;
	return instant(year, month, day, last[4]!);
}

/** Milliseconds since 1970, UTC where no zone is given; null for what no calendar has. */
function instant(year: string, month: string, day: string, rest: string): number | null {
	const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
	if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return null;
	if (rest.trim() === '') return date;
	const parts = clock.exec(rest);
	if (parts === null) return null;
	const [, hour, minute, second, half, zone] = parts;
	const halfHours = half?.toLowerCase() === 'pm' ? 12 : 0;
	const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + halfHours;
	const inDay = (hours * 60 + Number(minute)) * 60_000 + Number(second ?? 0) * 1000;
	return date + inDay - zoneMs(zone);
}

function zoneMs(zone: string | undefined): number {
	if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
	const sign = zone.startsWith('-') ? -1 : 1;
	return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
}
