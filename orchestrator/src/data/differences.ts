import { canonicalJson } from '../../../nodes/domain/hash';
import type { Json } from '../ledger/json';

/** One place at which two versions differ. */
export interface Difference {
	/** Way to it: keys, and of entries of lists their ids. */
	path: string;
	/** undefined where it is new. */
	before: Json | undefined;
	/** undefined where it is gone. */
	after: Json | undefined;
}

/**
 * What is different in another version. Entries of lists are told apart by their ids, so that a new
 * one in front changes nothing else; lists without ids are compared as a whole.
 */
export function differences(before: Json, after: Json, path = ''): Difference[] {
	if (sameText(before, after)) return [];
	const [from, to] = [fieldsOf(before), fieldsOf(after)];
	if (from === null || to === null) return [{ path, before, after }];
	const names = [...new Set([...from.keys(), ...to.keys()])];
	return names.flatMap((name) => {
		const way = path === '' ? name : `${path}.${name}`;
		const [left, right] = [from.get(name), to.get(name)];
		if (left === undefined || right === undefined) {
			return [{ path: way, before: left, after: right }];
		}
		return differences(left, right, way);
	});
}

/** One line a difference. */
export function tellDifferences(found: readonly Difference[]): string[] {
	return found.map(({ path, before, after }) => {
		if (before === undefined) return `  + ${path}: ${shortly(after)}`;
		if (after === undefined) return `  - ${path}: ${shortly(before)}`;
		return `  ~ ${path}: ${shortly(before)} → ${shortly(after)}`;
	});
}

/** Longest of a value that is shown, in characters. */
const SHOWN = 120;

function shortly(value: Json | undefined): string {
	const text = JSON.stringify(value) ?? '';
	return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** The fields of an object, or the entries of a list by their ids; null for anything else. */
function fieldsOf(value: Json): Map<string, Json> | null {
	if (typeof value !== 'object' || value === null) return null;
	if (!Array.isArray(value)) {
		return new Map(
			Object.entries(value).flatMap(([name, inner]) =>
				inner === undefined ? [] : [[name, inner]],
			),
		);
	}
	const entries = value.map((entry) => [idOf(entry), entry] as const);
	const ids = entries.flatMap(([id]) => id ?? []);
	if (value.length === 0 || ids.length < value.length || new Set(ids).size < ids.length)
		return null;
	return new Map(entries as Array<[string, Json]>);
}

function idOf(entry: Json): string | null {
	if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return null;
	return typeof entry.id === 'string' ? entry.id : null;
}

function sameText(a: Json, b: Json): boolean {
	return canonicalJson(a) === canonicalJson(b);
}
