import fc from 'fast-check';

import type { Problem } from '../../../orchestrator/src/routing/problem';
import { replayProblem } from '../../../orchestrator/src/routing/replay';
import { aWeek } from '../../support/aWeek';
import { addUp, aProblem, smallProblems, tryEverything } from '../../support/routeProblems';

const asGiven = ({ projects }: Problem) => projects.map((_, place) => place);
const replay = (problem: Problem) => replayProblem(problem, asGiven(problem));

describe('replayProblem', () => {
	it('places each project with who costs least while hours are plenty', () => {
		const problem = aProblem(
			{ a: 100, b: 100 },
			{ x: { a: [1, 1], b: [5, 1] }, y: { a: [5, 1], b: [1, 1] } },
			{ expectedProjects: 2 },
		);
		expect(replay(problem)).toMatchObject({ status: 'optimal', totalCost: 2, unplaced: [] });
	});

	it('leaves unplaced what nobody has room for, and says who was full', () => {
		const plan = replay(aProblem({ a: 5 }, { x: { a: [1, 4] }, y: { a: [1, 4] } }));
		expect(plan).toMatchObject({ status: 'partial', totalCost: 1 });
		expect(plan.unplaced).toEqual([{ project: 'y', because: 'a has 1 of 5 h left and needs 4' }]);
	});

	it('says who was full when the project came, not who is at the end', () => {
		const problem = aProblem({ a: 5 }, { x: { a: [1, 3] }, y: { a: [1, 4] }, z: { a: [1, 1] } });
		expect(replay(problem).unplaced[0].because).toContain('a has 2 of 5 h left');
	});

	it('spares the hours of who is good at everything, for whom it matters more', () => {
		const many = Object.fromEntries(
			Array.from({ length: 8 }, (_, index) => [
				`j${index}`,
				(index % 2 === 0
					? { best: [10, 2], other: [30, 1] }
					: { best: [10, 2], other: [11, 1] }) as Record<string, [number, number]>,
			]),
		);
		const plan = replay(aProblem({ best: 8, other: 8 }, many, { expectedProjects: 8 }));
		expect(plan).toMatchObject({ totalCost: 4 * 10 + 4 * 11, unplaced: [] });
	});

	it('sees nothing of what has not arrived', () => {
		const week = aWeek({ projects: 30, people: 8, seed: 4, load: 1 });
		const whole = replay({ ...week, expectedProjects: 30 });
		for (const arrived of [1, 7, 20]) {
			const first = { ...week, projects: week.projects.slice(0, arrived), expectedProjects: 30 };
			const ids = new Set(first.projects.map(({ id }) => id));
			expect(replay(first).assignments).toEqual(
				whole.assignments.filter(({ project }) => ids.has(project)),
			);
		}
	});

	it('takes projects in the order that is given and prints them in that of the file', () => {
		const problem = aProblem({ a: 4 }, { x: { a: [1, 4] }, y: { a: [1, 4] } });
		const plan = replayProblem(problem, [1, 0]);
		expect(plan.assignments).toEqual([{ project: 'y', person: 'a' }]);
		expect(plan.unplaced.map(({ project }) => project)).toEqual(['x']);
	});

	it('gives ties to everybody alike', () => {
		const people = ['a', 'b', 'c'];
		const options = Object.fromEntries(people.map((person) => [person, [1, 0]]));
		const projects = Array.from({ length: 300 }, (_, index) => [`j${index}`, options]);
		const hours = Object.fromEntries(people.map((person) => [person, 10]));
		const plan = replay(aProblem(hours, Object.fromEntries(projects)));
		for (const person of people) {
			const share = plan.assignments.filter((each) => each.person === person).length;
			expect(share).toBeGreaterThan(70);
			expect(share).toBeLessThan(130);
		}
	});

	it('never overloads anybody and is never cheaper than the bound or the best of its size', () => {
		fc.assert(
			fc.property(smallProblems(), fc.option(fc.nat(9)), (problem, expected) => {
				const plan = replay(
					expected === null ? problem : { ...problem, expectedProjects: expected },
				);
				const { cost, overloaded } = addUp(problem, plan.assignments);
				const size = 1e-6 * Math.max(1, Math.abs(cost));
				expect(overloaded).toEqual([]);
				expect(plan.assignments.length + plan.unplaced.length).toBe(problem.projects.length);
				expect(plan.bound).toBeLessThanOrEqual(plan.totalCost + size);
				const best = tryEverything(problem);
				if (best.placed === plan.assignments.length)
					expect(plan.totalCost).toBeGreaterThanOrEqual(best.cost - size);
			}),
			{ numRuns: 300, seed: 20261126 },
		);
	});
});
