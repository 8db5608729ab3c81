import fc from 'fast-check';

import {
	defaultRates,
	exponentOf,
	formatMoney,
	fromMajor,
	moneySchema,
	toMajor,
	toUsd,
} from '../../../nodes/domain/money';
import { seeded } from '../../support/arbitraries';

describe('formatMoney', () => {
	it.each([
		['en', 150_000, 'USD', '$1,500'],
		['en', 150_050, 'USD', '$1,500.50'],
		['en', 99, 'EUR', '€0.99'],
		['en', 1_000_000, 'DKK', 'DKK 10,000'],
		['en', 500, 'CLP', 'CLP 500'],
		['es', 150_000, 'USD', '1.500 USD'],
		['es', 200_000, 'PEN', '2.000 PEN'],
		['es', 150_050, 'EUR', '1.500,50 €'],
		['da', 150_000, 'DKK', '1.500 kr.'],
		['da', -150_000, 'USD', '-1.500 USD'],
	] as const)('writes in %s %d minor units of %s as %s', (language, minor, currency, text) => {
		expect(formatMoney({ minor, currency }, language)).toBe(text);
	});
});

describe('fromMajor', () => {
	it.each([
		[1.005, 'USD', 101],
		[15, 'USD', 1500],
		[1500, 'CLP', 1500],
		[1.5, 'KWD', 1500],
	])('turns %d %s into %d minor units', (amount, currency, minor) => {
		expect(fromMajor(amount, currency)).toEqual({ minor, currency });
	});

	it('is undone by toMajor', () => {
		const currencies = fc.constantFrom('USD', 'CLP', 'KWD', 'DKK');
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 1e12 }), currencies, (minor, currency) => {
				expect(fromMajor(toMajor({ minor, currency }), currency)).toEqual({ minor, currency });
			}),
			seeded,
		);
	});
});

describe('toUsd', () => {
	it('divides by what a dollar buys', () => {
		expect(toUsd({ minor: 63_430, currency: 'DKK' })).toBeCloseTo(100, 10);
	});

	it.each(['XAF', '__proto__', 'toString'])('knows no rate for %s', (currency) => {
		expect(toUsd({ minor: 100, currency })).toBeNull();
	});

	it('names the day and the source of every rate that ships', () => {
		for (const { asOf, source, perUsd } of Object.values(defaultRates)) {
			expect(asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
			expect(source).not.toBe('');
			expect(perUsd).toBeGreaterThan(0);
		}
	});
});

describe('exponentOf', () => {
	it.each([
		['USD', 2],
		['VES', 2],
		['CLP', 0],
		['KWD', 3],
	])('gives %s %d decimals', (currency, exponent) => {
		expect(exponentOf(currency)).toBe(exponent);
	});
});

describe('moneySchema', () => {
	it.each([
		[{ minor: 0, currency: 'USD' }, true],
		[{ minor: -1, currency: 'USD' }, false],
		[{ minor: 1.5, currency: 'USD' }, false],
		[{ minor: 1, currency: 'usd' }, false],
	])('judges %j as %s', (money, isMoney) => {
		expect(moneySchema.safeParse(money).success).toBe(isMoney);
	});
});
