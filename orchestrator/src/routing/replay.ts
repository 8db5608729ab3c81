import { capacityPrice } from '../../../nodes/domain/routing/capacityPrice';
import type { CapacityView } from '../../../nodes/domain/routing/capacityPrice';
import { tieBreak } from '../../../nodes/domain/routing/tieBreak';
import { lowerBound } from './lowerBound';
import type { Choice, PlanModel } from './model';
import { buildModel } from './model';
import type { PlanState } from './planState';
import { choiceOf, costOf, hasRoom, place, planState } from './planState';
import type { Problem } from './problem';
import { reportPlan, whyNot } from './report';
import type { RoutePlan } from './report';

/** What has been seen of the projects that arrived so far, the one at hand included. */
interface Seen {
	arrived: number;
	/** Sum of each project's difference between its dearest and cheapest option. */
	spreads: number;
	/** Hours over all options, and how many there were. */
	hours: number;
	options: number;
}

/** Replays that draw ties alike. */
const SEED = 'replay';

/**
 * Places projects one at a time, for good, each seeing only what has arrived; one that nobody has
 * room for stays unplaced.
 *
 * A project goes to whom it costs least, the price of the hours it takes from those who come later
 * included. The bound is that of a plan which knows everything and places the same projects.
 *
 * @param order places in the problem's list of projects
 */
export function replayProblem(problem: Problem, order: readonly number[]): RoutePlan {
	const startedAt = performance.now();
	const model = buildModel(problem, null);
	const state = planState(model);
	const allHours = model.people.reduce((sum, { capacity }) => sum + capacity, 0);
	const people = model.people.filter(({ capacity }) => capacity > 0).length;
	const expectedJobs = problem.expectedProjects ?? null;
	const seen: Seen = { arrived: 0, spreads: 0, hours: 0, options: 0 };
	const because = new Map<number, string>();

	for (const project of order) {
		const arrivedJobs = seen.arrived;
		lookAt(seen, problem, project);
		const freeHours = allHours - state.load.reduce((sum, load) => sum + load, 0);
		const meanHours = seen.options > 0 ? seen.hours / seen.options : 0;
		const view = { allHours, freeHours, people, expectedJobs, arrivedJobs, meanHours };
		const pick = pickOf(state, project, view, seen.spreads / seen.arrived);
		if (pick === -1) because.set(project, whyNot(state, project));
		else place(state, project, pick);
	}

	const { bound } = boundOfPlaced(model, state);
	const isMost = because.size === 0;
	const report = reportPlan(
		model,
		{ picks: state.picks, bound, isMost },
		(performance.now() - startedAt) / 1_000,
	);
	const unplaced = report.unplaced.map(({ project }) => {
		const index = model.projects.findIndex(({ id }) => id === project);
		return { project, because: because.get(index) ?? '' };
	});
	return { ...report, unplaced };
}

function lookAt(seen: Seen, { projects }: Problem, project: number): void {
	const { options } = projects[project]!;
	seen.arrived += 1;
	if (options.length === 0) return;
	const costs = options.map(({ cost }) => cost);
	seen.spreads += Math.max(...costs) - Math.min(...costs);
	seen.hours += options.reduce((sum, { hours }) => sum + hours, 0);
	seen.options += options.length;
}

function pickOf(state: PlanState, project: number, view: CapacityView, spread: number): number {
	const { projects, people } = state.model;
	const { id, choices } = projects[project]!;
	const drawn = ({ person }: Choice) => tieBreak(SEED, String(id), String(people[person]!.id));
	let best = { pick: -1, cost: Infinity, draw: 0 };
	choices.forEach((choice, pick) => {
		const { person, hours } = choice;
		if (!hasRoom(state, person, hours)) return;
		const all = people[person]!.capacity;
		const price = capacityPrice(view, { all, free: all - state.load[person]! }, hours);
		// Where every cost so far was the same, any difference would weigh endlessly.
		const rise = place(state, project, pick);
		place(state, project, -1);
		const cost = rise + price * (spread > 0 ? spread : 1);
		const draw = drawn(choice);
		if (cost < best.cost || (cost === best.cost && draw < best.draw)) best = { pick, cost, draw };
	});
	return best.pick;
}

/** The bound over the projects that were placed, as if only they had come. */
function boundOfPlaced(model: PlanModel, state: PlanState): { bound: number } {
	const projects = model.projects.filter((_, project) => choiceOf(state, project) !== null);
	if (projects.length === 0) return { bound: costOf(model, state.picks).objective };
	return lowerBound({ ...model, projects });
}
