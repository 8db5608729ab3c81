import { effectKey } from '../../../nodes/domain/effect/effectKey';
import { LookUpFailed } from '../../../orchestrator/src/adapters/harmless';
import { notSentOf } from '../../../orchestrator/src/adapters/outcome';
import { claimReminder } from '../../../orchestrator/src/invoices/claimReminder';
import type { InvoiceStand } from '../../../orchestrator/src/invoices/stand';
import { addReminder, readReminder } from '../../../orchestrator/src/ledger/invoiceReminders';
import {
	addInvoice,
	keepStand,
	readInvoice,
	saveReminding,
} from '../../../orchestrator/src/ledger/invoices';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import type { DealView } from '../../../orchestrator/src/service/deals/dealView';
import { openLogger } from '../../../orchestrator/src/service/http';
import { openObjections } from '../../../orchestrator/src/service/mail/askObjection';
import { aNewInvoice } from '../../support/anInvoice';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

const now = new Date('2026-12-11T08:00:00Z');

let store: Store;
/** How the invoice stands at Stripe, and the deal at HubSpot. */
let atStripe: InvoiceStand['state'];
let stage: string | Error;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => await store.close());
beforeEach(async () => {
	await store.run('TRUNCATE invoice_reminders, invoices, inbox_events, inbox CASCADE');
	atStripe = 'open';
	stage = 'production';
});

const stand: InvoiceStand = {
	stripeId: 'in_1',
	number: 'NORD-0001',
	state: 'open',
	total: 150_000,
	amountDue: 150_000,
	dueAt: new Date('2026-12-10T10:00:00Z'),
	hostedUrl: null,
	pdfUrl: null,
	sentAt: now,
	paidAt: null,
};

const ask = (lostStages = ['closedlost']) =>
	openObjections({
		store,
		now: () => now,
		moment: () => now,
		wake: () => undefined,
		logger: openLogger(null),
		stripe: {
			readInvoice: async () =>
				await Promise.resolve({ result: 'found', receipt: { ...stand, state: atStripe } }),
		},
		deals: {
			read: async () => {
				if (stage instanceof Error) throw stage;
				return await Promise.resolve({ deal: { stage } } as DealView);
			},
		},
		lostStages,
	});

const keyOf = (subjectType: string, subjectId: string, destination: string, occurrence = 1) =>
	effectKey({
		...{ subjectType, subjectId, destination, occurrence },
		...{ effect: 'mail', testRun: null },
	});

/** An open invoice whose second reminder was claimed in the evening. */
async function claimed(): Promise<string> {
	const { id } = aNewInvoice();
	await addInvoice(store, aNewInvoice(), now);
	await keepStand(store, id, stand, now);
	for (const attempt of [1, 2]) {
		await addReminder(store, { invoice: id, attempt, dueAt: now }, now);
		const invoice = await readInvoice(store, id);
		await saveReminding(store, id, { ...invoice!, reminderDue: attempt }, now);
		await claimReminder(store, { id, attempt }, now, now);
	}
	return id;
}

describe('a reminder that waited for the morning', () => {
	const reminder = (id: string) => keyOf('invoice', id, 'milestone-invoice-reminder', 2);

	it('goes where the invoice is open still', async () => {
		const id = await claimed();

		expect(await ask()(reminder(id))).toBeNull();
		expect(await readInvoice(store, id)).toMatchObject({ reminders: 2 });
	});

	it.each([
		[
			'was paid in the night, and Stripe has not told',
			() => (atStripe = 'paid'),
			'The invoice is paid.',
		],
		['is void', () => (atStripe = 'void'), 'The invoice is void.'],
		['is of a deal that was lost', () => (stage = 'closedlost'), 'The deal is lost.'],
	])('is withheld where the invoice %s, and counts as none', async (_what, happen, because) => {
		const id = await claimed();
		happen();

		expect(await ask()(reminder(id))).toEqual({ is: 'final', because });
		expect(await ask()(reminder(id))).toEqual({ is: 'final', because });
		expect(await readInvoice(store, id)).toMatchObject({ reminders: 1 });
		expect(await readReminder(store, id, 2)).toMatchObject({ state: 'withheld', because });
		expect(await claimReminder(store, { id, attempt: 2 }, now, now)).toMatchObject({
			result: 'withheld',
		});
	});
});

describe('the letter of a project', () => {
	const failed = new LookUpFailed(notSentOf('HubSpot', 'It is away.', null));

	it.each<[string, string, string | Error, string | null]>([
		['goes', 'milestone-preview-ready', 'production', null],
		['is withheld once the deal is lost', 'milestone-preview-ready', 'closedlost', 'final'],
		['goes where HubSpot does not say', 'milestone-preview-ready', failed, null],
		['goes where it brings an invoice', 'milestone-invoice', 'closedlost', null],
		['goes where it is no letter of ours', 'of-their-own', 'closedlost', null],
	])('%s: %s', async (_what, name, stands, is) => {
		stage = stands;

		expect((await ask()(keyOf('deal', '77', name)))?.is ?? null).toBe(is);
	});

	it('goes where the configuration names no lost stage', async () => {
		stage = 'closedlost';

		expect(await ask([])(keyOf('deal', '77', 'milestone-approved'))).toBeNull();
	});
});
