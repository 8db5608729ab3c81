import { hoursOn } from '../../routing/freeTime';
import type { Calendar } from '../../routing/freeTime';
import type { WorkClock } from '../../routing/workClock';

const hourMs = 3_600_000;

/** Days in which a working hour is looked for; whoever is away longer is not asked. */
const MOST_DAYS = 90;

/**
 * The moment at which a person has had so many working hours since another, by the clock of their zone:
 * nights, weekends, leave and holidays do not count. Null where the next months have not that many.
 *
 * @param from moment in milliseconds, as is the answer
 */
export function afterWorkingHours(
	calendar: Calendar,
	clock: WorkClock,
	from: number,
	hours: number,
): number | null {
	const { zone, workday } = calendar.person;
	let left = hours * hourMs;
	let day = clock.dayAt(zone, from);
	for (let count = 0; count < MOST_DAYS; count += 1, day = clock.dayAfter(day, 1)) {
		if (hoursOn(calendar, day, clock) <= 0) continue;
		const span = clock.spanOf(zone, day, workday.from, workday.to);
		const begins = Math.max(span.from, from);
		if (begins >= span.to) continue;
		if (span.to - begins >= left) return begins + left;
		left -= span.to - begins;
	}
	return null;
}
