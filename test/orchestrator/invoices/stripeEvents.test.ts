import { stripeAdapter } from '../../../orchestrator/src/adapters/stripe/stripe';
import { enrol } from '../../../orchestrator/src/followup/enrol';
import type { SourceEvent } from '../../../orchestrator/src/inbox/sources/read';
import { readStripe } from '../../../orchestrator/src/inbox/sources/vendors';
import { claimReminder } from '../../../orchestrator/src/invoices/claimReminder';
import { lookDue } from '../../../orchestrator/src/invoices/lookDue';
import { defaultInvoiceRules } from '../../../orchestrator/src/invoices/schedule';
import { addInvoice, readInvoice } from '../../../orchestrator/src/ledger/invoices';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { presentEvent } from '../../../orchestrator/src/sandbox/stripe/present';
import { openLogger } from '../../../orchestrator/src/service/http';
import { keepStripeEvents } from '../../../orchestrator/src/service/invoices/keepStripeEvents';
import { aNewInvoice } from '../../support/anInvoice';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { stripeInProcess } from '../../support/stripeInProcess';

const start = Date.UTC(2026, 10, 26, 12);
const DAY = 86_400_000;

let store: Store;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => await store.close());
beforeEach(async () => {
	await store.run(`TRUNCATE invoice_reminders, invoices, stripe_customers, inbox_events, inbox,
		follow_up_touches, follow_up_events, follow_ups, follow_up_definitions CASCADE`);
});

/** An invoice that was made and sent, in the ledger as it was before Stripe told anything. */
async function anInvoice() {
	const account = stripeInProcess(start);
	const adapter = stripeAdapter(account.options, () => new Date(start));
	const invoice = aNewInvoice();
	let at = start;
	await addInvoice(store, invoice, new Date(at));
	const { clientFacts, clientEmail: email, client, ...rest } = invoice;
	await adapter.ensureInvoice(
		{
			...rest,
			key: invoice.id,
			customer: { client, email, ...clientFacts },
			lines: [{ description: 'Film', quantity: 1, unitAmount: invoice.total, taxCode: null }],
			dueDays: 14,
			memo: null,
			footer: null,
			fields: [],
			hasAutomaticTax: false,
			isMailed: true,
		},
		{
			customer: null,
			invoice: null,
			since: new Date(at),
			sentAt: null,
			keepCustomer: async () => undefined,
			keepStand: async () => undefined,
		},
		() => true,
	);
	const stripeId = account.store.state.invoices[0]?.id ?? '';
	const parts = {
		store,
		now: () => new Date(at),
		moment: () => new Date(at),
		wake: () => undefined,
		logger: openLogger(null),
		stripe: adapter,
	};
	return {
		...account,
		parts,
		id: invoice.id,
		stripeId,
		/** Everything that Stripe tells, as its hooks read it. */
		events: () =>
			account.store.state.events.flatMap((event) =>
				readStripe({
					method: 'POST',
					url: '/hooks/stripe',
					headers: {},
					rawBody: Buffer.from(JSON.stringify(presentEvent(event))),
				}),
			),
		tell: async (events: SourceEvent[]) => await keepStripeEvents(events, parts),
		pass: (ms: number) => {
			at += ms;
			account.pass(ms);
		},
		look: async () => await lookDue(store, defaultInvoiceRules, 50, new Date(at), new Date(at)),
		claim: async (attempt: number) =>
			await claimReminder(store, { id: invoice.id, attempt }, new Date(at), new Date(at)),
	};
}

const topics = async () =>
	(
		await store.query<{ topic: string; payload: { attempt?: number } }>(
			`SELECT topic, payload FROM inbox WHERE source = 'ledger' AND topic LIKE 'invoice.%' ORDER BY id`,
		)
	).map(
		({ topic, payload }) => `${topic}${payload.attempt === undefined ? '' : ` ${payload.attempt}`}`,
	);

const facts = async () =>
	(
		await store.query<{ type: string }>(
			`SELECT type FROM follow_up_events WHERE type ~ 'invoice|dispute' ORDER BY id`,
		)
	).map(({ type }) => type);

async function enrolled(): Promise<void> {
	const now = new Date(start);
	const client = {
		id: '77',
		email: 'mette@nordlys.example',
		zone: 'Europe/Copenhagen',
		country: 'DK',
		language: 'da',
	};
	const enrolment = { client, project: 'p-1', deliveredAt: now.toISOString(), holdout: false };
	await enrol(store, { enrolment, test: false }, now, now);
}

describe('what Stripe tells', () => {
	it('brings an invoice from draft to paid, whatever the order and however often it is told', async () => {
		for (const seed of [1, 2, 3]) {
			await store.run('TRUNCATE invoice_reminders, invoices, inbox_events, inbox');
			const { people, stripeId, events, tell, id } = await anInvoice();
			people.act(stripeId, 'fail');
			people.act(stripeId, 'pay');
			const all = [...events(), ...events()];
			const mixed = all
				.map((event, index) => ({ event, order: (index * 7_919 * seed) % 101 }))
				.sort((a, b) => a.order - b.order)
				.map(({ event }) => event);
			for (const event of mixed) await tell([event]);
			expect(await readInvoice(store, id)).toMatchObject({
				state: 'paid',
				stripeId,
				amountDue: 0,
				total: 150_000,
				paidAt: new Date(start),
				lookAt: null,
			});
			expect(await topics()).toEqual(['invoice.paid']);
		}
	});

	it('is asked for where an event says something new, and counts by itself where Stripe is away', async () => {
		const { people, stripeId, events, tell, id, failing, calls } = await anInvoice();
		people.act(stripeId, 'pay');
		const paid = events().filter(({ topic }) => topic === 'stripe.invoice.paid');
		failing({ 1: 'broken' });
		await tell(paid);
		expect(calls.at(-1)).toBe(`GET /v1/invoices/${stripeId}`);
		expect(await readInvoice(store, id)).toMatchObject({ state: 'paid' });
		const before = calls.length;
		await tell(events().filter(({ topic }) => topic === 'stripe.invoice.payment-succeeded'));
		expect(calls).toHaveLength(before);
	});

	it('about invoices of others is noted and changes nothing', async () => {
		const { events, tell, id } = await anInvoice();
		await store.run('DELETE FROM invoices');
		await tell(events());
		expect(await readInvoice(store, id)).toBeNull();
		const [row] = await store.query<{ outcome: string }>(
			`SELECT outcome FROM inbox WHERE topic = 'stripe.invoice.finalized'`,
		);
		expect(row?.outcome).toBe('noted');
		expect(await topics()).toEqual([]);
	});

	it('of a dispute reaches flows and follow-ups once, and its end too', async () => {
		await enrolled();
		const { people, stripeId, events, tell, id } = await anInvoice();
		people.act(stripeId, 'pay');
		people.act(stripeId, 'dispute');
		await tell(events());
		await tell(events());
		expect(await readInvoice(store, id)).toMatchObject({
			disputedAt: new Date(start),
			disputeResult: null,
		});
		people.act(stripeId, 'lose');
		await tell(events());
		expect(await readInvoice(store, id)).toMatchObject({ disputeResult: 'lost' });
		expect((await topics()).sort()).toEqual(['invoice.disputed', 'invoice.paid']);
		expect(await facts()).toEqual(['invoice_paid', 'dispute']);
	});

	it('of a dispute is not taken while Stripe cannot say what it is about', async () => {
		const { people, stripeId, events, tell, failing } = await anInvoice();
		people.act(stripeId, 'pay');
		people.act(stripeId, 'dispute');
		const dispute = events().filter(({ topic }) => topic === 'stripe.charge.dispute.created');
		failing({ 1: 'lost-request' });
		await expect(tell(dispute)).rejects.toMatchObject({ code: 'stripe/cannot-ask' });
		await tell(dispute);
	});
});

describe('reminders', () => {
	it('come due one after the other, until people take over; follow-ups hear that it is overdue', async () => {
		await enrolled();
		const { events, tell, look, pass, claim, id } = await anInvoice();
		await tell(events());
		for (let day = 0; day < 45; day += 1) {
			await look();
			pass(DAY);
		}
		expect(await topics()).toEqual([
			'invoice.reminder-due 1',
			'invoice.reminder-due 2',
			'invoice.reminder-due 3',
			'invoice.reminder-due 4',
			'invoice.overdue',
		]);
		expect(await facts()).toEqual(['invoice_overdue']);
		expect(await claim(3)).toMatchObject({
			result: 'withheld',
			because: 'Reminder 4 came due since.',
		});
		expect(await claim(4)).toEqual({ result: 'send', repeated: false, because: null });
		expect(await claim(4)).toEqual({ result: 'send', repeated: true, because: null });
		expect(await claim(5)).toEqual({ result: 'missing' });
		expect(await readInvoice(store, id)).toMatchObject({
			reminders: 1,
			reminderDue: 4,
			lookAt: null,
		});
	});

	it('that were missed are one, and none comes after people took over', async () => {
		const { events, tell, look, pass } = await anInvoice();
		await tell(events());
		pass(24 * DAY);
		await look();
		expect(await topics()).toEqual(['invoice.reminder-due 1']);
		pass(30 * DAY);
		await look();
		expect(await topics()).toEqual(['invoice.reminder-due 1', 'invoice.overdue']);
	});

	it.each([
		['paid', 'The invoice is paid.'],
		['void', 'The invoice is void.'],
	])('are withheld once it is %s, and no more come due', async (state, because) => {
		await enrolled();
		const { events, tell, look, pass, claim, people, stripeId, store: account } = await anInvoice();
		await tell(events());
		await look();
		pass(12 * DAY);
		await look();
		expect(await topics()).toEqual(['invoice.reminder-due 1']);
		if (state === 'paid') people.act(stripeId, 'pay');
		else {
			Object.assign(account.state.invoices[0] ?? {}, { status: 'void' });
			const [first] = account.state.events.filter(({ type }) => type === 'invoice.finalized');
			account.happen('invoice.voided', { ...(first?.object as object), status: 'void' }, start);
		}
		await tell(events());
		expect(await claim(1)).toEqual({ result: 'withheld', repeated: false, because });
		expect(await claim(1)).toEqual({ result: 'withheld', repeated: true, because });
		pass(60 * DAY);
		await look();
		expect((await topics()).filter((topic) => topic.startsWith('invoice.reminder'))).toHaveLength(
			1,
		);
		expect(await facts()).toEqual(['invoice_paid']);
	});
});
