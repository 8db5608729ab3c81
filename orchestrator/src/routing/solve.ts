import { openHighs } from './highs';
import type { Highs } from './highs';
import { searchPlan } from './localSearch';
import { lowerBound } from './lowerBound';
import { solveModel } from './mixedInteger';
import type { Picks, PlanModel } from './model';
import { buildModel } from './model';
import { costOf } from './planState';
import type { Assignment, Problem } from './problem';
import { noGap, reportPlan } from './report';
import type { RoutePlan } from './report';
import { improveInSlices } from './slices';

/** What a solve goes by. */
export interface SolveOptions {
	/** How long to search, in seconds, above 0. */
	seconds?: number;
	/** Share of the objective that a plan may miss the bound by and be good enough; 0 proves the optimum. */
	gap?: number;
	/** The plan that is in force: each change against it costs, and started work stays. */
	previous?: readonly Assignment[] | null;
}

/** A plan, and what is proven about it. */
interface Found {
	picks: Picks;
	/** No plan that places as many has a lower objective. */
	bound: number;
	/** Whether no plan places more. */
	isMost: boolean;
}

/** Seconds of a solve that is not told otherwise. */
const USUAL_SECONDS = 20;

/** Most choices that the solver plans at once; above, it goes slice by slice. */
const MOST_CHOICES = 6_000;

/** Least time that the solver is worth being asked for, in seconds. */
const LEAST_SECONDS = 0.05;

/** Part of the time spent on whether all can be placed, where that is in doubt. */
const ALL_SHARE = 0.4;

/** Part of the time spent on finding how many projects can be placed, where not all can. */
const COUNT_SHARE = 0.4;

/**
 * Plans a whole problem: every project to one person, nobody beyond their capacity, at the least
 * cost. Where not all can be placed, as many as can be, and why the others cannot.
 *
 * A search of its own comes first, so that there is always a plan; the solver improves and proves it
 * within the time. The bound holds for whatever could be proven.
 *
 * @throws MendableError `route/no-solver`
 */
export async function solveProblem(
	problem: Problem,
	{ seconds = USUAL_SECONDS, gap = 0, previous = null }: SolveOptions = {},
): Promise<RoutePlan> {
	const startedAt = performance.now();
	const until = startedAt + 1_000 * seconds;
	const model = buildModel(problem, previous);
	const found = await findPlan(model, until, gap);
	return reportPlan(model, found, (performance.now() - startedAt) / 1_000);
}

async function findPlan(model: PlanModel, until: number, gap: number): Promise<Found> {
	const first = firstPlan(model);
	const isDone = (found: Found) => found.isMost && isClose(model, found, gap);
	if (isDone(first) || secondsTo(until) < LEAST_SECONDS) return first;

	const highs = await openHighs();
	try {
		const choices = model.projects.reduce((sum, project) => sum + project.choices.length, 0);
		if (choices <= MOST_CHOICES) return await planWhole(highs, model, first, until, gap);
		const target = first.isMost ? first.bound + absoluteGap(model, first, gap) : -Infinity;
		const picks = await improveInSlices(highs, model, first.picks, until, target);
		return better(model, first, withBound(model, picks));
	} finally {
		await highs.close();
	}
}

/** The plan of our own search, with a bound that needs no solver. */
function firstPlan(model: PlanModel): Found {
	return withBound(model, searchPlan(model));
}

function withBound(model: PlanModel, picks: Picks): Found {
	const { placed } = costOf(model, picks);
	const possible = model.projects.filter(({ choices }) => choices.length > 0).length;
	return { picks, bound: lowerBound(model, placed).bound, isMost: placed === possible };
}

async function planWhole(
	highs: Highs,
	model: PlanModel,
	first: Found,
	until: number,
	gap: number,
): Promise<Found> {
	const distance = absoluteGap(model, first, gap);
	const start = first.picks.includes(-1) ? null : first.picks;
	const isPossible = model.projects.every(({ choices }) => choices.length > 0);
	if (isPossible) {
		// Where our own search left something out, it may take long to prove that all cannot be placed.
		const seconds = (start === null ? ALL_SHARE : 1) * secondsTo(until);
		const limits = { seconds, absoluteGap: distance };
		const all = await solveModel(highs, model, { kind: 'all' }, start, limits);
		if (all.picks !== null)
			return better(model, first, { picks: all.picks, bound: all.bound, isMost: true });
		if (all.status !== 'infeasible' && start !== null)
			return { ...first, bound: Math.max(first.bound, all.bound) };
	}
	return await planMost(highs, model, first, until, distance);
}

/** First how many can be placed, then the cheapest way to place so many. */
async function planMost(
	highs: Highs,
	model: PlanModel,
	first: Found,
	until: number,
	distance: number,
): Promise<Found> {
	const seconds = COUNT_SHARE * secondsTo(until);
	if (seconds < LEAST_SECONDS) return first;
	const limits = { seconds, absoluteGap: 0.5 };
	const most = await solveModel(highs, model, { kind: 'most' }, first.picks, limits);
	let found = first;
	if (most.picks !== null) {
		// Its costs are anything; our own search makes them small.
		const next = withBound(model, searchPlan(model, most.picks));
		found = better(model, first, next);
	}
	const { placed } = costOf(model, found.picks);
	const isMost = found.isMost || -most.bound < placed + 1 - 1e-6;
	found = { ...found, isMost };
	if (placed === 0 || secondsTo(until) < LEAST_SECONDS) return found;

	const rest = { seconds: secondsTo(until), absoluteGap: distance };
	const goal = { kind: 'count', count: placed } as const;
	const best = await solveModel(highs, model, goal, found.picks, rest);
	const bound = Math.max(found.bound, best.bound);
	if (best.picks === null) return { ...found, bound };
	return better(model, found, { picks: best.picks, bound, isMost });
}

/** The plan that places more, then the one that costs less, with the tighter bound of equals. */
function better(model: PlanModel, a: Found, b: Found): Found {
	const [costA, costB] = [costOf(model, a.picks), costOf(model, b.picks)];
	if (costA.placed !== costB.placed) return costA.placed > costB.placed ? a : b;
	const best = costB.objective <= costA.objective ? b : a;
	return { ...best, bound: Math.max(a.bound, b.bound), isMost: a.isMost || b.isMost };
}

function isClose(model: PlanModel, found: Found, gap: number): boolean {
	const { objective } = costOf(model, found.picks);
	return objective - found.bound <= absoluteGap(model, found, gap) + noGap(model, objective);
}

/** The gap in the unit of the costs, as a share of the costs alone: the share that is reported. */
function absoluteGap(model: PlanModel, { picks }: Found, gap: number): number {
	return gap * Math.abs(costOf(model, picks).cost);
}

function secondsTo(moment: number): number {
	return (moment - performance.now()) / 1_000;
}
