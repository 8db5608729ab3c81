import type { Choice, Picks, PlanModel, SoftRow } from './model';
import { fits } from './model';

/** What a plan costs: as the problem says, and with everything else that was minimised. */
export interface PlanCost {
	/** Sum of the options' costs. */
	cost: number;
	/** That, the price of changes, and what straying from bands and even shares costs. */
	objective: number;
	placed: number;
}

/** A plan that is being changed, with loads and sums kept beside it. */
export interface PlanState {
	readonly model: PlanModel;
	readonly picks: Picks;
	/** Hours that each person carries. */
	readonly load: number[];
	/** What each soft row adds up to. */
	readonly sums: number[];
}

/** A plan from picks; without any, nobody has anything. */
export function planState(model: PlanModel, picks?: Picks): PlanState {
	const state: PlanState = {
		model,
		picks: model.projects.map(() => -1),
		load: model.people.map(() => 0),
		sums: model.soft.map(() => 0),
	};
	picks?.forEach((pick, project) => place(state, project, pick));
	return state;
}

/** The choice that a project has in a plan; null while nobody has it. */
export function choiceOf({ model, picks }: PlanState, project: number): Choice | null {
	return model.projects[project]!.choices[picks[project]!] ?? null;
}

/** Gives a project another choice, or none (-1); answers by how much the objective rises. */
export function place(state: PlanState, project: number, pick: number): number {
	const rise = count(state, choiceOf(state, project), -1);
	state.picks[project] = pick;
	return rise + count(state, choiceOf(state, project), 1);
}

function count({ model, load, sums }: PlanState, choice: Choice | null, sign: 1 | -1): number {
	if (choice === null) return 0;
	load[choice.person]! += sign * choice.hours;
	let rise = sign * choice.price;
	for (const { row, weight } of choice.counts) {
		const soft = model.soft[row]!;
		const before = strayCost(soft, sums[row]!);
		sums[row]! += sign * weight;
		rise += strayCost(soft, sums[row]!) - before;
	}
	return rise;
}

/** What a sum costs that has left its bounds. */
function strayCost({ min, max, price }: SoftRow, sum: number): number {
	return price * Math.max(0, min - sum, sum - max);
}

/** Whether a person has room for so many hours more. */
export function hasRoom({ model, load }: PlanState, person: number, hours: number): boolean {
	return fits(load[person]! + hours, model.people[person]!.capacity);
}

/** The costs of picks, added up anew, without the drift of a long search. */
export function costOf(model: PlanModel, picks: Picks): PlanCost {
	const state = planState(model, picks);
	let [cost, objective, placed] = [0, 0, 0];
	picks.forEach((_, project) => {
		const choice = choiceOf(state, project);
		if (choice === null) return;
		cost += choice.cost;
		objective += choice.price;
		placed += 1;
	});
	model.soft.forEach((row, index) => (objective += strayCost(row, state.sums[index]!)));
	return { cost, objective, placed };
}

/** People who carry more than they can, by place; a plan that is given to anybody has none. */
export function overloaded(model: PlanModel, picks: Picks): number[] {
	const { load } = planState(model, picks);
	return model.people.flatMap(({ capacity }, person) =>
		fits(load[person]!, capacity) ? [] : [person],
	);
}
