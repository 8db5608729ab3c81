import type { InvoiceState } from '../../../orchestrator/src/invoices/stand';
import {
	addReminder,
	listReminders,
	setReminder,
} from '../../../orchestrator/src/ledger/invoiceReminders';
import {
	addInvoice,
	findInvoice,
	forgetInvoice,
	keepStand,
	keepStripeCustomer,
	keyOfStripeInvoice,
	listInvoices,
	lockDueInvoices,
	readInvoice,
	readInvoicesOf,
	readStripeCustomer,
} from '../../../orchestrator/src/ledger/invoices';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { aNewInvoice, aStand } from '../../support/anInvoice';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

let store: Store;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => await store.close());
beforeEach(async () => {
	await store.run('TRUNCATE invoice_reminders, invoices, stripe_customers');
});

const at = (text: string) => new Date(text);
const morning = at('2026-11-26T10:00:00.000Z');

describe('invoices in the ledger', () => {
	it('are kept once for their effect, as they were first asked for', async () => {
		await addInvoice(store, aNewInvoice(), morning);
		await addInvoice(store, aNewInvoice({ total: 1 }), morning);
		const kept = await readInvoice(store, aNewInvoice().id);
		expect(kept).toMatchObject({
			...aNewInvoice(),
			state: 'draft',
			stripeId: null,
			amountDue: 150_000,
			createdAt: morning,
			reminders: 0,
			lookAt: null,
		});
	});

	it('keep what Stripe says of them, amounts beyond 32 bits too', async () => {
		const { id } = aNewInvoice();
		const total = 9_007_199_254_740_991;
		await addInvoice(store, aNewInvoice(), morning);
		expect(await keepStand(store, id, aStand({ total }), morning)).toBe('draft');
		expect(await readInvoice(store, id)).toMatchObject({
			...aStand({ total }),
			lookAt: morning,
		});
		for (const word of [id, 'in_1', 'NORD-0001']) {
			expect(await findInvoice(store, word)).toMatchObject({ id });
		}
		expect(await findInvoice(store, 'in_2')).toBeNull();
		expect(await keyOfStripeInvoice(store, 'in_1')).toBe(id);
		expect(await keyOfStripeInvoice(store, 'in_2')).toBeNull();
	});

	it('are forgotten only while Stripe has nothing of them', async () => {
		const { id } = aNewInvoice();
		await addInvoice(store, aNewInvoice(), morning);
		await addInvoice(store, aNewInvoice({ id: 'other' }), morning);
		await keepStand(store, id, aStand(), morning);
		await forgetInvoice(store, id);
		await forgetInvoice(store, 'other');
		expect(
			(await readInvoicesOf(store, { client: '77', test: false })).map((one) => one.id),
		).toEqual([id]);
	});

	it.each([
		[{ client: '77' }, ['b', 'a']],
		[{ client: '88' }, ['c']],
		[{ deal: '901' }, ['b', 'a']],
		[{ state: 'open' as const }, ['b']],
		[{ test: true }, ['d']],
		[{ limit: 1 }, ['c']],
	])('are listed by %j, the newest first', async (asked, ids) => {
		const made = [
			{ id: 'a' },
			{ id: 'b' },
			{ id: 'c', client: '88', deal: '902' },
			{ id: 'd', test: true },
		];
		for (const [hour, changes] of made.entries()) {
			await addInvoice(store, aNewInvoice(changes), at(`2026-11-26T1${hour}:00:00Z`));
		}
		await keepStand(store, 'b', aStand(), morning);
		const filter = { client: null, deal: null, state: null, test: false, limit: 50, ...asked };
		expect((await listInvoices(store, filter)).map(({ id }) => id)).toEqual(ids);
	});

	it('are picked when they are to be looked at, by one at a time', async () => {
		for (const [index, id] of ['a', 'b', 'c'].entries()) {
			await addInvoice(store, aNewInvoice({ id }), morning);
			const state = index === 2 ? 'paid' : 'open';
			const stand = aStand({ stripeId: `in_${id}`, state });
			await keepStand(store, id, stand, at(`2026-12-0${index + 7}T08:00:00Z`));
		}
		const due = async (moment: string) =>
			(await lockDueInvoices(store, 10, at(moment))).map(({ id }) => id);
		expect(await due('2026-12-07T07:59:59Z')).toEqual([]);
		expect(await due('2026-12-07T08:00:00Z')).toEqual(['a']);
		expect(await due('2026-12-31T00:00:00Z')).toEqual(['a', 'b']);
	});

	it.each<[InvoiceState, InvoiceState, InvoiceState]>([
		['draft', 'open', 'open'],
		['open', 'draft', 'open'],
		['open', 'paid', 'paid'],
		['paid', 'open', 'paid'],
		['open', 'uncollectible', 'uncollectible'],
		['uncollectible', 'open', 'uncollectible'],
		['uncollectible', 'paid', 'paid'],
		['uncollectible', 'void', 'void'],
		['paid', 'void', 'paid'],
		['void', 'paid', 'void'],
	])('that are %s and said to be %s are %s', async (known, said, after) => {
		const { id } = aNewInvoice();
		await addInvoice(store, aNewInvoice(), morning);
		await keepStand(store, id, aStand({ state: known }), morning);
		const isKept =
			(await keepStand(store, id, aStand({ state: said, total: 7 }), morning)) !== null;
		expect(await readInvoice(store, id)).toMatchObject({
			state: after,
			total: isKept ? 7 : 150_000,
			lookAt: after === 'open' ? morning : null,
		});
		expect(isKept).toBe(after === said);
	});

	it('have reminders, each under its number', async () => {
		const { id: invoice } = aNewInvoice();
		await addInvoice(store, aNewInvoice(), morning);
		await addReminder(store, { invoice, attempt: 1, dueAt: morning }, morning);
		await expect(
			addReminder(store, { invoice, attempt: 1, dueAt: morning }, morning),
		).rejects.toThrow(/duplicate key/);
		await addReminder(store, { invoice, attempt: 2, dueAt: morning }, morning);
		await setReminder(
			store,
			{ invoice, attempt: 1, state: 'withheld', because: 'It is paid.' },
			morning,
		);
		expect(await listReminders(store, invoice)).toEqual([
			{ invoice, attempt: 1, state: 'withheld', dueAt: morning, because: 'It is paid.' },
			{ invoice, attempt: 2, state: 'due', dueAt: morning, because: null },
		]);
	});
});

describe('customers at Stripe', () => {
	it('are known by client, test runs apart', async () => {
		const one = { client: '77', test: false, customer: 'cus_1' };
		expect(await readStripeCustomer(store, '77', false)).toBeNull();
		await keepStripeCustomer(store, one, morning);
		await keepStripeCustomer(store, { ...one, test: true, customer: 'cus_2' }, morning);
		await keepStripeCustomer(store, { ...one, customer: 'cus_3' }, morning);
		expect(await readStripeCustomer(store, '77', false)).toBe('cus_3');
		expect(await readStripeCustomer(store, '77', true)).toBe('cus_2');
	});
});
