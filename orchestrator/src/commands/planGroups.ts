import type { Change } from '../plan/model';
import { countedThings, shortName, thingText, withinText } from '../plan/targetText';
import { wrapped } from './wrapped';

/** Most edits of one workflow that are told one by one. */
const MOST_EDITS = 12;

const REST = '      ';

/** What a service is shown with; what a person has to do stands apart. */
export type Shown = Exclude<Change, { kind: 'manual' }>;

/** Changes of one service: those of one kind, for one reason and in one place are told together. */
export function groupLines(changes: readonly Shown[]): string[] {
	const groups = new Map<string, Shown[]>();
	for (const change of changes) {
		const { kind, target, because } = change;
		const alike = hasDetails(change) ? [target.key] : [because, withinText(target)];
		const key = JSON.stringify([kind, target.kind, signOf(change), alike]);
		groups.set(key, [...(groups.get(key) ?? []), change]);
	}
	return [...groups.values()].flatMap((group) => {
		const [first] = group as [Shown, ...Shown[]];
		if (group.length === 1) {
			return changeLines(first, thingText(first.target), '  ');
		}
		const { target, because } = first;
		const title = `${countedThings(group.length, target.kind)}${withinText(target)}`;
		return [
			...wrapped(`${title} (${because})`, `  ${signOf(first)} `, REST),
			...wrapped(listed(group.map((each) => shortName(each.target))), REST, REST),
		];
	});
}

/**
 * One change, its reason, and what hangs on it.
 *
 * @param what what a person calls the thing
 */
export function changeLines(change: Shown, what: string, indent = ''): string[] {
	const { because, edits } = change;
	const details = change.kind === 'keep' ? [] : detailsOf(change);
	return [
		...wrapped(`${what} (${because})`, `${indent}${signOf(change)} `, `${indent}    `),
		...[...details, ...shortened('keeps', edits)].flatMap((line) =>
			wrapped(line, `${indent}    `, `${indent}      `),
		),
	];
}

/** What was there and what comes in its place, or what a workflow gets. */
function detailsOf({
	kind,
	target,
	values = [],
	brings,
}: Exclude<Shown, { kind: 'keep' }>): string[] {
	const verb = target.kind === 'workflow' ? 'changes' : 'adds';
	return [
		...values.map(({ of, from, to }) => `${of}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`),
		...shortened(kind === 'create' ? 'with' : verb, brings),
	];
}

/** The first of many, and how many more there are. */
function shortened(verb: string, all: readonly string[] = []): string[] {
	const more = all.length - MOST_EDITS;
	const first = all.slice(0, MOST_EDITS).map((each) => `${verb} ${each}`);
	return more > 0 ? [...first, `and ${more} more`] : first;
}

/** Names with a comma after each but the last. */
const listed = (names: string[]) =>
	names.map((name, at) => (at < names.length - 1 ? `${name},` : name));

function signOf(change: Shown): string {
	if (change.kind === 'update') return change.takesAway === true ? '-' : '~';
	return change.kind === 'create' ? '+' : '=';
}

const hasDetails = (change: Shown) =>
	change.edits !== undefined ||
	(change.kind !== 'keep' && (change.brings !== undefined || change.values !== undefined));
