import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Merge, WorkflowFile } from '../../../../orchestrator/src/bundle/merge/model';
import { dataFolder, describeWithData } from '../../../support/sharedData';
import { itemsBetween, replaceItem } from './items';
import { merge } from './merged';

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
	const alone = JSON.parse(JSON.stringify(base)) as WorkflowFile;
	for (const item of items) replaceItem(alone, next, item);
	return alone;
}

/** What is wrong with a merge of which the right answer is known; null: nothing. */
function mistakeIn(result: Merge, next: WorkflowFile, overlap: string[]): string | null {
	if (result.status === 'conflict') {
		const names = overlap.map((item) => item.slice(2));
		const beyond = result.conflicts.filter(({ node }) => !names.includes(node ?? ''));
		if (overlap.length === 0) return 'a conflict over nothing';
		return beyond.length === 0 ? null : `a conflict over ${beyond[0].node}, ${beyond[0].path}`;
	}
	if (overlap.length > 0) return null;
	const workflow = result.workflow as WorkflowFile;
	const left = itemsBetween(workflow, next);
	return left.length === 0 ? null : `another ${left.join()}`;
}

describeWithData('merges of real histories', () => {
	it('are there to be tried', () => expect(chains.length).toBeGreaterThan(0));

	it.each(chains)('$dir: $base → $ours → $next', (chain) => {
		const [base, ours, next] = [chain.base, chain.ours, chain.next].map(
			(version) => readJson(chain.dir, `${version}.json`) as WorkflowFile,
		);
		const theirs = secondStepAlone(base, next, chain.step2);
		expect(mistakeIn(merge(base, ours, theirs), next, chain.overlap)).toBeNull();
	});

	it.each([...new Set(chains.map(({ dir }) => dir))])('%s: any three versions in order', (dir) => {
		const names = readdirSync(path.join(folder, dir)).sort();
		const versions = names.map((name) => readJson(dir, name) as WorkflowFile);
		let disjoint = 0;
		for (const [first, base] of versions.entries()) {
			for (const [second, ours] of versions.slice(first + 1).entries()) {
				for (const next of versions.slice(first + second + 2)) {
					const [one, other] = [itemsBetween(base, ours), itemsBetween(ours, next)];
					const overlap = one.filter((item) => other.includes(item));
					if (overlap.length === 0) disjoint += 1;
					const theirs = secondStepAlone(base, next, other);
					expect(mistakeIn(merge(base, ours, theirs), next, overlap)).toBeNull();
				}
			}
		}
		expect(disjoint).toBeGreaterThan(0);
	});
});
