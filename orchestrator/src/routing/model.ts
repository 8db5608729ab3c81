import type { Assignment, Id, Problem } from './problem';

/** One person who could do one project. */
export interface Choice {
	/** Place of the person in the model. */
	person: number;
	/** What it costs, as the problem says. */
	cost: number;
	/** The same with the price of a change on it: what is minimised. */
	price: number;
	hours: number;
	/** Soft rows that the choice counts in, with its weight there. */
	counts: Array<{ row: number; weight: number }>;
}

/** A sum that should stay between two bounds; each unit outside costs `price`. */
export interface SoftRow {
	kind: 'hub' | 'fairness';
	/** The hub, or the person. */
	name: string;
	min: number;
	max: number;
	price: number;
}

/** A project with the choices that fit the person who is to do it. */
export interface ModelProject {
	id: Id;
	/** Empty where nobody could do it even with nothing else to do. */
	choices: Choice[];
	/** Place of the person who had it in the previous plan; null if nobody had. */
	previous: number | 'gone' | null;
}

/** A planning problem in places instead of names, ready to be solved. */
export interface PlanModel {
	people: Array<{ id: Id; capacity: number }>;
	projects: ModelProject[];
	soft: SoftRow[];
	/** Work that had begun with somebody who cannot go on with it. */
	released: Array<{ project: Id; because: string }>;
}

/** For each project the place of its choice, or -1 while nobody has it. */
export type Picks = number[];

/** Whether a load is within a capacity; sums of decimals may miss it by a billionth. */
export function fits(load: number, capacity: number): boolean {
	return load <= capacity + 1e-9 * Math.max(1, capacity);
}

/** Lays a problem and the plan before it out for solving. */
export function buildModel(problem: Problem, previous: readonly Assignment[] | null): PlanModel {
	const people = problem.people.map(({ id, capacityHours }) => ({ id, capacity: capacityHours }));
	const placeOf = new Map(people.map(({ id }, place) => [String(id), place]));
	const before = new Map(
		(previous ?? []).map(({ project, person }) => {
			return [String(project), placeOf.get(String(person)) ?? ('gone' as const)];
		}),
	);
	const movePrice = previous === null ? 0 : (problem.movePrice ?? usualSpread(problem));
	const soft = softRows(problem);

	const projects = problem.projects.map((project): ModelProject => {
		const had = before.get(String(project.id)) ?? null;
		const choices = new Map<number, Choice>();
		for (const { person, cost, hours } of project.options) {
			const place = placeOf.get(String(person))!;
			if (!fits(hours, people[place]!.capacity)) continue;
			// Whoever lost their person moves anyway; the price is for those who need not.
			const price = typeof had !== 'number' || had === place ? cost : cost + movePrice;
			const counts = soft.flatMap((_, row) => countIn(problem, soft, row, project, place, hours));
			choices.set(place, { person: place, cost, price, hours, counts });
		}
		return { id: project.id, choices: [...choices.values()], previous: had };
	});
	const released = pinStarted(problem, projects, people, before);
	return { people, projects, soft, released };
}

/** The mean difference between a project's dearest and cheapest option; a change must save that. */
function usualSpread({ projects }: Problem): number {
	const spreads = projects
		.filter(({ options }) => options.length > 0)
		.map(({ options }) => {
			const costs = options.map(({ cost }) => cost);
			return Math.max(...costs) - Math.min(...costs);
		});
	return spreads.reduce((sum, spread) => sum + spread, 0) / Math.max(1, spreads.length);
}

function softRows({ people, projects, hubBands = [], fairness }: Problem): SoftRow[] {
	const bands = hubBands.map(({ hub, min, max, pricePerPoint }): SoftRow => {
		return { kind: 'hub', name: hub, min, max, price: 100 * pricePerPoint };
	});
	if (fairness === undefined || fairness.pricePerHour === 0) return bands;
	const wanted = projects.reduce((sum, { options }) => {
		const hours = options.reduce((total, option) => total + option.hours, 0);
		return sum + hours / Math.max(1, options.length);
	}, 0);
	const all = people.reduce((sum, { capacityHours }) => sum + capacityHours, 0);
	const shares = people.map(({ id, capacityHours }): SoftRow => {
		const max = all > 0 ? (wanted * capacityHours) / all : 0;
		return {
			kind: 'fairness',
			name: String(id),
			min: -Infinity,
			max,
			price: fairness.pricePerHour,
		};
	});
	return [...bands, ...shares];
}

function countIn(
	{ people, projects, hubBands = [] }: Problem,
	soft: SoftRow[],
	row: number,
	project: Problem['projects'][number],
	person: number,
	hours: number,
): Array<{ row: number; weight: number }> {
	const { kind, name } = soft[row]!;
	if (kind === 'fairness') {
		return name === String(people[person]!.id) && hours > 0 ? [{ row, weight: hours }] : [];
	}
	if (people[person]!.hub !== name) return [];
	if (hubBands[row]!.unit === 'projects') return [{ row, weight: 1 / projects.length }];
	const revenue = projects.reduce((sum, each) => sum + (each.revenue ?? 0), 0);
	const weight = revenue > 0 ? (project.revenue ?? 0) / revenue : 0;
	return weight > 0 ? [{ row, weight }] : [];
}

/**
 * Leaves started work only the person who has it. Where that person is gone, may not do it, or has
 * not the hours for all of it, the work is let go and said so: the largest piece first, so that as few
 * as possible change hands.
 */
function pinStarted(
	problem: Problem,
	projects: ModelProject[],
	people: PlanModel['people'],
	before: Map<string, number | 'gone'>,
): PlanModel['released'] {
	const released: PlanModel['released'] = [];
	const pinned = new Map<number, Array<{ project: ModelProject; choice: Choice }>>();
	problem.projects.forEach(({ id, started }, place) => {
		if (started !== true || !before.has(String(id))) return;
		const project = projects[place]!;
		const choice = project.choices.find(({ person }) => person === project.previous);
		if (choice !== undefined) {
			pinned.set(choice.person, [...(pinned.get(choice.person) ?? []), { project, choice }]);
			return;
		}
		const because =
			project.previous === 'gone'
				? 'the person who had it is not in the problem'
				: 'the person who had it can no longer do it, by options or by hours';
		released.push({ project: id, because });
	});
	for (const [person, works] of pinned) {
		const { id, capacity } = people[person]!;
		const byHours = [...works].sort((a, b) => a.choice.hours - b.choice.hours);
		while (
			!fits(
				byHours.reduce((sum, { choice }) => sum + choice.hours, 0),
				capacity,
			)
		) {
			const { project } = byHours.pop()!;
			const because = `${id} has ${capacity} h, less than what had begun takes`;
			released.push({ project: project.id, because });
		}
		for (const { project, choice } of byHours) project.choices = [choice];
	}
	return released;
}
