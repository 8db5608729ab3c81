import type { IDataObject, INodeParameters, IRun } from 'n8n-workflow';

import { AgencyLedger } from '../../../nodes/AgencyLedger/AgencyLedger.node';
import { planDelivery } from '../../../nodes/domain/delivery/planDelivery';
import { resolveDeliveryRules } from '../../../nodes/domain/delivery/rules';
import { itemOf } from '../../../nodes/domain/inbox/envelope';
import { deliveryRequestSchema } from '../../../orchestrator/src/delivery/requestSchema';
import { aProjectFile, theFacts } from '../../support/aDelivery';
import { thursday } from '../../support/aFile';
import { itemsOf, runWorkflow } from '../../support/n8nEngine';
import type { WorkflowFile } from '../../support/n8nEngine';
import { replayLedger } from '../../support/replayedLedger';
import type { LedgerReply, ReplayedLedger } from '../../support/replayedLedger';
import { anEnvelope } from '../../support/triggerCall';

const error = { code: 'delivery/x', what: 'No.', why: 'Because.', mend: 'Mend it.' };
const approved = itemOf(
	anEnvelope({ topic: 'file.approved', payload: { project: { id: '77' }, deal: { name: 'N' } } }),
) as IDataObject;

/** The node alone behind a start, with its defaults but for what is given. */
function aStep(parameters: IDataObject): WorkflowFile {
	const step = { typeVersion: 1, parameters: {} };
	const credentials = { agencyLedgerApi: { id: 'x', name: 'Agency Ledger' } };
	const type = 'n8n-nodes-agency-ops.agencyLedger';
	return {
		name: 'One step',
		nodes: [
			{ ...step, id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
			{
				...step,
				id: '2',
				name: 'Do it',
				type,
				position: [200, 0],
				parameters: parameters as INodeParameters,
				credentials,
			},
		],
		connections: { Start: { main: [[{ node: 'Do it', type: 'main', index: 0 }]] } },
	};
}

describe('Agency Ledger on deliveries', () => {
	let ledger: ReplayedLedger;
	let reply: () => LedgerReply;

	beforeAll(async () => {
		ledger = await replayLedger(() => reply());
	});
	beforeEach(() => void (ledger.calls.length = 0));
	afterAll(async () => await ledger.stop());

	async function run(parameters: IDataObject, item: IDataObject): Promise<IRun> {
		return await runWorkflow({
			workflow: aStep(parameters),
			start: { node: 'Start', items: [item] },
			nodeTypes: { 'n8n-nodes-agency-ops.agencyLedger': new AgencyLedger() },
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'k' } },
		});
	}

	/** By which output the item left, and its JSON. */
	async function only(parameters: IDataObject, item: IDataObject) {
		const outputs = itemsOf(await run(parameters, item), 'Do it');
		const left = outputs.flatMap((items, output) => items.map(({ json }) => ({ output, json })));
		expect(left).toHaveLength(1);
		return left[0];
	}

	const saying = (body: object, status = 200) => {
		reply = () => ({ status, body });
	};

	describe('Read Files of a Deal', () => {
		const view = {
			id: 'dlv_1',
			version: 1,
			kind: 'full',
			state: 'stored',
			manifest: {},
			facts: {},
		};

		it('adds files and deliveries, and keeps what is known of the deal', async () => {
			const files = [aProjectFile()];
			const deliveries = [{ ...view, files: [{ bulky: true }] }];
			saying({ deal: '77', project: '77', test: false, files, ordered: [], deliveries });
			const { output, json } = await only({ operation: 'readDealFiles' }, approved);
			expect(ledger.calls[0].path).toBe('/v1/deals/77/files?test=false');
			expect(output).toBe(0);
			expect(json).toMatchObject({ deal: { id: '77', name: 'N' }, project: '77', files });
			expect(json.deliveries).toEqual([view]);
		});

		it.each([
			['the ledger keeps', {}, { order: { price: 'kept' }, orderVersion: 'order-77/2' }],
			['the flow brings itself', { order: { price: 'own' } }, { order: { price: 'own' } }],
		])('adds the order that %s', async (_which, more, expected) => {
			const kept = { order: { price: 'kept' }, orderVersion: 'order-77/2' };
			const known = { deal: '77', project: '77', files: [], ordered: [], deliveries: [] };
			saying({ ...known, ...kept });
			const { json } = await only({ operation: 'readDealFiles' }, { ...approved, ...more });
			expect(json).toMatchObject(expected);

			saying({ ...known, order: null, orderVersion: null });
			const without = await only({ operation: 'readDealFiles' }, approved);
			expect(without.json).not.toHaveProperty('order');
		});

		it.each([
			['is not known', null],
			['is of no deal', { id: 'in-house' }],
		])('leaves by No Deal, and asks nobody, where the project %s', async (_how, project) => {
			const { output } = await only({ operation: 'readDealFiles' }, { ...approved, project });
			expect([output, ledger.calls]).toEqual([1, []]);
		});
	});

	describe('Start a Delivery', () => {
		const view = { rules: resolveDeliveryRules(null), language: 'en' as const, now: thursday };
		const { delivery, note } = planDelivery(theFacts(), view);
		const planned = {
			...approved,
			delivery,
			note,
			deal: { id: '77' },
			contact: { id: '5' },
		} as unknown as IDataObject;

		it('asks in the words that the service takes, with what its events bring back', async () => {
			saying({ id: 'dlv_1', version: 1, state: 'planned', repeated: false }, 202);
			const { output, json } = await only({ operation: 'startDelivery' }, planned);
			const body = ledger.calls[0].body as Record<string, never>;
			const asked = deliveryRequestSchema.parse(body);
			expect(asked).toMatchObject({
				deal: '77',
				client: { id: '5', email: 'freja@nordlys.dk' },
				kind: 'full',
				linkDays: 30,
				expectedVersion: 1,
				manifest: {
					files: [
						{ role: 'deliverable', source: { kind: 'frameio', accountId: 'a1', fileId: 'f1' } },
					],
				},
				storagePlan: { targets: [{ name: 'delivery', kind: 's3' }, { name: 'archive' }] },
				facts: {
					deal: { id: '77' },
					contact: { id: '5' },
					invoice: { total: 180_000 },
					billing: { lines: [{ id: 'package', minor: 180_000 }] },
					share: { projectId: 'fp1', assetIds: ['f1'] },
					completes: '77',
				},
				test: false,
			});
			expect(output).toBe(0);
			expect(json.delivery).toMatchObject({ id: 'dlv_1', version: 1, manifest: { kind: 'full' } });
		});

		it('tells trials apart by the event that they came from', async () => {
			saying({ id: 'dlv_2', version: 1, state: 'planned', repeated: false }, 202);
			await only({ operation: 'startDelivery' }, { ...planned, test: true });
			const { id } = approved.inbox as { id: string };
			expect(ledger.calls[0].body).toMatchObject({ test: true, testRun: id });
		});

		it('leaves by Not Possible Now when the service refuses it, with its words', async () => {
			saying({ error }, 409);
			const { output, json } = await only({ operation: 'startDelivery' }, planned);
			expect([output, json.refused]).toEqual([1, error]);
		});

		it.each(['failed', 'withdrawn'])(
			'leaves by Not Possible Now where the same files were to go before, and are %s',
			async (state) => {
				saying({ id: 'dlv_1', version: 1, state, repeated: true }, 202);
				const { output, json } = await only({ operation: 'startDelivery' }, planned);
				expect([output, (json.refused as IDataObject).code]).toEqual([1, `delivery/${state}`]);
			},
		);

		it('stops what is out of date, so that it is planned anew', async () => {
			saying({ error: { ...error, code: 'delivery/out-of-date' } }, 409);
			const result = await run({ operation: 'startDelivery' }, planned);
			expect(result.status).toBe('error');
		});

		it('stops where there is no plan', async () => {
			const result = await run({ operation: 'startDelivery' }, { ...planned, delivery: null });
			expect(JSON.stringify(result.data.resultData.error)).toContain('a plan of Delivery');
			expect(ledger.calls).toEqual([]);
		});
	});

	describe('Read a Delivery', () => {
		it.each([
			['stored', 0],
			['delivered', 0],
			['withdrawn', 1],
			['failed', 1],
			['storing', 1],
		])('tells by the output whether one that is %s can be had', async (state, expected) => {
			saying({ delivery: { id: 'dlv_1', state, version: 2, facts: { deal: { id: '77' } } } });
			const item = { ...approved, delivery: { id: 'dlv_1' }, facts: { editor: { hub: 'lima' } } };
			const { output, json } = await only({ operation: 'readDelivery' }, item);
			expect(ledger.calls[0].path).toBe('/v1/deliveries/dlv_1');
			expect(output).toBe(expected);
			expect(json.delivery).toEqual({ id: 'dlv_1', state, version: 2 });
			expect(json.facts).toEqual({ editor: { hub: 'lima' }, deal: { id: '77' } });
		});

		it('asks nothing where none is named and that is no mistake', async () => {
			const item = { ...approved, invoice: { delivery: null } };
			const parameters = { operation: 'readDelivery', deliveryPath: 'invoice.delivery' };
			const { output, json } = await only({ ...parameters, whenNone: 'goOn' }, item);
			expect([output, json, ledger.calls]).toEqual([1, item, []]);
			const { data } = await run(parameters, item);
			expect(JSON.stringify(data.resultData.error)).toContain('The ledger cannot be asked.');
		});
	});

	describe('Mark Delivered', () => {
		it.each([
			['delivered', 0],
			['withdrawn', 1],
		])('tells of one that is %s then', async (state, expected) => {
			saying({ changed: true, delivery: { id: 'dlv_1', state, facts: {} } });
			const item = { ...approved, delivery: { id: 'dlv_1', version: 2 } };
			const { output, json } = await only({ operation: 'markDelivered' }, item);
			expect(ledger.calls[0]).toMatchObject({
				method: 'POST',
				path: '/v1/deliveries/dlv_1/delivered',
			});
			expect([output, json.delivery]).toEqual([expected, { id: 'dlv_1', version: 2, state }]);
		});
	});

	describe('Record a Milestone', () => {
		const delivered = {
			...approved,
			delivery: { id: 'dlv_1', deal: '77', version: 2, expiresAt: '2026-12-26T12:00:00.000Z' },
			portal: null,
			receipts: { share: { url: 'https://next.frame.io/share/x' }, invoice: { total: 1_000 } },
		};
		const parameters = {
			operation: 'recordMilestone',
			milestone: 'delivered',
			dealPath: 'delivery.deal',
			occurrencePath: 'delivery.version',
			linkPath: 'portal.deliveryUrl, receipts.share.url',
			details: {
				detail: [
					{ name: 'expiresAt', path: 'delivery.expiresAt' },
					{ name: 'amount.minor', path: 'receipts.invoice.total' },
					{ name: 'amount.currency', path: 'receipts.invoice.currency' },
					{ name: 'reason', path: 'nowhere' },
				],
			},
		};

		it('tells the inbox once for each occurrence, with the first link that there is', async () => {
			saying({ id: 'evt_9', repeated: false });
			const { output, json } = await only(parameters, delivered);
			expect(ledger.calls[0]).toMatchObject({
				path: '/v1/inbox',
				body: {
					source: 'n8n',
					externalId: 'milestone/77/delivered/2',
					topic: 'milestone.reached',
					subject: 'milestones:77',
					test: false,
					payload: {
						milestone: 'delivered',
						occurrence: 2,
						deal: { id: '77' },
						link: 'https://next.frame.io/share/x',
						details: { expiresAt: '2026-12-26T12:00:00.000Z', amount: { minor: 1_000 } },
					},
				},
			});
			expect([output, json.milestone]).toEqual([
				0,
				{ name: 'delivered', occurrence: 2, event: 'evt_9', repeated: false },
			]);
		});

		it('leaves by Already Known what was told before', async () => {
			saying({ id: 'evt_9', repeated: true });
			expect((await only(parameters, delivered)).output).toBe(1);
		});

		it('records nothing where that is missing which it waits for', async () => {
			const needed = { ...parameters, onlyWithPath: 'receipts.invoice.invoiceId' };
			expect((await only(needed, delivered)).output).toBe(2);
			expect(ledger.calls).toEqual([]);
		});

		it('keeps a trial under a key of its own', async () => {
			saying({ id: 'evt_9', repeated: false });
			await only(parameters, { ...delivered, test: true });
			const { externalId } = ledger.calls[0].body as { externalId: string };
			expect(externalId).toMatch(/^milestone\/test\/evt_\w+\/77\/delivered\/2$/);
		});
	});

	it('stops with the words of the service when it cannot answer', async () => {
		saying({}, 503);
		const result = await run(
			{ operation: 'readDelivery' },
			{ ...approved, delivery: { id: 'dlv_1' } },
		);
		expect(JSON.stringify(result.data.resultData.error)).toContain(
			'could not work on the delivery',
		);
	});
});
