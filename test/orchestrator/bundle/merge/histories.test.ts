import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowFile } from '../../../../orchestrator/src/bundle/merge/model';
import { dataFolder, describeWithData } from '../../../support/sharedData';
import { merge, nodesByName } from './merged';

interface Chain {
	dir: string;
	base: string;
	ours: string;
	next: string;
	/** What both steps changed: `n:NAME` or `c:NAME`. */
	overlap: string[];
	step2: string[];
	disjoint: boolean;
}

const folder = path.join(dataFolder ?? '', 'workflows');
const readJson = (...parts: string[]): unknown =>
	JSON.parse(readFileSync(path.join(folder, ...parts), 'utf8'));
const chains = dataFolder === null ? [] : (readJson('chains.json') as Chain[]);

/** Base with those items of the second step as they are in `next`. */
function secondStepAlone(base: WorkflowFile, next: WorkflowFile, items: string[]): WorkflowFile {
	const [before, after] = [nodesByName(base), nodesByName(next)];
	const connections = { ...base.connections };
	for (const item of items) {
		const name = item.slice(2);
		const isNode = item.startsWith('n:');
		const [from, into] = isNode ? [after, before] : [next.connections, connections];
		if (name in from) (into as Record<string, unknown>)[name] = from[name];
		else delete into[name];
	}
	return { ...base, nodes: Object.values(before), connections };
}

describeWithData('merges of real histories', () => {
	it('are there to be tried', () => expect(chains.length).toBeGreaterThan(0));

	it.each(chains)('$dir: $base → $ours → $next', (chain) => {
		const [base, ours, next] = [chain.base, chain.ours, chain.next].map(
			(version) => readJson(chain.dir, `${version}.json`) as WorkflowFile,
		);
		const theirs = secondStepAlone(base, next, chain.step2);
		const result = merge(base, ours, theirs);
		if (result.status === 'conflict') {
			expect(chain.disjoint).toBe(false);
			const items = chain.overlap.map((item) => item.slice(2));
			for (const { node } of result.conflicts) expect(items).toContain(node);
			return;
		}
		const workflow = result.workflow as WorkflowFile;
		expect(nodesByName(workflow)).toEqual(nodesByName(next));
		expect(workflow.connections).toEqual(next.connections);
	});
});
