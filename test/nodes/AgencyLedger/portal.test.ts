import type { IDataObject, IRun, WorkflowExecuteMode } from 'n8n-workflow';

import { AgencyLedger } from '../../../nodes/AgencyLedger/AgencyLedger.node';
import { itemsOf, runWorkflow } from '../../support/n8nEngine';
import type { WorkflowFile } from '../../support/n8nEngine';
import { replayLedger } from '../../support/replayedLedger';
import type { LedgerReply, ReplayedLedger } from '../../support/replayedLedger';

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
				parameters: { operation: 'makePortalLink', ...parameters },
				credentials: { agencyLedgerApi: { id: 'x', name: 'Agency Ledger' } },
			},
		] as WorkflowFile['nodes'],
		connections: { Start: { main: [[{ node: 'Do it', type: 'main', index: 0 }]] } },
	};
}

const url = 'https://ops.agency.test/portal/abc';
const given: LedgerReply = {
	status: 200,
	body: {
		id: 'lnk_1',
		url,
		deliveryUrl: `${url}/deliveries/dlv_1`,
		expiresAt: '2026-12-26T10:00:00.000Z',
	},
};
const contact = { id: 5012, email: 'Mette@Nordlys.dk', name: 'Mette Holm', language: 'da' };

describe('Agency Ledger, Make a Portal Link', () => {
	let ledger: ReplayedLedger;
	let reply: LedgerReply;

	beforeAll(async () => {
		ledger = await replayLedger(() => reply);
	});
	beforeEach(() => {
		ledger.calls.length = 0;
		reply = given;
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
	const out = (result: IRun, output: number) =>
		(itemsOf(result, 'Do it')[output] ?? []).map(({ json }) => json);

	it.each([
		['webhook' as const, false],
		['manual' as const, true],
	])('adds the link of the item’s client and the page of the delivery (%s)', async (mode, test) => {
		const item = { contact, delivery: { id: 'dlv_1' } };
		const result = await run({ deliveryPath: 'delivery.id' }, item, mode);
		expect(ledger.calls).toMatchObject([
			{
				method: 'POST',
				path: '/v1/portal-links',
				body: {
					client: '5012',
					email: 'mette@nordlys.dk',
					name: 'Mette Holm',
					language: 'da',
					delivery: 'dlv_1',
					test,
				},
			},
		]);
		expect(out(result, 0)).toEqual([
			{
				...item,
				portal: {
					url,
					deliveryUrl: `${url}/deliveries/dlv_1`,
					expiresAt: '2026-12-26T10:00:00.000Z',
				},
			},
		]);
	});

	it('asks for no delivery where the item has none', async () => {
		await run({ deliveryPath: 'delivery.id' }, { contact: { id: '1', email: 'a@b.co' } });
		expect(ledger.calls[0]?.body).toEqual({ client: '1', email: 'a@b.co', test: false });
	});

	it.each([
		['nobody', {}],
		['somebody without an id', { contact: { email: 'a@b.co' } }],
		['somebody without an address', { contact: { id: '1' } }],
		['somebody whose address is none', { contact: { id: '1', email: 'call me' } }],
	])('lets an item for %s out by No Link, with no link but its own', async (_who, item) => {
		const forged = { ...item, portal: { url: 'https://evil.test/portal/abc' } };
		const result = await run({}, forged);
		expect(ledger.calls).toEqual([]);
		expect(out(result, 0)).toEqual([]);
		expect(out(result, 1)).toEqual([{ ...item, portal: null }]);
	});

	it('lets the client out by No Link where the agency has no portal', async () => {
		const error = { code: 'portal/not-public', what: 'No link.', why: 'W.', mend: 'M.' };
		reply = { status: 409, body: { error } };
		expect(out(await run({}, { contact }), 1)).toEqual([{ contact, portal: null }]);
	});

	it('says what the service says when it refuses', async () => {
		const error = { code: 'request/invalid', what: 'No link.', why: 'W.', mend: 'M.' };
		reply = { status: 400, body: { error } };
		const { data } = await run({}, { contact });
		expect((data.resultData.error as unknown as Error).message).toBe('No link.');
	});
});
