import type { IDataObject } from 'n8n-workflow';

import { loadSettings } from '../../orchestrator/src/config';
import { invoiceEvent } from '../../orchestrator/src/invoices/events';
import type { Invoice } from '../../orchestrator/src/ledger/invoices';
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
import type { LedgerCall, LedgerReply, ReplayedLedger } from '../support/replayedLedger';
import { anEnvelope, callTrigger, signedCall } from '../support/triggerCall';
import { readWorkflow } from '../support/workflowFiles';
import { everythingButTheDate, storyOf } from './story';

/** Thursday, ten in Copenhagen. */
const now = new Date('2026-11-26T09:00:00.000Z');
const workflow = readWorkflow('invoices/v1/workflow.json') as WorkflowFile;

const deal = {
	id: '77',
	url: 'https://app.hubspot.com/contacts/1/record/0-3/77',
	name: 'Nordlys: product film',
	amount: { minor: 1_340_000, currency: 'DKK' },
};
const contact = {
	id: '5',
	name: 'Freja Holm',
	email: 'freja@nordlys.dk',
	language: 'da',
	country: 'DK',
	zone: 'Europe/Copenhagen',
};
const invoice: Invoice = {
	id: 'delivery:dlv_2/stripe-invoice/invoice/1',
	stripeId: 'in_1',
	number: 'AG-0042',
	state: 'open',
	currency: 'DKK',
	total: 1_340_000,
	amountDue: 1_340_000,
	dueAt: new Date('2026-11-24T22:59:59.000Z'),
	hostedUrl: 'https://invoice.stripe.com/i/acct_1/live_1',
	pdfUrl: 'https://invoice.stripe.com/i/acct_1/live_1/pdf',
	deal: '77',
	delivery: 'dlv_2',
	client: '5',
	clientEmail: 'freja@nordlys.dk',
	clientFacts: {
		name: 'Freja Holm',
		company: null,
		country: 'DK',
		language: 'da',
		zone: 'Europe/Copenhagen',
	},
	test: false,
	createdAt: new Date('2026-11-10T12:00:00.000Z'),
	updatedAt: new Date('2026-11-10T12:00:00.000Z'),
	sentAt: new Date('2026-11-10T12:00:00.000Z'),
	paidAt: null,
	reminders: 2,
	reminderDue: 2,
	reminderDueAt: null,
	lastRemindedAt: null,
	lookAt: null,
	overdueAt: null,
	escalatedAt: null,
	disputedAt: null,
	disputeResult: null,
};

/** What happens, and what the service knows of it. */
interface Case {
	topic: keyof typeof triggers;
	invoice?: Partial<Invoice>;
	/** Which reminder is due. */
	attempt?: number;
	/** What the claim answers; the reminder may go without it. */
	claim?: object;
	/** Whether the deal has no contact. */
	isOfNobody?: boolean;
	/** The deal that the delivery completed, as its flow knew; 77 without it. */
	completes?: string | null;
	/** How the delivery stands. */
	state?: string;
}

const triggers = {
	'invoice.reminder-due': 'When a reminder is due',
	'invoice.paid': 'When an invoice is paid',
	'invoice.overdue': 'When the reminders did not help',
	'invoice.disputed': 'When a payment is disputed',
	'invoice.voided': 'When an invoice is void',
} as const;

const reminder: Case = { topic: 'invoice.reminder-due', attempt: 2 };
const paid: Case = { topic: 'invoice.paid', invoice: { state: 'paid', amountDue: 0 } };

const cases: Record<string, Case> = {
	reminded: reminder,
	hinted: {
		...reminder,
		attempt: 1,
		invoice: { dueAt: new Date('2026-11-30T22:59:59.000Z'), reminders: 0 },
	},
	firmly: {
		...reminder,
		attempt: 4,
		invoice: { dueAt: new Date('2026-11-12T22:59:59.000Z'), reminders: 3 },
	},
	withheld: { ...reminder, claim: { result: 'withheld', because: 'The invoice is paid.' } },
	'nobody-to-remind': { ...reminder, isOfNobody: true },
	'nowhere-to-pay': { ...reminder, invoice: { hostedUrl: null } },
	paid,
	'paid-a-part': { ...paid, completes: null },
	'paid-and-withdrawn': { ...paid, state: 'withdrawn' },
	'paid-without-delivery': { ...paid, invoice: { ...paid.invoice, delivery: null } },
	overdue: { topic: 'invoice.overdue', invoice: { reminders: 4 } },
	disputed: { topic: 'invoice.disputed', invoice: { state: 'paid' } },
	voided: { topic: 'invoice.voided', invoice: { state: 'void' } },
};

/** The service as a case has it. */
function replyTo(given: Case, { path, body }: LedgerCall): LedgerReply {
	const fine = (answer: object): LedgerReply => ({ status: 200, body: { ...answer } });
	if (path.endsWith('/claim')) {
		return fine(given.claim ?? { result: 'send', repeated: false, because: null });
	}
	if (path.startsWith('/v1/hubspot/deals/')) {
		return fine({ deal, contact: given.isOfNobody ? null : contact, company: null, lead: null });
	}
	if (path.startsWith('/v1/deliveries/')) {
		const completes = given.completes === undefined ? '77' : given.completes;
		const facts = { deal, completes };
		return fine({ delivery: { id: 'dlv_2', state: given.state ?? 'delivered', facts } });
	}
	if (path !== '/v1/effects') return fine({ state: 'ended' });
	const [key, kind] = [String(body.key), String(body.kind)];
	const receipt = receipts[kind];
	return fine({ key, kind, state: 'done', receipt, repeated: false, conflict: false });
}

const receipts: Record<string, object> = {
	mail: { messageId: '<1@agency.test>', accepted: ['freja@nordlys.dk'] },
	'hubspot.deal-change': { id: '77', stage: 'paid', note: null },
	'slack.message': { channel: 'C0OPS', ts: '1.2', url: null },
};

describe('Invoices v1', () => {
	let ledger: ReplayedLedger;
	let allowAll: () => void;
	let current: Case = reminder;

	beforeAll(async () => {
		allowAll = allowLoopbackOnly();
		ledger = await replayLedger((body, call) => replyTo(current, { ...call, body }));
		jest.useFakeTimers({ now, doNotFake: everythingButTheDate });
	});
	beforeEach(() => void (ledger.calls.length = 0));
	afterAll(async () => {
		jest.useRealTimers();
		await ledger.stop();
		allowAll();
	});

	async function happen(given: Case) {
		current = given;
		const { topic, attempt } = given;
		const { payload } = invoiceEvent(
			topic,
			{ ...invoice, ...given.invoice },
			'occasion',
			attempt === undefined ? {} : { attempt },
		);
		const event = { source: 'ledger', topic, subject: 'invoices:77', payload: payload as object };
		const { items } = await callTrigger(signedCall(anEnvelope(event), now));
		const run = await runWorkflow({
			workflow,
			start: { node: triggers[topic], items: (items ?? []).map(({ json }) => json) },
			nodeTypes: ourNodes,
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'replayed' } },
			mode: 'webhook',
		});
		expect(run.status).toBe('success');
		return run;
	}

	/** What the service would send for the effects that were asked for. */
	const prepared = () =>
		ledger.calls
			.filter(({ path }) => path === '/v1/effects')
			.map(({ body }) => {
				const request = readRequest(body);
				const { content } = effectKindOf(request.kind).prepare(request, serviceTools);
				expect(JSON.stringify(content)).not.toMatch(/\{\{|\{%|undefined|\[object/);
				return { ...request, prepared: content as Record<string, unknown> };
			});

	/** What was asked of the service, a word for each, in order. */
	const asked = () =>
		ledger.calls.map(({ method, path, body }) =>
			path === '/v1/effects' ? String(body.kind) : `${method} ${path.split('?')[0]}`,
		);

	it.each(Object.keys(cases))('goes its way: %s', async (name) => {
		const run = await happen(cases[name]);
		// The page is drawn from the letter, which stands here in full.
		const story = JSON.parse(
			JSON.stringify(storyOf(run, ledger.calls), (field, value: unknown) =>
				field === 'html' ? '(the letter as a page)' : value,
			),
		) as unknown;
		expect(story).toEqual(golden(`invoices.v1/${name}.json`, story));
		// Whatever the way, it ends by saying so, once; and nothing is asked that the service would refuse.
		expect(asked().filter((call) => call.endsWith('/end'))).toHaveLength(1);
		expect(prepared().length).toBe(asked().filter((call) => !call.includes(' ')).length);
	});

	it('starts no two rows by one topic, and every row by a case of these', () => {
		const topics = workflow.nodes
			.filter(({ type }) => type.endsWith('agencyLedgerTrigger'))
			.map(({ parameters }) => String(parameters.topic))
			.sort();
		expect(topics).toEqual(Object.keys(triggers).sort());
		expect([...new Set(Object.values(cases).map(({ topic }) => topic))].sort()).toEqual(topics);
	});

	it('asks whether the client may be reminded before anything is read or written', async () => {
		await happen(reminder);
		expect(asked()).toEqual([
			`POST /v1/invoices/${encodeURIComponent(invoice.id)}/claim`,
			'GET /v1/hubspot/deals/77',
			'mail',
			'slack.message',
			expect.stringMatching(/end$/),
		]);
		expect(ledger.calls[0]?.body).toEqual({ attempt: 2 });
		expect(ledger.calls[1]?.path).toContain('texts=invoice-reminder');
	});

	it('writes in the language of the client, leads to the page to pay at, and is no marketing', async () => {
		await happen(reminder);
		const [mail] = prepared();
		expect(mail?.prepared).toMatchObject({ to: 'freja@nordlys.dk', language: 'da' });
		expect(mail?.prepared).not.toHaveProperty('purpose', 'marketing');
		const text = String(mail?.prepared.text);
		expect(text).toContain('https://invoice.stripe.com/i/acct_1/live_1');
		expect(text).toContain('AG-0042');
		expect(text).toMatch(/13\.400/);
	});

	it('says other words before the due date, after it, and at last', async () => {
		const texts: string[] = [];
		for (const name of ['hinted', 'reminded', 'firmly']) {
			ledger.calls.length = 0;
			await happen(cases[name]);
			texts.push(String(prepared()[0]?.prepared.text));
		}
		expect(new Set(texts).size).toBe(texts.length);
	});

	it('says to ops which reminder went out, of which invoice and amount', async () => {
		await happen(reminder);
		const said = String(prepared()[1]?.prepared.text);
		expect(said).toContain('reminder 2 of invoice AG-0042, DKK');
		expect(said).toContain('13,400');
	});

	it('writes its sample to the test mailbox alone', async () => {
		current = reminder;
		const node = 'Make up a sample reminder';
		const sample = workflow.nodes.find(({ name }) => name === node)?.parameters.jsonOutput;
		const run = await runWorkflow({
			workflow,
			start: { node, items: [JSON.parse(String(sample)) as IDataObject] },
			nodeTypes: ourNodes,
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'replayed' } },
			mode: 'manual',
		});
		expect(run.status).toBe('success');
		expect(prepared().map(({ kind, test }) => [kind, test])).toEqual([
			['mail', true],
			['slack.message', true],
		]);
	});

	it('writes nothing to a client who may not be reminded', async () => {
		await happen(cases.withheld);
		expect(asked()).toEqual([expect.stringMatching(/claim$/), expect.stringMatching(/end$/)]);
	});

	it.each(['nobody-to-remind', 'nowhere-to-pay'])('tells ops alone: %s', async (name) => {
		await happen(cases[name]);
		expect(prepared().map(({ kind }) => kind)).toEqual(['slack.message']);
	});

	it.each([
		['paid', '77'],
		['paid-a-part', null],
	])('moves the deal of %s to %s', async (name, dealId) => {
		await happen(cases[name]);
		const change = ledger.calls.find(({ body }) => body?.kind === 'hubspot.deal-change');
		const { content } = change?.body as { content: { dealId?: string; stage: string } };
		expect(content.stage).toBe('paid');
		expect(content.dealId || null).toBe(dealId);
	});

	it.each(['paid-and-withdrawn', 'paid-without-delivery'])(
		'leaves the deal alone: %s',
		async (name) => {
			await happen(cases[name]);
			expect(prepared().map(({ kind }) => kind)).toEqual(['slack.message']);
		},
	);

	it('has the same keys when it is started again, and others for the next reminder', async () => {
		const keysAfter = async (given: Case) => {
			ledger.calls.length = 0;
			await happen(given);
			return ledger.calls.flatMap(({ body }) => (body?.key as string | undefined) ?? []);
		};
		const first = await keysAfter(reminder);
		expect(first).toHaveLength(2);
		expect(await keysAfter(reminder)).toEqual(first);
		const next = await keysAfter({ ...reminder, attempt: 3 });
		expect(next.filter((key) => first.includes(key))).toEqual([]);
	});
});

/** The service prepares effects with these; vendors are not reached while it prepares. */
const serviceTools = {
	settings: loadSettings({ env: {}, file: null }),
	texts: openTexts({ name: 'Agency', colour: '#334455', hours: [] }, 'utc'),
	onDuty: () => null,
} as unknown as EffectTools;
