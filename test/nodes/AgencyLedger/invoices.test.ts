import type { IDataObject } from 'n8n-workflow';

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
			name: 'Claim it',
			type: 'n8n-nodes-agency-ops.agencyLedger',
			parameters: { operation: 'claimReminder' },
			credentials: { agencyLedgerApi: { id: 'x', name: 'Agency Ledger' } },
		},
	] as WorkflowFile['nodes'],
	connections: { Start: { main: [[{ node: 'Claim it', type: 'main', index: 0 }]] } },
};

const due = {
	invoice: {
		id: 'delivery:dlv_2/stripe-invoice/invoice/1',
		number: 'AG-0042',
		currency: 'dkk',
		total: 1_340_000,
		amountDue: 940_000,
		dueAt: '2026-11-24T22:59:59.000Z',
		hostedUrl: 'https://invoice.stripe.com/i/1',
	},
	attempt: 2,
	deal: { id: '77' },
};

describe('Agency Ledger, invoices', () => {
	let ledger: ReplayedLedger;
	let reply: LedgerReply;

	beforeAll(async () => {
		ledger = await replayLedger(() => reply);
	});
	beforeEach(() => void (ledger.calls.length = 0));
	afterAll(async () => await ledger.stop());

	const claim = async (item: IDataObject) =>
		await runWorkflow({
			workflow,
			start: { node: 'Start', items: [item] },
			nodeTypes: { 'n8n-nodes-agency-ops.agencyLedger': new AgencyLedger() },
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'k' } },
			mode: 'webhook',
		});
	const failureOf = ({ data }: Awaited<ReturnType<typeof claim>>) => {
		const { message, description } = data.resultData.error as unknown as Record<string, string>;
		return `${message} ${description}`;
	};

	it.each([
		['send', 0, null],
		['withheld', 1, 'The invoice is paid.'],
	])('lets a reminder that is to be %s out by output %i', async (result, output, because) => {
		reply = { status: 200, body: { result, repeated: false, because } };
		const items = itemsOf(await claim(due), 'Claim it');
		expect(ledger.calls).toMatchObject([
			{
				method: 'POST',
				path: '/v1/invoices/delivery%3Adlv_2%2Fstripe-invoice%2Finvoice%2F1/claim',
				body: { attempt: 2 },
			},
		]);
		expect(items.map((list) => list?.length ?? 0)).toEqual(output === 0 ? [1, 0] : [0, 1]);
		expect(items[output]?.[0]?.json).toEqual({
			...due,
			claim: { result, repeated: false, because },
			milestone: 'invoice-reminder',
			occurrence: 2,
			link: 'https://invoice.stripe.com/i/1',
			// What is still to be paid, not what it was about at first.
			details: {
				amount: { minor: 940_000, currency: 'DKK' },
				dueAt: '2026-11-24T22:59:59.000Z',
				invoice: 'AG-0042',
				reminder: 2,
			},
		});
	});

	it.each([
		['an answer that nobody knows', { status: 200, body: { result: 'later' } }, 'not one of the'],
		['a service that is unwell', { status: 503, body: {} }, 'could not work on the invoice'],
		[
			'the words of the service',
			{
				status: 404,
				body: { error: { code: 'invoice/unknown', what: 'No such.', why: 'W.', mend: 'M.' } },
			},
			'No such.',
		],
	])('lets nothing out on %s', async (_what, answer, said) => {
		reply = answer;
		expect(failureOf(await claim(due))).toContain(said);
	});

	it.each([
		['no invoice', { ...due, invoice: null }, 'The client cannot be reminded'],
		['an amount in words', { ...due, invoice: { ...due.invoice, amountDue: '9' } }, 'amountDue'],
		['no number of the reminder', { ...due, attempt: null }, 'The path "attempt"'],
	])('asks nothing with %s', async (_what, item, said) => {
		expect(failureOf(await claim(item))).toContain(said);
		expect(ledger.calls).toEqual([]);
	});
});
