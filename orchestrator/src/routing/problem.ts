import { z } from 'zod';
import { mistakesError, mistakesOf, shown } from '../../../nodes/domain/read';
import type { Mistake, ReadAs } from '../../../nodes/domain/read';

const id = z.union([z.string().min(1), z.number().int()]);
const amount = z.number().finite();
const hours = amount.nonnegative();
const share = z.number().min(0).max(1);

const personSchema = z
	.object({
		id,
		/** Hours that the person can give over the span that is planned, 0 or more. */
		capacityHours: hours,
		/** Hub that the person's work counts for, where shares are asked for. */
		hub: z.string().min(1).optional(),
	})
	.passthrough();

const optionSchema = z
	.object({
		person: id,
		/** What it costs if this person does it; any unit, the less the better, also below 0. */
		cost: amount,
		/** Hours it takes this person. */
		hours,
	})
	.passthrough();

const projectSchema = z
	.object({
		id,
		/** Who could do it; nobody else may. */
		options: z.array(optionSchema),
		/** Whether work has begun: it then stays with the person of the previous plan. */
		started: z.boolean().optional(),
		/** What the client pays, where shares of revenue are asked for. */
		revenue: hours.optional(),
	})
	.passthrough();

const bandSchema = z
	.object({
		hub: z.string().min(1),
		/** What the share is a share of: the number of projects, or their revenue. */
		unit: z.enum(['projects', 'revenue']),
		min: share,
		max: share,
		/** What one hundredth outside the band costs, in the unit of the costs. */
		pricePerPoint: hours,
	})
	.strict();

const problemSchema = z
	.object({
		people: z.array(personSchema),
		projects: z.array(projectSchema),
		/** Projects that will come in all; read by `replay`, which sees only what has arrived. */
		expectedProjects: z.number().int().nonnegative().optional(),
		/** What each change against the previous plan costs; worked out from the options if left out. */
		movePrice: hours.optional(),
		hubBands: z.array(bandSchema).optional(),
		/** What each hour costs that somebody carries beyond an even share of the work. */
		fairness: z.object({ pricePerHour: hours }).strict().optional(),
	})
	.passthrough();

const planSchema = z
	.object({ assignments: z.array(z.object({ project: id, person: id }).passthrough()) })
	.passthrough();

/** Name of a person or a project as the file gives it. */
export type Id = z.infer<typeof id>;

/** A planning problem as a file states it, checked. */
export type Problem = z.infer<typeof problemSchema>;

/** A share of the work that a hub should get. */
export type HubBand = z.infer<typeof bandSchema>;

/** Who does what. */
export interface Assignment {
	project: Id;
	person: Id;
}

const problemAs: ReadAs = {
	code: 'route/problem',
	what: 'The planning problem cannot be used.',
	mend: 'Correct these fields of the problem.',
};

const previousAs: ReadAs = {
	code: 'route/previous',
	what: 'The previous plan cannot be used.',
	mend: 'Give what `route solve --json` printed, or {"assignments":[{"project","person"}]}.',
};

const orderAs: ReadAs = {
	code: 'route/order',
	what: 'The order of arrival cannot be used.',
	mend: 'Give a list that names every project once, by its id or by its place from 0.',
};

/**
 * Reads a planning problem.
 *
 * @throws MendableError `route/problem` with every mistake: path, expected, received
 */
export function readProblem(raw: unknown): Problem {
	const parsed = problemSchema.safeParse(raw);
	if (!parsed.success) throw mistakesError(mistakesOf(parsed.error.issues, raw), problemAs);
	const mistakes = contradictions(parsed.data);
	if (mistakes.length > 0) throw mistakesError(mistakes, problemAs);
	return parsed.data;
}

/**
 * Reads a plan made before; of projects and people it may name some that are gone.
 *
 * @throws MendableError `route/previous`
 */
export function readPrevious(raw: unknown): Assignment[] {
	const parsed = planSchema.safeParse(raw);
	if (!parsed.success) throw mistakesError(mistakesOf(parsed.error.issues, raw), previousAs);
	const { assignments } = parsed.data;
	const mistakes = repeated(assignments, ({ project }) => project, 'assignments', '.project');
	if (mistakes.length > 0) throw mistakesError(mistakes, previousAs);
	return assignments.map(({ project, person }) => ({ project, person }));
}

/**
 * Reads an order of arrival: project ids, or places in the problem's list counted from 0.
 *
 * @returns places in the problem's list of projects
 * @throws MendableError `route/order`
 */
export function readOrder(raw: unknown, { projects }: Problem): number[] {
	const parsed = z.array(id).safeParse(raw);
	if (!parsed.success) throw mistakesError(mistakesOf(parsed.error.issues, raw), orderAs);
	const placeOf = new Map(projects.map((project, place) => [String(project.id), place]));
	const isById = parsed.data.some((entry) => placeOf.has(String(entry)));
	const places = parsed.data.map((entry) => {
		if (isById) return placeOf.get(String(entry));
		return typeof entry === 'number' && entry >= 0 && entry < projects.length ? entry : undefined;
	});
	const mistakes = [
		...places.flatMap((place, index): Mistake[] =>
			place === undefined
				? [{ path: `[${index}]`, expected: 'a project', received: shown(parsed.data[index]) }]
				: [],
		),
		...repeated(parsed.data, (entry) => entry, '', ''),
		...projects.flatMap((project, place): Mistake[] =>
			places.includes(place)
				? []
				: [{ path: '', expected: `project ${shown(project.id)} too`, received: 'nothing' }],
		),
	];
	if (mistakes.length > 0) throw mistakesError(mistakes, orderAs);
	return places.filter((place) => place !== undefined);
}

/** What is wrong with a problem whose every field is right by itself. */
function contradictions({ people, projects, hubBands = [] }: Problem): Mistake[] {
	const known = new Set(people.map((person) => String(person.id)));
	return [
		...repeated(people, (person) => person.id, 'people', '.id'),
		...repeated(projects, (project) => project.id, 'projects', '.id'),
		...projects.flatMap(({ options }, place) =>
			options.flatMap(({ person }, index) => {
				const path = `projects[${place}].options[${index}].person`;
				if (!known.has(String(person)))
					return [{ path, expected: 'one of the people', received: shown(person) }];
				const before = options.slice(0, index).find((option) => isSame(option.person, person));
				if (before === undefined || isSameOption(before, options[index]!)) return [];
				const expected = 'each person once, or twice with the same cost and hours';
				return [{ path, expected, received: shown(person) }];
			}),
		),
		...hubBands.flatMap(({ hub, min, max }, index): Mistake[] => [
			...(min <= max
				? []
				: [{ path: `hubBands[${index}].min`, expected: `at most ${max}`, received: shown(min) }]),
			...(people.some((person) => person.hub === hub)
				? []
				: [{ path: `hubBands[${index}].hub`, expected: 'a hub of people', received: shown(hub) }]),
		]),
	];
}

function isSame(a: Id, b: Id): boolean {
	return String(a) === String(b);
}

function isSameOption(
	a: { cost: number; hours: number },
	b: { cost: number; hours: number },
): boolean {
	return a.cost === b.cost && a.hours === b.hours;
}

function repeated<Entry>(
	entries: readonly Entry[],
	idOf: (entry: Entry) => Id,
	path: string,
	field: string,
): Mistake[] {
	const seen = new Set<string>();
	return entries.flatMap((entry, index) => {
		const name = String(idOf(entry));
		if (!seen.has(name)) {
			seen.add(name);
			return [];
		}
		const expected = 'a name that is not there yet';
		return [{ path: `${path}[${index}]${field}`, expected, received: shown(idOf(entry)) }];
	});
}
