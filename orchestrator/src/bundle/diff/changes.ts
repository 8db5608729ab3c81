import { fieldOf, isObject } from '../merge/model';
import type { Part } from '../merge/model';
import { sameJson } from '../merge/sameJson';
import type { Json } from '../normalise';

/** One value that differs. */
export interface ValueChange {
	/** Fields, and places in lists, that lead to it. */
	path: string[];
	/** Left out where it is new. */
	before?: Json;
	/** Left out where it is gone. */
	after?: Json;
}

/**
 * What differs, as deep as it can be told: lists of plain values or of other lengths are told as a
 * whole.
 */
export function changesBetween(before: Part, after: Part, path: string[] = []): ValueChange[] {
	if (sameJson(before, after)) return [];
	if (isObject(before) && isObject(after)) {
		const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
		return fields.flatMap((field) =>
			changesBetween(fieldOf(before, field), fieldOf(after, field), [...path, field]),
		);
	}
	if (Array.isArray(before) && Array.isArray(after) && areAlike(before, after)) {
		return before.flatMap((entry, at) => changesBetween(entry, after[at], [...path, String(at)]));
	}
	return [
		{
			path,
			...(before === undefined ? {} : { before }),
			...(after === undefined ? {} : { after }),
		},
	];
}

/** Whether entries can be compared place by place; a position on the canvas, say, is one value. */
function areAlike(before: Json[], after: Json[]): boolean {
	return before.length === after.length && [...before, ...after].every(isObject);
}

/** A copy of a value with these changes made. */
export function withChanges(value: Part, changes: readonly ValueChange[]): Part {
	return changes.reduce<Part>((now, { path, after }) => withValue(now, path, after), value);
}

function withValue(value: Part, path: readonly string[], after: Part): Part {
	const [field, ...rest] = path;
	if (field === undefined) return after;
	if (Array.isArray(value)) {
		return value.map((entry, at) =>
			String(at) === field ? (withValue(entry, rest, after) as Json) : entry,
		);
	}
	const now = isObject(value) ? value : {};
	const next = withValue(fieldOf(now, field), rest, after);
	const others = Object.entries(now);
	if (next === undefined) return Object.fromEntries(others.filter(([name]) => name !== field));
	// Its own field whatever it is called, `__proto__` included.
	return Object.fromEntries([...others.filter(([name]) => name !== field), [field, next]]);
}
