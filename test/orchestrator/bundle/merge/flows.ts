import type { FileNode, WorkflowFile } from '../../../../orchestrator/src/bundle/merge/model';
import type { Json, JsonObject } from '../../../../orchestrator/src/bundle/normalise';
import { nodesByName } from './merged';

/** An id as n8n makes them, of one hexadecimal digit. */
export const made = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-000000000000`;

/** A node called so, with an id of its own for each first letter. */
export function aNode(name: string, more: JsonObject = {}): FileNode {
	return {
		parameters: {},
		id: made(name.charCodeAt(0).toString(16)[1] ?? '0'),
		name,
		type: 'n8n-nodes-base.set',
		typeVersion: 3,
		position: [0, 0],
		...more,
	} as FileNode;
}

/** A workflow whose nodes follow each other: `a`, then `b`, then `c`. */
export function aFlow(nodes: FileNode[], more: JsonObject = {}): WorkflowFile {
	const connections = Object.fromEntries(
		nodes.slice(1).map((node, at) => [nodes[at].name, { main: [[to(node.name)]] }]),
	);
	return { name: 'Flow', nodes, connections, settings: {}, ...more } as WorkflowFile;
}

/** The end of a connection, as it stands in a file. */
export function to(node: string, type = 'main', index = 0): JsonObject {
	return { node, type, index };
}

/** The same workflow with other fields for one node. */
export function withNode(flow: WorkflowFile, name: string, more: JsonObject): WorkflowFile {
	return {
		...flow,
		nodes: flow.nodes.map((node) => (node.name === name ? { ...node, ...more } : node)),
	} as WorkflowFile;
}

/** A flow of `A` with these parameters and `B`. */
export function given(parameters: JsonObject): WorkflowFile {
	return aFlow([aNode('A', { parameters }), aNode('B')]);
}

/** The parameters of a node. */
export function parametersOf(flow: WorkflowFile, name = 'A'): Json | undefined {
	return nodesByName(flow)[name]?.parameters;
}
