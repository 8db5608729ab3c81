import fc from 'fast-check';

import { capacityOver } from '../../../../nodes/domain/routing/capacity';
import { capacityDigest } from '../../../../nodes/domain/routing/digest';
import { openOffice } from '../../../../nodes/domain/routing/office';
import type { Booking, Person } from '../../../../nodes/domain/routing/schema';
import { aBooking, aPerson, aRoster, cases, monday, someSettings } from '../../../support/aStudio';

const officeOf = (people: Person[], bookings: Booking[]) =>
	openOffice(aRoster(people), bookings, monday, someSettings());

const booked = (person: string, day: string, hours: number, changes: Partial<Booking> = {}) =>
	aBooking(person, { id: `${person}/${day}/${hours}`, days: [{ day, hours }], ...changes });

const week = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'];

describe('capacityOver', () => {
	it('gives committed and free hours by day, own people by hub before others', () => {
		const people = [
			aPerson('zoe', { kind: 'freelancer', hub: null }),
			aPerson('lia', { hub: 'lima' }),
			aPerson('ana', { leave: [{ from: '2026-11-24', to: '2026-11-24' }] }),
		];
		const seen = capacityOver(
			officeOf(people, [booked('ana', '2026-11-23', 6)]),
			'2026-11-23',
			2,
			0.85,
		);
		expect(seen.map(({ person }) => person)).toEqual(['ana', 'lia', 'zoe']);
		expect(seen[0]).toMatchObject({
			days: [
				{ day: '2026-11-23', available: 8, committed: 6, free: 2 },
				{ day: '2026-11-24', available: 0, committed: 0, free: 0 },
			],
			available: 8,
			committed: 6,
			free: 2,
			utilisation: 0.75,
			isOver: false,
		});
	});

	it.each([
		{ hours: [8, 8, 8, 8, 1.9], isOver: false, when: 'below the warning' },
		{ hours: [8, 8, 8, 8, 2], isOver: true, when: 'at the warning' },
		{ hours: [9, 0, 0, 0, 0], isOver: true, when: 'beyond the hours of a day' },
	])('has isOver $isOver $when', ({ hours, isOver }) => {
		const bookings = hours.map((each, index) => booked('ana', week[index], each));
		const [ana] = capacityOver(officeOf([aPerson('ana')], bookings), week[0], 7, 0.85);
		expect(ana.isOver).toBe(isOver);
	});

	it('says nothing of the load of who does not work, but of work on days off', () => {
		const off = aPerson('ana', { workingDays: [] });
		const [idle] = capacityOver(officeOf([off], []), week[0], 7, 0.85);
		expect(idle).toMatchObject({ utilisation: null, isOver: false });
		const [busy] = capacityOver(officeOf([off], [booked('ana', week[0], 1)]), week[0], 7, 0.85);
		expect(busy).toMatchObject({ utilisation: null, isOver: true });
	});

	it('adds up to the days in any studio', () => {
		fc.assert(
			fc.property(cases(), ({ roster, bookings, now }) => {
				const office = openOffice(roster, bookings, now, someSettings());
				for (const each of capacityOver(office, now.toISOString().slice(0, 10), 10, 0.85)) {
					for (const figure of ['available', 'committed', 'free'] as const) {
						const sum = each.days.reduce((total, day) => total + day[figure], 0);
						expect(each[figure]).toBeCloseTo(sum, 6);
					}
					for (const day of each.days) {
						expect(day.free).toBeCloseTo(Math.max(0, day.available - day.committed), 6);
					}
				}
			}),
			{ seed: 5, numRuns: 100 },
		);
	});
});

describe('capacityDigest', () => {
	const ask = (people: Person[], bookings: Booking[], hub = 'caracas') =>
		capacityDigest(officeOf(people, bookings), {
			...{ hub, from: week[0], days: 7, warnAt: 0.85, unassigned: [] },
		});
	/** Ana has a full week, in pieces of 8 hours. */
	const full = week.map((day) => booked('ana', day, 8, { dueAt: '2026-11-27T22:00:00.000Z' }));

	it('adds up the own people of the hub alone', () => {
		const people = [
			aPerson('ana'),
			aPerson('lia', { hub: 'lima' }),
			aPerson('zoe', { kind: 'freelancer' }),
		];
		expect(ask(people, [booked('ana', week[0], 8), booked('lia', week[0], 8)])).toMatchObject({
			available: 40,
			committed: 8,
			utilisation: 0.2,
			warnings: [],
			free: [{ person: 'ana', free: 32 }],
			to: '2026-11-29',
		});
	});

	it('names a colleague who could take something over', () => {
		const [warning] = ask([aPerson('ana'), aPerson('lia', { hub: 'lima' })], full).warnings;
		expect(warning).toMatchObject({
			person: 'ana',
			utilisation: 1,
			suggestion: { person: 'lia', project: 'other', hours: 8 },
		});
	});

	it.each([
		{ when: 'who has not the skill', helper: aPerson('lia', { skills: { write: 5 } }), more: [] },
		{ when: 'who is no own colleague', helper: aPerson('lia', { kind: 'freelancer' }), more: [] },
		{
			when: 'who would then have too much',
			helper: aPerson('lia'),
			more: week.slice(0, 4).map((day) => booked('lia', day, 7)),
		},
	])('names nobody $when', ({ helper, more }) => {
		const { warnings } = ask([aPerson('ana'), helper], [...full, ...more]);
		expect(warnings).toMatchObject([{ person: 'ana', suggestion: null }]);
	});

	it('leaves started work with who has it', () => {
		const started = full.map((booking) => ({ ...booking, started: true }));
		const { warnings } = ask([aPerson('ana'), aPerson('lia')], started);
		expect(warnings).toMatchObject([{ suggestion: null }]);
	});

	it('has nothing to say of a hub where nobody works', () => {
		expect(ask([aPerson('ana')], [], 'oslo')).toMatchObject({ utilisation: null, free: [] });
	});
});
