import { foreignCode } from '../../../orchestrator/src/bundle/foreignCode';
import type { JsonObject } from '../../../orchestrator/src/bundle/normalise';
import { codeInside } from '../../../orchestrator/src/bundle/verify';
import type { Bundle } from '../../../orchestrator/src/bundle/readBundle';

const aNode = (type: string, parameters: JsonObject = {}, name = 'N') => ({
	name,
	type,
	parameters,
});
const carrier = (nodes: JsonObject[], type = 'n8n-nodes-base.executeWorkflow', name = 'Call') =>
	aNode(type, { source: 'parameter', workflowJson: JSON.stringify({ nodes }) }, name);

/** What is said of a workflow of these nodes. */
function said(...nodes: JsonObject[]): string[] {
	const workflows = [{ id: 'w', name: 'Flow', workflow: { nodes } }] as unknown;
	return codeInside({ workflows } as Pick<Bundle, 'workflows'>).map(({ says }) => says);
}

describe('foreignCode', () => {
	it.each([
		'n8n-nodes-base.code',
		'n8n-nodes-base.aiTransform',
		'n8n-nodes-base.function',
		'n8n-nodes-base.executeCommand',
		'n8n-nodes-base.executeCommandTool',
		'n8n-nodes-base.ssh',
		'n8n-nodes-base.sshTool',
		'@n8n/n8n-nodes-langchain.code',
		'@n8n/n8n-nodes-langchain.toolCode',
	])('names a node of the type %s', (type) => {
		expect(foreignCode([aNode(type)])).toEqual([{ node: 'N', type, inside: [], kind: 'code' }]);
	});

	it.each([
		'n8n-nodes-base.slack',
		'n8n-nodes-base.slackTool',
		'@n8n/n8n-nodes-langchain.agent',
		'n8n-nodes-agency-ops.leadScoring',
	])('says nothing of the type %s', (type) => {
		expect(foreignCode([aNode(type, { source: 'database' })])).toEqual([]);
	});

	it('names the package of a community node', () => {
		expect(said(aNode('@someone/n8n-nodes-puppeteer.puppeteer'))).toEqual([
			'"Flow" needs "@someone/n8n-nodes-puppeteer", a community package, for its node "N" (@someone/n8n-nodes-puppeteer.puppeteer)',
		]);
	});

	it.each(['n8n-nodes-base.executeWorkflow', '@n8n/n8n-nodes-langchain.toolWorkflow'])(
		'looks into the workflow that a node of the type %s carries, and into what that carries',
		(type) => {
			const inner = carrier([aNode('n8n-nodes-base.ssh')], type, 'Inner');
			expect(said(carrier([inner, aNode('n8n-nodes-base.noOp')], type))).toEqual([
				'"Flow" runs code in its node "N" (n8n-nodes-base.ssh), in the workflow that "Call" in "Inner" carries',
			]);
		},
	);

	it.each([
		[{ source: 'url', workflowUrl: 'https://example.org' }, 'a URL'],
		[{ source: 'localFile', workflowPath: '/x.json' }, 'a file on that machine'],
		[{ source: 'parameter', workflowJson: '={{ $json.flow }}' }, 'an expression'],
		[{ source: 'parameter', workflowJson: '{' }, 'text that is no workflow'],
	])('names a node whose workflow comes out of elsewhere: %j', (parameters, from) => {
		expect(said(aNode('n8n-nodes-base.executeWorkflow', parameters))).toEqual([
			`"Flow" runs in its node "N" a workflow out of ${from}`,
		]);
	});

	it('ends where workflows carry each other without end', () => {
		let nested = aNode('n8n-nodes-base.code') as JsonObject;
		for (let level = 0; level < 9; level += 1) nested = carrier([nested]);
		expect(foreignCode([nested])).toMatchObject([{ kind: 'workflow' }]);
	});
});
