import fc from 'fast-check';

import {
	calibrate,
	chooseCalibration,
	fitCalibration,
	poolFalling,
} from '../../../../../nodes/domain/lead/learning/calibrate';
import { sigmoid } from '../../../../../nodes/domain/lead/learning/newton';
import { seededRandom } from '../../../../../nodes/domain/lead/learning/random';
import { seeded } from '../../../../support/arbitraries';
import { normal } from '../../../../support/someLeads';

function drawn(rows: number, truth: (logOdds: number, row: number) => number) {
	const random = seededRandom(5);
	const logOdds = Float64Array.from({ length: rows }, () => normal(random));
	const outcomes = Uint8Array.from(logOdds, (value, row) =>
		Number(random() < sigmoid(truth(value, row))),
	);
	return { logOdds, outcomes };
}

describe('poolFalling', () => {
	it('never decreases and keeps the weighted sum', () => {
		const values = fc.array(
			fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 9 })),
			{ minLength: 1, maxLength: 30 },
		);
		fc.assert(
			fc.property(values, (rows) => {
				const before = rows.map(([value]) => value);
				const weights = rows.map(([, weight]) => weight);
				const after = poolFalling(before, weights);
				const sum = (list: number[]) =>
					list.reduce((total, value, index) => total + value * weights[index], 0);
				expect(after).toHaveLength(before.length);
				expect(sum(after)).toBeCloseTo(sum(before), 8);
				after.slice(1).forEach((value, index) => {
					expect(value).toBeGreaterThanOrEqual(after[index] - 1e-12);
				});
			}),
			seeded,
		);
	});
});

describe('calibrate', () => {
	const { logOdds, outcomes } = drawn(3_000, (value) => 3 * value);
	const calibration = fitCalibration(logOdds, outcomes);

	it('rises strictly, also beyond the leads it has seen', () => {
		const points = Array.from({ length: 200 }, (_, index) => (index - 100) / 10);
		const mapped = points.map((point) => calibrate(calibration, point));
		mapped.slice(1).forEach((value, index) => expect(value).toBeGreaterThan(mapped[index]));
	});

	it('changes nothing where there is none', () => {
		expect(calibrate(null, 1.25)).toBe(1.25);
	});
});

describe('chooseCalibration', () => {
	it('mends log-odds that are a third of what they should be', () => {
		const { logOdds, outcomes } = drawn(3_000, (value) => 3 * value);
		const calibration = chooseCalibration(logOdds, outcomes);
		expect(calibration).not.toBeNull();
		expect(calibrate(calibration, 1)).toBeGreaterThan(2);
		expect(calibrate(calibration, 1)).toBeLessThan(4);
	});

	it('leaves good log-odds alone', () => {
		const { logOdds, outcomes } = drawn(3_000, (value) => value);
		expect(chooseCalibration(logOdds, outcomes)).toBeNull();
	});

	it('does nothing below 300 of either outcome', () => {
		const { logOdds, outcomes } = drawn(500, (value) => 3 * value);
		expect(chooseCalibration(logOdds, outcomes)).toBeNull();
	});

	it('does not follow a rate that moves with time', () => {
		const rows = 4_000;
		const { logOdds, outcomes } = drawn(rows, (value, row) => value - 2 + (4 * row) / rows);
		expect(chooseCalibration(logOdds, outcomes)).toBeNull();
	});
});
