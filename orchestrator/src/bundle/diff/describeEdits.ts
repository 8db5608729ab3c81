import { readWorkflowFile } from '../merge/readFile';
import { wayTo } from '../merge/values';
import type { NormalWorkflow } from '../normalise';
import type { ValueChange } from './changes';
import { diffWorkflows } from './diffWorkflows';

/** Most ways into a node that one line names. */
const MOST_WAYS = 3;

/**
 * What a person did to a workflow, one line an edit. Names only, no values: it goes into plans and
 * reports.
 */
export function describeEdits(before: NormalWorkflow, after: NormalWorkflow): string[] {
	const { removed, renamed, changed, added, edges, workflow } = diffWorkflows(
		readWorkflowFile(before, 'the bundle'),
		readWorkflowFile(after, 'the canvas'),
	);
	return [
		...added.map(({ name }) => `"${name}" is new`),
		...removed.map(({ name }) => `"${name}" is taken out`),
		...renamed.map(({ from, to }) => `"${from}" is called "${to}"`),
		...changed.map(({ node, changes }) => `"${node}": ${waysOf(changes)}`),
		...edges.added
			.filter(({ from, to }) => ![...added].some(({ name }) => name === from || name === to))
			.map(({ from, to }) => `"${from}" leads to "${to}"`),
		...edges.removed.map(({ from, to }) => `"${from}" no longer leads to "${to}"`),
		...workflow.map(({ path }) => `the workflow's ${path.join('.')}`),
	];
}

function waysOf(changes: readonly ValueChange[]): string {
	const ways = [...new Set(changes.map(({ path }) => path.reduce(wayTo, '')))];
	const isMoved = ways.length === 1 && ways[0] === 'position';
	if (isMoved) return 'moved';
	const more = ways.length - MOST_WAYS;
	return `${ways.slice(0, MOST_WAYS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
