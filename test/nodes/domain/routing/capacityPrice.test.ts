import fc from 'fast-check';

import { capacityPrice } from '../../../../nodes/domain/routing/capacityPrice';
import type { CapacityView } from '../../../../nodes/domain/routing/capacityPrice';
import { tieBreak } from '../../../../nodes/domain/routing/tieBreak';

const view: CapacityView = {
	allHours: 200,
	freeHours: 100,
	people: 5,
	expectedJobs: 20,
	arrivedJobs: 10,
	meanHours: 8,
};
const person = { all: 40, free: 20 };

describe('capacityPrice', () => {
	it.each([
		['a job takes more hours', capacityPrice(view, person, 9)],
		['less is free while as much is to come', capacityPrice({ ...view, freeHours: 80 }, person, 8)],
		['more is to come', capacityPrice({ ...view, expectedJobs: 30 }, person, 8)],
		['the person has fewer hours free than others', capacityPrice(view, { all: 40, free: 8 }, 8)],
		['the person has fewer hours in all', capacityPrice(view, { all: 20, free: 10 }, 8)],
	])('is higher when %s', (_when, higher) => {
		expect(higher).toBeGreaterThan(capacityPrice(view, person, 8));
	});

	it.each([
		['the job takes no hours', capacityPrice(view, person, 0)],
		['the person has no hours', capacityPrice(view, { all: 0, free: 0 }, 8)],
		['nobody has any', capacityPrice({ ...view, allHours: 0, people: 0 }, person, 8)],
	])('is nothing when %s', (_when, price) => {
		expect(price).toBe(0);
	});

	it('does not need to know how many will come', () => {
		const price = capacityPrice({ ...view, expectedJobs: null }, person, 8);
		expect(price).toBeCloseTo(1.1 * (8 / 40) * (40 / 8), 6);
	});

	it('stays a finite number of 0 or more whatever it is told', () => {
		const hours = fc.integer({ min: 0, max: 4_000 }).map((quarters) => quarters / 4);
		fc.assert(
			fc.property(
				fc.record({
					allHours: hours,
					freeHours: hours,
					people: fc.nat(300),
					expectedJobs: fc.option(fc.nat(300)),
					arrivedJobs: fc.nat(300),
					meanHours: hours,
				}),
				fc.record({ all: hours, free: hours }),
				hours,
				(some, someone, taken) => {
					const price = capacityPrice(some, someone, taken);
					expect(price).toBeGreaterThanOrEqual(0);
					expect(Number.isNaN(price)).toBe(false);
				},
			),
			{ numRuns: 500, seed: 20261126 },
		);
	});
});

describe('tieBreak', () => {
	it('gives each of equal candidates the first place about equally often', () => {
		const people = ['a', 'b', 'c', 'd', 'e'];
		const firsts = Array.from({ length: 1_000 }, (_, job) => {
			const drawn = people.map((id) => tieBreak('seed', `job-${job}`, id));
			return people[drawn.indexOf(Math.min(...drawn))];
		});
		for (const id of people) {
			const share = firsts.filter((first) => first === id).length;
			expect(share).toBeGreaterThan(150);
			expect(share).toBeLessThan(250);
		}
	});

	it('is the same for the same seed, and knows where one word ends', () => {
		expect(tieBreak('s', 'ab', 'c')).toBe(tieBreak('s', 'ab', 'c'));
		expect(tieBreak('s', 'ab', 'c')).not.toBe(tieBreak('s', 'a', 'bc'));
		expect(tieBreak('s', 'ab', 'c')).not.toBe(tieBreak('t', 'ab', 'c'));
	});
});
