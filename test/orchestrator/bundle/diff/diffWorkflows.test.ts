import fc from 'fast-check';
import {
	applyDiff,
	diffWorkflows,
	isEmpty,
} from '../../../../orchestrator/src/bundle/diff/diffWorkflows';
import { describeDiff, shownDiff } from '../../../../orchestrator/src/bundle/diff/showDiff';
import type { WorkflowFile } from '../../../../orchestrator/src/bundle/merge/model';
import { seeded } from '../../../support/arbitraries';
import { edited, editedWorkflows, editsOf } from '../../../support/workflowEdits';

const drawn = { ...seeded, numRuns: 100 };
const workflows = fc.constantFrom(...editedWorkflows);

/** What is shown of the differences between two versions. */
function told(before: WorkflowFile, after: WorkflowFile): string {
	return describeDiff(shownDiff(diffWorkflows(before, after), before, after)).join('\n');
}

describe('diffWorkflows', () => {
	it('finds nothing between a workflow and itself, and tells nothing', () => {
		for (const { workflow } of editedWorkflows) {
			const diff = diffWorkflows(workflow, edited(workflow, [], 'x'));
			expect(isEmpty(diff)).toBe(true);
			expect(describeDiff(diff)).toEqual([]);
		}
	});

	it('gives the other version when it is applied, and tells something', () => {
		fc.assert(
			fc.property(workflows, editsOf(), editsOf(), ({ workflow }, first, second) => {
				const before = edited(workflow, first, 'a');
				const after = edited(workflow, second, 'b');
				const diff = diffWorkflows(before, after);
				expect(applyDiff(before, diff)).toEqual(after);
				expect(isEmpty(diff)).toBe(JSON.stringify(before) === JSON.stringify(after));
				expect(describeDiff(diff).length > 0).toBe(!isEmpty(diff));
			}),
			drawn,
		);
	});

	it('gives it also between workflows that have nothing to do with each other', () => {
		fc.assert(
			fc.property(workflows, workflows, ({ workflow: before }, { workflow: after }) => {
				expect(applyDiff(before, diffWorkflows(before, after))).toEqual(after);
			}),
			drawn,
		);
	});
});

describe('the differences as shown', () => {
	const node = (name: string, parameters: object, more: object = {}) =>
		({
			id: name,
			name,
			type: 'n8n-nodes-base.set',
			position: [0, 0],
			parameters,
			...more,
		}) as never;
	const flow = (nodes: WorkflowFile['nodes'], connections: object = {}) =>
		({ name: 'Flow', nodes, connections }) as WorkflowFile;

	it('read node by node', () => {
		const before = flow(
			[node('A', { url: 'x' }), node('B', {}), node('C', { t: "={{ $('A').item }}" })],
			{
				A: { main: [[{ node: 'B', type: 'main', index: 0 }]] },
			},
		);
		const after = flow(
			[
				node('First', { url: 'y' }, { id: 'A', disabled: true }),
				node('C', { t: "={{ $('First').item }}" }),
				node('D', {}),
			],
			{ First: { main: [null, [{ node: 'D', type: 'main', index: 1 }]] } },
		);
		expect(told(before, after).split('\n')).toEqual([
			'- B (n8n-nodes-base.set)',
			'+ D (n8n-nodes-base.set)',
			'~ A → First: the new name',
			'~ First',
			'    parameters.url',
			'      - "x"',
			'      + "y"',
			'    disabled',
			'      + true',
			'Connections',
			'  + First → D (output 1, input 1)',
		]);
	});

	it.each([
		['a field called so', { apiKey: 'abcdef123' }, { apiKey: 'abcdef999' }],
		[
			'a header called so',
			{ headers: [{ name: 'Authorization', value: 'abcdef123' }] },
			{ headers: [{ name: 'Authorization', value: 'abcdef999' }] },
		],
		[
			'a header that is new',
			{ headers: [] },
			{ headers: [{ name: 'X-Api-Key', value: 'abcdef999' }] },
		],
		['the shape of a key', { text: 'use xoxb-abcdef123' }, { text: 'use xoxb-abcdef999' }],
		['a bearer in an expression', { v: '={{ "Bearer abcdef123" }}' }, { v: '=Bearer abcdef999' }],
	])('never hold a secret: %s', (_, before, after) => {
		const [one, other] = [flow([node('A', before)]), flow([node('A', after)])];
		const diff = shownDiff(diffWorkflows(one, other), one, other);
		expect(JSON.stringify(diff)).not.toMatch(/abcdef/);
		expect(describeDiff(diff).join('\n')).toContain('••••••');

		const [none, added] = [flow([]), flow([node('A', after)])];
		expect(JSON.stringify(shownDiff(diffWorkflows(none, added), none, added))).not.toMatch(
			/abcdef/,
		);
	});

	it('read line by line in code', () => {
		const code = (last: string) => node('A', { jsCode: `const a = 1;\nconst b = 2;\n${last}` });
		expect(told(flow([code('return a;')]), flow([code('return b;')])).split('\n')).toEqual([
			'~ A',
			'    parameters.jsCode',
			'      line 3',
			'      - return a;',
			'      + return b;',
		]);
	});

	it('keep within a hundred columns', () => {
		const long = 'x'.repeat(400);
		const text = told(
			flow([node('A', { a: `${long}1${long}` })]),
			flow([node('A', { a: `${long}2${long}` })]),
		);
		expect(text).toMatch(/- …x+1x+…\n {6}\+ …x+2x+…/);
		expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
	});
});
