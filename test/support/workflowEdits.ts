import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { applyAccessPatterns } from 'n8n-workflow';
import type { Json, JsonObject } from '../../orchestrator/src/bundle/normalise';
import type { FileNode, WorkflowFile } from '../../orchestrator/src/bundle/merge/model';
import { sharedFolder } from './sharedFolder';

const dataFolder = sharedFolder('data');

/** A workflow file with where it comes from. */
export interface NamedWorkflow {
	name: string;
	workflow: WorkflowFile;
}

/** What a person may do to a workflow on the canvas. */
export const editKinds = [
	'move',
	'rename',
	'parameter',
	'add',
	'delete',
	'duplicate',
	'newId',
	'connect',
	'disconnect',
	'disable',
	'credential',
	'notes',
	'pin',
] as const;

/** One change on a canvas; `pick` and `other` choose nodes by number, `value` is what is written. */
export interface Edit {
	kind: (typeof editKinds)[number];
	pick: number;
	other: number;
	value: string;
}

/** Up to eight changes of the given kinds. */
export function editsOf(kinds: readonly Edit['kind'][] = editKinds): fc.Arbitrary<Edit[]> {
	const edit = fc.record({
		kind: fc.constantFrom(...kinds),
		pick: fc.nat(999),
		other: fc.nat(999),
		value: fc.constantFrom('red', 'green', 'blue', 'a "b" \'c\'', '={{ $json.x }}'),
	});
	return fc.array(edit, { minLength: 1, maxLength: 8 });
}

/** The workflows of this repository, with the real ones of others where these are there. */
export const editedWorkflows: NamedWorkflow[] = [
	...filesUnder(path.resolve(__dirname, '../../workflows')).filter(
		({ name }) => path.basename(name) === 'workflow.json',
	),
	...(dataFolder === null
		? []
		: ['files', 'history'].flatMap((folder) =>
				filesUnder(path.join(dataFolder as string, 'workflows', folder)),
			)),
];

function filesUnder(folder: string): NamedWorkflow[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((name) => ({ name, workflow: readJson(path.join(folder, name)) as WorkflowFile }))
		.filter(({ workflow }) => Array.isArray(workflow.nodes));
}

function readJson(file: string): unknown {
	return JSON.parse(readFileSync(file, 'utf8'));
}

/** A copy of a workflow after some changes; `by` keeps what different people add apart. */
export function edited(workflow: WorkflowFile, edits: readonly Edit[], by: string): WorkflowFile {
	const copy = structuredClone(workflow);
	edits.forEach((edit, at) => {
		const node = copy.nodes[edit.pick % Math.max(1, copy.nodes.length)] as FileNode | undefined;
		if (node !== undefined) acts[edit.kind](copy, node, edit, `${by}${at}`);
	});
	return copy;
}

type Act = (workflow: WorkflowFile, node: FileNode, edit: Edit, mark: string) => void;

const acts: Record<Edit['kind'], Act> = {
	move: (_, node, { other }) => {
		node.position = [other * 16, other * 8];
	},
	rename: (workflow, node, { value }, mark) =>
		renameAsN8nDoes(workflow, node.name, `${node.name} ${value.replace(/\W/g, '')}${mark}`),
	parameter: (_, node, { other, value }) => {
		const parameters = (node.parameters ??= {}) as JsonObject;
		const fields = [...Object.keys(parameters), 'options'];
		parameters[fields[other % fields.length]] = value;
	},
	add: (workflow, node, edit, mark) => {
		const added = newNode(mark, { value: edit.value });
		workflow.nodes.splice(edit.other % (workflow.nodes.length + 1), 0, added);
		connect(workflow, node.name, added.name);
	},
	delete: (workflow, node) => {
		workflow.nodes = workflow.nodes.filter((each) => each !== node);
		delete workflow.connections[node.name];
		forEachSlot(workflow, (slot) => slot.filter(({ node: name }) => name !== node.name));
		const pins = workflow.pinData as JsonObject | undefined;
		if (pins !== undefined && pins !== null) delete pins[node.name];
	},
	duplicate: (workflow, node, _, mark) => {
		workflow.nodes.push({
			...structuredClone(node),
			name: `${node.name} ${mark}`,
			id: idOf(mark),
			position: [7, 7],
		});
	},
	newId: (_, node, __, mark) => {
		node.id = idOf(mark);
	},
	connect: (workflow, node, { other }) =>
		connect(workflow, node.name, workflow.nodes[other % workflow.nodes.length].name),
	disconnect: (workflow, node) => {
		const main = mainOf(workflow, node.name);
		const first = main?.findIndex((slot) => (slot?.length ?? 0) > 0) ?? -1;
		if (main !== undefined && first >= 0) main[first] = (main[first] ?? []).slice(1);
	},
	disable: (_, node) => {
		if (node.disabled === true) delete (node as JsonObject).disabled;
		else node.disabled = true;
	},
	credential: (_, node, { value }, mark) => {
		node.credentials = { slackApi: { id: mark, name: value } };
	},
	notes: (_, node, { value }) => {
		node.notes = value;
	},
	pin: (workflow, node, { value }) => {
		workflow.pinData = { ...(workflow.pinData as JsonObject), [node.name]: [{ json: { value } }] };
	},
};

/** A node that did not exist before; equal marks make equal nodes. */
export function newNode(mark: string, parameters: JsonObject): FileNode {
	return {
		parameters,
		id: idOf(mark),
		name: `New ${mark}`,
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
	};
}

/** An id as n8n makes them, from a mark of a few letters. */
export function idOf(mark: string): string {
	const hex = Buffer.from(mark.padEnd(6, '_')).toString('hex').slice(0, 12);
	return `00000000-0000-4000-8000-${hex.padEnd(12, '0')}`;
}

type Slot = Array<{ node: string; type: string; index: number }> | null;

function mainOf({ connections }: WorkflowFile, name: string): Slot[] | undefined {
	return (connections[name] as unknown as { main?: Slot[] } | undefined)?.main;
}

function connect(workflow: WorkflowFile, from: string, to: string): void {
	const main = mainOf(workflow, from) ?? [];
	const slot = main[0] ?? [];
	if (!slot.some(({ node, index }) => node === to && index === 0)) {
		slot.push({ node: to, type: 'main', index: 0 });
	}
	main[0] = slot;
	const others = workflow.connections[from] as JsonObject | undefined;
	workflow.connections[from] = { ...others, main: main as unknown as Json };
}

function forEachSlot(
	workflow: WorkflowFile,
	change: (slot: Exclude<Slot, null>) => Exclude<Slot, null>,
): void {
	for (const types of Object.values(workflow.connections)) {
		for (const outputs of Object.values(types as unknown as Record<string, Slot[]>)) {
			outputs.forEach((slot, at) => {
				outputs[at] = slot === null ? null : change(slot);
			});
		}
	}
}

/** Renames a node as n8n's canvas does it, by n8n's own rules for expressions. */
export function renameAsN8nDoes(workflow: WorkflowFile, from: string, to: string): void {
	if (workflow.nodes.some(({ name }) => name === to)) return;
	for (const node of workflow.nodes) {
		if (node.name === from) node.name = to;
		if (node.parameters !== undefined) {
			node.parameters = renameIn(node.parameters, from, to, '') as JsonObject;
		}
	}
	const { connections } = workflow;
	workflow.connections = Object.fromEntries(
		Object.entries(connections).map(([name, types]) => [name === from ? to : name, types]),
	);
	forEachSlot(workflow, (slot) =>
		slot.map((entry) => (entry.node === from ? { ...entry, node: to } : entry)),
	);
	const pins = Object.entries((workflow.pinData ?? {}) as JsonObject);
	if (pins.length > 0) {
		workflow.pinData = Object.fromEntries(
			pins.map(([name, pinned]) => [name === from ? to : name, pinned]),
		);
	}
}

function renameIn(value: Json, from: string, to: string, field: string): Json {
	if (typeof value === 'string') {
		const isCode = ['jsCode', 'functionCode'].includes(field);
		return isCode || value.startsWith('=') ? applyAccessPatterns(value, from, to) : value;
	}
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map((entry) => renameIn(entry, from, to, field));
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [name, renameIn(inner, from, to, name)]),
	);
}
