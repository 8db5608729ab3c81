import fc from 'fast-check';

import { applyModel, tierOf } from '../../../../../nodes/domain/lead/learning/applyModel';
import { fitLeadModel } from '../../../../../nodes/domain/lead/learning/fit';
import { aucOf, brierOf } from '../../../../../nodes/domain/lead/learning/metrics';
import { sigmoid } from '../../../../../nodes/domain/lead/learning/newton';
import type { LeadPrior } from '../../../../../nodes/domain/lead/learning/prior';
import { seeded } from '../../../../support/arbitraries';
import type { World } from '../../../../support/someLeads';
import {
	drawLeads,
	emptyWorld,
	foretold,
	modelOf,
	normal,
	outcomesOf,
	tableOf,
	usualWorld,
} from '../../../../support/someLeads';

const cell = fc.oneof(
	fc.constantFrom('referral', 'ads', 'red', '', 'NA', 'never seen', '12', '-3', '1e9'),
	fc.double(),
	fc.boolean(),
	fc.constant(null),
);
const anyRow = fc.dictionary(fc.constantFrom('source', 'budget', 'size', 'colour'), cell);

describe('applyModel', () => {
	const model = modelOf(usualWorld, 400, 1);

	it('adds the intercept and the contributions up to the log-odds', () => {
		fc.assert(
			fc.property(anyRow, (row) => {
				const { logOdds, contributions } = applyModel(model, row);
				const sum = contributions.reduce(
					(total, { contribution }) => total + contribution,
					model.weights[0],
				);
				expect(sum).toBe(logOdds);
			}),
			seeded,
		);
	});

	it('keeps probabilities between 0 and 1, and in order', () => {
		fc.assert(
			fc.property(anyRow, (row) => {
				const { probability, sd } = applyModel(model, row);
				expect(sd).toBeGreaterThan(0);
				expect(probability.low).toBeGreaterThanOrEqual(0);
				expect(probability.low).toBeLessThanOrEqual(probability.value);
				expect(probability.value).toBeLessThanOrEqual(probability.high);
				expect(probability.high).toBeLessThanOrEqual(1);
			}),
			seeded,
		);
	});

	it('names the band or level of every column', () => {
		const row = { source: 'ads', budget: '', size: '3', colour: 'green' };
		const levels = Object.fromEntries(
			applyModel(model, row).contributions.map(({ column, level }) => [column, level]),
		);
		expect(levels).toEqual({
			source: 'ads',
			budget: 'unknown',
			size: '3 to under 4',
			colour: 'other',
		});
	});

	it('gives the train rows 0 on average in every column', () => {
		const { leads } = drawLeads(usualWorld, 400, 1);
		const sums: Record<string, number> = {};
		for (const { row } of leads) {
			for (const { column, contribution } of applyModel(model, row).contributions) {
				sums[column] = (sums[column] ?? 0) + contribution / leads.length;
			}
		}
		for (const sum of Object.values(sums)) expect(sum).toBeCloseTo(0, 3);
	});

	it('puts tiers where odds are three times and two thirds of the usual ones', () => {
		const { hot, warm } = model.tiers;
		expect(tierOf(model, hot)).toBe('hot');
		expect(tierOf(model, hot - 1e-9)).toBe('warm');
		expect(tierOf(model, warm)).toBe('warm');
		expect(tierOf(model, warm - 1e-9)).toBe('cold');
		expect(hot / (1 - hot) / (warm / (1 - warm))).toBeCloseTo(4.5, 6);
	});
});

describe('fitLeadModel', () => {
	const { leads, table, outcomes, values } = drawLeads(usualWorld, 500, 2);
	const model = fitLeadModel({ table, label: 'won', outcomes });
	const fresh = drawLeads(usualWorld, 2_000, 3);

	it('is the same model for the same leads', () => {
		expect(fitLeadModel({ table, label: 'won', outcomes })).toEqual(model);
	});

	it('does not mind the order of the rows', () => {
		const order = leads
			.map((_, row) => row)
			.sort((a, b) => ((a * 7919) % 500) - ((b * 7919) % 500));
		const shuffled = fitLeadModel({
			table: tableOf(order.map((row) => leads[row])),
			label: 'won',
			outcomes: outcomesOf(order.map((row) => values[row])),
		});
		const moved = foretold(shuffled, fresh.leads);
		foretold(model, fresh.leads).forEach((value, row) => expect(moved[row]).toBeCloseTo(value, 3));
	});

	it('does not mind the order of the columns', () => {
		const columns = [...table.columns].reverse();
		const turned = fitLeadModel({ table: { ...table, columns }, label: 'won', outcomes });
		const moved = foretold(turned, fresh.leads);
		foretold(model, fresh.leads).forEach((value, row) => expect(moved[row]).toBeCloseTo(value, 1));
	});

	it('comes near what could be known', () => {
		const auc = (scores: number[]) => aucOf(scores, fresh.values) ?? 0;
		const best = auc(fresh.leads.map(({ logOdds }) => logOdds));
		expect(auc(foretold(model, fresh.leads))).toBeGreaterThan(best - 0.03);
	});

	it('foretells the base rate where nothing matters', () => {
		const few = modelOf(emptyWorld, 1_000, 4);
		const rate = few.training.positives / few.training.rows;
		for (const value of foretold(few, fresh.leads)) {
			expect(Math.abs(value - rate)).toBeLessThan(0.1);
		}
	});

	it('is better than the base rate on average from thirty leads', () => {
		const seeds = Array.from({ length: 20 }, (_, index) => index + 10);
		const gains = seeds.map((seed) => {
			const few = drawLeads(usualWorld, 30, seed);
			const small = fitLeadModel({ table: few.table, label: 'won', outcomes: few.outcomes });
			const base = new Array<number>(fresh.leads.length).fill(few.outcomes.positives / 30);
			return brierOf(base, fresh.values) - brierOf(foretold(small, fresh.leads), fresh.values);
		});
		expect(gains.reduce((sum, gain) => sum + gain, 0) / gains.length).toBeGreaterThan(0.005);
		expect(Math.min(...gains)).toBeGreaterThan(-0.01);
	});

	it('finds what two columns say only together', () => {
		const xor: World = (random) => {
			const left = random() < 0.5 ? 'a' : 'b';
			const right = random() < 0.5 ? 'c' : 'd';
			const logOdds = (left === 'a') === (right === 'c') ? 2 : -2;
			return { row: { left, right, chance: normal(random).toFixed(2) }, logOdds };
		};
		const joined = modelOf(xor, 1_500, 5);
		const { contributions } = applyModel(joined, { left: 'a', right: 'c', chance: '0' });
		const pair = contributions.find(({ column }) => column === 'left × right');
		expect(pair).toMatchObject({ level: 'a × c' });
		expect(pair?.contribution).toBeGreaterThan(1);
	});

	it('stays finite where a column tells the outcome', () => {
		const world: World = (random) => {
			const x = normal(random);
			return { row: { x, y: normal(random) }, logOdds: x > 0 ? 40 : -40 };
		};
		const sharp = modelOf(world, 200, 6);
		expect(sharp.weights.every(Number.isFinite)).toBe(true);
		expect(applyModel(sharp, { x: 1.5, y: 0 }).probability.value).toBeGreaterThan(0.85);
		expect(applyModel(sharp, { x: -1.5, y: 0 }).probability.value).toBeLessThan(0.15);
	});

	it('uses the columns that tell most where there are very many', () => {
		const wide: World = (random) => {
			const numbers = Array.from({ length: 60 }, () => normal(random));
			const row = Object.fromEntries(numbers.map((value, index) => [`v${index}`, value]));
			return { row, logOdds: 2 * numbers[41] };
		};
		const { columns, training } = modelOf(wide, 150, 7);
		expect(columns).toHaveLength(48);
		expect(columns.map(({ name }) => name)).toContain('v41');
		expect(training.notes).toContainEqual(expect.stringContaining('12 more columns'));
	});

	it('says so where no column can be used', () => {
		const columns = [{ name: 'a', values: ['x', 'x', 'x', 'x'] }];
		const request = {
			table: { rows: 4, columns },
			label: 'won',
			outcomes: outcomesOf([0, 1, 0, 1]),
		};
		expect(() => fitLeadModel(request)).toThrow(
			expect.objectContaining({ code: 'fit/no-columns', why: expect.stringContaining('"a"') }),
		);
	});

	it('fits two leads without falling over', () => {
		const columns = [{ name: 'a', values: [1, 2] }];
		const tiny = fitLeadModel({
			table: { rows: 2, columns },
			label: 'won',
			outcomes: outcomesOf([0, 1]),
		});
		expect(applyModel(tiny, { a: 2 }).probability.value).toBeGreaterThan(0.3);
	});
});

describe('fitLeadModel with a scorecard', () => {
	const prior: LeadPrior = {
		baseLogOdds: null,
		columns: [
			{
				kind: 'category',
				name: 'source',
				levels: { referral: 0.9, ads: -0.7, event: 0 },
				unknown: 0,
			},
			{
				kind: 'number',
				name: 'budget',
				bands: [
					{ from: 0, logOdds: -0.8 },
					{ from: 300, logOdds: 0 },
					{ from: 900, logOdds: 0.9 },
				],
				unknown: -0.5,
			},
		],
	};
	const fresh = drawLeads(usualWorld, 2_000, 30);
	const meanBrier = (rows: number, scorecard?: LeadPrior) => {
		const briers = Array.from({ length: 12 }, (_, index) => {
			const model = modelOf(usualWorld, rows, 40 + index, scorecard);
			return brierOf(foretold(model, fresh.leads), fresh.values);
		});
		return briers.reduce((sum, brier) => sum + brier, 0) / briers.length;
	};

	it('is better than without it from thirty leads', () => {
		expect(meanBrier(30, prior)).toBeLessThan(meanBrier(30) - 0.01);
	});

	it('starts where the scorecard is, level by level', () => {
		const model = modelOf(usualWorld, 30, 41, prior);
		const { contributions } = applyModel(model, { source: 'referral', budget: '1000' });
		const of = (name: string) => contributions.find(({ column }) => column === name)?.contribution;
		expect(of('source')).toBeGreaterThan(0.3);
		expect(of('budget')).toBeGreaterThan(0.3);
	});

	it('leaves a scorecard that has it the wrong way round', () => {
		const wrong: LeadPrior = {
			...prior,
			columns: [{ kind: 'category', name: 'source', levels: { referral: -1, ads: 1 }, unknown: 0 }],
		};
		const model = modelOf(usualWorld, 2_000, 42, wrong);
		const chance = (source: string) => applyModel(model, { source }).probability.value;
		expect(chance('referral')).toBeGreaterThan(chance('ads'));
	});
});

describe('the interval', () => {
	/** The usual world with effects that a scorecard would call moderate. */
	const world: World = (random) => {
		const lead = usualWorld(random);
		return { ...lead, logOdds: -0.8 + 0.6 * (lead.logOdds + 0.8) };
	};

	it.each([
		{ rows: 30, draws: 30, least: 0.9 },
		{ rows: 120, draws: 20, least: 0.9 },
		{ rows: 500, draws: 8, least: 0.88 },
	])('holds the true chance nearly always from $rows leads', ({ rows, draws, least }) => {
		const { leads } = drawLeads(world, 300, 99);
		let held = 0;
		for (let draw = 0; draw < draws; draw++) {
			const model = modelOf(world, rows, 1000 + draw);
			for (const { row, logOdds } of leads) {
				const { low, high } = applyModel(model, row).probability;
				const chance = sigmoid(logOdds);
				if (low <= chance && chance <= high) held++;
			}
		}
		expect(held / (draws * leads.length)).toBeGreaterThan(least);
	});

	it('narrows as outcomes come in', () => {
		const { leads } = drawLeads(world, 200, 98);
		const width = (rows: number) => {
			const model = modelOf(world, rows, 7);
			return leads.reduce((sum, { row }) => {
				const { low, high } = applyModel(model, row).probability;
				return sum + (high - low) / leads.length;
			}, 0);
		};
		const widths = [30, 300, 3_000].map(width);
		expect(widths).toEqual([...widths].sort((a, b) => b - a));
	});
});
