import type { Json, JsonObject } from '../normalise';
import type { Part, Three } from './model';
import { eachOf, fieldOf, isObject } from './model';
import { sameJson } from './sameJson';

/** Most comparisons of entries with each other; lists for which that is not enough are taken whole. */
const MOST_COMPARISONS = 40_000;
/** The part that two nodes, or two entries, share at least where they are taken for one. */
export const LEAST_LIKENESS = 0.5;

/** Entries of three lists by the first field that tells them apart in all of them; null: there is none. */
export function entriesByName(three: Three<Json[]>): Three<Map<string, JsonObject>> | null {
	for (const field of ['id', 'name']) {
		const { base, mine, theirs } = eachOf(three, (list) => byField(list, field));
		if (base !== null && mine !== null && theirs !== null) return { base, mine, theirs };
	}
	return null;
}

function byField(list: readonly Json[], field: string): Map<string, JsonObject> | null {
	const entries = new Map<string, JsonObject>();
	for (const entry of list) {
		const key = isObject(entry) ? fieldOf(entry, field) : undefined;
		if (!isObject(entry) || typeof key !== 'string' || key === '' || entries.has(key)) return null;
		entries.set(key, entry);
	}
	return entries;
}

/** Whether ids or names tell the entries of a list apart. */
export function isKeyed(list: readonly Json[]): boolean {
	return ['id', 'name'].some((field) => byField(list, field) !== null);
}

/** As {@link placesInBase}, but by ids or names where entries have some; they may change places then. */
export function entryPlaces(
	base: readonly Json[],
	now: readonly Json[],
): Array<number | null> | null {
	for (const field of ['id', 'name']) {
		const [before, after] = [byField(base, field), byField(now, field)];
		if (before === null || after === null) continue;
		const places = new Map([...before.keys()].map((key, place) => [key, place]));
		return [...after.keys()].map((key) => places.get(key) ?? null);
	}
	return placesInBase(base, now);
}

/**
 * Where each entry of a list stands in its base; null for a new one. Null as a whole where that
 * cannot be told: entries changed places, or it is open which one was edited.
 */
export function placesInBase(
	base: readonly Json[],
	now: readonly Json[],
): Array<number | null> | null {
	const anchors = equalEntries(base, now);
	if (anchors === null) return null;
	const places: Array<number | null> = now.map(() => null);
	for (const [at, place] of anchors) places[at] = place;
	let [at, place] = [0, 0];
	for (const [nextAt, nextPlace] of [...anchors, [now.length, base.length] as const]) {
		const [gone, come] = [base.slice(place, nextPlace), now.slice(at, nextAt)];
		if (gone.length === come.length) {
			if (!isPairedByPlace(gone, come)) return null;
			for (let step = 0; step < come.length; step += 1) places[at + step] = place + step;
		} else {
			for (const [step, old] of alikeInOrder(gone, come)) places[at + step] = place + old;
		}
		[at, place] = [nextAt + 1, nextPlace + 1];
	}
	return hasMoved(base, now, places) ? null : places;
}

/** Pairs of equal entries in the order of both lists, as many as there can be. */
export function equalEntries(
	base: readonly Json[],
	now: readonly Json[],
): Array<readonly [at: number, place: number]> | null {
	let start = 0;
	const shorter = Math.min(base.length, now.length);
	while (start < shorter && sameJson(base[start], now[start])) start += 1;
	let end = 0;
	while (end < shorter - start && sameJson(base.at(-1 - end), now.at(-1 - end))) end += 1;
	const [rows, columns] = [now.length - start - end, base.length - start - end];
	if (rows * columns > MOST_COMPARISONS) return null;
	const longest = Array.from({ length: rows + 1 }, () => new Array<number>(columns + 1).fill(0));
	const isSame = (row: number, column: number) => sameJson(now[start + row], base[start + column]);
	for (let row = rows - 1; row >= 0; row -= 1) {
		for (let column = columns - 1; column >= 0; column -= 1) {
			longest[row][column] = isSame(row, column)
				? longest[row + 1][column + 1] + 1
				: Math.max(longest[row + 1][column], longest[row][column + 1]);
		}
	}
	const pairs: Array<readonly [number, number]> = [];
	for (let at = 0; at < start; at += 1) pairs.push([at, at]);
	let [row, column] = [0, 0];
	while (row < rows && column < columns) {
		if (isSame(row, column)) pairs.push([start + row++, start + column++]);
		else if (longest[row + 1][column] >= longest[row][column + 1]) row += 1;
		else column += 1;
	}
	for (let left = end; left > 0; left -= 1) pairs.push([now.length - left, base.length - left]);
	return pairs;
}

/** Pairs of entries of which at least half is equal, in the order of both lists. */
function alikeInOrder(
	gone: readonly Json[],
	come: readonly Json[],
): Array<readonly [step: number, old: number]> {
	if (gone.length * come.length > MOST_COMPARISONS) return [];
	const [old, now] = [gone, come].map((list) => list.map((entry) => leavesOf(entry)));
	const worth = now.map((leaves) =>
		old.map((others) => {
			const share = shareOf(leaves, others);
			return share < LEAST_LIKENESS ? 0 : share;
		}),
	);
	/** The most that can be paired from there on. */
	const best = Array.from({ length: now.length + 1 }, () =>
		new Array<number>(old.length + 1).fill(0),
	);
	for (let row = now.length - 1; row >= 0; row -= 1) {
		for (let column = old.length - 1; column >= 0; column -= 1) {
			best[row][column] = Math.max(
				best[row + 1][column],
				best[row][column + 1],
				worth[row][column] + best[row + 1][column + 1],
			);
		}
	}
	const pairs: Array<readonly [number, number]> = [];
	let [row, column] = [0, 0];
	while (row < now.length && column < old.length) {
		if (best[row][column] === best[row + 1][column]) row += 1;
		else if (best[row][column] === best[row][column + 1]) column += 1;
		else pairs.push([row++, column++]);
	}
	return pairs;
}

/** Whether no entry is more like one at another place than like the one at its own. */
function isPairedByPlace(gone: readonly Json[], come: readonly Json[]): boolean {
	if (gone.length < 2) return true;
	if (gone.length ** 2 > MOST_COMPARISONS) return false;
	const [old, now] = [gone, come].map((list) => list.map((entry) => leavesOf(entry)));
	return old.every((leaves, at) => {
		const own = alike(leaves, now[at]);
		return old.every((_, other) => {
			return own >= alike(leaves, now[other]) && own >= alike(old[other], now[at]);
		});
	});
}

/** Whether an entry that is gone from its place stands at another one. */
function hasMoved(
	base: readonly Json[],
	now: readonly Json[],
	places: ReadonlyArray<number | null>,
): boolean {
	const isKept = (place: number | null, at: number) =>
		place !== null && sameJson(now[at], base[place]);
	const kept = new Set(places.filter(isKept));
	const gone = base.filter((entry, place) => !kept.has(place) && isTelling(entry));
	const come = now.filter((_, at) => !isKept(places[at], at));
	return gone.some((entry) => come.some((other) => sameJson(entry, other)));
}

/** Whether an entry says enough to be known elsewhere; `{}` and `""` stand in many places. */
function isTelling(entry: Json): boolean {
	const isPlain = entry === '' || entry === null || typeof entry === 'boolean';
	return !isPlain && leavesOf(entry).size > 0;
}

/** Whether an entry became another: nothing in it is as it was, and it has other fields. */
export function isAnother(before: Part, now: Part): boolean {
	if (!isObject(before) || !isObject(now)) return false;
	const fields = (value: JsonObject) => Object.keys(value).sort().join('\n');
	return fields(before) !== fields(now) && alike(leavesOf(before), leavesOf(now)) === 0;
}

function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
	return [...a].filter((leaf) => b.has(leaf)).length;
}

/** The part that both have of what either has, from 0 to 1; all of nothing is 1. */
export function shareOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
	const shared = alike(a, b);
	const all = a.size + b.size - shared;
	return all === 0 ? 1 : shared / all;
}

/** The plain values in a value, each with the way to it. */
export function leavesOf(value: Part, way = ''): Set<string> {
	if (typeof value !== 'object' || value === null)
		return new Set([`${way}=${JSON.stringify(value)}`]);
	return new Set(
		Object.entries(value).flatMap(([field, inner]) => [
			...leavesOf(inner, `${way}/${JSON.stringify(field)}`),
		]),
	);
}

/**
 * A key for each entry of three lists, equal where entries are the same: the place in the base, or
 * one of its own for what a side added. Null where that cannot be told.
 */
export function keysByPlace(three: Three<Json[]>): Three<string[]> | null {
	const seen = {
		mine: placesInBase(three.base, three.mine),
		theirs: placesInBase(three.base, three.theirs),
	};
	if (seen.mine === null || seen.theirs === null) return null;
	const mine = placesAcross(three.theirs, three.mine, seen.theirs, seen.mine);
	const theirs = placesAcross(three.mine, three.theirs, seen.mine, seen.theirs);
	const added = { mine: addedBehind(three.mine, mine), theirs: addedBehind(three.theirs, theirs) };
	for (const [behind, entries] of added.mine) {
		const others = added.theirs.get(behind);
		if (others !== undefined && !sameJson(entries, others)) return null;
	}
	return {
		base: three.base.map((_, place) => String(place)),
		mine: keysOf(mine),
		theirs: keysOf(theirs),
	};
}

/**
 * Places with those added that show only from side to side: of entries that both edited, so that too
 * little of the base is left in them.
 */
function placesAcross(
	others: readonly Json[],
	list: readonly Json[],
	placesOfOthers: ReadonlyArray<number | null>,
	places: ReadonlyArray<number | null>,
): Array<number | null> {
	const found = [...places];
	if (!places.includes(null)) return found;
	const across = placesInBase(others, list);
	for (const [at, place] of places.entries()) {
		const there = across?.[at] ?? null;
		const meant = place !== null || there === null ? null : placesOfOthers[there];
		if (meant !== null && isFree(found, at, meant)) found[at] = meant;
	}
	return found;
}

/** Whether a place is after those of the entries before and before those of the entries behind. */
function isFree(places: ReadonlyArray<number | null>, at: number, place: number): boolean {
	return places.every((each, index) => each === null || (index < at ? each < place : each > place));
}

/** What was added, by the entry of the base behind which it stands; -1: at the front. */
function addedBehind(
	list: readonly Json[],
	places: ReadonlyArray<number | null>,
): Map<number, Json[]> {
	const added = new Map<number, Json[]>();
	let behind = -1;
	for (const [at, place] of places.entries()) {
		if (place === null) added.set(behind, [...(added.get(behind) ?? []), list[at]]);
		else behind = place;
	}
	return added;
}

function keysOf(places: ReadonlyArray<number | null>): string[] {
	let [behind, count] = [-1, 0];
	return places.map((place) => {
		if (place !== null) {
			[behind, count] = [place, 0];
			return String(place);
		}
		count += 1;
		return `${behind}+${count}`;
	});
}
