import type { FoundWorkspace } from '../../../orchestrator/src/plan/model';
import { planWorkspaces } from '../../../orchestrator/src/plan/planWorkspaces';

const main: FoundWorkspace = { isTest: false, name: 'Client Work', problem: null };
const test: FoundWorkspace = { isTest: true, name: 'Test', problem: null };
const problem = {
	code: 'frameio/workspace-unclear',
	what: 'Nothing was made in Frame.io.',
	why: 'The service account sees no workspace "Test"; it sees: Client Work.',
	mend: 'Set it.',
};
const unclear = (found: FoundWorkspace) => ({ ...found, name: null, problem });

describe('the workspaces of Frame.io', () => {
	it.each<{ when: string; found: FoundWorkspace[]; isHookLeft?: boolean; lines: string[] }>([
		{ when: 'Frame.io is not used', found: [], lines: [] },
		{
			when: 'both are there',
			found: [main, test],
			lines: ['keep Client Work: projects go there', 'keep Test: test runs go there'],
		},
		{
			when: 'there surely is none for test runs',
			found: [main, { ...unclear(test), missing: 'Test' }],
			lines: [
				'keep Client Work: projects go there',
				'create Test: the account has none of that name',
			],
		},
		{
			when: 'that of test runs is not',
			found: [main, unclear(test)],
			lines: [
				'keep Client Work: projects go there',
				`manual workspace of test runs: ${problem.why}`,
			],
		},
		{
			when: 'neither is clear',
			found: [unclear(main), unclear(test)],
			lines: [
				`manual workspace of projects: ${problem.why}`,
				`manual workspace of test runs: ${problem.why}`,
			],
		},
		{
			when: 'the webhook has said so already',
			found: [unclear(main), test],
			isHookLeft: true,
			lines: ['keep Test: test runs go there'],
		},
	])('are planned where $when', ({ found, isHookLeft = false, lines }) => {
		const planned = planWorkspaces(found, isHookLeft);
		expect(
			planned.map(({ kind, target, because }) => `${kind} ${target.name}: ${because}`),
		).toEqual(lines);
	});
});
