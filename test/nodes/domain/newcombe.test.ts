import fc from 'fast-check';

import { differenceOf } from '../../../nodes/domain/newcombe';

const counts = fc
	.integer({ min: 1, max: 500 })
	.chain((of) => fc.record({ hits: fc.integer({ min: 0, max: of }), of: fc.constant(of) }));

describe('a difference of two shares', () => {
	// The examples of Newcombe's article, method 10, to four places.
	it.each([
		[{ hits: 56, of: 70 }, { hits: 48, of: 80 }, 0.0524, 0.3339],
		[{ hits: 9, of: 10 }, { hits: 3, of: 10 }, 0.1705, 0.809],
		[{ hits: 6, of: 7 }, { hits: 2, of: 7 }, 0.0582, 0.8062],
		[{ hits: 5, of: 56 }, { hits: 0, of: 29 }, -0.0381, 0.1926],
		[{ hits: 10, of: 10 }, { hits: 0, of: 10 }, 0.6075, 1],
	])('of %j and %j lies between %d and %d', (first, second, low, high) => {
		const found = differenceOf(first, second);
		expect(found?.low).toBeCloseTo(low, 3);
		expect(found?.high).toBeCloseTo(high, 3);
	});

	it('is null where one of them is of nobody', () => {
		expect(differenceOf({ hits: 0, of: 0 }, { hits: 1, of: 2 })).toBeNull();
	});

	it('holds its value, stays within -1 and 1, and turns round with its sides', () => {
		fc.assert(
			fc.property(counts, counts, (first, second) => {
				const found = differenceOf(first, second)!;
				const turned = differenceOf(second, first)!;
				expect(found.low).toBeLessThanOrEqual(found.value);
				expect(found.value).toBeLessThanOrEqual(found.high);
				expect(found.low).toBeGreaterThanOrEqual(-1 - 1e-9);
				expect(found.high).toBeLessThanOrEqual(1 + 1e-9);
				expect(turned.low).toBeCloseTo(-found.high, 9);
			}),
			{ seed: 27_12, numRuns: 300 },
		);
	});
});
