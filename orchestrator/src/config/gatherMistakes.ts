import type { ZodIssue, ZodTypeAny, z } from 'zod';
import { nearest } from './nearest';

/** Way from the root of a file to a value: keys and positions in lists. */
export type ConfigPath = Array<string | number>;

/** A mistake and the path of what is wrong; the last key may be one the schema does not know. */
export interface PathMistake {
	path: ConfigPath;
	message: string;
}

/** Rounds of parsing before we stop; each reveals checks that earlier mistakes had hidden. */
const MAX_ROUNDS = 5;

/** What a schema makes of a value, or everything that is wrong with it. */
export type Gathered<Value> =
	| { value: Value; mistakes: [] }
	| { value: null; mistakes: PathMistake[] };

/**
 * Parses a plain value and gathers every mistake.
 *
 * zod checks what several fields say together only after each field is right. So wrong values are
 * taken out (their defaults step in) and the rest is parsed again.
 */
export function gatherMistakes<Schema extends ZodTypeAny>(
	schema: Schema,
	value: unknown,
): Gathered<z.infer<Schema>> {
	const first = schema.safeParse(value);
	if (first.success) return { value: first.data as z.infer<Schema>, mistakes: [] };

	const mistakes: PathMistake[] = [];
	let issues = first.error.issues;
	let rest = value;
	for (let round = 0; round < MAX_ROUNDS && issues.length > 0; round += 1) {
		const checked = rest;
		const found = issues.flatMap((issue) => flatten(schema, issue, checked));
		for (const { path, message, without } of found) {
			// What we took out ourselves is not missing in the file.
			const isOurs = valueAt(checked, path) === undefined && valueAt(value, path) !== undefined;
			if (isOurs) continue;
			const isNews = !mistakes.some((before) => startsWith(before.path, path));
			if (isNews) mistakes.push({ path, message });
			if (without !== null) rest = remove(rest, without);
		}
		issues = schema.safeParse(rest).error?.issues ?? [];
	}
	return { value: null, mistakes };
}

/** A mistake, and what to take out so that the rest can be checked; null where that hides nothing. */
interface Found extends PathMistake {
	without: ConfigPath | null;
}

function flatten(schema: ZodTypeAny, issue: ZodIssue, value: unknown): Found[] {
	const { path } = issue;
	if (issue.code === 'invalid_union') {
		const asWord = issue.unionErrors
			.flatMap(({ issues }) => issues)
			.find(
				({ code, path: place }) => code === 'invalid_enum_value' && place.length === path.length,
			);
		if (asWord !== undefined && typeof valueAt(value, path) === 'string') {
			return flatten(schema, asWord, value);
		}
		const last = issue.unionErrors.at(-1);
		return last !== undefined && isMapping(valueAt(value, path))
			? last.issues.flatMap((inner) => flatten(schema, inner, value))
			: [{ path, message: `"${path.join('.')}": expected false or a mapping`, without: path }];
	}
	if (issue.code === 'unrecognized_keys') {
		return issue.keys.map((key) => ({
			path: [...path, key],
			message: unknownKey(schema, path, key),
			without: [...path, key],
		}));
	}
	const isMissing = valueAt(value, path) === undefined;
	const hidesNothing = issue.code === 'custom' && isMissing;
	return [
		{
			path,
			message: `"${path.join('.')}": ${wordsOf(issue)}`,
			without: hidesNothing ? null : removable(path, isMissing),
		},
	];
}

function wordsOf(issue: ZodIssue): string {
	if (issue.code === 'invalid_type') {
		const names: Record<string, string> = { object: 'a mapping', array: 'a list' };
		const expected = names[issue.expected] ?? `a ${issue.expected}`;
		const received = { null: 'nothing', undefined: 'nothing' }[issue.received as string];
		return `expected ${expected}, got ${received ?? names[issue.received] ?? issue.received}`;
	}
	if (issue.code === 'invalid_enum_value') {
		const near = nearest(String(issue.received), issue.options.map(String));
		return `expected one of ${issue.options.join(', ')}, got "${issue.received}"${hint(near)}`;
	}
	return issue.message;
}

function unknownKey(schema: ZodTypeAny, path: ConfigPath, key: string): string {
	const near = nearest(key, knownKeys(schema, path));
	const place = path.length === 0 ? 'this file' : `"${path.join('.')}"`;
	return `"${key}" is no setting of ${place}${hint(near)}`;
}

const hint = (near: string | null) => (near === null ? '' : `; did you mean "${near}"?`);

/** The keys that the schema knows at a place. */
function knownKeys(schema: ZodTypeAny, path: ConfigPath): string[] {
	const place = path.reduce<unknown>(
		(inner, step) => (typeof step === 'number' ? inner : fieldsOf(inner)?.[step]),
		schema,
	);
	return Object.keys(fieldsOf(place) ?? {});
}

/** Unwraps defaults, effects, unions and lists down to the fields of an object. */
function fieldsOf(schema: unknown): Record<string, unknown> | null {
	if (typeof schema !== 'object' || schema === null) return null;
	const { _def: definition, shape } = schema as {
		shape?: Record<string, unknown>;
		_def?: { innerType?: unknown; schema?: unknown; options?: unknown[]; type?: unknown };
	};
	if (shape !== undefined) return shape;
	return fieldsOf(
		definition?.innerType ?? definition?.schema ?? definition?.options?.at(-1) ?? definition?.type,
	);
}

function isMapping(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(value: unknown, path: ConfigPath): unknown {
	return path.reduce<unknown>(
		(inner, step) =>
			typeof inner === 'object' && inner !== null
				? (inner as Record<string | number, unknown>)[step]
				: undefined,
		value,
	);
}

/**
 * A missing value is mended by leaving out what holds it, an entry of a list by leaving out the list;
 * null where that would be the whole file.
 */
function removable(path: ConfigPath, isMissing: boolean): ConfigPath | null {
	const place = isMissing ? path.slice(0, -1) : path;
	if (place.length === 0) return null;
	return typeof place.at(-1) === 'number' ? place.slice(0, -1) : place;
}

/** A copy without the value at the path. */
function remove(value: unknown, path: ConfigPath): unknown {
	const [step, ...rest] = path;
	if (step === undefined) return {};
	if (Array.isArray(value)) {
		return value.map((entry, index) => (index === step ? remove(entry, rest) : entry));
	}
	if (!isMapping(value)) return value;
	return Object.fromEntries(
		Object.entries(value).flatMap(([key, inner]) => {
			if (key !== step) return [[key, inner] as const];
			return rest.length === 0 ? [] : [[key, remove(inner, rest)] as const];
		}),
	);
}

/** Whether a path is the given one or lies below it. */
function startsWith(path: ConfigPath, start: ConfigPath): boolean {
	return start.every((step, index) => step === path[index]);
}
