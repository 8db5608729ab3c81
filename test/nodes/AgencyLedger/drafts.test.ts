import type { IDataObject, IRun, WorkflowExecuteMode } from 'n8n-workflow';

import { AgencyLedger } from '../../../nodes/AgencyLedger/AgencyLedger.node';
import { itemsOf, runWorkflow } from '../../support/n8nEngine';
import type { WorkflowFile } from '../../support/n8nEngine';
import { replayLedger } from '../../support/replayedLedger';
import type { LedgerReply, ReplayedLedger } from '../../support/replayedLedger';

const place = { typeVersion: 1, position: [0, 0] };
const workflow: WorkflowFile = {
	name: 'One step',
	nodes: [
		{ ...place, id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
		{
			...place,
			id: '2',
			name: 'Do it',
			type: 'n8n-nodes-agency-ops.agencyLedger',
			parameters: { operation: 'keepDraft' },
			credentials: { agencyLedgerApi: { id: 'x', name: 'Agency Ledger' } },
		},
	] as WorkflowFile['nodes'],
	connections: { Start: { main: [[{ node: 'Do it', type: 'main', index: 0 }]] } },
};

const details = { expectedAt: '2026-12-04T12:00:00Z' };
const mail = { to: 'ana@cafe.pe', language: 'es', subject: 'Nueva fecha', words: 'Tarda más.' };
const item = {
	milestone: 'delay',
	occurrence: 2,
	deal: { id: 77 },
	details,
	holidays: ['2026-12-08'],
	link: null,
	mail: { ...mail, html: '<p>', letter: {} },
};

describe('Agency Ledger, Keep a Draft', () => {
	let ledger: ReplayedLedger;
	let reply: LedgerReply;

	beforeAll(async () => {
		ledger = await replayLedger(() => reply);
	});
	beforeEach(() => {
		ledger.calls.length = 0;
		reply = {
			status: 200,
			body: { draft: { id: 'dft_1', state: 'asked', occurrence: 2, expiresAt: 'x' } },
		};
	});
	afterAll(async () => await ledger.stop());

	const run = async (json: IDataObject, mode: WorkflowExecuteMode = 'webhook'): Promise<IRun> =>
		await runWorkflow({
			workflow,
			start: { node: 'Start', items: [json] },
			nodeTypes: { 'n8n-nodes-agency-ops.agencyLedger': new AgencyLedger() },
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'k' } },
			mode,
		});
	const out = (result: IRun, output: number) =>
		(itemsOf(result, 'Do it')[output] ?? []).map(({ json }) => json);

	const failureOf = ({ data }: IRun) => data.resultData.runData['Do it']?.[0]?.error?.message ?? '';

	it('gives the ledger the mail and what goes with it, and the item the draft', async () => {
		const result = await run(item);
		expect(ledger.calls.map(({ path }) => path)).toEqual(['/v1/milestone-drafts']);
		expect(ledger.calls[0]?.body).toEqual({
			deal: '77',
			milestone: 'delay',
			occurrence: 2,
			mail,
			details,
			event: { holidays: ['2026-12-08'] },
			test: false,
		});
		expect(out(result, 0)).toMatchObject([{ milestone: 'delay', draft: { id: 'dft_1' } }]);
		expect(out(result, 1)).toEqual([]);
	});

	it.each(['sent', 'refused', 'superseded', 'expired'])(
		'sends what is %s out by Decided, so that nobody is asked again',
		async (state) => {
			reply = { status: 200, body: { draft: { id: 'dft_1', state, occurrence: 2 } } };
			const result = await run(item);
			expect(out(result, 0)).toEqual([]);
			expect(out(result, 1)).toMatchObject([{ draft: { state } }]);
		},
	);

	it('takes the occurrence of a trial that began anew', async () => {
		reply = { status: 200, body: { draft: { id: 'dft_2', state: 'asked', occurrence: 3 } } };
		const result = await run(item, 'manual');
		expect(ledger.calls[0]?.body).toMatchObject({ test: true });
		expect(out(result, 0)).toMatchObject([{ occurrence: 3 }]);
	});

	it('stops with the reason where there is no mail, or the ledger refuses', async () => {
		expect(failureOf(await run({ ...item, mail: null }))).toBe(
			'There is no mail to wait for a yes.',
		);
		reply = { status: 401, body: {} };
		expect(failureOf(await run(item))).toContain('does not accept the API key');
	});
});
