import type { Json, JsonObject } from '../normalise';

/** One of the two that changed the base: the canvas, or the new bundle. */
export type Side = 'mine' | 'theirs';

/** Both sides. */
export const sides = ['mine', 'theirs'] as const satisfies readonly Side[];

/** The other side. */
export const otherSide = { mine: 'theirs', theirs: 'mine' } as const satisfies Record<Side, Side>;

/** The same thing in the last common version, on the canvas and in the new bundle. */
export interface Three<Value> {
	base: Value;
	mine: Value;
	theirs: Value;
}

/** A part of a JSON document; undefined where it is not there. */
export type Part = Json | undefined;

/** A node as it stands in a file; whatever else it carries is kept. */
export interface FileNode extends JsonObject {
	name: string;
	type: string;
}

/** A workflow as it stands in a file, with or without ids, name and settings. */
export interface WorkflowFile {
	nodes: FileNode[];
	connections: JsonObject;
	/** Every other field, such as name, settings and pinData; unread. */
	[field: string]: Json;
}

/** One node in up to three versions; null where that version does not have it. */
export type Trio = Three<FileNode | null>;

/** Something that both sides changed, each in another way. */
export interface Conflict {
	/** Name of the node on the canvas, else in the base, else in the bundle; null: the workflow's own. */
	node: string | null;
	/** Way to the value in the node, e.g. `parameters.url`; empty for the node as a whole. */
	path: string;
	/** What each version says; null also where it says nothing. */
	base: Json;
	mine: Json;
	theirs: Json;
}

/** What came of a merge. */
export type Merge =
	| { status: 'merged'; workflow: JsonObject }
	| { status: 'conflict'; conflicts: Conflict[]; workflow: null };

/** Applies a function to each of three versions. */
export function eachOf<In, Out>(three: Three<In>, of: (value: In) => Out): Three<Out> {
	return { base: of(three.base), mine: of(three.mine), theirs: of(three.theirs) };
}

/** Whether a part is a JSON object. */
export function isObject(value: Part): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of its own; never one that objects inherit, such as `constructor`. */
export function fieldOf(value: JsonObject, field: string): Part {
	return Object.hasOwn(value, field) ? value[field] : undefined;
}
