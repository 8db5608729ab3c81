import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rootFolder } from '../../../orchestrator/src/config';
import type { JsonObject } from '../../../orchestrator/src/bundle/normalise';
import { workflowText } from '../../../orchestrator/src/bundle/normalise';
import { readBundle } from '../../../orchestrator/src/bundle/readBundle';
import { verifyBundle } from '../../../orchestrator/src/bundle/verify';
import { anExport } from './aWorkflow';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'agency-bundle-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const entry = {
	slug: 'lead-intake',
	version: 1,
	id: 'Intake1',
	name: 'Lead Intake',
	file: 'lead-intake/v1/workflow.json',
};

function write(workflow: string, manifest: JsonObject = {}): void {
	mkdirSync(path.join(folder, 'lead-intake', 'v1'), { recursive: true });
	writeFileSync(path.join(folder, entry.file), workflow);
	const whole = {
		name: 'agency-ops',
		version: '1.0.0',
		n8n: '2.41.1',
		workflows: [entry],
		nodes: [
			{ type: 'n8n-nodes-base.webhook', typeVersion: 2.1 },
			{ type: 'n8n-nodes-base.executeWorkflow', typeVersion: 1.2 },
		],
		credentials: [{ type: 'httpHeaderAuth', name: 'Lead Intake Secret' }],
		...manifest,
	};
	writeFileSync(path.join(folder, 'bundle.json'), JSON.stringify(whole));
}

const alone = () => {
	const workflow = anExport({ settings: { executionOrder: 'v1', errorWorkflow: 'Intake1' } });
	(workflow.nodes as JsonObject[])[1]!.parameters = {};
	return workflow;
};

describe('readBundle', () => {
	it('reads the bundle of this repository, in which nothing is wrong', () => {
		const place = path.join(rootFolder, 'workflows');
		const bundle = readBundle(place);

		expect(bundle.workflows.map(({ name }) => name)).toContain('Lead Qualification');
		expect(verifyBundle(place, bundle)).toEqual([]);
	});

	it.each([
		{
			wrong: 'an id that n8n does not take',
			manifest: { workflows: [{ ...entry, id: 'lead-intake' }] },
			says: /workflows\.0\.id": expected 1 to 36 letters/,
		},
		{
			wrong: 'a file outside of the bundle',
			manifest: { workflows: [{ ...entry, file: '../../etc/passwd' }] },
			says: /workflows\.0\.file": expected a path in the bundle/,
		},
		{
			wrong: 'a file that is not there, and a doubled id, at once',
			manifest: { workflows: [entry, { ...entry, name: 'B', file: 'b/v1/workflow.json' }] },
			says: /two workflows have the id "Intake1"\nb\/v1\/workflow\.json is not there/,
		},
		{
			wrong: 'another name than the file says',
			manifest: { workflows: [{ ...entry, name: 'Intake' }] },
			says: /is called "Lead Intake", the manifest says "Intake"/,
		},
	])('refuses $wrong', ({ manifest, says }) => {
		write(workflowText(alone()), manifest as JsonObject);
		expect(() => readBundle(folder)).toThrow(says);
	});

	it.each([
		{ wrong: 'broken JSON', text: '{', says: /workflow\.json: SyntaxError/ },
		{
			wrong: 'JSON that is no workflow',
			text: '{"name":"Lead Intake"}',
			says: /is no workflow: "nodes"/,
		},
	])('refuses $wrong', ({ text, says }) => {
		write(text);
		expect(() => readBundle(folder)).toThrow(says);
	});

	it('says where a bundle would be looked for', () => {
		expect(() => readBundle(folder)).toThrow(/bundle\.json was not found/);
	});
});

describe('verifyBundle', () => {
	const findings = () => verifyBundle(folder, readBundle(folder)).map(({ says }) => says);

	it.each([
		{
			finds: 'a file that is not in normal form',
			text: JSON.stringify(alone()),
			says: 'lead-intake/v1/workflow.json is not in normal form',
		},
		{
			finds: 'a node type the manifest does not list',
			text: workflowText(alone()),
			manifest: { nodes: [{ type: 'n8n-nodes-base.webhook', typeVersion: 2.1 }] },
			says: 'node type n8n-nodes-base.executeWorkflow@1.2 is used, the manifest does not list it',
		},
		{
			finds: 'a credential nothing uses',
			text: workflowText(alone()),
			manifest: {
				credentials: [
					{ type: 'httpHeaderAuth', name: 'Lead Intake Secret' },
					{ type: 'slackApi', name: 'Slack' },
				],
			},
			says: 'credential slackApi "Slack" is listed in the manifest, nothing uses it',
		},
		{
			finds: 'a reference to a workflow outside',
			text: workflowText(anExport({ settings: { errorWorkflow: 'Intake1' } })),
			says: '"Lead Intake" refers to the workflow Sub1, which the bundle does not hold',
		},
		{
			finds: 'a workflow nobody hears failing',
			text: workflowText({ ...alone(), settings: { executionOrder: 'v1' } }),
			says: '"Lead Intake" names no error workflow: nobody hears when it fails',
		},
	])('finds $finds', ({ text, manifest, says }) => {
		write(text, manifest as JsonObject | undefined);
		expect(findings()).toEqual([says]);
	});

	it('names nodes that run code, without calling them wrong', () => {
		const workflow = alone();
		(workflow.nodes as JsonObject[])[1]!.type = 'n8n-nodes-base.code';
		write(workflowText(workflow), {
			nodes: [
				{ type: 'n8n-nodes-base.webhook', typeVersion: 2.1 },
				{ type: 'n8n-nodes-base.code', typeVersion: 1.2 },
			],
		});

		expect(verifyBundle(folder, readBundle(folder))).toMatchObject([
			{ level: 'note', says: expect.stringContaining('"Hand the lead over"') as string },
		]);
	});
});
