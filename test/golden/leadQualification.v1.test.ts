import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { IDataObject, IRun } from 'n8n-workflow';

import { AgencyEffect } from '../../nodes/AgencyEffect/AgencyEffect.node';
import { LeadScoring } from '../../nodes/LeadScoring/LeadScoring.node';
import { loadSettings } from '../../orchestrator/src/config';
import type { EffectTools } from '../../orchestrator/src/service/effects/kind';
import { effectKindOf } from '../../orchestrator/src/service/effects/kinds';
import { readRequest } from '../../orchestrator/src/service/effects/request';
import { openTexts } from '../../orchestrator/src/texts/texts';
import { golden } from '../support/goldenFile';
import { allowLoopbackOnly } from '../support/loopbackOnly';
import { runWorkflow } from '../support/n8nEngine';
import type { WorkflowFile } from '../support/n8nEngine';
import { replayLedger } from '../support/replayedLedger';
import type { LedgerReply, ReplayedLedger } from '../support/replayedLedger';
import { readText, readWorkflow } from '../support/workflowFiles';

const folder = 'lead-qualification.v1';
const workflow = readWorkflow('lead-qualification/v1/workflow.json') as WorkflowFile;
const now = new Date('2026-11-22T15:00:00.000Z');

/** Receipts as the service gave them when they were recorded, by kind of effect. */
const replies = JSON.parse(
	readFileSync(path.join(__dirname, folder, 'replies.json'), 'utf8'),
) as Record<string, { status: number; receipt: IDataObject }>;

const refused: LedgerReply = {
	status: 422,
	body: {
		state: 'failed',
		error: {
			code: 'slack/not_in_channel',
			what: 'Slack refused the message.',
			why: 'The bot is not in the channel #sales-hot.',
			mend: 'Invite the bot to the channel.',
		},
		serviceStatus: 200,
	},
};

const cut = (key: unknown): LedgerReply => ({
	status: 202,
	body: { key, kind: 'clickup.task', state: 'unknown', detail: 'ClickUp did not answer in time.' },
});

const cases: Array<{ name: string; lead: string; ends: string; but?: typeof replyTo }> = [
	{ name: 'hot', lead: 'lead', ends: 'success' },
	{ name: 'warm', lead: 'spanish-sme', ends: 'success' },
	{ name: 'cold', lead: 'english-startup', ends: 'success' },
	{ name: 'disqualified', lead: 'spam', ends: 'success' },
	{
		name: 'effect-failed',
		lead: 'lead',
		ends: 'error',
		but: (body) => (body.kind === 'slack.message' ? refused : replyTo(body)),
	},
	{
		name: 'effect-unknown',
		lead: 'lead',
		ends: 'error',
		but: (body) => (body.kind === 'clickup.task' ? cut(body.key) : replyTo(body)),
	},
];

function replyTo({ key, kind }: Record<string, unknown>): LedgerReply {
	const { status, receipt } = replies[String(kind)];
	return { status, body: { key, kind, state: 'done', receipt, repeated: false, conflict: false } };
}

describe('Lead Qualification v1', () => {
	let ledger: ReplayedLedger;
	let reply: typeof replyTo;
	let allowAll: () => void;

	beforeAll(async () => {
		allowAll = allowLoopbackOnly();
		ledger = await replayLedger((body) => reply(body));
		jest.useFakeTimers({ now, doNotFake: everythingButTheDate });
	});
	afterAll(async () => {
		jest.useRealTimers();
		await ledger.stop();
		allowAll();
	});

	it.each(cases)('goes as agreed: $name', async ({ name, lead, ends, but }) => {
		reply = but ?? replyTo;
		ledger.calls.length = 0;

		const run = await qualify(lead);
		const told = JSON.parse(JSON.stringify(story(run, ledger))) as unknown;
		expect(told).toEqual(golden(`${folder}/${name}.json`, told));
		expect(run.status).toBe(ends);
	});

	it.each(cases.slice(0, 4))('asks only for what the service takes: $name', async ({ lead }) => {
		reply = replyTo;
		ledger.calls.length = 0;
		await qualify(lead);

		for (const { body } of ledger.calls) {
			const request = readRequest(body);
			const { content } = effectKindOf(request.kind).prepare(request, serviceTools);
			expect(JSON.stringify(content)).not.toMatch(/\{\{|\{%|undefined|\[object/);
		}
	});

	async function qualify(lead: string): Promise<IRun> {
		return await runWorkflow({
			workflow,
			start: { node: 'When a lead arrives', items: [posted(lead)] },
			nodeTypes: {
				'n8n-nodes-agency-ops.agencyEffect': new AgencyEffect(),
				'n8n-nodes-agency-ops.leadScoring': new LeadScoring(),
			},
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'replayed' } },
		});
	}
});

/** What the service prepares effects with; vendors are not reached while it prepares. */
const serviceTools = {
	settings: loadSettings({ env: {} }),
	texts: openTexts({ name: 'Agency', colour: '#334455', hours: [] }, 'utc'),
} as unknown as EffectTools;

/** A fixture as n8n's Webhook node hands it over. */
function posted(lead: string): IDataObject {
	return {
		headers: { 'content-type': 'application/json' },
		params: {},
		query: {},
		body: JSON.parse(readText(`lead-qualification/fixtures/${lead}.json`)) as IDataObject,
		webhookUrl: 'http://n8n.test/webhook/lead-intake',
		executionMode: 'production',
	};
}

/** The run in the order in which it happened: what each node gave, and what the service was asked. */
function story(run: IRun, { calls }: ReplayedLedger): object {
	const { runData, error } = run.data.resultData;
	const steps = Object.entries(runData)
		.flatMap(([node, tasks]) => tasks.map((task) => ({ node, task })))
		.sort((a, b) => a.task.executionIndex - b.task.executionIndex)
		.map(({ node, task }) => {
			const [source] = task.source;
			const before =
				source === null || source === undefined
					? []
					: (runData[source.previousNode][0].data?.main[source.previousNodeOutput ?? 0] ?? []);
			return {
				node,
				outputs: (task.data?.main ?? []).map((items) =>
					(items ?? []).map(({ json }, index) => changed(json, before[index]?.json ?? {})),
				),
			};
		});
	return {
		status: run.status,
		error:
			error === undefined
				? null
				: {
						node: run.data.resultData.lastNodeExecuted,
						message: error.message,
						description: (error as { description?: unknown }).description,
					},
		steps,
		asked: calls.map(({ body: { key, kind, test, onConflict, retry, content } }) => ({
			key,
			kind,
			test,
			onConflict,
			retry,
			content,
		})),
	};
}

/** The fields that a node added or changed; the rest of its item is as the node before gave it. */
function changed(after: IDataObject, before: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(after).filter(([name, value]) => !isDeepStrictEqual(value, before[name])),
	);
}

const everythingButTheDate: FakeableAPI[] = [
	'cancelAnimationFrame',
	'cancelIdleCallback',
	'clearImmediate',
	'clearInterval',
	'clearTimeout',
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'requestAnimationFrame',
	'requestIdleCallback',
	'setImmediate',
	'setInterval',
	'setTimeout',
];
