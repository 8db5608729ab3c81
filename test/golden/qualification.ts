import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, IRun, WorkflowExecuteMode } from 'n8n-workflow';

import type { Envelope } from '../../nodes/domain/inbox/envelope';
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
import type { LedgerReply, ReplayedLedger } from '../support/replayedLedger';
import { anEnvelope, callTrigger, signedCall } from '../support/triggerCall';
import { readText, readWorkflow } from '../support/workflowFiles';
import { everythingButTheDate, storyOf } from './story';

const now = new Date('2026-11-22T15:00:00.000Z');

/** Receipts as the service gave them when they were recorded, by kind of effect. */
const replies = JSON.parse(
	readFileSync(path.join(__dirname, 'lead-qualification.v1/replies.json'), 'utf8'),
) as Record<string, { status: number; receipt: IDataObject }>;

/** Slack refuses for good. */
export const refused: LedgerReply = {
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

/** Nobody knows whether the effect happened. */
export const cut = (
	{ key, kind }: Record<string, unknown>,
	detail = 'It did not answer in time.',
): LedgerReply => ({ status: 202, body: { key, kind, state: 'unknown', detail } });

/** The effect waits for its turn. */
export const late = ({ key, kind }: Record<string, unknown>): LedgerReply => ({
	status: 202,
	body: { key, kind, state: 'planned', detail: 'It was not its turn yet.' },
});

/** One run: what comes in, how it ends, and where the service answers otherwise than with a receipt. */
export interface Case {
	name: string;
	lead: string;
	ends: string;
	but?: typeof replyTo;
	event?: Partial<Envelope>;
}

/** The runs that are the same in every version. */
export const plainCases: Case[] = [
	{ name: 'hot', lead: 'lead', ends: 'success' },
	{ name: 'warm', lead: 'spanish-sme', ends: 'success' },
	{ name: 'cold', lead: 'english-startup', ends: 'success' },
	{ name: 'disqualified', lead: 'spam', ends: 'success' },
	{
		name: 'replayed',
		lead: 'lead',
		ends: 'success',
		event: { attempt: 3, retry: true, receivedAt: '2026-11-20T08:00:00.000Z' },
	},
	{
		name: 'effect-failed',
		lead: 'lead',
		ends: 'error',
		but: (body) => (body.kind === 'slack.message' ? refused : replyTo(body)),
	},
];

/** The service's answer with a receipt. */
export function replyTo({ key, kind }: Record<string, unknown>): LedgerReply {
	if (kind === undefined) return { status: 200, body: { state: 'ended' } };
	const { status, receipt } = replies[String(kind)];
	return { status, body: { key, kind, state: 'done', receipt, repeated: false, conflict: false } };
}

/** Holds a version of Lead Qualification to the runs that a person agreed to. */
export function goesAsAgreed(version: number, cases: Case[]): void {
	const folder = `lead-qualification.v${version}`;
	const workflow = readWorkflow(`lead-qualification/v${version}/workflow.json`) as WorkflowFile;
	let ledger: ReplayedLedger;
	let reply: typeof replyTo;
	let allowAll: () => void;

	beforeAll(async () => {
		allowAll = allowLoopbackOnly();
		ledger = await replayLedger((body) => reply(body));
		jest.useFakeTimers({ now, doNotFake: everythingButTheDate });
	});
	beforeEach(() => {
		reply = replyTo;
		ledger.calls.length = 0;
	});
	afterAll(async () => {
		jest.useRealTimers();
		await ledger.stop();
		allowAll();
	});

	it.each(cases)('goes as agreed: $name', async ({ name, lead, ends, but, event }) => {
		reply = but ?? replyTo;
		const run = await qualify(lead, event);
		const told = JSON.parse(JSON.stringify(storyOf(run, ledger.calls))) as unknown;
		expect(told).toEqual(golden(`${folder}/${name}.json`, told));
		expect(run.status).toBe(ends);
	});

	it('goes as agreed: tried by hand', async () => {
		const run = await start('Try it with a sample lead', [{}], 'manual');
		const told = JSON.parse(JSON.stringify(storyOf(run, ledger.calls))) as unknown;
		expect(told).toEqual(golden(`${folder}/tried-by-hand.json`, told));
		expect(ledger.calls.map(({ body }) => [body.test, String(body.key).slice(0, 10)])).toEqual(
			ledger.calls.map(() => [true, 'test/lead:']),
		);
	});

	it('goes as agreed: refused caller', async () => {
		const stranger = { ...signedCall(due('lead'), now), headers: { 'x-agency-secret': 'a guess' } };
		const told = JSON.parse(JSON.stringify(await callTrigger(stranger))) as unknown;
		expect(told).toEqual(golden(`${folder}/refused-caller.json`, told));
		expect(ledger.calls).toEqual([]);
	});

	it.each(cases.slice(0, 4))('asks only for what the service takes: $name', async ({ lead }) => {
		await qualify(lead);
		const effects = ledger.calls.filter((call) => call.path === '/v1/effects');
		for (const { body } of effects) {
			const request = readRequest(body);
			const { content } = effectKindOf(request.kind).prepare(request, serviceTools);
			expect(JSON.stringify(content)).not.toMatch(/\{\{|\{%|undefined|\[object/);
		}
	});

	it.each(cases)('reports one end, and only of what came to one: $name', async (each) => {
		reply = each.but ?? replyTo;
		await qualify(each.lead, each.event);
		const ends = ledger.calls.filter((call) => call.path.endsWith('/end'));
		expect(ends).toHaveLength(each.ends === 'success' ? 1 : 0);
	});

	/** The service hands a lead of the inbox over, and the flow runs. */
	async function qualify(lead: string, event?: Partial<Envelope>): Promise<IRun> {
		const { items } = await callTrigger(signedCall(due(lead, event), now));
		const given = (items ?? []).map(({ json }) => json);
		return await start('When a lead is due', given, 'webhook');
	}

	async function start(
		node: string,
		items: IDataObject[],
		mode: WorkflowExecuteMode,
	): Promise<IRun> {
		return await runWorkflow({
			workflow,
			start: { node, items },
			nodeTypes: ourNodes,
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'replayed' } },
			mode,
		});
	}
}

/** What the service prepares effects with; vendors are not reached while it prepares. */
const serviceTools = {
	settings: loadSettings({ env: {} }),
	texts: openTexts({ name: 'Agency', colour: '#334455', hours: [] }, 'utc'),
} as unknown as EffectTools;

/** A fixture as the inbox keeps it. */
function due(lead: string, changes: Partial<Envelope> = {}): Envelope {
	const payload = JSON.parse(readText(`lead-qualification/fixtures/${lead}.json`)) as IDataObject;
	return anEnvelope({ payload, ...changes });
}
