import type { IDataObject, IRun } from 'n8n-workflow';

import { golden } from '../support/goldenFile';
import { allowLoopbackOnly } from '../support/loopbackOnly';
import { itemsOf, runWorkflow } from '../support/n8nEngine';
import type { WorkflowFile } from '../support/n8nEngine';
import { ourNodes } from '../support/ourNodes';
import { replayLedger } from '../support/replayedLedger';
import type { LedgerReply, ReplayedLedger } from '../support/replayedLedger';
import { readText, readWorkflow } from '../support/workflowFiles';
import { everythingButTheDate, storyOf } from './story';

const folder = 'lead-intake.v1';
const workflow = readWorkflow('lead-intake/v1/workflow.json') as WorkflowFile;
const now = new Date('2026-11-22T15:00:00.000Z');

const lead = JSON.parse(readText('lead-qualification/fixtures/lead.json')) as IDataObject;
/** A lead as n8n's Webhook node hands it over. */
const posted = (headers: IDataObject = {}): IDataObject => ({
	headers: {
		'content-type': 'application/json',
		'x-agency-secret': 'not for the inbox',
		...headers,
	},
	params: {},
	query: {},
	body: lead,
	webhookUrl: 'http://n8n.test/webhook/lead-intake',
	executionMode: 'production',
});
/** A lead as n8n's Form Trigger hands it over. */
const filledIn: IDataObject = {
	name: 'Rosa Quispe',
	email: 'rosa@hotel-andino.example',
	language: 'es',
	submittedAt: '2026-11-22T16:00:00.000+01:00',
	formMode: 'production',
};

const kept: LedgerReply = { status: 202, body: { id: 'evt_1', repeated: false } };
const keptBefore: LedgerReply = { status: 202, body: { id: 'evt_1', repeated: true } };
const unwell: LedgerReply = { status: 503, body: 'not now' };

const cases = [
	{ name: 'posted', from: 'When a lead is posted', item: posted(), reply: kept },
	{
		name: 'posted-again',
		from: 'When a lead is posted',
		item: posted({ 'idempotency-key': 'order-12' }),
		reply: keptBefore,
	},
	{ name: 'form', from: 'When the Spanish form is sent', item: filledIn, reply: kept },
	{ name: 'not-kept', from: 'When a lead is posted', item: posted(), reply: unwell },
];

describe('Lead Intake v1', () => {
	let ledger: ReplayedLedger;
	let reply: LedgerReply;
	let allowAll: () => void;

	beforeAll(async () => {
		allowAll = allowLoopbackOnly();
		ledger = await replayLedger(() => reply);
		jest.useFakeTimers({ now, doNotFake: everythingButTheDate });
	});
	beforeEach(() => {
		ledger.calls.length = 0;
	});
	afterAll(async () => {
		jest.useRealTimers();
		await ledger.stop();
		allowAll();
	});

	it.each(cases)('goes as agreed: $name', async (each) => {
		reply = each.reply;
		const run = await take(each.from, each.item);
		const told = JSON.parse(JSON.stringify(storyOf(run, ledger.calls))) as unknown;
		expect(told).toEqual(golden(`${folder}/${each.name}.json`, told));
	});

	it.each([kept, keptBefore])('ends where the sender is answered, with the id', async (each) => {
		reply = each;
		const run = await take('When a lead is posted', posted());
		expect(run.data.resultData.lastNodeExecuted).toBe('Answer the sender');
		expect(itemsOf(run, 'Answer the sender')[0][0].json.inbox).toEqual(each.body);
	});

	it('answers nobody before the lead is kept', async () => {
		reply = unwell;
		const run = await take('When a lead is posted', posted());
		expect(run.status).toBe('error');
		expect(run.data.resultData.runData['Answer the sender']).toBeUndefined();
	});

	it('keeps what was sent, and no secret', async () => {
		reply = kept;
		await take('When a lead is posted', posted());
		expect(ledger.calls[0].body.payload).toEqual(lead);
		expect(JSON.stringify(ledger.calls)).not.toContain('not for the inbox');
	});

	async function take(node: string, item: IDataObject): Promise<IRun> {
		return await runWorkflow({
			workflow: withoutWaits(workflow),
			start: { node, items: [item] },
			nodeTypes: ourNodes,
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'replayed' } },
			mode: 'webhook',
		});
	}
});

/** The workflow with its waits between tries left out. */
function withoutWaits(file: WorkflowFile): WorkflowFile {
	return { ...file, nodes: file.nodes.map((node) => ({ ...node, waitBetweenTries: 1 })) };
}
