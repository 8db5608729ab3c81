import fc from 'fast-check';

import type { Assignment, Problem } from '../../orchestrator/src/routing/problem';

/** What the best whole plan looks like, found by trying everything. */
export interface BestPlan {
	placed: number;
	cost: number;
}

/** People by id with their hours. */
export type Hours = Record<string, number>;

/** Projects by id, each with cost and hours by person. */
export type Options = Record<string, Record<string, [cost: number, hours: number]>>;

/** A problem in few words: hours of people, and cost and hours of each who could do a project. */
export function aProblem(hours: Hours, options: Options, more: Partial<Problem> = {}): Problem {
	return {
		people: Object.entries(hours).map(([id, capacityHours]) => ({ id, capacityHours })),
		projects: Object.entries(options).map(([id, people]) => ({
			id,
			options: Object.entries(people).map(([person, [cost, taken]]) => ({
				person,
				cost,
				hours: taken,
			})),
		})),
		...more,
	};
}

/** Small problems of any kind: people without hours, projects without options, ties, costs below 0. */
export function smallProblems(): fc.Arbitrary<Problem> {
	const cost = fc.oneof(
		fc.integer({ min: -20, max: 20 }),
		fc.constantFrom(0, 0.1, 0.2, 0.3, 1e12, -1e9),
	);
	const hours = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(0.1, 0.2, 0.3, 2.5));
	return fc.integer({ min: 0, max: 4 }).chain((count) => {
		const people = Array.from({ length: count }, (_, index) => `p${index}`);
		const option = fc.option(fc.tuple(cost, hours), { freq: 4 });
		const project = fc.array(option, { minLength: count, maxLength: count });
		return fc
			.tuple(
				fc.array(fc.oneof(fc.integer({ min: 0, max: 14 }), fc.constant(0.3)), {
					minLength: count,
					maxLength: count,
				}),
				fc.array(project, { maxLength: 5 }),
			)
			.map(
				([capacities, projects]): Problem => ({
					people: people.map((id, index) => ({ id, capacityHours: capacities[index] })),
					projects: projects.map((options, index) => ({
						id: `j${index}`,
						options: people.flatMap((person, place) => {
							const given = options[place];
							return given === null ? [] : [{ person, cost: given[0], hours: given[1] }];
						}),
					})),
				}),
			);
	});
}

/** Tries every plan: most projects first, then least cost. Only for a handful of projects. */
export function tryEverything({ people, projects }: Problem): BestPlan {
	const left = new Map(people.map(({ id, capacityHours }) => [id, capacityHours]));
	const best = { placed: -1, cost: Infinity };
	const go = (index: number, placed: number, cost: number) => {
		if (index === projects.length) {
			const isBetter = placed > best.placed || (placed === best.placed && cost < best.cost);
			if (isBetter) Object.assign(best, { placed, cost });
			return;
		}
		go(index + 1, placed, cost);
		for (const option of projects[index].options) {
			const free = left.get(option.person) ?? 0;
			if (option.hours > free + 1e-9) continue;
			left.set(option.person, free - option.hours);
			go(index + 1, placed + 1, cost + option.cost);
			left.set(option.person, free);
		}
	};
	go(0, 0, 0);
	return best;
}

/** Hours that each person carries in a plan, and what it costs, by the problem's own figures. */
export function addUp(
	{ people, projects }: Problem,
	assignments: readonly Assignment[],
): { cost: number; overloaded: string[] } {
	const load = new Map(people.map(({ id }) => [id, 0]));
	let cost = 0;
	for (const { project, person } of assignments) {
		const option = projects
			.find(({ id }) => id === project)
			?.options.find((each) => each.person === person);
		if (option === undefined) throw new Error(`${person} may not do ${project}`);
		cost += option.cost;
		load.set(person, (load.get(person) ?? 0) + option.hours);
	}
	const overloaded = people
		.filter(({ id, capacityHours }) => (load.get(id) ?? 0) > capacityHours + 1e-6)
		.map(({ id }) => String(id));
	return { cost, overloaded };
}
