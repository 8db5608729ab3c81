import fc from 'fast-check';

import {
	aucOf,
	brierOf,
	measure,
	topTenthOf,
	wilson,
} from '../../../../../nodes/domain/lead/learning/metrics';
import { seeded } from '../../../../support/arbitraries';

const cases = fc
	.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 1 })), {
		minLength: 2,
		maxLength: 40,
	})
	.filter((rows) => new Set(rows.map(([, outcome]) => outcome)).size === 2);

describe('aucOf', () => {
	it('is the share of pairs put in the right order, ties counted half', () => {
		fc.assert(
			fc.property(cases, (rows) => {
				let right = 0;
				let pairs = 0;
				for (const [score, outcome] of rows) {
					for (const [other, otherOutcome] of rows) {
						if (outcome !== 1 || otherOutcome !== 0) continue;
						pairs++;
						right += score > other ? 1 : score === other ? 0.5 : 0;
					}
				}
				const auc = aucOf(
					rows.map(([score]) => score),
					rows.map(([, outcome]) => outcome),
				);
				expect(auc).toBeCloseTo(right / pairs, 10);
			}),
			seeded,
		);
	});

	it('is unknown where only one outcome occurs', () => {
		expect(aucOf([1, 2], [1, 1])).toBeNull();
	});
});

describe('topTenthOf', () => {
	it('takes the earlier row of a tie', () => {
		const scores = new Array<number>(20).fill(0.5);
		const outcomes = scores.map((_, row) => (row < 2 ? 1 : 0));
		expect(topTenthOf(scores, outcomes)).toBe(1);
	});

	it('takes at least one row, and rounds down', () => {
		expect(topTenthOf([0.1, 0.9, 0.3], [0, 1, 0])).toBe(1);
		const scores = Array.from({ length: 29 }, (_, row) => row);
		expect(
			topTenthOf(
				scores,
				scores.map((row) => (row >= 27 ? 1 : 0)),
			),
		).toBe(1);
	});
});

describe('measure', () => {
	it('finds no fault with certain and right probabilities', () => {
		expect(measure([1, 0, 1, 0], [1, 0, 1, 0])).toMatchObject({
			auc: 1,
			brier: 0,
			calibrationError: 0,
		});
	});

	it('finds the distance between a constant and the rate', () => {
		const outcomes = Array.from({ length: 100 }, (_, row) => (row % 4 === 0 ? 1 : 0));
		const result = measure(new Float64Array(100).fill(0.5), outcomes);
		expect(result.calibrationError).toBeGreaterThanOrEqual(0.25);
		expect(result.brier).toBeCloseTo(0.25, 10);
		expect(result.logLoss).toBeCloseTo(Math.log(2), 10);
		expect(brierOf([0.5], [1])).toBe(0.25);
	});
});

describe('wilson', () => {
	it('says that 28 of 30 is 79% to 98%', () => {
		const { value, low, high } = wilson(28, 30);
		expect([value, low, high].map((share) => Math.round(100 * share))).toEqual([93, 79, 98]);
	});

	it('keeps the share inside the interval, and both between 0 and 1', () => {
		fc.assert(
			fc.property(fc.nat(50), fc.nat(50), (a, b) => {
				const { value, low, high } = wilson(Math.min(a, b), Math.max(a, b));
				expect(low).toBeGreaterThanOrEqual(0);
				expect(high).toBeLessThanOrEqual(1);
				expect(low).toBeLessThanOrEqual(value + 1e-12);
				expect(value).toBeLessThanOrEqual(high + 1e-12);
			}),
			seeded,
		);
	});
});
