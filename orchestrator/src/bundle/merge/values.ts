import type { Json, JsonObject } from '../normalise';
import { entriesByName, isAnother, keysByPlace } from './lists';
import type { Part, Three } from './model';
import { eachOf, fieldOf, isObject, sides } from './model';
import { mergeOrder, sameOrder } from './order';
import type { Place, Referee } from './referee';
import { isTrial, trialReferee } from './referee';
import { sameJson } from './sameJson';
import { isUnit, mergeUnit } from './units';

/**
 * Takes what one side changed, field by field and, in lists whose entries have ids or names, entry by
 * entry. Asks the referee where both changed the same value in different ways.
 */
export function mergeValue(three: Three<Part>, place: Place, referee: Referee): Part {
	const { base, mine, theirs } = three;
	if (sameJson(mine, theirs) || sameJson(base, theirs)) return mine;
	if (sameJson(base, mine)) return theirs;
	if (isUnit(mine) || isUnit(theirs)) return mergeUnit(three, place, referee);
	if (isObject(mine) && isObject(theirs) && (base === undefined || isObject(base))) {
		return mergeFields({ base: base ?? {}, mine, theirs }, place, referee);
	}
	if (Array.isArray(mine) && Array.isArray(theirs) && (base === undefined || Array.isArray(base))) {
		const merged = mergeEntries({ base: base ?? [], mine, theirs }, place, referee);
		if (merged !== null) return merged;
	}
	return takeWhole(three, place, referee);
}

/** A value as a whole, as the referee says; the canvas' while nobody has said. */
export function takeWhole(three: Three<Part>, place: Place, referee: Referee): Part {
	const { base, mine, theirs } = three;
	// Both emptied it, one by null and one by taking it out.
	if (base !== undefined && (mine ?? null) === null && (theirs ?? null) === null) return mine;
	return referee.value(place, three);
}

/** The fields of three objects, each merged by itself. */
export function mergeFields(
	three: Three<JsonObject>,
	place: Place,
	referee: Referee,
	merge: (three: Three<Part>, place: Place, referee: Referee) => Part = mergeValue,
): JsonObject {
	const fields = mergeOrder(eachOf(three, (value) => Object.keys(value)));
	return Object.fromEntries(
		fields.flatMap((field) => {
			const values = eachOf(three, (value) => fieldOf(value, field));
			const merged = merge(values, { ...place, path: wayTo(place.path, field) }, referee);
			return merged === undefined ? [] : [[field, merged] as const];
		}),
	);
}

/** Entries by their ids or names, else by their places; null where neither tells which is which. */
function mergeEntries(three: Three<Json[]>, place: Place, referee: Referee): Json[] | null {
	const named = entriesByName(three);
	if (named === null) return mergePlaced(three, place, referee);
	const keys = eachOf(named, (entries) => [...entries.keys()]);
	const reordered = !sameOrder(keys.base, keys.mine) && !sameOrder(keys.base, keys.theirs);
	const isOpen = reordered && !sameOrder(keys.mine, keys.theirs);
	const taken = isOpen ? referee.value(place, three) : undefined;
	// A side decides the order alone; the base or a list of one's own is the list.
	const lead = taken === three.mine ? 'mine' : taken === three.theirs ? 'theirs' : undefined;
	if (isOpen && lead === undefined) return taken as Json[];
	return mergeOrder(keys, undefined, lead).flatMap((key) => {
		const values = eachOf(named, (entries) => entries.get(key));
		const merged = mergeValue(values, { ...place, path: `${place.path}[${key}]` }, referee);
		return merged === undefined ? [] : [merged];
	});
}

/**
 * Entries that nothing but their places tells apart: edited ones are merged at their place in the
 * base. Null where a side moved some, or both put others at the same place.
 */
function mergePlaced(three: Three<Json[]>, place: Place, referee: Referee): Json[] | null {
	const keys = keysByPlace(three);
	if (keys === null) return null;
	return isTrial(referee) || isStable(three, keys, place)
		? mergeByPlace(three, keys, place, referee)
		: null;
}

function mergeByPlace(
	three: Three<Json[]>,
	keys: Three<string[]>,
	place: Place,
	referee: Referee,
): Json[] {
	const entries = {
		base: new Map(keys.base.map((key, at) => [key, three.base[at]])),
		mine: new Map(keys.mine.map((key, at) => [key, three.mine[at]])),
		theirs: new Map(keys.theirs.map((key, at) => [key, three.theirs[at]])),
	};
	return mergeOrder(keys).flatMap((key) => {
		const values = eachOf(entries, (list) => list.get(key));
		const merged = mergePlacedEntry(values, { ...place, path: `${place.path}[${key}]` }, referee);
		return merged === undefined ? [] : [merged];
	});
}

/**
 * Whether each side, merged with the outcome, comes to the outcome again. Where it does not, entries
 * were taken for others than they are.
 */
function isStable(three: Three<Json[]>, keys: Three<string[]>, place: Place): boolean {
	const trial = trialReferee();
	const once = mergeByPlace(three, keys, place, trial);
	if (trial.isAsked()) return true;
	return sides.every((side) => {
		const again = mergePlaced({ ...three, [side]: once }, place, trial);
		return again !== null && !trial.isAsked() && sameJson(again, once);
	});
}

function mergePlacedEntry(three: Three<Part>, place: Place, referee: Referee): Part {
	const { base, mine, theirs } = three;
	const isChanged = (now: Part) => now !== undefined && !sameJson(base, now);
	const areBoth = isChanged(mine) && isChanged(theirs) && !sameJson(mine, theirs);
	// Fields of two different entries must not be mixed.
	return areBoth && (isAnother(base, mine) || isAnother(base, theirs))
		? takeWhole(three, place, referee)
		: mergeValue(three, place, referee);
}

/** Way to a field below another: `parameters.options`, and `parameters["a.b"]` where dots mislead. */
export function wayTo(path: string, field: string): string {
	if (!/^[\w$-]+$/.test(field)) return `${path}[${JSON.stringify(field)}]`;
	return path === '' ? field : `${path}.${field}`;
}
