import type { Json, JsonObject } from '../normalise';
import type { Part, Three, WorkflowFile } from './model';
import { isObject } from './model';

/** A connection from an output of a node to an input of another; nodes by their place in the merge. */
export interface Edge {
	from: number;
	/** What flows, as the output calls it: `main`, `ai_tool`, … */
	type: string;
	/** Which output of that type, from 0. */
	output: number;
	to: number;
	/** The entry as it stands in the file: `{ node, type, index }`. */
	entry: JsonObject;
	/** Equal for equal connections of any version. */
	key: string;
}

/** The outputs of one type of a node; null or empty where nothing is connected. */
export type Outputs = Array<Edge[] | null>;

/** The connections of one version: by node, then by type. */
export type Wiring = Map<number, Map<string, Outputs>>;

/** Reads connections; ends that `find` does not know are left out, since no node is there. */
export function readWiring(
	{ connections }: WorkflowFile,
	find: (name: string) => number | undefined,
): Wiring {
	const wiring: Wiring = new Map();
	for (const [name, byType] of Object.entries(connections)) {
		const from = find(name);
		if (from === undefined || !isObject(byType)) continue;
		const types = new Map<string, Outputs>();
		for (const [type, outputs] of Object.entries(byType)) {
			types.set(
				type,
				listOf(outputs).map((slot, output) => readSlot(slot, from, type, output, find)),
			);
		}
		wiring.set(from, types);
	}
	return wiring;
}

function readSlot(
	slot: Json,
	from: number,
	type: string,
	output: number,
	find: (name: string) => number | undefined,
): Edge[] | null {
	if (!Array.isArray(slot)) return null;
	const edges = new Map<string, Edge>();
	for (const entry of slot) {
		if (!isObject(entry) || typeof entry.node !== 'string') continue;
		const to = find(entry.node);
		if (to === undefined) continue;
		const key = JSON.stringify([from, type, output, to, inputOf(entry), entry.index ?? 0]);
		if (!edges.has(key)) edges.set(key, { from, type, output, to, entry, key });
	}
	return [...edges.values()];
}

/** What flows, as the input calls it. */
export function inputOf(entry: JsonObject): string {
	return typeof entry.type === 'string' ? entry.type : 'main';
}

function listOf(value: Part): Json[] {
	return Array.isArray(value) ? value : [];
}

/** Every connection of one version. */
export function edgesOf(wiring: Wiring): Edge[] {
	return [...wiring.values()].flatMap((types) =>
		[...types.values()].flatMap((outputs) => outputs.flatMap((slot) => slot ?? [])),
	);
}

/** Writes connections with the names that nodes have in the merged workflow. */
export function writeWiring(wiring: Wiring, names: readonly string[]): JsonObject {
	const write = (slot: Edge[] | null): Json =>
		slot?.map(({ to, entry }) => ({ ...entry, node: names[to] })) ?? null;
	return Object.fromEntries(
		[...wiring].map(([from, types]) => [
			names[from],
			Object.fromEntries([...types].map(([type, outputs]) => [type, outputs.map(write)])),
		]),
	);
}

/** Finds a node by the name it has in one version; where none there is called so, in the others. */
export function finderOf(
	named: Three<ReadonlyMap<string, number>>,
	version: keyof Three<unknown>,
): (name: string) => number | undefined {
	const others = (['base', 'mine', 'theirs'] as const).filter((other) => other !== version);
	return (name) =>
		[version, ...others].map((each) => named[each].get(name)).find((at) => at !== undefined);
}
