import { mergeWorkflows } from '../../../../orchestrator/src/bundle/merge/mergeWorkflows';
import type {
	Conflict,
	FileNode,
	Merge,
	Side,
	WorkflowFile,
} from '../../../../orchestrator/src/bundle/merge/model';
import { readWorkflowFile } from '../../../../orchestrator/src/bundle/merge/readFile';
import { askedReferee } from '../../../../orchestrator/src/bundle/merge/referee';
import type { Json } from '../../../../orchestrator/src/bundle/normalise';

/** Merges three parsed files, as the command does. */
export function merge(
	base: unknown,
	mine: unknown,
	theirs: unknown,
	answers: string[] = [],
	prefer: Side | null = null,
): Merge {
	const files = {
		base: readWorkflowFile(base, 'base'),
		mine: readWorkflowFile(mine, 'mine'),
		theirs: readWorkflowFile(theirs, 'theirs'),
	};
	return mergeWorkflows(files, askedReferee(answers, prefer));
}

/** The merged workflow; throws with the conflicts where there are some. */
export function merged(...versions: Parameters<typeof merge>): WorkflowFile {
	const result = merge(...versions);
	if (result.status === 'merged') return result.workflow as WorkflowFile;
	throw new Error(`Conflicts: ${JSON.stringify(result.conflicts)}`);
}

/** The conflicts as `node:path`; none where the merge went through. */
export function conflictsOf(...versions: Parameters<typeof merge>): string[] {
	return (listed(merge(...versions)) ?? []).map(({ node, path }) => `${node ?? ''}:${path}`);
}

function listed(result: Merge): Conflict[] | null {
	return result.status === 'conflict' ? result.conflicts : null;
}

/** Nodes by name: their order in the file says nothing. */
export function nodesByName({ nodes }: WorkflowFile): Record<string, FileNode> {
	return Object.fromEntries(nodes.map((node) => [node.name, node]));
}

/** Connections as `from type output → to type input`, with names. */
export function edgesOf({ connections }: WorkflowFile): string[] {
	const found: string[] = [];
	for (const [from, types] of Object.entries(connections)) {
		for (const [type, outputs] of Object.entries(types as Record<string, Json[]>)) {
			outputs.forEach((slot, output) => {
				for (const entry of (slot ?? []) as Array<{ node: string; type: string; index: number }>) {
					found.push(`${from} ${type} ${output} → ${entry.node} ${entry.type} ${entry.index}`);
				}
			});
		}
	}
	return found;
}
