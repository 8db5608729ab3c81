import type { Json, JsonObject } from '../normalise';
import type { Part, Three } from './model';
import { eachOf, isObject } from './model';
import { mergeOrder, sameOrder } from './order';
import type { Place, Referee } from './referee';
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

/** One side's value as a whole, as the referee says; the canvas' while nobody has said. */
export function takeWhole(three: Three<Part>, place: Place, referee: Referee): Part {
	return three[referee.settle(place, three) ?? 'mine'];
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

/** A field of its own; never one that objects inherit, such as `constructor`. */
export function fieldOf(value: JsonObject, field: string): Part {
	return Object.hasOwn(value, field) ? value[field] : undefined;
}

/** Entries by their ids or names; null where they have none, so that no list is mixed by position. */
function mergeEntries(three: Three<Json[]>, place: Place, referee: Referee): Json[] | null {
	const named = entriesByName(three);
	if (named === null) return null;
	const keys = eachOf(named, (entries) => [...entries.keys()]);
	const reordered = !sameOrder(keys.base, keys.mine) && !sameOrder(keys.base, keys.theirs);
	const lead =
		reordered && !sameOrder(keys.mine, keys.theirs)
			? (referee.settle(place, three) ?? 'mine')
			: undefined;
	return mergeOrder(keys, undefined, lead).flatMap((key) => {
		const values = eachOf(named, (entries) => entries.get(key));
		const merged = mergeValue(values, { ...place, path: `${place.path}[${key}]` }, referee);
		return merged === undefined ? [] : [merged];
	});
}

/** The entries of three lists by the first field that tells them apart in all three. */
function entriesByName(three: Three<Json[]>): Three<Map<string, JsonObject>> | null {
	for (const field of ['id', 'name']) {
		const { base, mine, theirs } = eachOf(three, (list) => byField(list, field));
		if (base !== null && mine !== null && theirs !== null) return { base, mine, theirs };
	}
	return null;
}

function byField(list: Json[], field: string): Map<string, JsonObject> | null {
	const entries = new Map<string, JsonObject>();
	for (const entry of list) {
		const key = isObject(entry) ? fieldOf(entry, field) : undefined;
		if (!isObject(entry) || typeof key !== 'string' || key === '' || entries.has(key)) return null;
		entries.set(key, entry);
	}
	return entries;
}

/** Way to a field below another: `parameters.options`, and `parameters["a.b"]` where dots mislead. */
export function wayTo(path: string, field: string): string {
	if (!/^[\w$-]+$/.test(field)) return `${path}[${JSON.stringify(field)}]`;
	return path === '' ? field : `${path}.${field}`;
}
