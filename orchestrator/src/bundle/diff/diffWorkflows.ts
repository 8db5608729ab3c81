import { pairNodes } from '../merge/pairNodes';
import type { FileNode, WorkflowFile } from '../merge/model';
import { isObject } from '../merge/model';
import { renameReferences } from '../merge/nodeReferences';
import type { Json, JsonObject } from '../normalise';
import type { ValueChange } from './changes';
import { changesBetween, withChanges } from './changes';

/** A connection between two nodes. */
export interface Connection {
	from: string;
	/** What flows, and which output of that, from 0. */
	type: string;
	output: number;
	to: string;
	/** Which input of that, from 0. */
	input: number;
}

/** What is different in another version of a workflow; applied to the first it gives the other. */
export interface WorkflowDiff {
	/** Nodes that are gone, with their connections and pinned data. */
	removed: FileNode[];
	/** Nodes with a new name; what calls them follows and is no change of its own. */
	renamed: Array<{ from: string; to: string }>;
	/** Changes of nodes, by their new names. */
	changed: Array<{ node: string; changes: ValueChange[] }>;
	added: FileNode[];
	/** Names in their new order; null where that is the old one with what was added behind. */
	order: string[] | null;
	/** Changes of connections; the first step of each path is the node they leave. */
	connections: ValueChange[];
	/** The same one by one, for people; `connections` says it all. */
	edges: { added: Connection[]; removed: Connection[] };
	/** Changes of everything else: name, settings, pinned data, … */
	workflow: ValueChange[];
}

/** Compares two versions node by node; nodes are told by id, else by name and type. */
export function diffWorkflows(before: WorkflowFile, after: WorkflowFile): WorkflowDiff {
	const pairs = pairNodes(before, after);
	const known = new Set(pairs.values());
	const removed = before.nodes.filter((node) => !pairs.has(node));
	const added = after.nodes.filter((node) => !known.has(node));
	const renamed = [...pairs]
		.filter(([from, to]) => from.name !== to.name)
		.map(([from, to]) => ({ from: from.name, to: to.name }));
	const left = withNames(without(before, removed), renamed);
	const now = new Map(after.nodes.map((node) => [node.name, node]));
	const changed = left.nodes
		.map((node) => ({ node: node.name, changes: changesBetween(node, now.get(node.name)) }))
		.filter(({ changes }) => changes.length > 0);
	const names = [...left.nodes, ...added].map(({ name }) => name);
	const order = after.nodes.map(({ name }) => name);
	return {
		removed,
		renamed,
		changed,
		added,
		order: order.every((name, at) => name === names[at]) ? null : order,
		connections: changesBetween(left.connections, after.connections),
		edges: {
			added: missingIn(connectionsOf(left), connectionsOf(after)),
			removed: missingIn(connectionsOf(after), connectionsOf(left)),
		},
		workflow: changesBetween(fieldsOf(left), fieldsOf(after)),
	};
}

/** Whether nothing differs. */
export function isEmpty(diff: WorkflowDiff): boolean {
	const { removed, renamed, changed, added, order, connections, workflow } = diff;
	const lists = [removed, renamed, changed, added, connections, workflow];
	return order === null && lists.every((list) => list.length === 0);
}

/** The other version out of the first and the differences between them. */
export function applyDiff(workflow: WorkflowFile, diff: WorkflowDiff): WorkflowFile {
	const left = withNames(without(workflow, diff.removed), diff.renamed);
	const changes = new Map(diff.changed.map((each) => [each.node, each.changes]));
	const kept = left.nodes.map(
		(node) => withChanges(node, changes.get(node.name) ?? []) as FileNode,
	);
	const nodes = new Map([...kept, ...diff.added].map((node) => [node.name, node]));
	const order = diff.order ?? [...nodes.keys()];
	return {
		...(withChanges(fieldsOf(left), diff.workflow) as JsonObject),
		nodes: order.flatMap((name) => nodes.get(name) ?? []),
		connections: withChanges(left.connections, diff.connections) as JsonObject,
	};
}

function fieldsOf(workflow: WorkflowFile): JsonObject {
	const others = Object.entries(workflow).filter(
		([field]) => field !== 'nodes' && field !== 'connections',
	);
	return Object.fromEntries(others);
}

function connectionsOf({ connections }: WorkflowFile): Connection[] {
	return Object.entries(connections).flatMap(([from, types]) =>
		Object.entries(isObject(types) ? types : {}).flatMap(([type, outputs]) =>
			listOf(outputs).flatMap((slot, output) =>
				listOf(slot).flatMap((entry) => {
					if (!isObject(entry) || typeof entry.node !== 'string') return [];
					return [{ from, type, output, to: entry.node, input: Number(entry.index ?? 0) }];
				}),
			),
		),
	);
}

function missingIn(there: Connection[], wanted: Connection[]): Connection[] {
	const known = new Set(there.map((each) => JSON.stringify(each)));
	return wanted.filter((each) => !known.has(JSON.stringify(each)));
}

function listOf(value: Json): Json[] {
	return Array.isArray(value) ? value : [];
}

/** The workflow without some of its nodes, what led to them and what was pinned to them. */
function without(workflow: WorkflowFile, removed: readonly FileNode[]): WorkflowFile {
	if (removed.length === 0) return workflow;
	const gone = new Set(removed.map(({ name }) => name));
	return {
		...withEnds(workflow, (name) => (gone.has(name) ? null : name)),
		nodes: workflow.nodes.filter((node) => !removed.some(({ name }) => name === node.name)),
	};
}

/** The workflow with new names for some nodes, in connections, pinned data and whatever calls them. */
function withNames(
	workflow: WorkflowFile,
	renamed: ReadonlyArray<{ from: string; to: string }>,
): WorkflowFile {
	if (renamed.length === 0) return workflow;
	const names = new Map(renamed.map(({ from, to }) => [from, to]));
	return {
		...withEnds(workflow, (name) => names.get(name) ?? name),
		nodes: workflow.nodes.map((node) => ({
			...renameReferences(node, (name) => names.get(name) ?? null),
			name: names.get(node.name) ?? node.name,
		})),
	};
}

/** The workflow with its connections and pinned data under other names; null takes them out. */
function withEnds(workflow: WorkflowFile, nameOf: (name: string) => string | null): WorkflowFile {
	const byName = (value: JsonObject) =>
		Object.entries(value).flatMap(([name, inner]) => {
			const next = nameOf(name);
			return next === null ? [] : [[next, inner] as const];
		});
	const entry = (value: Json): Json[] => {
		if (!isObject(value) || typeof value.node !== 'string') return [value];
		const node = nameOf(value.node);
		return node === null ? [] : [{ ...value, node }];
	};
	const slot = (value: Json) => (Array.isArray(value) ? value.flatMap(entry) : value);
	const outputs = (value: Json) => (Array.isArray(value) ? value.map(slot) : value);
	const types = (value: Json) =>
		isObject(value)
			? Object.fromEntries(Object.entries(value).map(([type, each]) => [type, outputs(each)]))
			: value;
	return {
		...workflow,
		...(isObject(workflow.pinData)
			? { pinData: Object.fromEntries(byName(workflow.pinData)) }
			: {}),
		connections: Object.fromEntries(
			byName(workflow.connections).map(([name, inner]) => [name, types(inner)]),
		),
	};
}
