import type { IDataObject } from 'n8n-workflow';

import { loadSettings } from '../../orchestrator/src/config';
import type { EffectTools } from '../../orchestrator/src/service/effects/kind';
import { effectKindOf } from '../../orchestrator/src/service/effects/kinds';
import { readRequest } from '../../orchestrator/src/service/effects/request';
import { openTexts } from '../../orchestrator/src/texts/texts';
import { golden } from '../support/goldenFile';
import { allowLoopbackOnly } from '../support/loopbackOnly';
import { runWorkflow } from '../support/n8nEngine';
import type { WorkflowFile } from '../support/n8nEngine';
import { ourNodes } from '../support/ourNodes';
import { replayLedger } from '../support/replayedLedger';
import type { ReplayedLedger } from '../support/replayedLedger';
import { anEnvelope, callTrigger, signedCall } from '../support/triggerCall';
import { readWorkflow } from '../support/workflowFiles';
import { everythingButTheDate, storyOf } from './story';

const now = new Date('2026-11-26T12:30:00.000Z');
const workflow = readWorkflow('capacity-digest/v1/workflow.json') as WorkflowFile;

/** How the hub stands, as the service tells it. */
const digest = {
	hub: 'lima',
	zone: 'America/Lima',
	language: 'es',
	from: '2026-11-26',
	to: '2026-12-02',
	available: 40,
	committed: 36,
	utilisation: 0.9,
	warnAt: 0.85,
	warnings: [
		{
			person: 'diego',
			name: 'Diego Quispe',
			hub: 'lima',
			kind: 'internal',
			available: 40,
			committed: 36,
			free: 4,
			utilisation: 0.9,
			suggestion: null,
		},
	],
	unassigned: [],
	free: [],
};

describe('Capacity Digest v1', () => {
	let ledger: ReplayedLedger;
	let allowAll: () => void;

	beforeAll(async () => {
		allowAll = allowLoopbackOnly();
		ledger = await replayLedger(({ key, kind }, { path }) => {
			if (path.startsWith('/v1/capacity/digest')) return { status: 200, body: { digest } };
			if (path !== '/v1/effects') return { status: 200, body: { state: 'ended' } };
			const receipt = { channel: 'C0LIMA', ts: '1.2', url: null };
			const body = { key, kind, state: 'done', receipt, repeated: false, conflict: false };
			return { status: 200, body };
		});
		jest.useFakeTimers({ now, doNotFake: everythingButTheDate });
	});
	afterAll(async () => {
		jest.useRealTimers();
		await ledger.stop();
		allowAll();
	});

	it('tells the hub’s channel in its language, once a day', async () => {
		const payload = {
			hub: 'lima',
			day: '2026-11-26',
			zone: 'America/Lima',
			language: 'es',
		} as IDataObject;
		const event = { source: 'clock', topic: 'capacity.digest-due', subject: 'hub:lima', payload };
		const { items } = await callTrigger(signedCall(anEnvelope(event), now));
		const run = await runWorkflow({
			workflow,
			start: { node: 'When a digest is due', items: (items ?? []).map(({ json }) => json) },
			nodeTypes: ourNodes,
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'replayed' } },
			mode: 'webhook',
		});
		const told = JSON.parse(JSON.stringify(storyOf(run, ledger.calls))) as unknown;
		expect(told).toEqual(golden('capacity-digest.v1/due.json', told));
		expect(run.status).toBe('success');

		const asked = ledger.calls.find(({ path }) => path === '/v1/effects')?.body;
		const request = readRequest(asked);
		expect(request.key).toBe('hub:lima/slack-message/lima#2026-11-26/1');
		const { content } = effectKindOf(request.kind).prepare(request, serviceTools);
		expect(JSON.stringify(content)).toContain('Diego Quispe');
		expect(JSON.stringify(content)).not.toMatch(/\{\{|\{%|undefined|\[object/);
	});
});

/** What the service prepares effects with; vendors are not reached while it prepares. */
const serviceTools = {
	settings: loadSettings({ env: {} }),
	texts: openTexts({ name: 'Agency', colour: '#334455', hours: [] }, 'utc'),
} as unknown as EffectTools;
