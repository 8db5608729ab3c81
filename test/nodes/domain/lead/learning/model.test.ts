import { applyModel } from '../../../../../nodes/domain/lead/learning/applyModel';
import { readLeadModel } from '../../../../../nodes/domain/lead/learning/model';
import { drawLeads, modelOf, usualWorld } from '../../../../support/someLeads';

const model = modelOf(usualWorld, 1_200, 8);

describe('readLeadModel', () => {
	it('gives back what was printed', () => {
		const read = readLeadModel(JSON.parse(JSON.stringify(model)));
		expect(read).toEqual(model);
		for (const { row } of drawLeads(usualWorld, 20, 9).leads) {
			expect(applyModel(read, row)).toEqual(applyModel(model, row));
		}
	});

	it('is small enough to paste', () => {
		expect(JSON.stringify(model).length).toBeLessThan(40_000);
	});

	it.each([
		{ what: 'no object', change: () => 'model', says: 'object' },
		{
			what: 'another version',
			change: () => ({ ...model, modelVersion: 2 }),
			says: 'modelVersion',
		},
		{
			what: 'a weight too few',
			change: () => ({ ...model, weights: model.weights.slice(1) }),
			says: '"weights": expected',
		},
		{
			what: 'a weight that is a word',
			change: () => ({ ...model, weights: ['a', ...model.weights.slice(1)] }),
			says: 'weights[0]',
		},
		{
			what: 'a factor too short',
			change: () => ({ ...model, spread: { ...model.spread, factors: [[1]] } }),
			says: 'spread.factors[0]',
		},
		{
			what: 'a pair of columns that are not there',
			change: () => ({
				...model,
				pairs: [{ first: 0, second: 99, coarseFirst: [], coarseSecond: [], width: 1, cells: [] }],
			}),
			says: 'pairs[0]',
		},
		{
			what: 'half a calibration',
			change: () => ({ ...model, calibration: { from: [0], to: [] } }),
			says: 'calibration',
		},
	])('refuses $what and says where', ({ change, says }) => {
		expect(() => readLeadModel(change())).toThrow(
			expect.objectContaining({ code: 'model/invalid', why: expect.stringContaining(says) }),
		);
	});
});
