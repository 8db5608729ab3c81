import { solveProblem } from '../../../orchestrator/src/routing/solve';
import type { Problem } from '../../../orchestrator/src/routing/problem';
import { aWeek } from '../../support/aWeek';
import { addUp, aProblem } from '../../support/routeProblems';

/** The problem without a person. */
function without({ people, projects, ...rest }: Problem, gone: string): Problem {
	return {
		...rest,
		people: people.filter(({ id }) => id !== gone),
		projects: projects.map((project) => ({
			...project,
			options: project.options.filter(({ person }) => person !== gone),
		})),
	};
}

describe('a plan with one before it', () => {
	const problem = aProblem(
		{ a: 10, b: 10 },
		{ x: { a: [5, 4], b: [6, 4] }, y: { a: [6, 4], b: [5, 4] }, z: { a: [1, 1], b: [9, 1] } },
		{ movePrice: 2 },
	);
	const previous = [
		{ project: 'x', person: 'b' },
		{ project: 'y', person: 'b' },
		{ project: 'z', person: 'b' },
	];

	it('changes only what saves more than the change costs', async () => {
		const plan = await solveProblem(problem, { previous });
		expect(plan.assignments).toEqual([
			{ project: 'x', person: 'b' },
			{ project: 'y', person: 'b' },
			{ project: 'z', person: 'a' },
		]);
		expect(plan).toMatchObject({ moved: 1, totalCost: 12, otherCosts: 2, status: 'optimal' });
	});

	it('changes more when changes are free', async () => {
		expect(await solveProblem({ ...problem, movePrice: 0 }, { previous })).toMatchObject({
			moved: 2,
			totalCost: 11,
		});
	});

	it('leaves started work where it is, at any price', async () => {
		const started = problem.projects.map((project) => ({ ...project, started: true }));
		const plan = await solveProblem({ ...problem, projects: started }, { previous });
		expect(plan).toMatchObject({ moved: 0, released: [] });
	});

	it('lets started work go whose person is gone, and says so', async () => {
		const projects = problem.projects.map((project) => ({ ...project, started: true }));
		const plan = await solveProblem(without({ ...problem, projects }, 'b'), { previous });
		expect(plan.released.map(({ project }) => project)).toEqual(['x', 'y', 'z']);
		expect(plan).toMatchObject({ moved: 3, status: 'optimal' });
	});

	it('lets the largest started work go when its person has fewer hours, and says so', async () => {
		const people = [
			{ id: 'a', capacityHours: 10 },
			{ id: 'b', capacityHours: 5 },
		];
		const projects = problem.projects.map((project) => ({ ...project, started: true }));
		const plan = await solveProblem({ ...problem, people, projects }, { previous });
		expect(plan.released).toHaveLength(1);
		expect(plan.released[0].because).toBe('b has 5 h, less than what had begun takes');
		expect(plan.moved).toBe(1);
	});

	it('does not mind projects and people that are new or gone', async () => {
		const strange = [...previous.slice(1), { project: 'old', person: 'c' }];
		expect(await solveProblem(problem, { previous: strange })).toMatchObject({ status: 'optimal' });
	});
});

describe('losing a person with seven jobs', () => {
	const week = aWeek({ projects: 40, people: 8, seed: 3, load: 0.6 });
	const counted = (plan: Array<{ person: unknown }>) => {
		const counts = new Map<unknown, number>();
		for (const { person } of plan) counts.set(person, (counts.get(person) ?? 0) + 1);
		return counts;
	};

	it('moves at most nine, everything stays placed and nobody is overloaded', async () => {
		const before = await solveProblem(week, { seconds: 5, gap: 0.01 });
		const counts = counted(before.assignments);
		const gone = [...counts].find(([, count]) => count === 7)?.[0];
		expect(gone).toBeDefined();
		const rest = without(week, String(gone));
		const after = await solveProblem(rest, {
			seconds: 5,
			gap: 0.01,
			previous: before.assignments,
		});
		expect(after.unplaced).toEqual([]);
		expect(addUp(rest, after.assignments).overloaded).toEqual([]);
		const person = new Map(before.assignments.map((each) => [each.project, each.person]));
		const changed = after.assignments.filter((each) => person.get(each.project) !== each.person);
		expect(changed.length).toBeGreaterThanOrEqual(7);
		expect(changed.length).toBeLessThanOrEqual(9);
		expect(after.moved).toBe(changed.length);
	});
});
