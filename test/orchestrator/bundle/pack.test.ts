import { gunzipSync } from 'node:zlib';
import { Parser } from 'tar';
import {
	credentialId,
	credentialNeeds,
	nodeTypes,
	pack,
	workflowReferences,
} from '../../../orchestrator/src/bundle/pack';
import { tarball } from '../../../orchestrator/src/bundle/tarball';
import { webhooksOf } from '../../../orchestrator/src/bundle/webhooks';
import { normalise } from '../../../orchestrator/src/bundle/normalise';
import { aBundle, anExport } from './aWorkflow';

const input = () => ({ source: 'agency-ops@1.0.0', n8nVersion: '2.41.1', workflows: aBundle() });

/** Files of an archive as another reader of tar sees them. */
async function filesIn(archive: Buffer): Promise<Map<string, string>> {
	const files = new Map<string, string>();
	await new Promise<void>((resolve, reject) => {
		const parser = new Parser({ strict: true });
		parser.on('entry', (entry) => {
			const chunks: Buffer[] = [];
			entry.on('data', (chunk: Buffer) => chunks.push(chunk));
			entry.on('end', () => files.set(entry.path, Buffer.concat(chunks).toString('utf8')));
		});
		parser.on('end', () => resolve());
		parser.on('error', reject);
		parser.end(archive);
	});
	return files;
}

describe('pack', () => {
	it('gives equal bytes for equal bundles', () => {
		expect(pack(input()).equals(pack(input()))).toBe(true);
	});

	it('names no machine and no time', () => {
		const archive = pack(input());
		const header = gunzipSync(archive).subarray(0, 512);

		expect(archive.subarray(4, 8).readUInt32LE()).toBe(0);
		expect(archive[9]).toBe(255);
		expect(header.subarray(136, 147).toString()).toBe('00000000000');
	});

	it('begins with the manifest and holds each workflow with its metadata', async () => {
		const files = await filesIn(pack(input()));

		expect([...files.keys()]).toEqual([
			'manifest.json',
			...['Intake1', 'Sub1', 'Err1'].flatMap((id) => [
				`workflows/${id}/workflow.json`,
				`workflows/${id}/workflow-metadata.json`,
			]),
		]);
	});

	it('lists what n8n has to have before it imports', async () => {
		const files = await filesIn(pack(input()));
		const { requirements } = JSON.parse(files.get('manifest.json') ?? '') as {
			requirements: Record<string, unknown[]>;
		};

		expect(requirements.credentials).toEqual([
			{
				id: credentialId('httpHeaderAuth', 'Lead Intake Secret'),
				type: 'httpHeaderAuth',
				name: 'Lead Intake Secret',
				usedByWorkflows: ['Intake1'],
			},
		]);
		expect(requirements.workflows).toEqual([
			{ id: 'Err1', usedByWorkflows: ['Intake1', 'Sub1'] },
			{ id: 'Sub1', usedByWorkflows: ['Intake1'] },
		]);
		expect(requirements.nodeTypes).toHaveLength(nodeTypes(aBundle()).length);
	});

	it('binds the credentials of nodes to the ids it lists', async () => {
		const files = await filesIn(pack(input()));
		const [need] = credentialNeeds(aBundle());

		expect(files.get('workflows/Intake1/workflow.json')).toContain(`"id": "${need?.id}"`);
	});
});

describe('credentialId', () => {
	it('is what n8n takes as an id: at most 16 letters and digits', () => {
		expect(credentialId('agencyLedgerApi', 'Agency Ledger')).toMatch(/^[a-z0-9]{16}$/);
	});

	it('differs by type and by name', () => {
		const ids = [credentialId('a', 'b'), credentialId('a', 'c'), credentialId('b', 'b')];
		expect(new Set(ids).size).toBe(3);
	});
});

describe('tarball', () => {
	it.each([
		{ size: 0, when: 'empty' },
		{ size: 511, when: 'a byte below a block' },
		{ size: 512, when: 'a whole block' },
		{ size: 513, when: 'a byte above a block' },
	])('can be read again when a file is $when', async ({ size }) => {
		const content = 'é'.repeat(Math.floor(size / 2)) + 'x'.repeat(size % 2);
		const files = await filesIn(tarball([{ path: 'a/b.json', content }]));

		expect(files.get('a/b.json')).toBe(content);
	});

	it.each(['', 'x'.repeat(101), 'a b', 'é'])('refuses the path "%s"', (path) => {
		expect(() => tarball([{ path, content: '' }])).toThrow(RangeError);
	});
});

describe('workflowReferences', () => {
	it('finds called workflows and the error workflow, but not an expression', () => {
		const workflow = normalise(anExport());
		expect(workflowReferences(workflow)).toEqual(['Sub1', 'Err1']);

		workflow.nodes[1]!.parameters = { workflowId: '={{ $json.id }}' };
		expect(workflowReferences(workflow)).toEqual(['Err1']);
	});
});

describe('webhooksOf', () => {
	const form = (parameters: Record<string, string>, more = {}) =>
		normalise(
			anExport({
				nodes: [
					{
						id: 'f',
						name: 'Form',
						type: 'n8n-nodes-base.formTrigger',
						typeVersion: 2.6,
						position: [0, 0],
						webhookId: 'w9',
						parameters,
						...more,
					},
				],
			}),
		);

	const trigger = (parameters: Record<string, string>) =>
		form(parameters, { type: 'n8n-nodes-agency-ops.agencyLedgerTrigger', typeVersion: 1 });

	it('finds a webhook with its method and whether a secret is asked for', () => {
		expect(webhooksOf(normalise(anExport()))).toEqual([
			{
				node: 'When a lead is posted',
				kind: 'webhook',
				method: 'POST',
				path: 'lead-intake',
				isProtected: true,
			},
		]);
	});

	it.each([
		{ when: 'the path of a form', workflow: form({ path: 'start' }), paths: ['start'] },
		{ when: 'the id of a form without a path', workflow: form({}), paths: ['w9'] },
		{
			when: 'the topic of a trigger',
			workflow: trigger({ topic: 'deal.won' }),
			paths: ['agency-ledger-deal.won'],
		},
		{
			when: 'the topic that n8n leaves out, since it is the one that ships',
			workflow: trigger({}),
			paths: ['agency-ledger-lead.received'],
		},
		{ when: 'no topic that was emptied', workflow: trigger({ topic: '' }), paths: [] },
		{ when: 'no topic that is an expression', workflow: trigger({ topic: '={{ 1 }}' }), paths: [] },
		{ when: 'no path made by an expression', workflow: form({ path: '={{ 1 }}' }), paths: [] },
		{ when: 'no node that is switched off', workflow: form({}, { disabled: true }), paths: [] },
	])('gives $when', ({ workflow, paths }) => {
		expect(webhooksOf(workflow).map(({ path }) => path)).toEqual(paths);
	});
});
