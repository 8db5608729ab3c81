import { stripeAdapter } from '../../../orchestrator/src/adapters/stripe/stripe';
import { readInvoice } from '../../../orchestrator/src/ledger/invoices';
import { stripeInProcess } from '../../support/stripeInProcess';
import type { TestService } from './support/aService';
import { aRequest, aService, contents, impatient } from './support/aService';

const noon = Date.UTC(2026, 10, 26, 12);
const kind = 'stripe.invoice';
/** Owners are not thought dead while the machine is busy. */
const patience = { ...impatient, timeoutMs: 10_000, retryTotalMs: 10_000 };

let service: TestService;
let accounts = 0;

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => await service.close());

/** Services over one ledger, and one account at Stripe. */
function anAccount(key?: string) {
	const account = stripeInProcess(noon, key);
	// No two accounts give the same ids.
	account.store.state.lastId = accounts += 1_000;
	const stripe = stripeAdapter(account.options, () => new Date(noon));
	return { ...account, perform: service.another({ patience }, { stripe }) };
}

const changed = (changes: object, more: object = {}) =>
	aRequest({ kind, content: { ...contents[kind], ...changes }, ...more });

describe('the effect stripe.invoice', () => {
	it('makes one invoice, keeps it in the ledger, and gives its receipt again', async () => {
		const { perform, store } = anAccount();
		const request = aRequest({ kind });
		const first = await perform(request);
		expect(first).toMatchObject({
			state: 'done',
			receipt: {
				invoiceId: store.state.invoices[0]?.id,
				state: 'open',
				total: 150_000,
				currency: 'EUR',
				dueAt: '2026-12-10T12:00:00.000Z',
				isSent: true,
				note: null,
			},
		});
		expect(await perform(request)).toMatchObject({ repeated: true, receipt: first.receipt });
		expect(store.state.invoices).toMatchObject([
			{ customFields: [{ name: 'Orden de compra', value: 'PO-4711' }], status: 'open' },
		]);
		expect(await readInvoice(service.store, request.key)).toMatchObject({
			deal: '901',
			delivery: 'dlv_1',
			client: '77',
			clientEmail: 'ana@cafeaurora.com',
			state: 'open',
			number: store.state.invoices[0]?.number,
			sentAt: new Date(noon),
		});
	});

	it('goes on by itself where an answer was lost', async () => {
		const { perform, store, failing } = anAccount();
		failing({ 4: 'lost-answer' });
		expect(await perform(aRequest({ kind }))).toMatchObject({ state: 'done' });
		expect(store.state.invoices).toHaveLength(1);
		expect(store.state.items).toHaveLength(1);
	});

	it('asks nobody where there is nothing to pay', async () => {
		const { perform, calls } = anAccount();
		const free = { currency: null, lines: [], dueDays: 0, purchaseOrder: null, memo: null };
		expect(await perform(changed(free))).toMatchObject({
			state: 'done',
			receipt: { invoiceId: null, state: 'none', total: 0, note: 'There is nothing to pay.' },
		});
		expect(calls).toEqual([]);
	});

	it('says that it is a test, goes to the agency’s own mailbox, and is no invoice of the client', async () => {
		const { perform, store } = anAccount();
		const request = aRequest({ kind, test: true });
		expect(await perform(request)).toMatchObject({ state: 'done' });
		expect(store.state.customers).toMatchObject([{ email: 'prueba@agency.test' }]);
		expect(store.state.invoices).toMatchObject([{ description: '[TEST]' }]);
		expect(await readInvoice(service.store, request.key)).toMatchObject({
			client: '77',
			test: true,
		});
	});

	it('leaves real money alone in a test run', async () => {
		const { perform, calls } = anAccount('rk_live_x');
		expect(await perform(aRequest({ kind, test: true }))).toMatchObject({
			receipt: { invoiceId: null, note: expect.stringContaining('real money') as string },
		});
		expect(calls).toEqual([]);
	});

	it('keeps no invoice that Stripe refused', async () => {
		const { perform } = anAccount();
		const customer = { client: '78', email: 'a@b' };
		await expect(perform(changed({ customer }))).rejects.toMatchObject({ code: 'request/invalid' });
		const lines = [{ description: 'Film', quantity: 1, unitAmount: 5, taxCode: null }];
		const request = changed({ currency: 'UGX', lines });
		expect(await perform(request)).toMatchObject({
			state: 'failed',
			error: { code: 'stripe/currency-unclear' },
		});
	});

	it.each([
		[
			{ lines: [{ description: 'Discount', quantity: 1, unitAmount: -5 }] },
			'stripe/nothing-to-pay',
		],
		[{ currency: null }, 'stripe/nothing-to-pay'],
		[{ lines: [{ description: 'Film', quantity: 0, unitAmount: 5 }] }, 'request/invalid'],
		[{ lines: [{ description: 'Film', quantity: 1, unitAmount: 0.5 }] }, 'request/invalid'],
		[{ dueDays: 400 }, 'request/invalid'],
		[{ card: '4242424242424242' }, 'request/invalid'],
	])('refuses %j', async (changes, code) => {
		await expect(anAccount().perform(changed(changes))).rejects.toMatchObject({ code });
	});
});
