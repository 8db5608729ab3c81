import type { PlaceField } from '../adapters/clickup/places';
import { isPlaceNumber, placeName, placeWithin } from '../adapters/clickup/placeNames';
import type { Base } from '../apply/journal';
import type { UnknownPlace, WantedClickup, WantedPlace, WantedStatus } from './clickupWants';
import { spaceKeyOf } from './clickupWants';
import type { SeenPlace } from './findPlaces';
import type { SeenClickup } from './lookAtClickup';
import { seenKey } from './lookAtClickup';
import type { Blueprint, Change, Snapshot, Target } from './model';

/**
 * ClickUp's spaces, folders and lists: there, found again by what is remembered or by their exact names;
 * and whether tasks there have our field and the statuses that flows set, which only a person can add.
 */
export function planClickup({ clickup }: Blueprint, { clickup: found }: Snapshot): Change[] {
	const places = planPlaces(clickup.places, found);
	const left = leftOf(places);
	return [
		...clickup.unknown.map(unknownPlace),
		...places,
		...planFields(clickup, found, left),
		...planStatuses(clickup, found, left),
	];
}

/** Places that a person has to see to first, by kind and key. */
const leftOf = (changes: readonly Change[]) =>
	new Set(changes.filter(({ kind }) => kind === 'manual').map(({ target }) => idOf(target)));

/** A folder and a list beside it may be called the same. */
const idOf = ({ kind, key }: { kind: string; key: string }) => `${kind}/${key}`;

function planPlaces(wanted: readonly WantedPlace[], found: SeenClickup): Change[] {
	const changes: Change[] = [];
	for (const place of wanted) {
		const around = placeWithin(place.kind, place.key);
		const isPlanned =
			around === null || changes.some(({ target }) => idOf(target) === idOf(around));
		// First what is around it, which is left out itself where something around that is missing.
		if (!isPlanned || (around !== null && leftOf(changes).has(idOf(around)))) continue;
		const target = targetOf(place, found);
		changes.push({ ...placeChange(place, found), target } as Change);
	}
	return changes;
}

type Kind =
	| { kind: 'create' | 'keep'; because: string; edits?: string[] }
	| { kind: 'manual'; because: string; mend: string };

function placeChange({ kind, key, settings }: WantedPlace, { places, problem }: SeenClickup): Kind {
	const seen = places[idOf({ kind, key })] ?? { state: 'missing' };
	const named = settings.join(', ');
	switch (seen.state) {
		case 'there': {
			const isRenamed = !isPlaceNumber(key) && placeName(kind, key) !== seen.name;
			if (!isRenamed) return { kind: 'keep', because: 'it is there' };
			const because = `it is there, called "${seen.name}" by now`;
			return { kind: 'keep', because, edits: ['its name'] };
		}
		case 'archived':
			return {
				kind: 'manual',
				because: 'it is archived',
				mend: `Restore it in ClickUp, or name another one in ${named}.`,
			};
		case 'doubled':
			return {
				kind: 'manual',
				because: `there are ${seen.ids.length} of that name: ${seen.ids.join(', ')}`,
				mend:
					kind === 'folder'
						? `Rename all but one in ClickUp, or put the number of the list into ${named}.`
						: `Put the number of the one that is meant into ${named}, or rename the others in ClickUp.`,
			};
		case 'missing':
			if (isPlaceNumber(key)) {
				return {
					kind: 'manual',
					because: `the token sees no such ${kind}`,
					mend: `Correct its number in ${named}, or put its name there (${kind === 'list' ? 'Space / Folder / List' : 'Projects'}), and seed makes it.`,
				};
			}
			if (problem !== null) return { kind: 'manual', because: problem.why, mend: problem.mend };
			return { kind: 'create', because: 'there is none' };
	}
}

function unknownPlace({ kind, name, workflows }: UnknownPlace): Change {
	const setting = `clickup.${kind}s`;
	const target: Target = {
		service: 'ClickUp',
		kind,
		key: `${setting}.${name}`,
		name: `${kind} "${name}"`,
	};
	return {
		kind: 'manual',
		target,
		because: `${workflows.join(', ')} makes things in it, and ${setting} has no such name`,
		mend: `Add "${name}" to ${setting} in the configuration, or name another one in the flow.`,
	};
}

function targetOf(place: Pick<WantedPlace, 'kind' | 'key'>, found: SeenClickup): Target {
	return { service: 'ClickUp', kind: place.kind, key: place.key, name: nameOf(place, found) };
}

function nameOf(place: Pick<WantedPlace, 'kind' | 'key'>, { places }: SeenClickup): string {
	const { kind, key } = place;
	if (!isPlaceNumber(key)) return `${kind} "${key}"`;
	const seen = places[seenKey(place)];
	return seen?.state === 'there' ? `${kind} "${seen.name}"` : `${kind} ${key}`;
}

const textTypes = ['short_text', 'text'];

function planFields(
	{ places, keyField }: WantedClickup,
	found: SeenClickup,
	left: ReadonlySet<string>,
): Change[] {
	const lacking = new Set<string>();
	return places.flatMap((place): Change[] => {
		const seen = found.places[seenKey(place)];
		if (!place.holdsTasks || seen === undefined || left.has(idOf(place))) return [];
		// First what is around it; a field that is added to a space is in all its lists.
		if (isUnder(place, left) || isUnder(place, lacking)) return [];
		const name = nameOf(place, found);
		const target: Target = {
			service: 'ClickUp',
			kind: 'customField',
			key: `${place.key}/${keyField}`,
			name: `field "${keyField}" of ${name}`,
		};
		const fields = seen.state === 'there' ? seen.fields : inheritedFields(place, found);
		const there = fields?.find((field) => field.name === keyField);
		if (there !== undefined && textTypes.includes(there.type)) {
			return [{ kind: 'keep', target, because: 'it is there' }];
		}
		lacking.add(idOf(place));
		return [
			{
				kind: 'manual',
				target,
				because: fieldProblem(there, seen),
				mend: `In ClickUp, open the ${name} in List view, press + at the right of its columns, and add a field of type Text named "${keyField}". Added to a space, all lists in it have it; added to the workspace, all spaces.`,
			},
		];
	});
}

function fieldProblem(there: PlaceField | undefined, seen: SeenPlace): string {
	if (there !== undefined) return `it is of type ${there.type}, a text is needed`;
	return seen.state === 'there'
		? 'there is no such field, and ClickUp lets no API make one'
		: 'seed makes the place without it, and ClickUp lets no API make one';
}

/** The fields that a place will have once it is made: those of its space, else of the workspace. */
function inheritedFields({ kind, key }: WantedPlace, { places, workspaceFields }: SeenClickup) {
	const space = places[`space/${kind === 'space' ? key : spaceKeyOf(key)}`];
	return space?.state === 'there' ? space.fields : workspaceFields;
}

/** Whether something around a place has to be seen to first. */
function isUnder({ kind, key }: Pick<WantedPlace, 'kind' | 'key'>, left: ReadonlySet<string>) {
	for (let at = placeWithin(kind, key); at !== null; at = placeWithin(at.kind, at.key)) {
		if (left.has(idOf(at))) return true;
	}
	return false;
}

function planStatuses(
	{ places, statuses, statusPlaces }: WantedClickup,
	found: SeenClickup,
	left: ReadonlySet<string>,
): Change[] {
	return places.flatMap((place): Change[] => {
		const seen = found.places[seenKey(place)];
		if (!place.holdsTasks || seen === undefined) return [];
		if (left.has(idOf(place)) || isUnder(place, left)) return [];
		const wanted = statusPlaces.includes(place.key) ? statuses : [];
		return [
			...closingStatus(place, seen, found),
			...wanted.flatMap((status) => planStatus(status, place, seen, found)),
		];
	});
}

/** Tasks are closed by whatever status is for it: one has to be. */
function closingStatus(place: WantedPlace, seen: SeenPlace, found: SeenClickup): Change[] {
	if (seen.state !== 'there' || seen.statuses === null) return [];
	if (seen.statuses.some(({ type }) => type === 'closed')) return [];
	return [
		{
			kind: 'manual',
			target: statusTarget('closed', place, found),
			because: 'no status there closes a task',
			mend: `${howToAdd(place, found)} give it a closed status.`,
		},
	];
}

function planStatus(
	{ status, workflows }: WantedStatus,
	place: WantedPlace,
	seen: SeenPlace,
	found: SeenClickup,
): Change[] {
	const target = statusTarget(status, place, found);
	const by = `${workflows.join(', ')} sets it`;
	const mend = `${howToAdd(place, found)} add the status "${status}".`;
	if (seen.state !== 'there') {
		const because = `${by}, and seed makes the place with ClickUp's own statuses`;
		return [{ kind: 'manual', target, because, mend }];
	}
	if (seen.statuses === null) return [];
	const has = seen.statuses.some((each) => each.status.toLowerCase() === status.toLowerCase());
	if (has) return [{ kind: 'keep', target, because: 'it is there' }];
	const others = seen.statuses.map((each) => each.status).join(', ');
	return [{ kind: 'manual', target, because: `${by}, and there are only ${others}`, mend }];
}

const statusTarget = (status: string, place: WantedPlace, found: SeenClickup): Target => ({
	service: 'ClickUp',
	kind: 'status',
	key: `${place.key}/${status}`,
	name: `status "${status}" of ${nameOf(place, found)}`,
});

const howToAdd = (place: WantedPlace, found: SeenClickup) =>
	`In ClickUp, open the menu (…) of the ${nameOf(place, found)}, choose its task statuses, and`;

/** Places that were found by their names are known by their numbers from then on. */
export function placeBases({ clickup }: Blueprint, { clickup: found, seeded }: Snapshot): Base[] {
	const known = { space: seeded.spaces, folder: seeded.folders, list: seeded.lists };
	return clickup.places.flatMap((place): Base[] => {
		const { kind, key } = place;
		const seen = found.places[seenKey(place)];
		if (isPlaceNumber(key) || seen?.state !== 'there') return [];
		const { id, name } = seen;
		return known[kind][key]?.id === id ? [] : [{ kind, key, value: { id, name } }];
	});
}
