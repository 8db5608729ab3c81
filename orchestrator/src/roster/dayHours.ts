import { hoursOn } from '../../../nodes/domain/routing/freeTime';
import type { Roster } from '../../../nodes/domain/routing/schema';
import { workClock } from '../../../nodes/domain/routing/workClock';

/** Days and weekdays are remembered from one question to the next. */
const clock = workClock();

/** Hours that somebody works on a day of their zone; null for somebody who is not in the roster. */
export type DayHours = (person: string, day: string) => number | null;

/** What a roster gives people on their days, as the routing core counts it. */
export function dayHours({ people, holidays }: Roster): DayHours {
	const calendars = new Map(
		people.map((person) => {
			const list = person.holidays === null ? [] : (holidays[person.holidays] ?? []);
			return [person.id, { person, holidays: new Set(list), booked: new Map<string, number>() }];
		}),
	);
	return (id, day) => {
		const calendar = calendars.get(id);
		return calendar === undefined ? null : hoursOn(calendar, day, clock);
	};
}
