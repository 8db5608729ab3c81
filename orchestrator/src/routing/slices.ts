import { seededRandom } from '../../../nodes/domain/lead/learning/random';
import type { Highs } from './highs';
import { solveModel } from './mixedInteger';
import type { Picks, PlanModel } from './model';
import { fits } from './model';
import { costOf, planState } from './planState';

/** Most choices that a slice may hold, so that the solver is done with it in about a second. */
const MOST_CHOICES = 1_200;

/** Longest that one slice may take, in seconds. */
const SLICE_SECONDS = 2;

/** Rounds over all projects without a better plan after which there is nothing to be had. */
const STALE_ROUNDS = 2;

/**
 * Improves a plan slice by slice: some projects are planned anew with the hours that the others leave,
 * first in the order of the problem, then in chance orders, until time is up or nothing gets better.
 * Nobody is overloaded at any time, since each slice is bound by what is left.
 */
export async function improveInSlices(
	highs: Highs,
	model: PlanModel,
	start: Picks,
	until: number,
	target: number,
): Promise<Picks> {
	const random = seededRandom(1);
	let picks = start;
	let order = model.projects.map((_, project) => project);
	for (let stale = 0; stale < STALE_ROUNDS; ) {
		const before = costOf(model, picks);
		for (const slice of slicesOf(model, order)) {
			const seconds = Math.min(SLICE_SECONDS, (until - performance.now()) / 1_000);
			if (seconds < 0.05 || costOf(model, picks).objective <= target) return picks;
			picks = await planSlice(highs, model, picks, slice, seconds);
		}
		const after = costOf(model, picks);
		const isBetter = after.placed > before.placed || after.objective < before.objective;
		stale = isBetter ? 0 : stale + 1;
		order = shuffled(order, random);
	}
	return picks;
}

/** Cuts an order of projects into overlapping runs of a size that the solver takes at once. */
function slicesOf({ projects }: PlanModel, order: readonly number[]): number[][] {
	const choices = order.reduce((sum, project) => sum + projects[project]!.choices.length, 0);
	const mean = Math.max(1, choices / Math.max(1, order.length));
	const size = Math.max(2, Math.floor(MOST_CHOICES / mean));
	const slices: number[][] = [];
	for (let from = 0; from < order.length; from += Math.ceil(size / 2)) {
		slices.push(order.slice(from, from + size));
		if (from + size >= order.length) break;
	}
	return slices;
}

async function planSlice(
	highs: Highs,
	model: PlanModel,
	picks: Picks,
	slice: readonly number[],
	seconds: number,
): Promise<Picks> {
	const wanted = slice.filter((project) => model.projects[project]!.choices.length > 0);
	const placed = wanted.filter((project) => picks[project] !== -1);
	const tries = placed.length === wanted.length ? [placed] : [wanted, placed];
	for (const projects of tries) {
		const part = partOf(model, picks, projects);
		const isWhole = part.start.every((pick) => pick !== -1);
		const start = isWhole ? part.start : null;
		const limits = { seconds, absoluteGap: 0 };
		const found = await solveModel(highs, part.model, { kind: 'all' }, start, limits);
		if (found.picks === null) continue;
		const next = [...picks];
		projects.forEach((project, index) => {
			next[project] = part.original[index]![found.picks![index]!] ?? -1;
		});
		const [before, after] = [costOf(model, picks), costOf(model, next)];
		const isBetter = after.placed > before.placed || after.objective < before.objective;
		return isBetter ? next : picks;
	}
	return picks;
}

/** Some projects with the hours and sums that the others leave them. */
function partOf(
	model: PlanModel,
	picks: Picks,
	projects: readonly number[],
): { model: PlanModel; start: Picks; original: number[][] } {
	const inside = new Set(projects);
	const others = planState(
		model,
		picks.map((pick, project) => (inside.has(project) ? -1 : pick)),
	);
	const people = model.people.map(({ id, capacity }, person) => ({
		id,
		capacity: Math.max(0, capacity - others.load[person]!),
	}));
	const soft = model.soft.map((row, index) => ({
		...row,
		min: row.min - others.sums[index]!,
		max: row.max - others.sums[index]!,
	}));
	const original = projects.map((project) =>
		model.projects[project]!.choices.flatMap(({ person, hours }, pick) =>
			fits(hours, people[person]!.capacity) ? [pick] : [],
		),
	);
	const part: PlanModel = {
		people,
		soft,
		released: [],
		projects: projects.map((project, index) => ({
			...model.projects[project]!,
			choices: original[index]!.map((pick) => model.projects[project]!.choices[pick]!),
		})),
	};
	const start = projects.map((project, index) => original[index]!.indexOf(picks[project]!));
	return { model: part, start, original };
}

function shuffled(entries: readonly number[], random: () => number): number[] {
	const copy = [...entries];
	for (let at = copy.length - 1; at > 0; at--) {
		const other = Math.floor(random() * (at + 1));
		[copy[at], copy[other]] = [copy[other]!, copy[at]!];
	}
	return copy;
}
