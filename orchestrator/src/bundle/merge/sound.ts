import { MendableError } from '../../../../nodes/domain/errors';
import type { Json, JsonObject } from '../normalise';
import { isObject } from './model';

/**
 * The workflow without connections that lead nowhere, which n8n leaves out as well.
 *
 * @throws MendableError `bundle/merge-unsound` when two nodes share a name, or a node lacks name or type
 */
export function soundWorkflow(workflow: JsonObject): JsonObject {
	const nodes = (workflow.nodes as Json[]).filter(isObject);
	const wrong = [
		...doubledNames(nodes).map((name) => `two nodes are called "${name}"`),
		...nodes
			.filter(({ name, type }) => typeof name !== 'string' || typeof type !== 'string')
			.map((node) => `a node has no name or type: ${JSON.stringify(node).slice(0, 80)}`),
	];
	if (wrong.length > 0) {
		throw new MendableError(
			'bundle/merge-unsound',
			'The merge would be no workflow that n8n can import.',
			`${wrong.join('; ')}.`,
			'Nothing was written. Please report this with the three files.',
		);
	}
	const connections = connected(workflow.connections as JsonObject, nodes);
	return connections === workflow.connections ? workflow : { ...workflow, connections };
}

function doubledNames(nodes: JsonObject[]): string[] {
	const names = nodes.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
	return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}

function connected(connections: JsonObject, nodes: JsonObject[]): JsonObject {
	const names = new Set(nodes.map(({ name }) => name));
	const leadsOn = (entry: Json) => isObject(entry) && names.has(entry.node);
	let isSound = true;
	const kept = Object.entries(connections).flatMap(([from, byType]) => {
		if (!names.has(from) || !isObject(byType)) {
			isSound = false;
			return [];
		}
		const types = Object.entries(byType).map(([type, outputs]) => {
			const slots = (Array.isArray(outputs) ? outputs : []).map((slot) => {
				const entries = Array.isArray(slot) ? slot.filter(leadsOn) : null;
				if (entries !== null && entries.length < (slot as Json[]).length) isSound = false;
				return entries;
			});
			return [type, slots] as const;
		});
		return [[from, Object.fromEntries(types)] as const];
	});
	return isSound ? connections : Object.fromEntries(kept);
}
