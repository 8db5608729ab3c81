import type { Highs, MixedInteger, SolverLimits } from './highs';
import type { Picks, PlanModel } from './model';
import { overloaded, planState } from './planState';

/** What is asked of the solver. */
export type Goal =
	/** Every project placed, at the least objective. */
	| { kind: 'all' }
	/** As many projects as can be. */
	| { kind: 'most' }
	/** Just so many projects, at the least objective. */
	| { kind: 'count'; count: number };

/** What the solver made of a model. */
export interface SolverPlan {
	status: 'optimal' | 'infeasible' | 'stopped';
	/** Within everybody's capacity; null without a plan. */
	picks: Picks | null;
	/** No plan of the goal has a lower objective (for `most`: places more than minus this). */
	bound: number;
}

/** Rounds of telling the solver that a load it took for fitting does not fit. */
const CUT_ROUNDS = 5;

/** A model in columns and rows, and the way back. */
interface Layout {
	mixed: MixedInteger;
	/** Project and pick of each choice's column. */
	columns: Array<{ project: number; pick: number }>;
	/** What the objective has lost by subtracting each project's cheapest price. */
	offset: number;
	/** What costs were multiplied by. */
	scale: number;
}

/** Rows that a column touches, with what. */
type Cells = Array<[number, number]>;

/** People who may not carry a set of projects together, since it is a hair more than they have. */
type Cover = Array<{ project: number; pick: number }>;

/** Has the solver plan a model. Loads are checked anew; what only a tolerance let pass is ruled out. */
export async function solveModel(
	highs: Highs,
	model: PlanModel,
	goal: Goal,
	start: Picks | null,
	limits: SolverLimits,
): Promise<SolverPlan> {
	const covers: Cover[] = [];
	const until = performance.now() + 1_000 * limits.seconds;
	let bound = -Infinity;
	for (let round = 0; round < CUT_ROUNDS; round++) {
		const seconds = (until - performance.now()) / 1_000;
		if (seconds <= 0) break;
		const layout = layOut(model, goal, start, covers);
		const { scale, offset } = layout;
		const absoluteGap = limits.absoluteGap * scale;
		const answer = await highs.solve(layout.mixed, { seconds, absoluteGap });
		if (answer === null) break;
		if (answer.status === 'infeasible') return { status: 'infeasible', picks: null, bound };
		if (answer.bound !== null && Number.isFinite(answer.bound))
			bound = Math.max(bound, answer.bound / scale + offset);
		if (answer.values === null) break;
		const picks = picksOf(model, layout, answer.values);
		const tooMuch = overloaded(model, picks);
		if (tooMuch.length === 0) return { status: answer.status, picks, bound };
		covers.push(...tooMuch.map((person) => heldBy(model, picks, person)));
	}
	return { status: 'stopped', picks: null, bound };
}

function heldBy({ projects }: PlanModel, picks: Picks, person: number): Cover {
	return picks.flatMap((pick, project) =>
		projects[project]!.choices[pick]?.person === person ? [{ project, pick }] : [],
	);
}

function layOut(
	model: PlanModel,
	goal: Goal,
	start: Picks | null,
	covers: readonly Cover[],
): Layout {
	const { people, projects, soft } = model;
	const isCounted = goal.kind === 'count';
	const hourScales = people.map(({ capacity }) => hourScale(capacity));
	const rows = {
		lower: [
			...projects.map(() => (goal.kind === 'all' ? 1 : 0)),
			...people.map(() => -Infinity),
			...soft.map(({ min }) => (goal.kind === 'most' ? -Infinity : min)),
			...covers.map(() => -Infinity),
			...(isCounted ? [goal.count] : []),
		],
		upper: [
			...projects.map(() => 1),
			...people.map(({ capacity }, person) => capacity * hourScales[person]!),
			...soft.map(({ max }) => (goal.kind === 'most' ? Infinity : max)),
			...covers.map((cover) => cover.length - 1),
			...(isCounted ? [goal.count] : []),
		],
	};
	const firstSoft = projects.length + people.length;
	const firstCover = firstSoft + soft.length;
	const countRow = firstCover + covers.length;
	const { base, scale, offset } = costScale(model, goal);

	const mixed: MixedInteger = {
		columns: { cost: [], lower: [], upper: [], isInteger: [] },
		rows,
		starts: [0],
		indices: [],
		values: [],
		start: null,
	};
	const add = (cost: number, upper: number, isInteger: number, cells: Cells) => {
		mixed.columns.cost.push(cost);
		mixed.columns.lower.push(0);
		mixed.columns.upper.push(upper);
		mixed.columns.isInteger.push(isInteger);
		for (const [row, value] of cells) {
			mixed.indices.push(row);
			mixed.values.push(value);
		}
		mixed.starts.push(mixed.indices.length);
	};

	const columns: Layout['columns'] = [];
	projects.forEach(({ choices }, project) => {
		choices.forEach(({ person, price, hours, counts }, pick) => {
			const cells: Cells = [[project, 1]];
			if (hours > 0) cells.push([projects.length + person, hours * hourScales[person]!]);
			for (const { row, weight } of counts) cells.push([firstSoft + row, weight]);
			covers.forEach((cover, index) => {
				const isIn = cover.some((held) => held.project === project && held.pick === pick);
				if (isIn) cells.push([firstCover + index, 1]);
			});
			if (isCounted) cells.push([countRow, 1]);
			add(goal.kind === 'most' ? -1 : (price - base[project]!) * scale, 1, 1, cells);
			columns.push({ project, pick });
		});
	});
	if (goal.kind !== 'most') {
		soft.forEach(({ min, max, price }, row) => {
			if (Number.isFinite(min)) add(price * scale, Infinity, 0, [[firstSoft + row, 1]]);
			if (Number.isFinite(max)) add(price * scale, Infinity, 0, [[firstSoft + row, -1]]);
		});
	}
	if (start !== null) mixed.start = startValues(model, goal, columns, start);
	return { mixed, columns, offset, scale };
}

/**
 * Costs as the solver sees them: each project's cheapest is 0, and the dearest is no more than a
 * million, so that large amounts do not drown the differences. Where projects may be left out, all
 * lose the same.
 */
function costScale(
	{ projects }: PlanModel,
	goal: Goal,
): { base: number[]; scale: number; offset: number } {
	if (goal.kind === 'most') return { base: [], scale: 1, offset: 0 };
	const cheapest = projects.map(({ choices }) =>
		choices.reduce((least, { price }) => Math.min(least, price), Infinity),
	);
	const lowest = cheapest.reduce((least, price) => Math.min(least, price), Infinity);
	const base = goal.kind === 'all' ? cheapest : projects.map(() => lowest);
	let dearest = 0;
	projects.forEach(({ choices }, project) => {
		for (const { price } of choices) dearest = Math.max(dearest, price - base[project]!);
	});
	const offset =
		goal.kind === 'all' ? base.reduce((sum, each) => sum + each, 0) : goal.count * lowest;
	// A power of two, so that scaling itself rounds nothing.
	const isUsual = dearest === 0 || (dearest <= 1e6 && dearest >= 1);
	const scale = isUsual ? 1 : 2 ** Math.floor(Math.log2(1e6 / dearest));
	return { base, scale, offset: Number.isFinite(offset) ? offset : 0 };
}

/** Brings very large and very small capacities to a size at which the solver's tolerances mean little. */
function hourScale(capacity: number): number {
	const isUsual = capacity === 0 || (capacity >= 1e-2 && capacity <= 1e5);
	return isUsual ? 1 : 2 ** -Math.round(Math.log2(capacity / 1e3));
}

function startValues(
	model: PlanModel,
	goal: Goal,
	columns: Layout['columns'],
	start: Picks,
): number[] {
	const values = columns.map(({ project, pick }): number => (start[project] === pick ? 1 : 0));
	if (goal.kind === 'most') return values;
	const { sums } = planState(model, start);
	model.soft.forEach(({ min, max }, row) => {
		if (Number.isFinite(min)) values.push(Math.max(0, min - sums[row]!));
		if (Number.isFinite(max)) values.push(Math.max(0, sums[row]! - max));
	});
	return values;
}

function picksOf(model: PlanModel, { columns }: Layout, values: ArrayLike<number>): Picks {
	const picks = model.projects.map(() => -1);
	columns.forEach(({ project, pick }, column) => {
		if (values[column]! > 0.5) picks[project] = pick;
	});
	return picks;
}
