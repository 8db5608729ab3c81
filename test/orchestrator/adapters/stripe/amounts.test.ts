import fc from 'fast-check';
import { fromStripe, toStripe } from '../../../../orchestrator/src/adapters/stripe/amounts';

describe('amounts as Stripe counts them', () => {
	it.each([
		['EUR', 1_999, 1_999],
		['JPY', 500, 500],
		['CLP', 12_000, 12_000],
		['ISK', 5, 500],
		['KWD', 5_120, 5_120],
		['MGA', 1_200, 12],
		['USD', -3_000, -3_000],
	])('%s %i are %i', (currency, minor, amount) => {
		expect(toStripe(minor, currency)).toBe(amount);
		expect(fromStripe(amount, currency)).toBe(minor);
	});

	it.each([
		['KWD', 5_124, 'stripe/amount-not-whole'],
		['MGA', 1_250, 'stripe/amount-not-whole'],
		['UGX', 100, 'stripe/currency-unclear'],
	])('%s %i are refused', (currency, minor, code) => {
		expect(() => toStripe(minor, currency)).toThrow(expect.objectContaining({ code }) as Error);
	});

	it('come back as they went', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('EUR', 'USD', 'DKK', 'JPY', 'CLP', 'ISK', 'PEN', 'VND'),
				fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
				(currency, minor) => fromStripe(toStripe(minor, currency), currency) === minor,
			),
			{ seed: 23, numRuns: 200 },
		);
	});
});
