import type { Picks, PlanModel } from './model';
import type { PlanState } from './planState';
import { choiceOf, costOf, planState } from './planState';
import type { Assignment, Id } from './problem';

/** A plan as the command line gives it. */
export interface RoutePlan {
	/**
	 * `optimal`: proven; `feasible`: everything is placed, how far from the best says `gap`; `partial`:
	 * something could not be placed.
	 */
	status: 'optimal' | 'feasible' | 'partial';
	/** Sum of the options' costs of what is placed. */
	totalCost: number;
	/**
	 * No plan costs less that places as many projects and pays no more for changes, bands and even
	 * shares than this one does.
	 */
	bound: number;
	/** How far the plan may be from the best, as a share of its cost; 0 is proven. */
	gap: number;
	assignments: Assignment[];
	/** Projects that another person has than in the previous plan, or nobody. */
	moved: number;
	seconds: number;
	unplaced: Array<{ project: Id; because: string }>;
	/** Whether it is proven that no plan leaves fewer unplaced. */
	fewestUnplaced: boolean;
	/** Work that had begun and could not stay. */
	released: Array<{ project: Id; because: string }>;
	/** What was minimised beside the costs: the price of changes, of bands and of uneven shares. */
	otherCosts: number;
}

/** A gap below this part of the largest difference between choices is none: the solver's tolerance. */
const NO_GAP = 1e-6;

/** Writes a plan out in names, with its costs added up anew. */
export function reportPlan(
	model: PlanModel,
	{ picks, bound, isMost }: { picks: Picks; bound: number; isMost: boolean },
	seconds: number,
): RoutePlan {
	const { cost, objective } = costOf(model, picks);
	const state = planState(model, picks);
	const otherCosts = objective - cost;
	const least = tightened(model, bound);
	const isProven = objective - least <= noGap(model, objective);
	const lower = isProven ? cost : least - otherCosts;
	const unplaced = picks.flatMap((pick, project) =>
		pick === -1 ? [{ project: model.projects[project]!.id, because: whyNot(state, project) }] : [],
	);
	const feasible = isProven ? 'optimal' : 'feasible';
	return {
		status: unplaced.length > 0 ? 'partial' : feasible,
		totalCost: cost,
		bound: lower,
		gap: gapOf(cost, lower),
		assignments: assignmentsOf(state),
		moved: model.projects.filter(({ previous }, project) => {
			return previous !== null && choiceOf(state, project)?.person !== previous;
		}).length,
		seconds: Math.round(seconds * 1_000) / 1_000,
		unplaced,
		fewestUnplaced: isMost,
		released: model.released,
		otherCosts,
	};
}

/** The distance between an objective and its bound that is none: tolerances, and sums of decimals. */
export function noGap({ projects }: PlanModel, objective: number): number {
	const spreads = projects.map(({ choices }) => {
		const prices = choices.map(({ price }) => price);
		return prices.length === 0 ? 0 : Math.max(...prices) - Math.min(...prices);
	});
	return Math.max(NO_GAP * Math.max(0, ...spreads), 1e-12 * Math.abs(objective));
}

/** Who does what, in the order of the problem. */
export function assignmentsOf(state: PlanState): Assignment[] {
	const { projects, people } = state.model;
	return projects.flatMap(({ id }, project) => {
		const choice = choiceOf(state, project);
		return choice === null ? [] : [{ project: id, person: people[choice.person]!.id }];
	});
}

/** The distance of a cost to a bound as a share of the cost; of the bound where the cost is 0. */
export function gapOf(cost: number, bound: number): number {
	const distance = Math.max(0, cost - bound);
	if (distance === 0) return 0;
	return distance / (Math.abs(cost) || Math.abs(bound));
}

/** Where every cost is a whole number, so is that of the best plan. */
function tightened({ projects, soft }: PlanModel, bound: number): number {
	const isWhole = projects.every(({ choices }) =>
		choices.every(({ price }) => Number.isInteger(price)),
	);
	return isWhole && soft.length === 0 ? Math.ceil(bound - NO_GAP) : bound;
}

/** Why nobody has a project: what stands in the way at each person who could do it. */
export function whyNot(state: PlanState, project: number): string {
	const { projects, people } = state.model;
	const { choices } = projects[project]!;
	if (choices.length === 0) return 'nobody is named who could do it with all their hours free';
	const [shown, rest] = [choices.slice(0, 5), choices.length - 5];
	const reasons = shown.map(({ person, hours }) => {
		const { id, capacity } = people[person]!;
		const free = Math.max(0, capacity - state.load[person]!);
		return `${id} has ${rounded(free)} of ${rounded(capacity)} h left and needs ${rounded(hours)}`;
	});
	return `${reasons.join('; ')}${rest > 0 ? `; and ${rest} more are full` : ''}`;
}

function rounded(hours: number): number {
	return Math.round(hours * 100) / 100;
}
