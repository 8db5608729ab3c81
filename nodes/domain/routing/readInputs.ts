import { z } from 'zod';

import { mistakesError, read, shown } from '../read';
import type { Mistake, ReadAs } from '../read';
import { bookingSchema, projectSchema, rosterSchema } from './schema';
import type { Booking, Project, Roster } from './schema';
import type { RoutingSettings } from './settings';

const rosterAs: ReadAs = {
	code: 'routing/roster',
	what: 'The roster cannot be used.',
	mend: 'Correct these fields of the roster.',
};

const bookingsAs: ReadAs = {
	code: 'routing/bookings',
	what: 'The bookings cannot be used.',
	mend: 'Correct these fields of the bookings.',
};

const projectAs: ReadAs = {
	code: 'routing/project',
	what: 'The project cannot be used.',
	mend: 'Correct these fields of the project.',
};

/**
 * Reads a project that is to be given to people.
 *
 * @throws MendableError `routing/project` with every mistake: path, expected, received
 */
export function readProject(raw: unknown): Project {
	return read(projectSchema, raw, projectAs);
}

/**
 * Reads a roster and checks it against itself and the settings' exchange rates.
 *
 * @throws MendableError `routing/roster` with every mistake: path, expected, received
 */
export function readRoster(raw: unknown, settings: RoutingSettings): Roster {
	const roster = read(rosterSchema, raw, rosterAs);
	const mistakes = mistakesInRoster(roster, settings);
	if (mistakes.length > 0) throw mistakesError(mistakes, rosterAs);
	return roster;
}

/** What does not fit together in a roster whose every field is right by itself. */
export function mistakesInRoster(
	{ people, holidays: listed }: Roster,
	{ rates }: Pick<RoutingSettings, 'rates'>,
): Mistake[] {
	const lists = Object.keys(listed);
	return people.flatMap(({ id, kind, rate, holidays }, index): Mistake[] => {
		const at = (field: string, expected: string, value: unknown): Mistake[] => [
			{ path: `people[${index}].${field}`, expected, received: shown(value) },
		];
		const isSecond = people.findIndex((person) => person.id === id) < index;
		return [
			...(isSecond ? at('id', 'a name that is not there yet', id) : []),
			...(holidays !== null && !lists.includes(holidays)
				? at(
						'holidays',
						`one of the roster's lists: ${lists.join(', ') || 'there are none'}`,
						holidays,
					)
				: []),
			// Without it nobody would see that the margin breaks.
			...(kind !== 'internal' && rate === null
				? at('rate', 'what a freelancer or partner is paid', rate)
				: []),
			...(rate !== null && !Object.hasOwn(rates, rate.currency)
				? at(
						'rate.currency',
						`a currency with a rate: ${Object.keys(rates).join(', ')}`,
						rate.currency,
					)
				: []),
		];
	});
}

/**
 * Reads what people have to do already. Of people who have left it may still tell.
 *
 * @throws MendableError `routing/bookings` with every mistake: path, expected, received
 */
export function readBookings(raw: unknown): Booking[] {
	const bookings = read(z.array(bookingSchema), raw, bookingsAs);
	const seen = new Set<string>();
	const mistakes = bookings.flatMap(({ id }, index): Mistake[] => {
		if (!seen.has(id)) {
			seen.add(id);
			return [];
		}
		const expected = 'a name that is not there yet';
		return [{ path: `[${index}].id`, expected, received: shown(id) }];
	});
	if (mistakes.length > 0) throw mistakesError(mistakes, bookingsAs);
	return bookings;
}
