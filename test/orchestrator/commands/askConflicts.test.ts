import { PassThrough } from 'node:stream';
import { mergeWorkflows } from '../../../orchestrator/src/bundle/merge/mergeWorkflows';
import type { WorkflowFile } from '../../../orchestrator/src/bundle/merge/model';
import { askedReferee } from '../../../orchestrator/src/bundle/merge/referee';
import type { JsonObject } from '../../../orchestrator/src/bundle/normalise';
import {
	ofOneWorkflow,
	ofWorkflows,
	settleByAsking,
} from '../../../orchestrator/src/commands/askConflicts';
import { openTerminal } from '../../../orchestrator/src/commands/terminal';
import { aFlow, aNode, parametersOf, withNode } from '../bundle/merge/flows';
import { merged } from '../bundle/merge/merged';

const given = (a: JsonObject, b: JsonObject = {}) =>
	aFlow([aNode('A', { parameters: a }), aNode('B', { parameters: b })]);

const base = given({ x: 'one', y: 1, w: 'a' }, { z: 1 });
const mine = given({ x: 'mine', y: 2, w: 'b' }, { z: 2 });
const theirs = given({ x: 'theirs', y: 3, w: 'c' }, { z: 3 });

interface Talk {
	answers: string[] | null;
	/** All that was shown. */
	shown: string;
}

/** Types lines at a terminal that shows the conflicts of three versions. */
async function talk(
	versions: [WorkflowFile, WorkflowFile, WorkflowFile],
	typed: string[],
	before: string[] = [],
): Promise<Talk> {
	const [input, output] = [new PassThrough(), new PassThrough()];
	const terminal = openTerminal(input, output);
	input.end(typed.map((line) => `${line}\n`).join(''));
	const answers = await settleByAsking(terminal, before, async (said) => {
		const referee = askedReferee(said, null);
		const [was, one, other] = versions;
		mergeWorkflows({ base: was, mine: one, theirs: other }, referee);
		return ofOneWorkflow(referee.open);
	});
	terminal.close();
	return { answers, shown: String(output.read()) };
}

describe('being asked about conflicts', () => {
	it('shows each with three values in 80 columns, and takes what is answered', async () => {
		const typed = ['m', 'b', 'e', '"d=json:1"', 'theirs', 'y'];
		const { answers, shown } = await talk([base, mine, theirs], typed);
		expect(answers).toEqual([
			'A:parameters.x=mine',
			'A:parameters.y=base',
			'A:parameters.w=json:"d=json:1"',
			'B:parameters.z=theirs',
		]);
		const result = merged(base, mine, theirs, answers ?? []);
		expect(parametersOf(result)).toEqual({ x: 'mine', y: 1, w: 'd=json:1' });
		expect(parametersOf(result, 'B')).toEqual({ z: 3 });
		expect(shown).toContain(
			'1 of 4: A\n  parameters.x\n    base    "one"\n    mine    "mine"\n    theirs  "theirs"\n',
		);
		expect(shown).toContain('  --answer \'A:parameters.w=json:"d=json:1"\'\n');
		expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
	});

	it('takes one side for what is left of a node, and no more', async () => {
		const { answers } = await talk([base, mine, theirs], ['m', 'A', 't', 'm', 'yes']);
		expect(answers).toEqual([
			'A:parameters.x=mine',
			'A:parameters.y=theirs',
			'A:parameters.w=theirs',
			'B:parameters.z=mine',
		]);
	});

	it.each([
		{ what: 'skipped', typed: ['m', 's', 'y'] },
		{ what: 'left when the terminal closes', typed: ['m'] },
		{ what: 'not wanted in the end', typed: ['m', 'm', 'm', 'm', 'n'] },
	])('answers nothing where it is $what', async ({ typed }) => {
		const { answers, shown } = await talk([base, mine, theirs], typed);
		expect(answers).toBeNull();
		expect(shown).toMatch(/Nothing of that was written\.\n$/);
	});

	it.each([
		['five', 'that is no JSON'],
		['"five"', 'a text cannot stand where a number does'],
		['null', 'null cannot stand where a number does'],
	])('takes no %s for a number, and asks again', async (value, why) => {
		const { answers, shown } = await talk(
			[given({ x: 1 }), given({ x: 2 }), given({ x: 3 })],
			['e', value, '', '5', '?', 'e', '5', 'y'],
		);
		expect(shown).toContain(`Not taken: ${why}.`);
		expect(shown).toContain('A  one side for all of this node');
		expect(answers).toEqual(['A:parameters.x=json:5']);
	});

	it('asks of a whole node only for a side, and what that brings up as well', async () => {
		const flow = aFlow([aNode('A'), aNode('B')]);
		const renamed = (name: string) => withNode(flow, 'B', { name, type: `of-${name}` });
		const { answers, shown } = await talk(
			[flow, renamed('Mine'), renamed('Theirs')],
			['b', 'm', 'y'],
		);
		expect(answers?.[0]).toMatch(/=base$/);
		expect(shown).toContain('m mine, t theirs, A all of this node');
		const gone = { ...flow, nodes: flow.nodes.slice(0, 1), connections: {} };
		const noted = withNode(flow, 'B', { notes: 'n' });
		const deleted = await talk([flow, gone, noted], ['b', 'e', 't', 'y']);
		expect(deleted.answers).toEqual(['B:=theirs']);
	});

	it('asks nothing where the flags answered all', async () => {
		expect(await talk([base, mine, theirs], [], ['A=mine', 'B=theirs'])).toMatchObject({
			answers: ['A=mine', 'B=theirs'],
			shown: 'null',
		});
	});
});

describe('conflicts of several workflows', () => {
	it('are asked about once where node and path are the same, naming both', () => {
		const conflict = { node: 'A', path: 'parameters.x', base: 1, mine: 2, theirs: 3 };
		const other = { ...conflict, node: 'B' };
		expect(
			ofWorkflows([
				{ workflow: 'Lead intake', conflicts: [conflict] },
				{ workflow: 'Delivery', conflicts: [conflict, other] },
			]),
		).toEqual([
			{ ...conflict, workflows: ['Lead intake', 'Delivery'] },
			{ ...other, workflows: ['Delivery'] },
		]);
	});
});
