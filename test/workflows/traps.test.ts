import type { IDataObject } from 'n8n-workflow';

import type { Envelope } from '../../nodes/domain/inbox/envelope';
import { itemOf } from '../../nodes/domain/inbox/envelope';
import { failureOf, unknownOf } from '../../orchestrator/src/adapters/outcome';
import { executeStep, itemsOf, retryExecution, runWorkflow } from '../support/n8nEngine';
import type { EngineRun, WorkflowFile } from '../support/n8nEngine';
import { startLivingLedger } from '../support/livingLedger';
import type { LivingLedger } from '../support/livingLedger';
import { ourNodes } from '../support/ourNodes';
import { anEnvelope } from '../support/triggerCall';
import { readText, readWorkflow } from '../support/workflowFiles';
import { willing } from '../orchestrator/service/support/aService';
import type { VendorAnswer, VendorCall } from '../orchestrator/service/support/aService';

/** What people do to a flow on the canvas, and what n8n does of itself, must not repeat an effect. */

const qualification = readWorkflow('lead-qualification/v2/workflow.json') as WorkflowFile;
const hotRow: Array<VendorCall['vendor']> = [
	'hubspot.contact',
	'hubspot.deal',
	'clickup.task',
	'slack.message',
	'mail',
];

let ledger: LivingLedger;
beforeAll(async () => {
	ledger = await startLivingLedger();
});
beforeEach(() => {
	ledger.service.answering(willing);
	ledger.ends.length = 0;
	ledger.hangUpAfter(Infinity);
});
afterAll(async () => await ledger.stop());

/** The vendors that were called, in order. */
const called = () => ledger.service.calls.map(({ vendor }) => vendor);

let lastExecution = 0;
function engineRun(
	workflow: WorkflowFile,
	node: string,
	items: IDataObject[],
	mode: EngineRun['mode'] = 'webhook',
): EngineRun {
	lastExecution += 1;
	return {
		workflow,
		start: { node, items },
		nodeTypes: ourNodes,
		credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'k' } },
		mode,
		executionId: String(lastExecution),
	};
}

let lastClient = 0;
/** A hot lead of the inbox from a client that nobody knows yet. */
function aLead(): Envelope {
	lastClient += 1;
	const form = JSON.parse(readText('lead-qualification/fixtures/lead.json')) as IDataObject;
	const payload = { ...form, email: `client${lastClient}@cafes.example` };
	return anEnvelope({ id: `evt_${lastClient}`, payload });
}
const qualify = (lead: Envelope, more: Partial<Envelope> = {}) =>
	engineRun(withoutWaits(qualification), 'When a lead is due', [
		itemOf({ ...lead, ...more }) as IDataObject,
	]);

/** A vendor that does not answer, and may have done it. */
const silent =
	(vendor: VendorCall['vendor']): VendorAnswer =>
	(call) =>
		call.vendor === vendor ? unknownOf('Vendor', 'It did not answer.', null) : willing(call);
/** A vendor that refuses for good. */
const refusing =
	(vendor: VendorCall['vendor'], when: (call: VendorCall) => boolean = () => true): VendorAnswer =>
	(call) =>
		call.vendor === vendor && when(call) ? failureOf(refusal) : willing(call);
const refusal = {
	vendor: 'Vendor',
	status: 422,
	vendorCode: null,
	message: 'no',
	retryAfterMs: null,
	mend: null,
};

describe('a lead that is started again', () => {
	it('meets its own receipts', async () => {
		const lead = aLead();
		await runWorkflow(qualify(lead));
		const again = await runWorkflow(qualify(lead, { attempt: 2 }));

		expect(again.status).toBe('success');
		expect(called()).toEqual(hotRow);
		expect(ledger.ends).toEqual([lead.id, lead.id]);
	});

	it.each([1, 2, 3, 4, 5, 6])(
		'acts once after n8n heard nothing of call %i, and shows that it stopped',
		async (n) => {
			const lead = aLead();
			ledger.hangUpAfter(n);
			// The report of the end is tried again at once; only an effect stops the execution.
			const broken = await runWorkflow(qualify(lead));
			expect(broken.status).toBe(n === 6 ? 'success' : 'error');

			await runWorkflow(qualify(lead, { attempt: 2 }));
			expect(called()).toEqual(hotRow);
			expect(new Set(ledger.ends)).toEqual(new Set([lead.id]));
		},
	);
});

describe('retrying a failed execution', () => {
	it('goes on at the step that failed, with what was before it, once each', async () => {
		const lead = aLead();
		ledger.service.answering(refusing('clickup.task'));
		const run = qualify(lead);
		const failed = await runWorkflow(run);
		expect([failed.status, called()]).toEqual(['error', hotRow.slice(0, 3)]);

		ledger.service.answering(willing);
		const retried = await retryExecution(run, failed);
		expect([retried.status, called()]).toEqual(['success', hotRow.slice(2)]);
		expect(ledger.ends).toEqual([lead.id]);
	});

	it('does nothing again when the lead was started again meanwhile', async () => {
		const lead = aLead();
		ledger.service.answering(refusing('clickup.task'));
		const run = qualify(lead);
		const failed = await runWorkflow(run);
		ledger.service.answering(willing);
		await runWorkflow(qualify(lead, { attempt: 2, retry: true }));
		expect(called()).toEqual(hotRow.slice(2));

		await retryExecution(run, failed);
		expect(called()).toEqual(hotRow.slice(2));
	});

	it('sends nothing again of which nobody knows whether it happened', async () => {
		const lead = aLead();
		ledger.service.answering(silent('clickup.task'));
		const run = qualify(lead);
		const failed = await runWorkflow(run);
		ledger.service.answering(willing);
		const retried = await retryExecution(run, failed);

		expect(retried.status).toBe('error');
		expect(retried.data.resultData.error?.message).toBe(
			'Nobody can say whether the effect happened.',
		);
		expect([called(), ledger.ends]).toEqual([[], []]);
	});
});

describe('a row that goes on before its message is out', () => {
	it.each([
		{ vendor: 'slack.message' as const, name: 'message' },
		{ vendor: 'mail' as const, name: 'mail' },
	])(
		'shows the late $vendor in its receipt, and sends it once when it is started again',
		async ({ vendor, name }) => {
			const lead = aLead();
			ledger.service.answering(silent(vendor));
			const run = await runWorkflow(qualify(lead));
			const [[last]] = itemsOf(run, 'Report the end of the hot lead');

			expect([run.status, called(), ledger.ends]).toEqual(['success', hotRow, [lead.id]]);
			expect(last?.json.receipts).toMatchObject({ [name]: { pending: true, state: 'unknown' } });

			ledger.service.answering(willing);
			await runWorkflow(qualify(lead, { attempt: 2 }));
			expect(called()).toEqual([]);
		},
	);

	it('stops where the message is refused', async () => {
		ledger.service.answering(refusing('slack.message'));
		const run = await runWorkflow(qualify(aLead()));
		expect([run.status, called()]).toEqual(['error', hotRow.slice(0, 4)]);
		expect(ledger.ends).toEqual([]);
	});
});

describe('a batch of items at one effect', () => {
	/** One Agency Effect with three leads before it. */
	const batch = (node: IDataObject, parameters: IDataObject = {}): WorkflowFile => ({
		name: 'A batch',
		nodes: [
			{ ...aNode('Start', 'n8n-nodes-base.manualTrigger'), parameters: {} },
			{
				...aNode('Tell sales', 'n8n-nodes-agency-ops.agencyEffect'),
				parameters: {
					effect: 'slackMessage',
					slackText: '{{ lead.name }}',
					whenNotDone: 'stop',
					...parameters,
				},
				credentials: { agencyLedgerApi: { id: 'x', name: 'Agency Ledger' } },
				...node,
			},
		] as WorkflowFile['nodes'],
		connections: { Start: { main: [[{ node: 'Tell sales', type: 'main', index: 0 }]] } },
	});
	const threeLeads = () =>
		['first', 'second', 'third'].map((name) => {
			lastClient += 1;
			return { lead: { id: `batch-${lastClient}`, name } };
		});
	const texts = () => ledger.service.calls.map(({ input }) => textIn(input));
	const isSecond = (call: VendorCall) => textIn(call.input) === 'second';

	const threeTries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	it('repeats nothing under Retry On Fail, though n8n runs the whole batch again', async () => {
		ledger.hangUpAfter(2);
		const run = await runWorkflow(engineRun(batch(threeTries), 'Start', threeLeads()));
		expect(run.status).toBe('success');
		expect(texts()).toEqual(['first', 'second', 'third']);
	});

	it('asks a vendor that refused no more under Retry On Fail, and stops', async () => {
		ledger.service.answering(refusing('slack.message', isSecond));
		const run = await runWorkflow(engineRun(batch(threeTries), 'Start', threeLeads()));
		expect(run.status).toBe('error');
		expect(texts()).toEqual(['first', 'second']);
	});

	it('is stopped half-way: what went out is kept, and the next run does only the rest', async () => {
		const leads = threeLeads();
		ledger.service.answering(refusing('slack.message', isSecond));
		const stopped = await runWorkflow(engineRun(batch({}), 'Start', leads));
		expect(stopped.status).toBe('error');
		expect(texts()).toEqual(['first', 'second']);

		ledger.service.answering(willing);
		const items = leads.map((item) => ({ ...item, inbox: { id: 'evt_b', retry: true } }));
		const run = await runWorkflow(engineRun(batch({}), 'Start', items));
		expect(texts()).toEqual(['second', 'third']);
		expect(itemsOf(run, 'Tell sales')[0]).toHaveLength(3);
	});

	it.each([
		{ whenNotDone: 'stop', success: [2], failed: 1 },
		{ whenNotDone: 'output', success: [2, 1, 0], failed: 0 },
	])(
		'lets a failed item leave by the error output, never as done, with $whenNotDone',
		async ({ whenNotDone, success, failed }) => {
			ledger.service.answering(refusing('slack.message', isSecond));
			const workflow = batch({ onError: 'continueErrorOutput' }, { whenNotDone });
			const run = await runWorkflow(engineRun(workflow, 'Start', threeLeads()));

			const outputs = itemsOf(run, 'Tell sales').map((items) => items.length);
			expect(outputs).toEqual([...success, failed]);
			expect(texts()).toEqual(['first', 'second', 'third']);
		},
	);

	it('lets every item leave by the error output when the service is away', async () => {
		const workflow = batch({ onError: 'continueErrorOutput' });
		const run = await runWorkflow({
			...engineRun(workflow, 'Start', threeLeads()),
			credentials: { agencyLedgerApi: { baseUrl: 'http://127.0.0.1:1', apiKey: 'k' } },
		});
		expect(itemsOf(run, 'Tell sales').map((items) => items.length)).toEqual([0, 3]);
	});
});

describe('trying a flow on the canvas', () => {
	const tryIt = (lead: Envelope) =>
		engineRun(
			withoutWaits(qualification),
			'When a lead is due',
			[itemOf(lead) as IDataObject],
			'manual',
		);
	const channels = () =>
		ledger.service.calls
			.filter(({ vendor }) => vendor === 'slack.message')
			.map(({ input }) => (input as { channel: string }).channel);

	it('acts in the test room at every run, and does not end the work on the lead', async () => {
		const lead = aLead();
		await runWorkflow(tryIt(lead));
		await runWorkflow(tryIt(lead));
		expect(called()).toEqual([...hotRow, ...hotRow]);
		expect(channels()).toEqual(['#agency-test', '#agency-test']);
		expect(ledger.ends).toEqual([]);

		ledger.service.answering(willing);
		await runWorkflow(qualify(lead));
		expect(called()).toEqual(hotRow);
		expect(channels()).toEqual(['#sales-hot']);
	});

	it('executes one step in the test room, though the data before it are in earnest', async () => {
		const lead = aLead();
		const real = await runWorkflow(qualify(lead));
		ledger.service.answering(willing);

		const step = await executeStep(tryIt(lead), real, 'Tell the closer on duty in Slack');
		expect(step.status).toBe('success');
		expect([called(), channels()]).toEqual([['slack.message'], ['#agency-test']]);
	});

	it('stays in the test room when n8n retries a trial that failed', async () => {
		const lead = aLead();
		ledger.service.answering(refusing('slack.message'));
		const run = tryIt(lead);
		const failed = await runWorkflow(run);
		ledger.service.answering(willing);
		await retryExecution(run, failed);
		expect(channels()).toEqual(['#agency-test']);
	});
});

function aNode(name: string, type: string): IDataObject {
	return { id: name, name, type, typeVersion: 1, position: [0, 0] };
}

/** The first text in what a vendor's adapter was given. */
function textIn(input: unknown): string {
	const { text } = input as { text?: string };
	return text ?? '';
}

/** The workflow with its waits between tries left out. */
function withoutWaits(file: WorkflowFile): WorkflowFile {
	return { ...file, nodes: file.nodes.map((node) => ({ ...node, waitBetweenTries: 1 })) };
}
