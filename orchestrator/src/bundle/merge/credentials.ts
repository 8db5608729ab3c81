import type { JsonObject } from '../normalise';
import type { Part, Three } from './model';
import { eachOf, fieldOf, isObject } from './model';
import type { Place, Referee } from './referee';
import { sameJson } from './sameJson';
import { mergeFields, takeWhole } from './values';

/** Merges which credential a node has for each type; id and name of one are never mixed. */
export function mergeCredentials(three: Three<Part>, place: Place, referee: Referee): Part {
	const { base, mine, theirs } = three;
	if (sameJson(mine, theirs) || sameJson(base, theirs)) return mine;
	if (sameJson(base, mine)) return theirs;
	const merged = mergeFields(
		eachOf(three, (value) => (isObject(value) ? value : {})),
		place,
		referee,
		mergeCredential,
	);
	const isGone = mine === undefined || theirs === undefined;
	return isGone && Object.keys(merged).length === 0 ? undefined : merged;
}

function mergeCredential(three: Three<Part>, place: Place, referee: Referee): Part {
	const { base, mine, theirs } = three;
	if (sameJson(mine, theirs) || sameJson(base, theirs)) return mine;
	if (sameJson(base, mine)) return theirs;
	// The id is how this n8n knows the credential of that name: filling it in decides nothing.
	if (isSame(mine, theirs)) return isBound(mine) ? mine : theirs;
	if (isSame(base, theirs)) return mine;
	if (isSame(base, mine)) return theirs;
	return takeWhole(three, place, referee);
}

/** Whether two are the same by name, one of them without the id of any n8n. */
function isSame(a: Part, b: Part): boolean {
	if (!isObject(a) || !isObject(b) || a.name !== b.name) return false;
	return !isBound(a) || !isBound(b) || sameJson(a, b);
}

function isBound(value: Part): boolean {
	return isObject(value) && typeof value.id === 'string' && value.id !== '';
}

/** Whether credentials differ at most in ids that were filled in or taken out. */
export function onlyBound(before: JsonObject, after: JsonObject): boolean {
	const types = new Set([...Object.keys(before), ...Object.keys(after)]);
	return [...types].every((type) => {
		const [a, b] = [fieldOf(before, type), fieldOf(after, type)];
		return sameJson(a, b) || isSame(a, b);
	});
}
