import fc from 'fast-check';

import { invoiceFor } from '../../../../nodes/domain/delivery/invoice';
import type { InvoiceOccasion, Invoiced } from '../../../../nodes/domain/delivery/invoice';
import { priceGapsOf } from '../../../../nodes/domain/delivery/priceGaps';
import {
	defaultDeliveryRules,
	resolveDeliveryRules,
} from '../../../../nodes/domain/delivery/rules';
import { orderSchema } from '../../../../nodes/domain/delivery/schema';
import type { Billing } from '../../../../nodes/domain/delivery/schema';
import { enInvoice } from '../../../../nodes/domain/delivery/why/en';
import { esInvoice } from '../../../../nodes/domain/delivery/why/es';
import { eur } from '../../../support/aDelivery';

const occasion = (order: object, more: Partial<InvoiceOccasion> = {}): InvoiceOccasion => ({
	order: orderSchema.parse(order),
	price: eur(1_800),
	title: 'Nordlys: product film',
	shareAfter: 1,
	before: [],
	memo: { delivery: '1', names: ['film.mp4'] },
	...more,
});
const invoice = (
	order: object,
	more: Partial<InvoiceOccasion> = {},
	rules = defaultDeliveryRules,
) => invoiceFor(occasion(order, more), rules, enInvoice, 'en');
const linesOf = ({ invoice: draft }: Invoiced) =>
	(draft?.lines ?? []).map(({ id, quantity, unitAmount }) => [id, quantity, unitAmount]);

const everything = {
	addOns: [
		{ id: 'ai-asset', quantity: 3, price: eur(40) },
		{ id: 'subtitles', description: 'Subtitles in English', price: eur(90), taxCode: 'txcd_1' },
	],
	rush: { percent: 25 },
	revisions: { included: 2, done: 4, each: eur(60) },
	discount: { percent: 10 },
	deposits: [{ invoice: 'A-17', amount: eur(500) }],
	purchaseOrder: 'PO-9',
	taxCode: 'txcd_2',
	dueDays: 30,
};

describe('an invoice', () => {
	it('has a line for everything that was sold, and takes off what was invoiced as a deposit', () => {
		const made = invoice(everything);
		expect(linesOf(made)).toEqual([
			['package', 1, 180_000],
			['add-on:ai-asset', 3, 4_000],
			['add-on:subtitles', 1, 9_000],
			['rush', 1, 45_000],
			['revisions', 2, 6_000],
			['discount', 1, -25_800],
			['deposit:1', 1, -50_000],
		]);
		expect(made.invoice).toMatchObject({
			currency: 'EUR',
			total: 182_200,
			dueDays: 30,
			purchaseOrder: 'PO-9',
			memo: 'Delivery 1: film.mp4',
		});
		expect(made.invoice?.lines.map(({ taxCode }) => taxCode)).toEqual([
			...['txcd_2', 'txcd_2', 'txcd_1', 'txcd_2', 'txcd_2', 'txcd_2'],
			null,
		]);
	});

	it('speaks the language of the client', () => {
		const made = invoiceFor(
			occasion(everything, { shareAfter: 0.5 }),
			defaultDeliveryRules,
			esInvoice,
			'es',
		);
		expect(made.invoice?.lines.map(({ description }) => description)).toEqual([
			'Nordlys: product film (50 %)',
			'Recurso con IA (50 %)',
			'Subtitles in English (50 %)',
			'Entrega urgente (50 %)',
			'Ronda de cambios adicional (50 %)',
			'Descuento (50 %)',
			'Anticipo ya facturado (A-17)',
		]);
	});

	it.each([
		['of the share', 'share', [60_000, 0, 120_000]],
		['with the last part', 'last', [0, 0, 180_000]],
		['with the first part', 'first', [180_000, 0, 0]],
	])('is written %s', (_when, partial, totals) => {
		const rules = resolveDeliveryRules({ invoice: { partial } });
		const before: Billing[] = [];
		const made = [1 / 3, 1 / 3, 1].map((shareAfter) => {
			const each = invoice({}, { shareAfter, before: [...before] }, rules);
			if (each.billing !== null) before.push(each.billing);
			return each.invoice?.total ?? 0;
		});
		expect(made).toEqual(totals);
	});

	it('is not written where the deposit covers it, and remembers what it covered', () => {
		const order = { deposits: [{ amount: eur(1_000) }] };
		const first = invoice(order, { shareAfter: 0.5 });
		expect(first).toMatchObject({ invoice: null, billing: { depositMinor: 90_000 } });
		const before = first.billing === null ? [] : [first.billing];
		expect(linesOf(invoice(order, { before }))).toEqual([
			['package', 1, 90_000],
			['deposit:1', 1, -10_000],
		]);
	});

	it('invoices nothing twice', () => {
		const { billing } = invoice(everything);
		const again = invoice(everything, { before: billing === null ? [] : [billing] });
		expect(again).toEqual({ invoice: null, billing: null, credit: null });
	});

	it('says what the client paid too much when something is taken out afterwards', () => {
		const { billing } = invoice(everything);
		const before = billing === null ? [] : [billing];
		const { invoice: draft, credit } = invoice({ ...everything, addOns: [] }, { before });
		expect(draft).toBeNull();
		// Both add-ons, less the tenth that was taken off them.
		expect(credit).toEqual(eur(189));
	});

	it('adds up to the order to the cent, whatever parts it comes in', () => {
		const amount = fc
			.integer({ min: 0, max: 500_000 })
			.map((minor) => ({ minor, currency: 'EUR' }));
		const part = fc.option(
			fc.oneof(fc.record({ percent: fc.integer({ min: 1, max: 120 }) }), fc.record({ amount })),
			{ nil: null },
		);
		const orders = fc.record({
			addOns: fc.array(
				fc.record({
					id: fc.constantFrom('ai-asset', 'x'),
					quantity: fc.integer({ min: 1, max: 9 }),
					price: amount,
				}),
				{ maxLength: 3 },
			),
			rush: part,
			discount: part,
			deposits: fc.array(fc.record({ amount }), { maxLength: 2 }),
		});
		const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 });
		fc.assert(
			fc.property(orders, amount, shares, (order, price, cuts) => {
				const steps = [...cuts].sort((a, b) => a - b);
				const before: Billing[] = [];
				let paid = 0;
				for (const shareAfter of [...steps, 1, 1]) {
					const made = invoice(order, { price, shareAfter, before: [...before] });
					const sum = (made.invoice?.lines ?? []).reduce(
						(total, { quantity, unitAmount }) => total + quantity * unitAmount,
						0,
					);
					expect(sum).toBe(made.invoice?.total ?? 0);
					expect(sum).toBeGreaterThanOrEqual(0);
					if (made.billing !== null) before.push(made.billing);
					paid += sum;
				}
				const whole = invoice(order, { price });
				expect(paid).toBe(whole.invoice?.total ?? 0);
				// And every further delivery costs nothing.
				expect(invoice(order, { price, before }).invoice).toBeNull();
			}),
			{ numRuns: 150, seed: 6 },
		);
	});
});

describe('a price', () => {
	it.each([
		['nobody set', {}, { price: null }, ['order.price']],
		['of an add-on nobody set', { addOns: [{ id: 'ai-asset' }] }, {}, ['order.addOns[0].price']],
		[
			'of more rounds nobody set',
			{ revisions: { included: 2, done: 3 } },
			{},
			['order.revisions.each'],
		],
		[
			'in another currency',
			{ discount: { amount: { minor: 1, currency: 'USD' } } },
			{},
			['order.discount'],
		],
		[
			'in another currency than before',
			{},
			{ before: [{ currency: 'USD', lines: [], depositMinor: 0 }] },
			['order.price'],
		],
		['of everything is there', everything, {}, []],
	])('that %s', (_what, order, more, fields) => {
		const gaps = priceGapsOf(occasion(order, more));
		expect(gaps.map(({ field }) => field)).toEqual(fields);
		if (fields.length > 0) expect(invoice(order, more).invoice).toBeNull();
	});
});
