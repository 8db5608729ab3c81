import fc from 'fast-check';

import { readBudget } from '../../../../nodes/domain/lead/readBudget';
import { readDigits } from '../../../../nodes/domain/lead/readNumber';
import { formatMoney } from '../../../../nodes/domain/money';
import { budgets, seeded } from '../../../support/arbitraries';

function read(
	value: unknown,
	country: string | null = null,
	key = 'budget',
	stated: string | null = null,
) {
	return readBudget(value, { key, stated, country, fallback: 'USD' });
}

/** The amount as a test writes it: main units, currency, and the span when it is a month. */
function short(value: unknown, country: string | null = null): string | null {
	const { value: budget } = read(value, country);
	if (budget === null) return null;
	return `${budget.minor / 100} ${budget.currency}${budget.per === 'month' ? ' monthly' : ''}`;
}

describe('readBudget', () => {
	it.each([
		// English
		['$1,500', '1500 USD'],
		['$1,500/mo', '1500 USD monthly'],
		['$1,500.50', '1500.5 USD'],
		['1500 dollars', '1500 USD'],
		['1.5k', '1500 USD'],
		['1,5k', '1500 USD'],
		['about 2k usd', '2000 USD'],
		['US$ 900', '900 USD'],
		['$500 - $2,000', '500 USD'],
		['$100–$500', '100 USD'],
		['1-2k', '1000 USD'],
		['between 500 and 1000 dollars', '500 USD'],
		['Less than $100', '99 USD'],
		['under 500', '499 USD'],
		['up to 2k', '2000 USD'],
		['500+', '500 USD'],
		['more than $2,000', '2000 USD'],
		['$300 per month', '300 USD monthly'],
		['400 monthly', '400 USD monthly'],
		['$12,000 a year', '1000 USD monthly'],
		['five hundred dollars', '500 USD'],
		['two thousand five hundred dollars', '2500 USD'],
		['£750', '750 GBP'],
		['1.5 million COP', '1500000 COP'],
		['1500 USD + VAT', '1500 USD'],
		["1'500 CHF", '1500 CHF'],
		['50000 INR', '50000 INR'],
		['50% upfront, 800 usd', '800 USD'],
		// Spanish
		['USD 1.500', '1500 USD'],
		['1.500 €', '1500 EUR'],
		['1.500,50 €', '1500.5 EUR'],
		['entre 500 y 1000 dólares', '500 USD'],
		['entre 500 y 1.000 dólares', '500 USD'],
		['de 300 a 800 euros', '300 EUR'],
		['mil dólares', '1000 USD'],
		['dos mil dólares', '2000 USD'],
		['quinientos dólares', '500 USD'],
		['2 mil usd', '2000 USD'],
		['5 a 10 mil pesos mexicanos', '5000 MXN'],
		['S/ 2,000', '2000 PEN'],
		['S/. 1500', '1500 PEN'],
		['800 soles', '800 PEN'],
		['Bs 20.000', '20000 VES'],
		['Bs. 35.000,00', '35000 VES'],
		['1200 bolívares', '1200 VES'],
		['hasta 800 soles', '800 PEN'],
		['menos de 100 USD', '99 USD'],
		['más de 1000 USD', '1000 USD'],
		['$ 2.000.000 COP', '2000000 COP'],
		['300 al mes', '300 USD monthly'],
		['500 USD mensuales', '500 USD monthly'],
		['12000 USD al año', '1000 USD monthly'],
		// Danish
		['1 500 kr', '1500 DKK'],
		['1.500 kr.', '1500 DKK'],
		['1.500,- kr', '1500 DKK'],
		['kr. 10.000,50', '10000.5 DKK'],
		['10.000 DKK', '10000 DKK'],
		['mellem 5.000 og 10.000 kr', '5000 DKK'],
		['5.000-10.000 kr.', '5000 DKK'],
		['tusind kroner', '1000 DKK'],
		['fem tusind kr', '5000 DKK'],
		['20 tusind kr', '20000 DKK'],
		['20 t.kr.', '20000 DKK'],
		['20 tkr', '20000 DKK'],
		['op til 8.000 kr', '8000 DKK'],
		['mindst 3000 kroner', '3000 DKK'],
		['under 2.000 kr', '1999 DKK'],
		['2.000 kr. om måneden', '2000 DKK monthly'],
		['5000 kr/md', '5000 DKK monthly'],
		// Other shapes and scripts
		['１５００ USD', '1500 USD'],
		['1\u00a0500 kr', '1500 DKK'],
		[1500, '1500 USD'],
		[1500.5, '1500.5 USD'],
		[['$1,500'], '1500 USD'],
		[{ amount: 1500, currency: 'EUR' }, '1500 EUR'],
		[{ amount: '1.500', currency: 'DKK', per: 'month' }, '1500 DKK monthly'],
		[{ minor: 150_000, currency: 'USD', per: 'project' }, '1500 USD'],
	])('reads %p as %s', (value, expected) => {
		expect(short(value)).toBe(expected);
	});

	it.each([
		['$15,000', 'MX', '15000 MXN'],
		['$ 2.000.000', 'CO', '2000000 COP'],
		['$500', 'VE', '500 USD'],
		['5000 pesos', 'MX', '5000 MXN'],
		['5000 kr', 'SE', '5000 SEK'],
		['5000 kr', 'ES', '5000 DKK'],
		['1500', 'DK', '1500 DKK'],
		['1500', 'ES', '1500 EUR'],
		['1500', 'PE', '1500 PEN'],
		['1500', 'VE', '1500 USD'],
		['1500', null, '1500 USD'],
	])('reads %p from %s as %s', (value, country, expected) => {
		expect(short(value, country)).toBe(expected);
	});

	it.each([
		['the key names the currency', 'presupuesto eur', null, 'EUR'],
		['another field names it', 'budget', 'dkk', 'DKK'],
		['the key says it before another field', 'budget usd', 'eur', 'USD'],
	])('takes the currency that is stated when %s', (_when, key, stated, expected) => {
		expect(read('1500', 'PE', key, stated).value?.currency).toBe(expected);
	});

	it.each([
		['', 'There is no amount in it.'],
		['0', 'Zero is what an empty number field sends.'],
		[0, 'Zero is what an empty number field sends.'],
		['-500', 'A budget cannot be below zero.'],
		[-500, 'A budget cannot be below zero.'],
		['💰💰💰', 'There is no amount in it.'],
		['not sure yet', 'It says that there is no figure yet.'],
		['no sé', 'It says that there is no figure yet.'],
		['ved ikke', 'It says that there is no figure yet.'],
		['N/A', 'It says that there is no figure yet.'],
		['$50/hour', 'This is a rate by the hour; how many hours is not said.'],
		['1.2.3', 'Its separators fit no way of writing numbers.'],
		['1234.567', 'Its separators fit no way of writing numbers.'],
		['5000 pesos', 'Pesos of which country?'],
		['₿ 2', 'The currency "₿" is not known here.'],
		['+45 12 34 56 78', 'This looks like a phone number.'],
		['99999999999999', 'This is too large to be a budget.'],
		[Number.NaN, 'There is no amount in it.'],
		[{ minor: 1.5, currency: 'USD' }, 'Minor units are whole numbers above 0.'],
		[{ nested: { deep: 1 } }, 'There is no amount in it.'],
	])('leaves %p unknown and says why', (value, because) => {
		const { value: budget, notes } = read(value);
		expect(budget).toBeNull();
		expect(notes.map((note) => note.because)).toEqual([because]);
	});

	it.each([
		['1.500 USD', 'A separator before three digits was read as thousands.'],
		['$500 - $2,000', 'Of a range the lower end was taken.'],
		['under $500', 'It is less than the figure given.'],
		['1500', "No currency was given: read as USD, the agency's own."],
		['$12,000 a year', 'An amount a year was spread over months.'],
	])('says what it chose in %p', (value, because) => {
		expect(read(value).notes[0].because).toContain(because);
	});

	it('says nothing when nothing had to be chosen', () => {
		expect(read('1500 USD').notes).toEqual([]);
	});

	it('reads back what formatMoney writes, in each language', () => {
		fc.assert(
			fc.property(
				budgets,
				fc.constantFrom('en' as const, 'es' as const, 'da' as const),
				(budget, language) => {
					fc.pre(budget.minor >= 100);
					const { minor, currency } = budget;
					expect(read(formatMoney(budget, language)).value).toMatchObject({ minor, currency });
				},
			),
			seeded,
		);
	});
});

describe('readDigits', () => {
	it.each([
		['1500', 1500, false],
		['1.500', 1500, true],
		['1,500', 1500, true],
		['12.345', 12_345, true],
		['1.50', 1.5, false],
		['1,5', 1.5, false],
		['0.500', 0.5, false],
		['1.500,50', 1500.5, false],
		['1,500.50', 1500.5, false],
		['1.500.000', 1_500_000, false],
		['1 500', 1500, false],
	])('reads %s as %d (guessed: %s)', (written, value, guessed) => {
		expect(readDigits(written, false)).toEqual({ value, guessed });
	});

	it('reads three decimals before a multiplier as decimals', () => {
		expect(readDigits('1.500', true)).toEqual({ value: 1.5, guessed: false });
	});

	it.each(['1.2.3', '1234.567', '1,50.000', '1.0000', '1,2,34'])('refuses %s', (written) => {
		expect(readDigits(written, false)).toBeNull();
	});
});
