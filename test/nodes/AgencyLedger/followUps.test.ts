import type { IDataObject, IRun, WorkflowExecuteMode } from 'n8n-workflow';

import { AgencyLedger } from '../../../nodes/AgencyLedger/AgencyLedger.node';
import { itemsOf, runWorkflow } from '../../support/n8nEngine';
import type { WorkflowFile } from '../../support/n8nEngine';
import { replayLedger } from '../../support/replayedLedger';
import type { LedgerReply, ReplayedLedger } from '../../support/replayedLedger';

/** The node alone, with its defaults but for what is given. */
function workflow(parameters: IDataObject): WorkflowFile {
	const place = { typeVersion: 1, position: [0, 0] };
	return {
		name: 'One step',
		nodes: [
			{ ...place, id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
			{
				...place,
				id: '2',
				name: 'Do it',
				type: 'n8n-nodes-agency-ops.agencyLedger',
				parameters,
				credentials: { agencyLedgerApi: { id: 'x', name: 'Agency Ledger' } },
			},
		] as WorkflowFile['nodes'],
		connections: { Start: { main: [[{ node: 'Do it', type: 'main', index: 0 }]] } },
	};
}

describe('Agency Ledger, follow-ups', () => {
	let ledger: ReplayedLedger;
	let reply: LedgerReply;

	beforeAll(async () => {
		ledger = await replayLedger(() => reply);
	});
	beforeEach(() => {
		ledger.calls.length = 0;
	});
	afterAll(async () => await ledger.stop());

	async function run(
		parameters: IDataObject,
		item: IDataObject,
		mode: WorkflowExecuteMode = 'webhook',
	): Promise<IRun> {
		return await runWorkflow({
			workflow: workflow(parameters),
			start: { node: 'Start', items: [item] },
			nodeTypes: { 'n8n-nodes-agency-ops.agencyLedger': new AgencyLedger() },
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'k' } },
			mode,
		});
	}

	const only = (result: IRun, output = 0) => {
		const items = itemsOf(result, 'Do it')[output] ?? [];
		expect(items).toHaveLength(1);
		return items[0]!.json;
	};
	const failureOf = ({ data }: IRun) => data.resultData.error as unknown as { message: string };

	describe('Enrol', () => {
		const enrol = { operation: 'enrolFollowUp' };
		const enrolment = { client: { id: 'nordlys' }, project: 'p-1' };
		const enrolled: LedgerReply = {
			status: 200,
			body: { followUp: { id: 'flw_1', state: 'active' }, repeated: false, notes: [] },
		};

		it.each([
			['webhook' as const, false],
			['manual' as const, true],
		])('enrols the client of the item (%s)', async (mode, test) => {
			reply = enrolled;
			const result = await run(enrol, { enrolment, kept: 1 }, mode);
			expect(ledger.calls).toMatchObject([
				{ method: 'POST', path: '/v1/follow-ups', body: { enrolment, test } },
			]);
			expect(only(result)).toEqual({
				enrolment,
				kept: 1,
				followUp: { id: 'flw_1', state: 'active', repeated: false },
			});
		});

		it('takes the whole item, and another sequence, where it is told to', async () => {
			reply = enrolled;
			await run({ ...enrol, enrolmentPath: '', sequence: 'renewal' }, enrolment);
			expect(ledger.calls[0]?.body).toMatchObject({
				enrolment: { ...enrolment, sequence: 'renewal' },
			});
		});

		it('enrols by a delivery, with what the item knows of its deal', async () => {
			reply = enrolled;
			const item = {
				delivery: { id: 'dlv_1' },
				deal: { id: '77' },
				contact: { id: '5' },
				lead: null,
			};
			await run({ ...enrol, deliveryPath: 'delivery.id', sequence: 'after-delivery' }, item);
			const { deal, contact } = item;
			expect(ledger.calls[0]?.body).toEqual({
				delivery: 'dlv_1',
				facts: { deal, contact },
				sequence: 'after-delivery',
				test: false,
			});
		});

		it('lets out by another way who is not enrolled, with the reason', async () => {
			const because = 'No e-mail address of the client is known.';
			reply = { status: 200, body: { followUp: null, repeated: false, notes: [], because } };
			expect(only(await run(enrol, { enrolment }), 1)).toMatchObject({
				followUp: null,
				notEnrolled: because,
			});
		});

		it('says what the service says when it refuses', async () => {
			const error = { code: 'follow-up/no-address', what: 'Not enrolled.', why: 'W.', mend: 'M.' };
			reply = { status: 400, body: { error } };
			expect(failureOf(await run(enrol, { enrolment })).message).toBe('Not enrolled.');
		});

		it('stops at an item without an enrolment', async () => {
			expect(failureOf(await run(enrol, { other: 1 })).message).toBe('The ledger cannot be asked.');
			expect(ledger.calls).toEqual([]);
		});
	});

	describe('Claim', () => {
		const claim = { operation: 'claimFollowUp' };
		const due = { followUp: 'flw_1', step: 'review-request', attempt: 2 };
		it.each([
			['send', 0],
			['later', 1],
			['withheld', 1],
		])('lets an item that may be %s out by output %i', async (result, output) => {
			reply = { status: 200, body: { result, because: 'so' } };
			const ran = await run(claim, due);
			expect(ledger.calls).toMatchObject([
				{
					path: '/v1/follow-ups/flw_1/claim',
					body: { step: 'review-request', attempt: 2 },
				},
			]);
			expect(only(ran, output)).toEqual({ ...due, claim: { result, because: 'so' } });
		});

		it('lets nothing out on an answer that nobody knows', async () => {
			reply = { status: 200, body: { result: 'perhaps' } };
			expect(failureOf(await run(claim, due)).message).toContain(
				'not one of the Agency Ops service',
			);
		});
	});

	describe('Tell', () => {
		it.each([
			[{}, { client: { id: 'nordlys' } }, { client: 'nordlys' }],
			[
				{ whose: 'address', whosePath: 'from' },
				{ from: 'a@b.example' },
				{ address: 'a@b.example' },
			],
			[{ whose: 'id', whosePath: 'followUp' }, { followUp: 'flw_1' }, { id: 'flw_1' }],
		])('tells what happened: %j', async (parameters, item, whose) => {
			reply = {
				status: 200,
				body: { told: [{ id: 'flw_1', changed: true, exit: 'replied' }], notes: [] },
			};
			const event = { id: 'e-1', at: '2026-11-24T10:00:00Z' };
			const ran = await run(
				{ operation: 'tellFollowUp', eventType: 'replied', ...parameters },
				{ ...item, event },
			);
			expect(ledger.calls).toMatchObject([
				{
					path: '/v1/follow-ups/events',
					body: { ...whose, events: [{ ...event, type: 'replied' }], test: false },
				},
			]);
			expect(only(ran).followUpsTold).toEqual([{ id: 'flw_1', changed: true, exit: 'replied' }]);
		});
	});

	describe('Stop', () => {
		const stop = { operation: 'stopFollowUp' };
		it('ends what the client gets, with the reason', async () => {
			reply = { status: 200, body: { told: 2, isHeld: null } };
			const ran = await run({ ...stop, reason: 'they asked' }, { client: { id: 'nordlys' } });
			expect(ledger.calls).toMatchObject([
				{
					path: '/v1/follow-ups/stop',
					body: { client: 'nordlys', reason: 'they asked', by: 'n8n', test: false },
				},
			]);
			expect(only(ran).followUpsStopped).toBe(2);
		});

		it('asks for a reason', async () => {
			const ran = await run({ ...stop, reason: ' ' }, { client: { id: 'nordlys' } });
			expect(failureOf(ran).message).toBe('The follow-up was not stopped.');
		});
	});
});
