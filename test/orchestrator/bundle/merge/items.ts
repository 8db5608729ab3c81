import type { Part, WorkflowFile } from '../../../../orchestrator/src/bundle/merge/model';
import { sameJson } from '../../../../orchestrator/src/bundle/merge/sameJson';
import { nodesByName } from './merged';

/** Nodes (`n:`) and outgoing connections of nodes (`c:`) that differ. */
export function itemsBetween(from: WorkflowFile, to: WorkflowFile): string[] {
	const differing = (mark: string, a: Record<string, unknown>, b: Record<string, unknown>) =>
		[...new Set([...Object.keys(a), ...Object.keys(b)])]
			.filter((name) => !sameJson(a[name] as Part, b[name] as Part))
			.map((name) => `${mark}:${name}`);
	return [
		...differing('n', nodesByName(from), nodesByName(to)),
		...differing('c', from.connections, to.connections),
	];
}

/** Makes an item of a workflow what it is in another version. */
export function replaceItem(workflow: WorkflowFile, from: WorkflowFile, item: string): void {
	const name = item.slice(2);
	if (item.startsWith('c:')) {
		if (name in from.connections) workflow.connections[name] = from.connections[name];
		else delete workflow.connections[name];
		return;
	}
	const now = nodesByName(from)[name];
	const at = workflow.nodes.findIndex((node) => node.name === name);
	if (now !== undefined && at >= 0) workflow.nodes[at] = now;
	else if (now !== undefined) workflow.nodes.push(now);
	else if (at >= 0) workflow.nodes.splice(at, 1);
}
