import type { Memory } from '../../../../orchestrator/src/adapters/stripe/ensureInvoice';
import { stripeAdapter } from '../../../../orchestrator/src/adapters/stripe/stripe';
import type { WantedInvoice } from '../../../../orchestrator/src/adapters/stripe/wanted';
import type { InvoiceStand } from '../../../../orchestrator/src/invoices/stand';
import { stripeInProcess, type StripeFault } from '../../../support/stripeInProcess';

const noon = Date.UTC(2026, 10, 26, 12);
const DAY = 24 * 3_600_000;

function wantedInvoice(changes: Partial<WantedInvoice> = {}): WantedInvoice {
	return {
		key: 'deal:901/stripe-invoice/dlv_01/1',
		deal: '901',
		delivery: 'dlv_01',
		customer: {
			client: '77',
			email: 'mette@nordlys.example',
			name: 'Mette Holm',
			company: 'Nordlys ApS',
			country: 'DK',
			language: 'da',
		},
		currency: 'EUR',
		lines: [
			{ description: 'Film', quantity: 2, unitAmount: 75_000, taxCode: 'txcd_10000000' },
			{ description: 'Deposit', quantity: 1, unitAmount: -30_000, taxCode: null },
		],
		dueDays: 14,
		memo: 'Thank you',
		footer: null,
		fields: [{ name: 'PO number', value: '4711' }],
		hasAutomaticTax: false,
		isMailed: true,
		test: false,
		...changes,
	};
}

/** What a ledger remembers; `forgetful` keeps nothing, as a process that dies before each write. */
function aMemory(isForgetful = false) {
	const kept: { customer: string | null; stand: InvoiceStand | null } = {
		customer: null,
		stand: null,
	};
	const memory = (): Memory => ({
		customer: kept.customer,
		invoice: kept.stand?.stripeId ?? null,
		since: new Date(noon),
		sentAt: kept.stand?.sentAt ?? null,
		keepCustomer: async (id) => {
			if (!isForgetful) kept.customer = id;
			await Promise.resolve();
		},
		keepStand: async (stand) => {
			if (!isForgetful) kept.stand = stand;
			await Promise.resolve();
		},
	});
	return { kept, memory };
}

function anAgency(isForgetful = false) {
	const stripe = stripeInProcess(noon);
	const { kept, memory } = aMemory(isForgetful);
	let at = noon;
	const adapter = stripeAdapter(stripe.options, () => new Date(at));
	return {
		...stripe,
		kept,
		adapter,
		pass: (ms: number) => {
			at += ms;
			stripe.pass(ms);
		},
		ensure: async (wanted = wantedInvoice(), mayStillSend = () => true) =>
			await adapter.ensureInvoice(wanted, memory(), mayStillSend),
	};
}

describe('an invoice at Stripe', () => {
	it('is made, finalised and mailed, with all that was asked for', async () => {
		const { ensure, store, kept } = anAgency();
		const outcome = await ensure();
		expect(outcome).toMatchObject({
			result: 'done',
			receipt: {
				state: 'open',
				total: 120_000,
				amountDue: 120_000,
				dueAt: new Date(noon + 14 * DAY),
				sentAt: new Date(noon),
				paidAt: null,
			},
		});
		const [invoice] = store.state.invoices;
		expect(invoice).toMatchObject({
			description: 'Thank you',
			customFields: [{ name: 'PO number', value: '4711' }],
			autoAdvance: false,
			currency: 'eur',
			metadata: {
				agency_ops_key: 'deal:901/stripe-invoice/dlv_01/1',
				agency_ops_deal: '901',
				agency_ops_delivery: 'dlv_01',
			},
		});
		expect(store.state.customers).toMatchObject([
			{ name: 'Nordlys ApS', email: 'mette@nordlys.example', preferredLocales: ['da'] },
		]);
		expect(kept.customer).toBe(store.state.customers[0]?.id);
		expect(kept.stand).toEqual((outcome as { receipt: InvoiceStand }).receipt);
	});

	it('is the same whenever it is asked for again, and nothing is mailed twice', async () => {
		const { ensure, store, pass } = anAgency();
		const first = await ensure();
		pass(3 * DAY);
		expect(await ensure()).toEqual(first);
		expect(store.state.invoices.map(({ sentAt }) => sentAt)).toEqual([[noon]]);
	});

	const undisturbed = async (): Promise<number> => {
		const agency = anAgency();
		await agency.ensure();
		return agency.calls.length;
	};

	it.each<StripeFault>(['lost-request', 'lost-answer', 'broken', 'rate-limit'])(
		'is one, with its lines once, when %s meets any call, whatever the ledger remembers',
		async (fault) => {
			const count = await undisturbed();
			expect(count).toBe(8);
			for (const isForgetful of [false, true]) {
				for (let call = 1; call <= count; call += 1) {
					const { ensure, store, failing } = anAgency(isForgetful);
					failing({ [call]: fault });
					const outcomes = [await ensure(), await ensure(), await ensure()];
					const results = outcomes.map(({ result }) => result);
					expect({ fault, call, last: results.at(-1) }).toEqual({ fault, call, last: 'done' });
					expect(results[0]).not.toBe('refused');
					const { customers, invoices, items } = store.state;
					expect({
						fault,
						call,
						customers: customers.length,
						invoices: invoices.map(({ status, sentAt }) => [status, sentAt.length]),
						items: items.map(({ description, amount }) => [description, amount]),
					}).toEqual({
						fault,
						call,
						customers: 1,
						invoices: [['open', 1]],
						items: [
							['Film', 150_000],
							['Deposit', -30_000],
						],
					});
				}
			}
		},
	);

	it('is one even when two calls go wrong, and when days pass before it goes on', async () => {
		const count = await undisturbed();
		for (let one = 1; one <= count; one += 1) {
			for (let two = one + 1; two <= count + 2; two += 1) {
				const { ensure, store, failing, pass } = anAgency();
				failing({ [one]: 'lost-answer', [two]: 'lost-answer' });
				for (let attempt = 1; attempt <= 3; attempt += 1) {
					await ensure();
					// Idempotency-Keys are forgotten by then.
					pass(2 * DAY);
				}
				expect(await ensure()).toMatchObject({ result: 'done' });
				const { invoices, items } = store.state;
				expect([one, two, invoices.length, items.length]).toEqual([one, two, 1, 2]);
				expect(invoices[0]?.sentAt.length).toBeLessThanOrEqual(1);
			}
		}
	});

	it('stops between calls when its time is over, and is gone on with', async () => {
		const count = await undisturbed();
		for (let limit = 0; limit < count; limit += 1) {
			const { ensure, store } = anAgency();
			let left = limit;
			const mayStillSend = () => {
				left -= 1;
				return left >= 0;
			};
			expect(await ensure(wantedInvoice(), mayStillSend)).toMatchObject({ result: 'notSent' });
			expect(await ensure()).toMatchObject({ result: 'done' });
			expect(store.state.invoices).toHaveLength(1);
			expect(store.state.items).toHaveLength(2);
		}
	});

	it('begins anew when what was asked for has changed while it was a draft', async () => {
		const { ensure, store, failing } = anAgency();
		failing({ 5: 'lost-answer' });
		await ensure();
		const lines = [{ description: 'Other', quantity: 1, unitAmount: 500, taxCode: null }];
		expect(await ensure(wantedInvoice({ lines }))).toMatchObject({
			result: 'done',
			receipt: { total: 500 },
		});
		expect(store.state.invoices).toHaveLength(1);
		expect(store.state.items).toHaveLength(1);
	});

	it('is not finalised when somebody put something else on the draft', async () => {
		const { ensure, store, failing } = anAgency();
		failing({ 6: 'lost-request' });
		await ensure();
		const [item] = store.state.items;
		if (item === undefined) throw new Error('no line');
		store.state.items.push({ ...item, id: 'ii_other', metadata: {}, amount: 1 });
		expect(await ensure()).toMatchObject({
			result: 'refused',
			error: { code: 'stripe/sum-differs' },
		});
		expect(store.state.invoices[0]?.status).toBe('draft');
	});

	it('goes to the customer who is there, made for another invoice or known by the address', async () => {
		const { ensure, store, kept, pass } = anAgency();
		await ensure();
		kept.stand = null;
		await ensure(wantedInvoice({ key: 'deal:902/stripe-invoice/dlv_02/1' }));
		kept.stand = null;
		kept.customer = null;
		await ensure(wantedInvoice({ key: 'deal:903/stripe-invoice/dlv_03/1' }));
		expect(store.state.customers).toHaveLength(1);
		kept.stand = null;
		// Taken away at Stripe, some days later.
		store.state.customers = [];
		pass(2 * DAY);
		await ensure(wantedInvoice({ key: 'deal:904/stripe-invoice/dlv_04/1' }));
		expect(store.state.customers).toHaveLength(1);
		expect(store.state.invoices).toHaveLength(4);
	});

	it('keeps clients with one address apart', async () => {
		const { ensure, store, kept } = anAgency();
		await ensure();
		kept.customer = null;
		kept.stand = null;
		const customer = { ...wantedInvoice().customer, client: 'test/77' };
		await ensure(wantedInvoice({ key: 'test/x/1', customer }));
		expect(store.state.customers).toHaveLength(2);
	});

	it('is not mailed by Stripe where that is not wanted', async () => {
		const { ensure, store } = anAgency();
		expect(await ensure(wantedInvoice({ isMailed: false }))).toMatchObject({
			receipt: { state: 'open', sentAt: null },
		});
		expect(store.state.invoices[0]?.sentAt).toEqual([]);
	});

	it('is refused with Stripe’s own words and a remedy', async () => {
		const { ensure } = anAgency();
		const customer = { ...wantedInvoice().customer, email: 'nobody' };
		expect(await ensure(wantedInvoice({ customer }))).toMatchObject({
			result: 'refused',
			status: 400,
			error: {
				code: 'stripe/email-invalid',
				why: expect.stringContaining('Invalid email address: nobody') as string,
				mend: expect.stringContaining('HubSpot') as string,
			},
		});
	});

	it('asks for a key where there is none', async () => {
		const outcome = await stripeAdapter(null).ensureInvoice(
			wantedInvoice(),
			aMemory().memory(),
			() => true,
		);
		expect(outcome).toMatchObject({ result: 'refused', error: { code: 'stripe/not-set-up' } });
	});
});

describe('questions to Stripe', () => {
	it('tell how an invoice stands, and which one a payment was for', async () => {
		const { ensure, adapter, people, store } = anAgency();
		await ensure();
		const [invoice] = store.state.invoices;
		people.act(invoice?.id ?? '', 'pay');
		expect(await adapter.readInvoice(invoice?.id ?? '')).toMatchObject({
			result: 'found',
			receipt: { state: 'paid', amountDue: 0, paidAt: new Date(noon) },
		});
		const intent = store.state.payments[0]?.intentId ?? '';
		expect(await adapter.invoiceOfPayment(intent)).toEqual({
			result: 'found',
			receipt: invoice?.id,
		});
		expect(await adapter.invoiceOfPayment('pi_other')).toEqual({ result: 'absent' });
		expect(await adapter.readInvoice('in_other')).toEqual({ result: 'absent' });
	});

	it('say when nobody answers', async () => {
		const { adapter, failing } = anAgency();
		failing({ 1: 'rate-limit', 2: 'lost-request' });
		expect(await adapter.readInvoice('in_1')).toMatchObject({
			result: 'failed',
			retryAfterMs: 1_000,
		});
		expect(await adapter.readInvoice('in_1')).toMatchObject({
			result: 'failed',
			retryAfterMs: null,
		});
	});
});
