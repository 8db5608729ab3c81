import type { Problem } from '../../orchestrator/src/routing/problem';
import { replayProblem } from '../../orchestrator/src/routing/replay';
import type { GapInstance } from '../support/gapProblems';

/** How one-at-a-time placement did over all instances and orders. */
export interface ReplayResult {
	runs: number;
	/** Value collected as a share of the clairvoyant optimum: mean, 5th percentile, least. */
	meanShare: number;
	lowShare: number;
	leastShare: number;
	/** Jobs that nobody had room for, as a share of all. */
	unplacedShare: number;
}

/** One way of placing jobs as they come. */
export type Policy = (problem: Problem, order: readonly number[]) => Placed;

/** What a policy did with one order. */
export interface Placed {
	assignments: ReadonlyArray<{ project: unknown; person: unknown }>;
}

/** What a run over all instances goes by. */
export interface ReplayWay {
	/** Whether the number of jobs is told. */
	isExpected: boolean;
	/** How a value becomes a cost: its negative, or what it lacks to the instance's largest. */
	cost: 'negative' | 'missing';
	/** Ours unless given. */
	policy?: Policy;
}

/** Places every instance's jobs in each order and adds up. */
export function replayAll(
	instances: readonly GapInstance[],
	orders: Record<string, number[][]>,
	{ isExpected, cost, policy = replayProblem }: ReplayWay,
): ReplayResult {
	const shares: number[] = [];
	let [jobs, placed] = [0, 0];
	for (const { problem, optimum } of instances) {
		const values = valuesOf(problem);
		const given = cost === 'negative' ? problem : asMissing(problem);
		const told = isExpected ? { ...given, expectedProjects: problem.projects.length } : given;
		for (const order of orders[String(problem.projects.length)]) {
			const { assignments } = policy(told, order);
			const value = assignments.reduce(
				(sum, { project, person }) => sum + (values.get(`${project} ${person}`) ?? Number.NaN),
				0,
			);
			shares.push(value / optimum);
			jobs += order.length;
			placed += assignments.length;
		}
	}
	shares.sort((a, b) => a - b);
	return {
		runs: shares.length,
		meanShare: shares.reduce((sum, share) => sum + share, 0) / shares.length,
		lowShare: shares[Math.floor(shares.length / 20)],
		leastShare: shares[0],
		unplacedShare: (jobs - placed) / jobs,
	};
}

function valuesOf({ projects }: Problem): Map<string, number> {
	return new Map(
		projects.flatMap(({ id, options }) =>
			options.map((option): [string, number] => [`${id} ${option.person}`, -option.cost]),
		),
	);
}

function asMissing(problem: Problem): Problem {
	const costs = problem.projects.flatMap(({ options }) => options.map((option) => option.cost));
	const least = Math.min(...costs);
	return {
		...problem,
		projects: problem.projects.map((project) => ({
			...project,
			options: project.options.map((option) => ({ ...option, cost: option.cost - least })),
		})),
	};
}

/** Gives each job to whoever has room and costs least for it. */
export const cheapest: Policy = greedy((option) => option.cost);

/** Gives each job to whoever has room and has the smallest part of their hours taken. */
export const leastLoaded: Policy = greedy((_, { load, capacity }) => load / capacity);

/** Gives jobs to people in turn, passing over those who have no room. */
export const roundRobin: Policy = (problem, order) => {
	let last = -1;
	return greedy(
		(_, __, place) => {
			const count = problem.people.length;
			return (place - last - 1 + count) % count;
		},
		(place) => (last = place),
	)(problem, order);
};

/** What a simple rule may look at. */
interface Busy {
	load: number;
	capacity: number;
}

function greedy(
	rank: (option: { cost: number; hours: number }, busy: Busy, place: number) => number,
	onPlaced: (place: number) => void = () => {},
): Policy {
	return ({ people, projects }, order) => {
		const busy = people.map(({ capacityHours }) => ({ load: 0, capacity: capacityHours }));
		const placeOf = new Map(people.map(({ id }, place) => [id, place]));
		const assignments = order.flatMap((index) => {
			const { id, options } = projects[index];
			const open = options
				.map((option) => ({ option, place: placeOf.get(option.person) ?? -1 }))
				.filter(({ option, place }) => busy[place].load + option.hours <= busy[place].capacity)
				.map((each) => ({ ...each, rank: rank(each.option, busy[each.place], each.place) }));
			if (open.length === 0) return [];
			const best = open.reduce((a, b) => (b.rank < a.rank ? b : a));
			busy[best.place].load += best.option.hours;
			onPlaced(best.place);
			return [{ project: id, person: best.option.person }];
		});
		return { assignments };
	};
}
