import fc from 'fast-check';

import { defaultRules } from '../../../../nodes/domain/lead/defaultRules';
import { fitLeadModel } from '../../../../nodes/domain/lead/learning/fit';
import type { LeadModel } from '../../../../nodes/domain/lead/learning/model';
import type { LeadTable } from '../../../../nodes/domain/lead/learning/table';
import { decideLead, leadRow } from '../../../../nodes/domain/lead/scoreLead';
import { scoreOfProbability } from '../../../../nodes/domain/lead/score';
import type { Lead } from '../../../../nodes/domain/lead/schema';
import { aLead, daysAgo, inDays, today, usd } from '../../../support/aLead';
import { leads, seeded } from '../../../support/arbitraries';

/** A model of leads that buy when they have a large budget or a referral, and seldom otherwise. */
function aModel(): LeadModel {
	const past = fc.sample(leads, { ...seeded, numRuns: 300 });
	const rows = past.map((lead) => leadRow(lead, today));
	const values = rows.map((row, index) => {
		const isGood =
			row.budget === 'enterprise' || row.budget === 'above-enterprise' || row.source === 'referral';
		return Number(index % 10 === 0 ? !isGood : isGood);
	});
	const columns = Object.keys(rows[0]).map((name) => ({
		name,
		values: rows.map((row) => row[name]),
	}));
	const table: LeadTable = { rows: rows.length, columns };
	const positives = values.filter((value) => value === 1).length;
	return fitLeadModel({
		table,
		label: 'won',
		outcomes: { values: Uint8Array.from(values), positives, positive: 'yes' },
	});
}

const model = aModel();

function decide(lead: Lead) {
	return decideLead(lead, { now: today, model });
}

describe('scoreLead with a fitted model', () => {
	it('names the model', () => {
		expect(decide(aLead()).versions).toEqual({ rules: 'lead/1', model: model.id });
	});

	it('weighs by what was learnt', () => {
		const rich = decide(aLead({ budget: usd(1500) }));
		const poor = decide(aLead({ budget: usd(60), source: 'paid' }));
		expect(rich.probability.value).toBeGreaterThan(0.5);
		expect(poor.probability.value).toBeLessThan(0.5);
	});

	it('tells its reasons in sentences where it knows the rule', () => {
		const budget = decide(aLead({ budget: usd(1500) })).reasons.find(
			({ rule }) => rule === 'budget',
		);
		expect(budget?.text).toBe('Budget $1,500 is in the enterprise band');
	});

	it('keeps disqualifiers, cells, flips and the question', () => {
		expect(decide(aLead({ email: null, phone: null }))).toMatchObject({
			outcome: 'disqualified',
			score: 0,
		});
		const decision = decide(aLead({ budget: null, source: 'paid', timeline: inDays(200) }));
		expect(decision.cell).toMatch(/^[ABC][123]$/);
		expect(decision.ask?.field).toBe('budget');
		expect(decision.flips.map(({ field }) => field)).toContain('budget');
	});

	it('adds its contributions up to the log-odds exactly', () => {
		fc.assert(
			fc.property(leads, (lead) => {
				const { logOdds, reasons } = decide(lead);
				const units = (value: number) => Math.round(value * 10_000);
				const sum = reasons.reduce(
					(total, { contribution }) => total + units(contribution),
					units(logOdds.intercept),
				);
				expect(sum / 10_000).toBe(logOdds.total);
			}),
			{ ...seeded, numRuns: 50 },
		);
	});

	it('gives points and tiers that rise with the probability', () => {
		const decisions = fc
			.sample(leads, { ...seeded, numRuns: 100 })
			.map((lead) =>
				decide({
					...lead,
					phone: '+4512345678',
					message: null,
					budget: usd(800),
					events: [daysAgo(3)],
				}),
			)
			.filter(({ outcome }) => outcome !== 'disqualified')
			.sort((a, b) => a.probability.value - b.probability.value);
		const scores = decisions.map(({ score }) => score);
		expect(scores).toEqual([...scores].sort((a, b) => a - b));
		const order = ['cold', 'warm', 'hot'];
		const tiers = decisions.map(({ outcome }) => order.indexOf(outcome));
		expect(tiers).toEqual([...tiers].sort((a, b) => a - b));
		for (const { score, probability } of decisions) {
			expect(
				Math.abs(score - scoreOfProbability(probability.value, defaultRules.baseRate)),
			).toBeLessThanOrEqual(1);
		}
	});
});
