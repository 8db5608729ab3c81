import { backtest } from '../../../../../nodes/domain/lead/learning/backtest';
import type { LeadPrior } from '../../../../../nodes/domain/lead/learning/prior';
import { drawLeads, emptyWorld, modelOf, usualWorld } from '../../../../support/someLeads';

const usual = drawLeads(usualWorld, 600, 11);
const request = { table: usual.table, label: 'won', outcomes: usual.outcomes };

describe('backtest', () => {
	it('recommends a model that foretells better than the base rate', () => {
		const result = backtest(request);
		expect(result.reference.name).toBe('base rate');
		expect(result.isRecommended).toBe(true);
		expect(result.improvement.low).toBeGreaterThan(0);
		expect(result.model.logLoss).toBeLessThan(result.baseRate.logLoss);
		expect(result.model.rows).toBe(500);
		expect(result.blocks.map(({ trainRows }) => trainRows)).toEqual([100, 200, 300, 400, 500]);
	});

	it('recommends nothing where nothing can be foretold', () => {
		const { table, outcomes } = drawLeads(emptyWorld, 300, 12);
		const result = backtest({ table, label: 'won', outcomes });
		expect(result.isRecommended).toBe(false);
		expect(result.improvement.low).toBeLessThanOrEqual(0);
	});

	it('does not recommend a model in the place of itself', () => {
		const current = modelOf(usualWorld, 600, 11);
		const result = backtest({ ...request, current });
		expect(result.reference.name).toBe('current model');
		expect(result.isRecommended).toBe(false);
	});

	it('compares with the scorecard where it knows a column', () => {
		const prior: LeadPrior = {
			baseLogOdds: null,
			columns: [
				{ kind: 'category', name: 'source', levels: { referral: 1, ads: -0.8 }, unknown: 0 },
			],
		};
		const { reference, baseRate } = backtest({ ...request, prior });
		expect(reference.name).toBe('scorecard');
		expect(reference.measures.logLoss).toBeLessThan(baseRate.logLoss);
	});

	it('never lets a block see what comes after it', () => {
		const changed = Uint8Array.from(usual.values, (value, row) => (row < 500 ? value : 1 - value));
		const outcomes = { ...usual.outcomes, values: changed };
		const before = backtest(request).blocks.slice(0, 4);
		expect(backtest({ ...request, outcomes }).blocks.slice(0, 4)).toEqual(before);
	});

	it('gives the same answer for the same leads', () => {
		expect(backtest(request)).toEqual(backtest(request));
	});

	it('copes with a past that has only one outcome', () => {
		const values = Uint8Array.from({ length: 60 }, (_, row) => Number(row >= 50 && row % 2 === 0));
		const outcomes = { values, positives: 5, positive: 'yes' };
		const { table } = drawLeads(usualWorld, 60, 13);
		expect(backtest({ table, label: 'won', outcomes }).isRecommended).toBe(false);
	});

	it('refuses fewer than forty leads', () => {
		const { table, outcomes } = drawLeads(usualWorld, 39, 14);
		expect(() => backtest({ table, label: 'won', outcomes })).toThrow(
			expect.objectContaining({ code: 'backtest/too-few', why: expect.stringContaining('39') }),
		);
	});
});
