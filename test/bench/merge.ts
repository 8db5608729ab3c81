import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mergeWorkflows } from '../../orchestrator/src/bundle/merge/mergeWorkflows';
import type { FileNode, WorkflowFile } from '../../orchestrator/src/bundle/merge/model';
import { readWorkflowFile } from '../../orchestrator/src/bundle/merge/readFile';
import type { JsonObject } from '../../orchestrator/src/bundle/normalise';
import { askedReferee } from '../../orchestrator/src/bundle/merge/referee';
import { sharedFolder } from '../support/sharedFolder';
import { renameAsN8nDoes } from '../support/workflowEdits';
import type { BenchTable } from './table';
import { median } from './table';

/** The largest of the public workflows. */
const LARGEST = 'ottomator__7-node-agent-blueprint-with-examples.json';
const ROUNDS = 200;

/** What a merge costs beside reading and writing the same three files as JSON. */
export async function benchMerge(): Promise<BenchTable[]> {
	const dataFolder = sharedFolder('data');
	if (dataFolder === null) {
		const note =
			'Not measured: the public workflows are not there. Set AGENCY_SHARED to the folder that holds "data/workflows".';
		return [{ name: 'Three-way merge', note, rows: [] }];
	}
	const base = readFileSync(path.join(dataFolder, 'workflows', 'files', LARGEST), 'utf8');
	const mine = changed(base, (node, at) => {
		if (at % 3 === 0) node.position = [at, at];
		if (at % 5 === 0) node.notes = 'Mind the quota';
	});
	const theirs = changed(base, (node, at, workflow) => {
		if (at % 4 === 1) node.disabled = true;
		if (at % 7 === 2) node.parameters = { ...(node.parameters as JsonObject), timeout: at };
		if (at === 5) renameAsN8nDoes(workflow, node.name, 'Called anew');
	});
	const timed = { merge: [] as number[], json: [] as number[] };
	for (let round = 0; round < ROUNDS; round++) {
		const files = {
			base: readWorkflowFile(JSON.parse(base), 'base'),
			mine: readWorkflowFile(JSON.parse(mine), 'mine'),
			theirs: readWorkflowFile(JSON.parse(theirs), 'theirs'),
		};
		timed.merge.push(
			millisecondsOf(() => {
				const { status } = mergeWorkflows(files, askedReferee([], null));
				if (status !== 'merged') throw new Error('The merge has a conflict.');
			}),
		);
		timed.json.push(
			millisecondsOf(() => {
				for (const text of [base, mine, theirs]) JSON.stringify(JSON.parse(text));
			}),
		);
	}
	const [merge, json] = [median(timed.merge), median(timed.json)];
	const nodes = (JSON.parse(base) as WorkflowFile).nodes.length;
	return [
		{
			name: 'Three-way merge',
			note: `${nodes} nodes, ${(base.length / 1000).toFixed(0)} kB a file; one side moves and notes, the other renames, disables and sets parameters; medians of ${ROUNDS} in one run.`,
			rows: [
				{ what: 'merge', ms: merge.toFixed(2), ratio: (merge / json).toFixed(1) },
				{ what: 'JSON parse and stringify of the three files', ms: json.toFixed(2), ratio: 1 },
			],
		},
	];
}

function changed(
	text: string,
	change: (node: FileNode, at: number, workflow: WorkflowFile) => void,
): string {
	const workflow = JSON.parse(text) as WorkflowFile;
	workflow.nodes.forEach((node, at) => change(node, at, workflow));
	return JSON.stringify(workflow);
}

function millisecondsOf(call: () => void): number {
	const startedAt = performance.now();
	call();
	return performance.now() - startedAt;
}
