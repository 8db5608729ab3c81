import fc from 'fast-check';

import { wilson } from '../../../nodes/domain/wilson';

describe('wilson', () => {
	it.each([
		// 28 of 30, 0 of 10 and 10 of 10, worked out by hand from the formula.
		{ hits: 28, of: 30, low: 0.787, high: 0.982 },
		{ hits: 0, of: 10, low: 0, high: 0.278 },
		{ hits: 10, of: 10, low: 0.722, high: 1 },
	])('gives $hits of $of from $low to $high', ({ hits, of, low, high }) => {
		const share = wilson(hits, of);
		expect(share?.value).toBeCloseTo(hits / of, 12);
		expect(share?.low).toBeCloseTo(low, 3);
		expect(share?.high).toBeCloseTo(high, 3);
	});

	it('says nothing of none', () => {
		expect(wilson(0, 0)).toBeNull();
	});

	it('holds the share itself, and gets narrower with more cases', () => {
		const cases = fc.integer({ min: 1, max: 500 }).chain((of) => {
			return fc.record({ of: fc.constant(of), hits: fc.integer({ min: 0, max: of }) });
		});
		fc.assert(
			fc.property(cases, ({ hits, of }) => {
				const [one, ten] = [wilson(hits, of), wilson(10 * hits, 10 * of)];
				if (one === null || ten === null) throw new Error('there are cases');
				expect(one.low).toBeLessThanOrEqual(one.value);
				expect(one.high).toBeGreaterThanOrEqual(one.value);
				expect(one.low).toBeGreaterThanOrEqual(0);
				expect(one.high).toBeLessThanOrEqual(1);
				expect(ten.high - ten.low).toBeLessThan(one.high - one.low);
			}),
			{ numRuns: 300, seed: 20261126 },
		);
	});
});
