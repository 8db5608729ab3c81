import type { WorkflowFile } from './model';
import { referencesOf } from './nodeReferences';

/** A node whose expressions or code call one that is not in the workflow. */
export interface DanglingReference {
	node: string;
	calls: string;
}

/** References of a workflow that lead nowhere; n8n fails on them when the node runs. */
export function danglingReferences({ nodes }: Pick<WorkflowFile, 'nodes'>): DanglingReference[] {
	const names = new Set(nodes.map(({ name }) => name));
	return nodes.flatMap((node) =>
		[...referencesOf(node)]
			.filter((calls) => !names.has(calls))
			.map((calls) => ({ node: node.name, calls })),
	);
}
