import { stripeInvoices } from '../../../../orchestrator/src/adapters/stripe/invoices';
import { stripeAdapter } from '../../../../orchestrator/src/adapters/stripe/stripe';
import { stripeWebhooks } from '../../../../orchestrator/src/adapters/stripe/webhooks';
import { readInvoice } from '../../../../orchestrator/src/ledger/invoices';
import { findingsSeen } from '../../../../orchestrator/src/service/monitor/findings';
import { stripeHooks } from '../../../../orchestrator/src/service/monitor/compare/webhooks';
import type { StripeInProcess } from '../../../support/stripeInProcess';
import { stripeInProcess } from '../../../support/stripeInProcess';
import type { TestService } from '../support/aService';
import { aRequest, aService, willing } from '../support/aService';
import type { SweptLedger } from './aSweep';
import { aSweep, patient } from './aSweep';

const start = Date.UTC(2026, 10, 26, 12);
const MINUTE = 60_000;

let service: TestService;
let account: StripeInProcess;
let swept: SweptLedger;
let at: number;

const now = () => new Date(at);
const pass = (ms: number) => {
	at += ms;
	account.pass(ms);
};

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => await service.close());
beforeEach(async () => {
	await service.store.run(`TRUNCATE effects, invoices, stripe_customers, inbox, monitor_findings,
		monitor_cursors CASCADE`);
	at = start;
	account = stripeInProcess(start);
	const adapter = stripeAdapter(account.options, now);
	service.answering(willing);
	swept = aSweep(service, now, {
		stripe: adapter,
		readers: {
			stripe: stripeInvoices(account.options, async () => undefined),
			hooks: {
				clickup: noHooks,
				frameio: noHooks,
				stripe: stripeHooks(stripeWebhooks(account.options), async () => undefined),
			},
		},
	});
});

const noHooks = { list: async () => [], switchOn: async () => undefined };

/** An invoice that an effect made and mailed, of which no webhook told. */
async function anInvoice(number = 1) {
	const adapter = stripeAdapter(account.options, now);
	const request = aRequest({
		key: `deal:90${number}/stripe-invoice/1`,
		kind: 'stripe.invoice',
	});
	const perform = service.another({ moment: now, patience: patient }, { stripe: adapter });
	const { state } = await perform(request);
	expect(state).toBe('done');
	const stripeId = account.store.state.invoices.at(-1)?.id ?? '';
	return { key: request.key, stripeId };
}

const stateOf = async (key: string) => (await readInvoice(service.store, key))?.state;
const topics = async () =>
	(
		await service.store.query<{ topic: string }>(
			`SELECT topic FROM inbox WHERE source = 'ledger' ORDER BY id`,
		)
	).map(({ topic }) => topic);
const atStripe = (id: string) => account.store.state.invoices.find((one) => one.id === id)!;

/** Sweeps twice: what is right after the first must be right for the second. */
async function sweepTwice() {
	const first = await swept.sweep();
	pass(MINUTE);
	const second = await swept.sweep();
	expect(second.report.repaired).toEqual([]);
	expect(second.open.map(({ name }) => name)).toEqual(first.open.map(({ name }) => name));
	return first;
}

it('says nothing of invoices that are as the ledger has them', async () => {
	await anInvoice();
	const { report, open } = await sweepTwice();
	expect(open).toEqual([]);
	expect(report).toMatchObject({ looked: { stripe: 1 }, problems: [], repaired: [] });
});

it.each([
	{ act: 'pay' as const, state: 'paid', topic: 'invoice.paid' },
	{ act: 'void' as const, state: 'void', topic: 'invoice.voided' },
])('takes in once that an invoice is $state of which no webhook told', async (row) => {
	const { key, stripeId } = await anInvoice();
	if (row.act === 'pay') account.people.act(stripeId, 'pay');
	else Object.assign(atStripe(stripeId), { status: 'void', voidedAt: at });
	const { report } = await sweepTwice();
	expect(report.repaired).toEqual([
		expect.objectContaining({
			thing: 'invoice',
			done: expect.stringContaining(row.state) as string,
		}),
	]);
	expect(await stateOf(key)).toBe(row.state);
	// Flows hear of it as if the webhook had come, and once.
	expect(await topics()).toEqual([row.topic]);
});

it('finds what was paid long after the invoice was new, by the account’s own log', async () => {
	const { key, stripeId } = await anInvoice();
	await swept.sweep();
	pass(20 * 86_400_000);
	account.people.act(stripeId, 'pay');
	const before = account.calls.length;
	const { report } = await swept.sweep();
	expect(report.repaired).toHaveLength(1);
	expect(await stateOf(key)).toBe('paid');
	// The list of what is new, the log, the invoice that it tells of, the endpoints, and taking it in.
	expect(account.calls.length - before).toBe(5);
	expect(report.calls.stripe).toBe(4);
});

it('takes in a dispute that no webhook told of, and how it ended', async () => {
	const { key, stripeId } = await anInvoice();
	account.people.act(stripeId, 'pay');
	await swept.sweep();
	pass(MINUTE);
	account.people.act(stripeId, 'dispute');
	const { report } = await sweepTwice();
	expect(report.repaired).toEqual([expect.objectContaining({ thing: 'dispute' })]);
	expect(await topics()).toEqual(['invoice.paid', 'invoice.disputed']);
	pass(MINUTE);
	account.people.act(stripeId, 'win');
	await sweepTwice();
	expect(await readInvoice(service.store, key)).toMatchObject({ disputeResult: 'won' });
});

it.each([
	{
		finds: 'missing',
		when: 'somebody deleted it',
		hand: (id: string) => {
			const { state } = account.store;
			state.invoices = state.invoices.filter((one) => one.id !== id);
		},
		names: (key: string) => [`missing/stripe/${key}`],
	},
	{
		finds: 'doubled',
		when: 'somebody copied it with our key',
		hand: (id: string) => {
			const copy = { ...structuredClone(atStripe(id)), id: 'in_copy', number: 'COPY-1' };
			account.store.state.invoices.push(copy);
		},
		names: (key: string) => [`doubled/stripe/${key}`],
	},
	{
		finds: 'changed',
		when: 'somebody gave it another due date',
		hand: (id: string) => {
			atStripe(id).dueAt = (atStripe(id).dueAt ?? 0) + 7 * 86_400_000;
		},
		names: (key: string) => [`changed/stripe/${key}`],
	},
	{
		finds: 'changed',
		when: 'another total stands there than was sent',
		hand: (id: string) => {
			const item = account.store.state.items.find(({ invoiceId }) => invoiceId === id);
			if (item !== undefined) item.amount += 1_000;
		},
		names: (key: string) => [`changed/stripe/${key}`],
	},
	{
		finds: 'unknown',
		when: 'it has a key that the ledger never heard of',
		hand: (id: string) => {
			const stranger = structuredClone(atStripe(id));
			stranger.metadata = { ...stranger.metadata, agency_ops_key: 'deal:999/stripe-invoice/1' };
			account.store.state.invoices.push({ ...stranger, id: 'in_stranger' });
		},
		names: () => ['unknown/stripe/deal:999/stripe-invoice/1'],
	},
])('puts an invoice before a person as $finds when $when', async ({ finds, hand, names }) => {
	const { key, stripeId } = await anInvoice();
	hand(stripeId);
	const { open } = await swept.sweep();
	expect(open.map(({ name }) => name)).toEqual(names(key));
	expect(open[0]?.offers).toEqual(['leave']);
	// What people changed is theirs, and is listed; of all else somebody is told, with a button.
	const seen = await findingsSeen(service.store, now());
	const told = seen.filter(({ rule }) => rule === 'difference');
	expect(told.map(({ labels, offers }) => [labels.class, offers?.length])).toEqual(
		finds === 'changed' ? [] : [[finds, 1]],
	);
	// Nothing about the client, and no page that opens to whoever has its address.
	expect(JSON.stringify(open)).not.toMatch(/cafeaurora|Ana|invoice\.stripe\.com/);
	// What is found stays found in the sweeps after it, though it changes no more.
	pass(4 * 86_400_000);
	const again = await swept.sweep();
	expect(again.open.map(({ name }) => name)).toEqual(names(key));
});

it('knows an invoice by its key whose answer and webhooks were all lost', async () => {
	const { key } = await anInvoice();
	await service.store.query(
		`UPDATE invoices SET stripe_id = NULL, state = 'draft', number = NULL WHERE id = $1`,
		[key],
	);
	const { report } = await sweepTwice();
	expect(report.repaired).toHaveLength(1);
	expect(await stateOf(key)).toBe('open');
});

it('switches an endpoint of ours on again that Stripe disabled, and leaves others alone', async () => {
	const { create } = stripeWebhooks(account.options);
	await create({ url: 'http://127.0.0.1/hooks/stripe', events: ['invoice.paid'] });
	await create({ url: 'https://other.test/hooks/stripe', events: ['invoice.paid'] });
	for (const endpoint of account.store.state.endpoints) endpoint.isEnabled = false;
	const { report } = await sweepTwice();
	expect(report.repaired).toEqual([expect.objectContaining({ thing: 'webhook' })]);
	const isOn = account.store.state.endpoints.map(({ isEnabled }) => isEnabled);
	expect(isOn).toEqual([true, false]);
});

it('names Stripe as unreadable, and ends no finding, while it does not answer', async () => {
	const { key, stripeId } = await anInvoice();
	const { state } = account.store;
	state.invoices = state.invoices.filter((one) => one.id !== stripeId);
	await swept.sweep();
	account.failing({ 1: 'broken', 2: 'broken' });
	const { report, open } = await swept.sweep();
	expect(report.problems.map(({ service: name }) => name)).toContain('stripe');
	expect(open.map(({ name }) => name)).toEqual([`missing/stripe/${key}`]);
});

it('leaves invoices of test runs alone', async () => {
	await anInvoice();
	await service.store.query(`UPDATE invoices SET test = true`);
	account.store.state.invoices[0]!.status = 'void';
	expect((await swept.sweep()).open).toEqual([]);
});
