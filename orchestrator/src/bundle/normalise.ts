import { z } from 'zod';
import { sha256Hex } from '../../../nodes/domain/hash';

/** Plain JSON, as it stands in a file. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A JSON object. */
export type JsonObject = { [key: string]: Json };

const jsonSchema: z.ZodType<Json> = z.lazy(() =>
	z.union([
		z.null(),
		z.boolean(),
		z.number(),
		z.string(),
		z.array(jsonSchema),
		z.record(jsonSchema),
	]),
);
const objectSchema = z.record(jsonSchema);

/** A node of a workflow, as far as we look into it; the rest is carried along unread. */
export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: JsonObject;
	credentials?: Record<string, { id: string | null; name: string }> | undefined;
	[more: string]: unknown;
}

const nodeSchema = z
	.object({
		id: z.string().min(1),
		name: z.string().min(1),
		type: z.string().min(1),
		typeVersion: z.number(),
		position: z.tuple([z.number(), z.number()]),
		parameters: objectSchema.default({}),
		credentials: z
			.record(z.object({ id: z.string().nullable().default(null), name: z.string().min(1) }))
			.optional(),
	})
	.passthrough();

/** A workflow as n8n exports, stores and imports it. */
const workflowSchema = z
	.object({
		name: z.string().min(1),
		nodes: z.array(nodeSchema),
		connections: objectSchema,
		settings: objectSchema.nullish(),
		nodeGroups: z.array(jsonSchema).nullish(),
	})
	.passthrough();

/** A workflow in normal form: what a person decided, nothing that an n8n added. */
export interface NormalWorkflow {
	name: string;
	nodes: WorkflowNode[];
	connections: JsonObject;
	settings: JsonObject;
	nodeGroups?: Json[];
}

/** What n8n adds to the settings of every workflow it stores, with the value that changes nothing. */
const addedSettings: JsonObject = {
	callerPolicy: 'workflowsFromSameOwner',
	availableInMCP: false,
	binaryMode: 'separate',
};

/** Flags of a node whose `false` or empty value says the same as their absence. */
export const quietFlags = [
	'disabled',
	'notesInFlow',
	'continueOnFail',
	'retryOnFail',
	'alwaysOutputData',
	'executeOnce',
	'notes',
];

/**
 * Brings a workflow into normal form: sorted keys; no id, version, time, owner or tag of the n8n
 * it came from; no credential ids, pinned data, instance id or switches that are off. Applying it
 * twice gives the same as once; the order of nodes and of connections stays.
 *
 * @throws ZodError when the value is no workflow
 */
export function normalise(value: unknown): NormalWorkflow {
	const workflow = workflowSchema.parse(value);
	const groups = workflow.nodeGroups ?? [];
	return sortKeys({
		name: workflow.name,
		nodes: workflow.nodes.map(normaliseNode),
		connections: workflow.connections,
		settings: withoutValues(workflow.settings ?? {}, addedSettings),
		...(groups.length > 0 ? { nodeGroups: groups } : {}),
	}) as unknown as NormalWorkflow;
}

/** Text of a normalised workflow file: tabs, one newline at the end. */
export function workflowText(value: unknown): string {
	return `${JSON.stringify(normalise(value), null, '\t')}\n`;
}

/**
 * SHA-256 that is equal for workflows that say the same, wherever they were stored and in whatever
 * order of nodes.
 */
export function fingerprint(value: unknown): string {
	const workflow = normalise(value);
	const nodes = [...workflow.nodes].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
	return sha256Hex(JSON.stringify({ ...workflow, nodes }));
}

function normaliseNode({ credentials, ...rest }: WorkflowNode): JsonObject {
	const kept = Object.entries(rest).filter(
		([key, value]) => !(quietFlags.includes(key) && (value === false || value === '')),
	);
	const bound = Object.entries(credentials ?? {}).map(
		([type, { name }]) => [type, { id: null, name }] as const,
	);
	return {
		...(Object.fromEntries(kept) as JsonObject),
		...(bound.length > 0 ? { credentials: Object.fromEntries(bound) } : {}),
	};
}

function withoutValues(value: JsonObject, unwanted: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(value).filter(([key, inner]) => !(key in unwanted && unwanted[key] === inner)),
	);
}

/** A copy with the keys of every object in alphabetical order. */
export function sortKeys(value: Json): Json {
	if (Array.isArray(value)) return value.map(sortKeys);
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, inner]) => [key, sortKeys(inner)]),
	);
}
