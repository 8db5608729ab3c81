import type { MendableError } from '../../../../nodes/domain/errors';
import { defaultRules } from '../../../../nodes/domain/lead/defaultRules';
import { resolveRules } from '../../../../nodes/domain/lead/resolveRules';
import { rulesSchema } from '../../../../nodes/domain/lead/rules';
import { scoreLead } from '../../../../nodes/domain/lead/scoreLead';
import { aForm, today } from '../../../support/aLead';

function whyNot(changes: unknown): string {
	try {
		resolveRules(changes);
	} catch (error) {
		expect((error as MendableError).code).toBe('rules/invalid');
		return (error as MendableError).why;
	}
	return 'they were taken';
}

const weight = { logOdds: 0.5, sd: 0.3 };

describe('resolveRules', () => {
	it('takes the shipped rules as they are', () => {
		expect(rulesSchema.parse(defaultRules)).toEqual(defaultRules);
		expect(resolveRules(JSON.parse(JSON.stringify(defaultRules)))).toEqual(defaultRules);
	});

	it.each([null, undefined, {}])('gives the shipped rules for %p', (changes) => {
		expect(resolveRules(changes)).toBe(defaultRules);
	});

	it('lays single levels over the shipped ones', () => {
		const changes = { scorecard: { budget: { levels: { sme: weight } } } };
		const { levels } = resolveRules(changes).scorecard.budget;
		expect(levels).toEqual({ ...defaultRules.scorecard.budget.levels, sme: weight });
	});

	it('names changed rules after their content, unless they have a version', () => {
		const changed = resolveRules({ thresholds: { hot: 80 } });
		expect(changed.version).toMatch(/^lead\/1\+[0-9a-f]{8}$/);
		expect(resolveRules({ thresholds: { hot: 80 } }).version).toBe(changed.version);
		expect(resolveRules({ thresholds: { hot: 81 } }).version).not.toBe(changed.version);
		expect(resolveRules({ version: 'ours/2', thresholds: { hot: 80 } }).version).toBe('ours/2');
	});

	it('drops the weights of bands that are replaced', () => {
		const bands = [
			{ level: 'small', fromUsd: 0 },
			{ level: 'big', fromUsd: 1000 },
		];
		const { scorecard } = resolveRules({
			budget: { bands },
			scorecard: { budget: { levels: { small: weight, big: weight } } },
		});
		expect(Object.keys(scorecard.budget.levels).sort()).toEqual(['big', 'small', 'unknown']);
	});

	it('knows a service that is new to the catalogue, and forgets one that is null', () => {
		const animation = {
			words: ['animation', 'animación'],
			typical: { minor: 50_000, currency: 'USD' },
		};
		const rules = resolveRules({ catalogue: { services: { animation, explainer: null } } });
		const { lead, decision } = scoreLead(aForm({ 'What do you need?': 'Una animación' }), {
			now: today,
			rules,
		});
		expect(lead.service).toBe('animation');
		const reason = decision.reasons.find(({ rule }) => rule === 'service');
		expect(reason?.contribution).toBe(rules.scorecard.service.levels.other.logOdds);
		expect(scoreLead(aForm(), { now: today, rules }).lead.service).toBe('other');
	});

	it.each([
		[{ thresholds: { hot: '80' } }, 'Field "thresholds.hot": expected a number, got "80".'],
		[
			{ thresholds: { hot: 101 } },
			'Field "thresholds.hot": expected a number of at most 100, got 101.',
		],
		[
			{ thresholds: { warm: 75 } },
			'Field "thresholds.warm": expected a number below thresholds.hot, which is 75, got 75.',
		],
		[{ thresholds: { tepid: 5 } }, 'Field "thresholds.tepid": expected no such field, got 5.'],
		[{ baseRate: 0 }, 'Field "baseRate": expected a number above 0, got 0.'],
		[{ baseRate: 1 }, 'Field "baseRate": expected a number below 1, got 1.'],
		[{ budget: null }, 'Field "budget": expected an object, got nothing.'],
		[
			{
				budget: { bands: [{ level: 'all', fromUsd: 5 }] },
				scorecard: { budget: { levels: { all: weight } } },
			},
			'Field "budget.bands[0].fromUsd": expected 0, so that every budget has a band, got 5.',
		],
		[
			{ timeline: { bands: [{ level: 'week', days: 7 }] } },
			'Field "timeline.bands[0].days": expected null, so that every time has a band, got 7.',
		],
		[
			{ scorecard: { budget: { levels: { enterprize: weight } } } },
			'Field "scorecard.budget.levels.enterprize": expected one of the levels "express", "startup", "sme", "enterprise", "above-enterprise", "unknown", got "enterprize".',
		],
		[{ scorecard: { budget: { levels: { sme: { logOdds: 1 } } } } }, 'they were taken'],
		[
			{ scorecard: { budget: { levels: { sme: { logOdds: 11 } } } } },
			'Field "scorecard.budget.levels.sme.logOdds": expected a number of at most 10, got 11.',
		],
		[
			{ scorecard: { email: { group: 'nowhere' } } },
			'Field "scorecard.email.group": expected one of "need", "origin", "interest", "warnings", got "nowhere".',
		],
		[
			{ scorecard: { mood: { group: 'need', levels: {} } } },
			'Field "scorecard.mood": expected no such field, got {"group":"need","levels":{}}.',
		],
		[
			{ engagement: { opened: { halfLifeDays: 0 } } },
			'Field "engagement.opened.halfLifeDays": expected a number above 0, got 0.',
		],
		[
			{ cells: { fit: { second: 2 } } },
			'Field "cells.fit.second": expected a number below cells.fit.first, which is 0.9, got 2.',
		],
		[
			{ typicalTicket: { currency: 'XAF' } },
			'Field "typicalTicket.currency": expected a currency that has a rate: "USD", "EUR", "GBP", "DKK", "MXN", "COP", "PEN", "VES", got "XAF".',
		],
		[
			{ rates: { EUR: { perUsd: -1 } } },
			'Field "rates.EUR.perUsd": expected a number above 0, got -1.',
		],
		[[], 'The whole: expected an object, got [].'],
		['{}', 'The whole: expected an object, got "{}".'],
	])('answers to %j: %s', (changes, why) => {
		expect(whyNot(changes)).toBe(why);
	});

	it('names mistakes of form and of sense together', () => {
		const why = whyNot({ baseRate: 2, colour: 'red', thresholds: { hot: 30 } });
		expect(why.match(/Field "(\w|\.)+"/g)).toEqual([
			'Field "baseRate"',
			'Field "colour"',
			'Field "thresholds.warm"',
		]);
	});

	it('refuses keys that mean something to JavaScript, and touches no prototype', () => {
		expect(whyNot(JSON.parse('{"__proto__":{"polluted":1}}'))).toContain('Field "__proto__"');
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	it('changes neither the shipped rules nor the changes', () => {
		const before = JSON.stringify(defaultRules);
		const changes = Object.freeze({ thresholds: Object.freeze({ hot: 80 }) });
		resolveRules(changes);
		expect(JSON.stringify(defaultRules)).toBe(before);
	});
});
