import fc from 'fast-check';

import type { Booking, Person, Project, Roster } from '../../nodes/domain/routing/schema';
import {
	bookingSchema,
	personSchema,
	projectSchema,
	rosterSchema,
} from '../../nodes/domain/routing/schema';
import { resolveSettings } from '../../nodes/domain/routing/settings';
import type { RoutingSettings } from '../../nodes/domain/routing/settings';

/** The moment at which tests route: a Monday in November, 12:00 UTC, 8 o'clock in Caracas. */
export const monday = new Date('2026-11-23T12:00:00.000Z');

/** An editor in Caracas with nothing to do, changed by what a test is about. */
export function aPerson(id: string, changes: Partial<Person> = {}): Person {
	return personSchema.parse({
		id,
		zone: 'America/Caracas',
		hub: 'caracas',
		skills: { edit: 3 },
		languages: ['es', 'en'],
		rate: { minor: 1_000, currency: 'USD' },
		...changes,
	});
}

/** A roster of these people. */
export function aRoster(people: Person[], changes: Partial<Roster> = {}): Roster {
	return rosterSchema.parse({ version: 'roster/1', people, ...changes });
}

/** One piece of three hours of editing for $200, due in two days. */
export function aProject(changes: Partial<Project> = {}): Project {
	return projectSchema.parse({
		id: 'p1',
		type: 'short',
		client: { id: 'tienda', zone: 'America/Caracas', language: 'es' },
		value: { minor: 20_000, currency: 'USD' },
		...changes,
	});
}

/** Hours that somebody has, eight on the tests' Monday unless changed. */
export function aBooking(person: string, changes: Partial<Booking> = {}): Booking {
	return bookingSchema.parse({
		id: `b-${person}`,
		project: 'other',
		person,
		days: [{ day: '2026-11-23', hours: 8 }],
		skill: 'edit',
		...changes,
	});
}

/** Settings with two types of work, without hub bands. */
export function someSettings(changes: Record<string, unknown> = {}): RoutingSettings {
	return resolveSettings({
		version: 'test/1',
		types: {
			short: { leadDays: 2, pieces: [{ id: 'cut', skill: 'edit', level: 2, hours: 3, byDay: 1 }] },
			long: {
				leadDays: 4,
				pieces: [
					{ id: 'script', skill: 'write', level: 2, hours: 4, byDay: 1, facesClient: true },
					{ id: 'cut', skill: 'edit', level: 2, hours: 6, byDay: 3 },
					{ id: 'qa', skill: 'review', level: 2, hours: 1, byDay: 4, byAnother: true },
				],
			},
		},
		hubs: { bands: [] },
		...changes,
	});
}

/** Everything a decision is made from. */
export interface Case {
	project: Project;
	roster: Roster;
	bookings: Booking[];
	now: Date;
}

const zones = [
	'America/Caracas',
	'America/Lima',
	'Europe/Copenhagen',
	'Asia/Kolkata',
	'Pacific/Auckland',
];

const workWeeks: number[][] = [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6, 7], [2, 4], []];

const level = fc.integer({ min: 1, max: 5 });

/** Days around which clocks change, years leap and holidays fall. */
const moments = [
	'2026-11-23T12:00:00Z',
	'2026-03-27T07:30:00Z',
	'2026-10-23T21:15:00Z',
	'2028-02-28T10:00:00Z',
	'2026-12-31T23:59:00Z',
	'2026-11-28T15:00:00Z',
].map((text) => new Date(text));

function somebody(id: string, now: Date): fc.Arbitrary<Person> {
	const dayAfter = (days: number) =>
		new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
	return fc
		.record({
			kind: fc.constantFrom(
				'internal' as const,
				'internal' as const,
				'freelancer' as const,
				'partner' as const,
			),
			zone: fc.constantFrom(...zones),
			hub: fc.constantFrom('caracas', 'lima', 'copenhagen', null),
			skills: fc
				.record({ edit: level, write: level, review: level }, { requiredKeys: [] })
				.map((known): Record<string, number> => known),
			growing: fc.subarray(['edit', 'write']),
			languages: fc.subarray(['es', 'en', 'da'] as const),
			hoursPerDay: fc.constantFrom(0, 4, 7.5, 8, 8, 8),
			workingDays: fc.constantFrom(...workWeeks),
			leave: fc.constantFrom(...[[], [], [{ from: dayAfter(0), to: dayAfter(2) }]]),
			holidays: fc.constantFrom(null, 'some'),
			since: fc.constantFrom(null, null, dayAfter(1)),
			rate: fc.record({
				minor: fc.integer({ min: 0, max: 6_000 }),
				currency: fc.constantFrom('USD', 'EUR'),
				per: fc.constantFrom('hour' as const, 'piece' as const),
			}),
		})
		.map((fields) => aPerson(id, fields));
}

/** Any small studio at any awkward moment with any project, or a busy one with a short one. */
export function cases(): fc.Arbitrary<Case> {
	return fc.oneof({ arbitrary: anyCases(), weight: 3 }, { arbitrary: busyCases(), weight: 1 });
}

/** Own editors whose next days are full of work that nobody has started and that may wait. */
function busyCases(): fc.Arbitrary<Case> {
	const booked = fc.record({
		person: fc.constantFrom('p0', 'p1', 'p2'),
		day: fc.constantFrom('2026-11-23', '2026-11-24', '2026-11-25'),
		hours: fc.constantFrom(3, 5, 8),
		level: fc.constantFrom(1, 3),
	});
	const levels = fc.tuple(level, level, level);
	return fc
		.tuple(
			levels,
			fc.array(booked, { minLength: 3, maxLength: 9 }),
			fc.integer({ min: 6, max: 30 }),
		)
		.map(
			([[a, b, c], bookings, due]): Case => ({
				now: monday,
				roster: aRoster([a, b, c].map((edit, index) => aPerson(`p${index}`, { skills: { edit } }))),
				bookings: bookings.map(({ day, hours, person, level: wanted }, index) =>
					aBooking(person, {
						id: `b${index}`,
						level: wanted,
						days: [{ day, hours }],
						dueAt: '2026-11-27T22:00:00Z',
					}),
				),
				project: aProject({ dueAt: new Date(monday.getTime() + due * 3_600_000).toISOString() }),
			}),
		);
}

function anyCases(): fc.Arbitrary<Case> {
	return fc.constantFrom(...moments).chain((now) => {
		const day = (offset: number) =>
			new Date(now.getTime() + offset * 86_400_000).toISOString().slice(0, 10);
		const people = fc
			.integer({ min: 0, max: 5 })
			.chain((count) =>
				fc.tuple(...Array.from({ length: count }, (_, index) => somebody(`p${index}`, now))),
			);
		const booking = fc.record({
			person: fc.nat(5).map((index) => `p${index}`),
			offset: fc.integer({ min: -2, max: 4 }),
			hours: fc.constantFrom(0.1, 0.7, 2, 3.3, 6, 8, 8),
			started: fc.constantFrom(true, false, false),
			due: fc.constantFrom(null, 1, 6),
			skill: fc.constantFrom('edit', 'edit', 'write', null),
			client: fc.constantFrom('tienda', 'other'),
		});
		const project = fc.record({
			type: fc.constantFrom('short', 'long'),
			value: fc.option(
				fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.constant(80_000), fc.constant(80_000)),
				{ freq: 6 },
			),
			due: fc.option(fc.integer({ min: -24, max: 24 * 12 }), { freq: 2 }),
		});
		return fc.tuple(people, fc.array(booking, { maxLength: 14 }), project).map(
			([staff, booked, { type, value, due }]): Case => ({
				now,
				roster: aRoster([...staff] as Person[], { holidays: { some: [day(1)] } }),
				bookings: booked.map(({ offset, hours, due: within, ...rest }, index) =>
					aBooking(rest.person, {
						...rest,
						id: `b${index}`,
						days: [{ day: day(offset), hours }],
						dueAt: within === null ? null : `${day(offset + within)}T12:00:00Z`,
					}),
				),
				project: aProject({
					type,
					value: value === null ? null : { minor: value, currency: 'USD' },
					dueAt: due === null ? null : new Date(now.getTime() + due * 3_600_000).toISOString(),
				}),
			}),
		);
	});
}
