import fc from 'fast-check';

import { searchPlan } from '../../../orchestrator/src/routing/localSearch';
import { lowerBound } from '../../../orchestrator/src/routing/lowerBound';
import { buildModel } from '../../../orchestrator/src/routing/model';
import { costOf, overloaded } from '../../../orchestrator/src/routing/planState';
import { solveProblem } from '../../../orchestrator/src/routing/solve';
import { aWeek } from '../../support/aWeek';
import type { Hours, Options } from '../../support/routeProblems';
import { addUp, aProblem, smallProblems, tryEverything } from '../../support/routeProblems';

interface Row {
	when: string;
	hours: Hours;
	options: Options;
	status: string;
	cost: number;
	unplaced?: string[];
}

describe('solveProblem', () => {
	it.each<Row>([
		{ when: 'there is nothing to do', hours: { a: 8 }, options: {}, status: 'optimal', cost: 0 },
		{ when: 'there is nobody and nothing', hours: {}, options: {}, status: 'optimal', cost: 0 },
		{
			when: 'one person does everything',
			hours: { a: 8 },
			options: { x: { a: [3, 5] }, y: { a: [4, 3] } },
			status: 'optimal',
			cost: 7,
		},
		{
			when: 'the cheapest has not the hours for both',
			hours: { a: 5, b: 9 },
			options: { x: { a: [1, 5], b: [9, 5] }, y: { a: [1, 4], b: [2, 4] } },
			status: 'optimal',
			cost: 3,
		},
		{
			when: 'work takes no hours and people have none',
			hours: { a: 0, b: 0 },
			options: { x: { a: [2, 0], b: [1, 0] }, y: { a: [2, 0], b: [2, 1] } },
			status: 'optimal',
			cost: 3,
		},
		{
			when: 'decimals just fit',
			hours: { a: 0.3 },
			options: { x: { a: [1, 0.1] }, y: { a: [1, 0.2] } },
			status: 'optimal',
			cost: 2,
		},
		{
			when: 'a hair too much does not fit',
			hours: { a: 10 },
			options: { x: { a: [1, 5] }, y: { a: [2, 5.00001] } },
			status: 'partial',
			cost: 1,
			unplaced: ['y'],
		},
		{
			when: 'everything is equal',
			hours: { a: 4, b: 4 },
			options: { x: { a: [1, 4], b: [1, 4] }, y: { a: [1, 4], b: [1, 4] } },
			status: 'optimal',
			cost: 2,
		},
		{
			when: 'costs are huge and differ by little',
			hours: { a: 4, b: 4 },
			options: {
				x: { a: [1e12, 4], b: [1e12 + 5, 4] },
				y: { a: [1e12, 4], b: [1e12 + 7, 4] },
			},
			status: 'optimal',
			cost: 2e12 + 5,
		},
		{
			when: 'costs are far apart',
			hours: { a: 4, b: 4 },
			options: { x: { a: [1e15, 4], b: [0.5, 4] }, y: { a: [2, 4], b: [1, 4] } },
			status: 'optimal',
			cost: 2.5,
		},
		{
			when: 'costs are below 0',
			hours: { a: 4, b: 4 },
			options: { x: { a: [-9, 4], b: [-1, 4] }, y: { a: [-5, 4], b: [-4, 4] } },
			status: 'optimal',
			cost: -13,
		},
		{
			when: 'nobody is named for a project',
			hours: { a: 8 },
			options: { x: { a: [3, 5] }, y: {} },
			status: 'partial',
			cost: 3,
			unplaced: ['y'],
		},
		{
			when: 'a project is larger than anybody',
			hours: { a: 8, b: 6 },
			options: { x: { a: [3, 5] }, y: { a: [1, 9], b: [1, 7] } },
			status: 'partial',
			cost: 3,
			unplaced: ['y'],
		},
		{
			when: 'two fit where the dear one would take the room of both',
			hours: { a: 6 },
			options: { x: { a: [-50, 6] }, y: { a: [3, 3] }, z: { a: [4, 3] } },
			status: 'partial',
			cost: 7,
			unplaced: ['x'],
		},
		{
			when: 'there are projects and nobody at all',
			hours: {},
			options: { x: {} },
			status: 'partial',
			cost: 0,
			unplaced: ['x'],
		},
	])('is $status at $cost when $when', async ({ hours, options, status, cost, unplaced = [] }) => {
		const plan = await solveProblem(aProblem(hours, options));
		expect(plan).toMatchObject({ status, totalCost: cost, bound: cost, gap: 0, moved: 0 });
		expect(plan.unplaced.map(({ project }) => project)).toEqual(unplaced);
		expect(plan.fewestUnplaced).toBe(true);
	});

	it('says of each project without a place who is full', async () => {
		const problem = aProblem({ a: 8, b: 2 }, { x: { a: [1, 6], b: [1, 3] }, y: { a: [2, 6] } });
		const { unplaced } = await solveProblem(problem);
		expect(unplaced).toEqual([{ project: 'y', because: 'a has 2 of 8 h left and needs 6' }]);
	});

	it('keeps names that are numbers', async () => {
		const problem = {
			people: [{ id: 7, capacityHours: 1 }],
			projects: [{ id: 3, options: [{ person: 7, cost: 1, hours: 1 }] }],
		};
		const { assignments } = await solveProblem(problem);
		expect(assignments).toEqual([{ project: 3, person: 7 }]);
	});

	it('finds what trying everything finds, and never a bound above it', async () => {
		await fc.assert(
			fc.asyncProperty(smallProblems(), async (problem) => {
				const best = tryEverything(problem);
				const plan = await solveProblem(problem);
				const { cost, overloaded: tooMuch } = addUp(problem, plan.assignments);
				const size = 1e-6 * Math.max(1, Math.abs(best.cost));
				expect(tooMuch).toEqual([]);
				expect(plan.assignments).toHaveLength(best.placed);
				expect(Math.abs(cost - best.cost)).toBeLessThanOrEqual(size);
				expect(plan.totalCost).toBeCloseTo(cost, 3);
				expect(plan.bound).toBeLessThanOrEqual(plan.totalCost + size);
				expect(plan.gap).toBeLessThanOrEqual(1e-6);
			}),
			{ numRuns: 60, seed: 20261126 },
		);
	});
});

describe('when time is up', () => {
	const problem = aWeek({ projects: 60, people: 12, seed: 5 });

	it('the plan of our own search is given, with a bound that holds', async () => {
		const plan = await solveProblem(problem, { seconds: 0.001 });
		const { cost, overloaded: tooMuch } = addUp(problem, plan.assignments);
		expect(tooMuch).toEqual([]);
		expect(plan).toMatchObject({ status: 'feasible', totalCost: cost, unplaced: [] });
		expect(plan.bound).toBeLessThan(cost);
		expect(plan.gap).toBeCloseTo((cost - plan.bound) / cost, 9);
		expect(plan.gap).toBeLessThan(0.1);
	});

	it('the bound is below what everything tried gives, and the search within capacity', () => {
		fc.assert(
			fc.property(smallProblems(), (small) => {
				const model = buildModel(small, null);
				const picks = searchPlan(model);
				const { placed, objective } = costOf(model, picks);
				expect(overloaded(model, picks)).toEqual([]);
				expect(placed).toBeLessThanOrEqual(tryEverything(small).placed);
				const { bound } = lowerBound(model, placed);
				expect(bound).toBeLessThanOrEqual(objective + 1e-6 * Math.max(1, Math.abs(objective)));
				const best = tryEverything(small);
				if (best.placed !== placed) return;
				expect(bound).toBeLessThanOrEqual(best.cost + 1e-6 * Math.max(1, Math.abs(best.cost)));
			}),
			{ numRuns: 300, seed: 20261126 },
		);
	});
});

describe('a large week', () => {
	it('is planned in slices with everything placed and nobody overloaded', async () => {
		const problem = aWeek({ projects: 300, people: 60, seed: 2 });
		const quick = await solveProblem(problem, { seconds: 0.001 });
		// Ends with the first slices that bring something, however long a busy machine takes for them.
		const plan = await solveProblem(problem, { seconds: 40, gap: 0.995 * quick.gap });
		expect(addUp(problem, plan.assignments).overloaded).toEqual([]);
		expect(plan.assignments).toHaveLength(300);
		expect(plan.totalCost).toBeLessThan(quick.totalCost);
		expect(plan.bound).toBeLessThanOrEqual(plan.totalCost);
		expect(plan.gap).toBeLessThan(0.03);
	});
});

describe('shares', () => {
	const hubOf = (person: unknown) => (String(person) === 'n' ? 'north' : 'south');
	const options = Object.fromEntries(
		Array.from({ length: 10 }, (_, index) => [
			`j${index}`,
			{ n: [10 + index, 1], s: [8, 1] } as Record<string, [number, number]>,
		]),
	);
	const problem = aProblem({ n: 20, s: 20 }, options);
	problem.people = problem.people.map((person) => ({ ...person, hub: hubOf(person.id) }));
	const north = (assignments: ReadonlyArray<{ person: unknown }>) =>
		assignments.filter(({ person }) => hubOf(person) === 'north').length;

	it('of a hub are kept where that costs less than straying', async () => {
		const bands = [
			{ hub: 'north', unit: 'projects' as const, min: 0.3, max: 0.5, pricePerPoint: 10 },
		];
		const plan = await solveProblem({ ...problem, hubBands: bands });
		expect(north(plan.assignments)).toBe(3);
		expect(plan).toMatchObject({ status: 'optimal', otherCosts: 0, totalCost: 7 * 8 + 33 });
	});

	it('of a hub give way where keeping them costs more', async () => {
		const bands = [
			{ hub: 'north', unit: 'projects' as const, min: 0.3, max: 0.5, pricePerPoint: 0.01 },
		];
		const plan = await solveProblem({ ...problem, hubBands: bands });
		expect(north(plan.assignments)).toBe(0);
		expect(plan.otherCosts).toBeCloseTo(0.3);
	});

	it('are even by hours where unevenness costs more than the difference between people', async () => {
		const plan = await solveProblem({ ...problem, fairness: { pricePerHour: 20 } });
		expect(north(plan.assignments)).toBe(5);
	});
});
