import fc from 'fast-check';

import { canonicalJson, sha256Hex } from '../../../../nodes/domain/hash';
import { defaultRules } from '../../../../nodes/domain/lead/defaultRules';
import { resolveRules } from '../../../../nodes/domain/lead/resolveRules';
import {
	decideLead,
	leadRow,
	scorecardPrior,
	scoreLead,
} from '../../../../nodes/domain/lead/scoreLead';
import type { LeadDecision } from '../../../../nodes/domain/lead/scoreLead';
import type { Lead } from '../../../../nodes/domain/lead/schema';
import { toUsd } from '../../../../nodes/domain/money';
import { aBareLead, aForm, aLead, daysAgo, inDays, today, usd } from '../../../support/aLead';
import { budgets, goodEvents, leads, seeded, submissions } from '../../../support/arbitraries';

function decide(lead: Lead): LeadDecision {
	return decideLead(lead, { now: today });
}

function reasonOf(decision: LeadDecision, rule: string) {
	return decision.reasons.find((reason) => reason.rule === rule);
}

describe('the level of a lead', () => {
	it.each([
		['budget', 'express', 'is under $50', { budget: usd(49) }],
		['budget', 'startup', 'is $50', { budget: usd(50) }],
		['budget', 'startup', 'is under $100', { budget: usd(99) }],
		['budget', 'sme', 'is $100', { budget: usd(100) }],
		['budget', 'sme', 'is under $500', { budget: usd(499) }],
		['budget', 'enterprise', 'is $500', { budget: usd(500) }],
		['budget', 'enterprise', 'is under $2,000', { budget: usd(1999) }],
		['budget', 'above-enterprise', 'is $2,000', { budget: usd(2000) }],
		[
			'budget',
			'sme',
			'is 3,000 kroner, about $473',
			{ budget: { minor: 300_000, currency: 'DKK', per: 'project' } },
		],
		['budget', 'unknown', 'was not given', { budget: null }],
		[
			'budget',
			'unknown',
			'has no exchange rate',
			{ budget: { minor: 5000, currency: 'XAF', per: 'project' } },
		],
		['timeline', 'week', 'is 7 days', { timeline: inDays(7) }],
		['timeline', 'two-weeks', 'is 8 days', { timeline: inDays(8) }],
		['timeline', 'two-weeks', 'is 14 days', { timeline: inDays(14) }],
		['timeline', 'month', 'is 15 days', { timeline: inDays(15) }],
		['timeline', 'quarter', 'is 91 days', { timeline: inDays(91) }],
		['timeline', 'later', 'is 92 days', { timeline: inDays(92) }],
		['timeline', 'unknown', 'was not given', { timeline: null }],
		['email', 'company', 'is a company address', { email: 'ana@tienda.example' }],
		['email', 'free', 'is a free mail address', { email: 'ana@gmail.com' }],
		['email', 'disposable', 'is thrown away', { email: 'ana@mailinator.com' }],
		['email', 'unknown', 'was not given', { email: null }],
		['completeness', 'full', 'has seven answers', {}],
		['completeness', 'full', 'has six answers', { phone: null }],
		['completeness', 'most', 'has five answers', { phone: null, message: 'Short.' }],
		['completeness', 'most', 'has four answers', { phone: null, message: null, budget: null }],
		[
			'completeness',
			'some',
			'has three answers',
			{ phone: null, message: null, budget: null, timeline: null },
		],
		[
			'signals',
			'suspicious',
			'has one sign of spam',
			{ message: 'We accept bitcoin for our product.' },
		],
		['signals', 'selling', 'offers services', { message: 'Hello, we offer our services to you.' }],
		['signals', 'bounced', 'had a mail come back', { events: [daysAgo(1, 'bounced')] }],
		['signals', 'unsubscribed', 'has unsubscribed', { events: [daysAgo(1, 'unsubscribed')] }],
	] as Array<[string, string, string, Partial<Lead>]>)(
		'of %s is %s when it %s',
		(rule, level, _when, changes) => {
			expect(reasonOf(decide(aLead(changes)), rule)?.level).toBe(level);
		},
	);

	it('of signals is not worth a reason when there are none', () => {
		expect(reasonOf(decide(aLead()), 'signals')).toBeUndefined();
	});
});

describe('the tier of a lead', () => {
	it.each([
		[
			'hot',
			'the budget is in the enterprise band and the rest is good',
			aLead({ budget: usd(1500), timeline: inDays(14), service: 'explainer' }),
		],
		[
			'warm',
			'everything is in the middle',
			aLead({ source: 'paid', email: 'ana@gmail.com', service: null }),
		],
		['cold', 'only an address is known', aBareLead({ email: 'ana@gmail.com' })],
		['disqualified', 'there is no way to answer', aLead({ email: null, phone: null })],
		['warm', 'there is a phone in place of an e-mail', aLead({ email: null, source: null })],
		['disqualified', 'the budget is below the floor', aLead({ budget: usd(14) })],
		[
			'hot',
			'the budget is at the floor and they have booked a call',
			aLead({ budget: usd(15), events: [daysAgo(0, 'booked')] }),
		],
		[
			'disqualified',
			'a trap field was filled in',
			aLead({ notes: [{ field: 'spamTrap', received: 'x', because: 'y' }] }),
		],
		['disqualified', 'there are two signs of spam', aLead({ message: 'Bitcoin and casino!' })],
		[
			'disqualified',
			'they look for a job',
			aLead({ message: 'Estoy buscando trabajo como editor, adjunto mi CV.' }),
		],
		[
			'disqualified',
			'they look for a job, in Danish',
			aLead({ message: 'Hej, jeg søger en praktikplads hos jer.' }),
		],
	] as Array<[string, string, Lead]>)('is %s when %s', (tier, _when, lead) => {
		const decision = decide(lead);
		expect(decision.outcome).toBe(tier);
		expect(decision.tier).toBe(tier);
	});

	it('stays when a client asks for a video for job seekers', () => {
		const lead = aLead({
			message: 'A recruitment film for people who look for a job in our shops.',
		});
		expect(decide(lead).outcome).not.toBe('disqualified');
	});

	it.each([
		['hot', 0],
		['warm', 1],
	])('is %s when the score is %d below the hot threshold', (tier, below) => {
		const { score } = decide(aLead());
		const rules = resolveRules({ thresholds: { hot: score + below, warm: 1 } });
		expect(decideLead(aLead(), { now: today, rules }).outcome).toBe(tier);
	});

	it.each([
		['noContact', aLead({ email: null, phone: null })],
		['belowFloor', aLead({ budget: usd(1) })],
		['spam', aLead({ message: 'Bitcoin and casino!' })],
		['jobSeeker', aLead({ message: 'Busco empleo' })],
	])('is not disqualified when the rules switch %s off', (name, lead) => {
		const rules = resolveRules({ disqualify: { [name]: false } });
		expect(decideLead(lead, { now: today, rules }).outcome).not.toBe('disqualified');
	});
});

describe('scoreLead', () => {
	it('explains a good lead', () => {
		const { decision } = scoreLead(aForm(), { now: today });
		expect(decision).toMatchObject({
			outcome: 'hot',
			cell: 'A2',
			runnerUp: { outcome: 'warm' },
			versions: { rules: 'lead/1', model: null },
			decidedAt: '2026-11-22T10:00:00.000Z',
			expectedValue: { currency: 'USD', basis: 'budget', per: 'project' },
		});
		expect(decision.reasons.map(({ text }) => text)).toEqual([
			'Budget $1,500 is in the enterprise band',
			'Wants it in 14 days',
			'Asks for an explainer video',
			'Works in software (SaaS)',
			'Where they found us is not known',
			'Writes from a company address (nordlys.example)',
			'Answered 5 of 7 questions',
		]);
	});

	it.each([
		['es', 'El presupuesto de 1.500 USD está en la franja gran empresa'],
		['da', 'Budgettet på 1.500 USD ligger i båndet stor virksomhed'],
	] as const)('explains in %s', (language, text) => {
		const { decision } = scoreLead(aForm(), { now: today, language });
		expect(decision.reasons[0].text).toBe(text);
	});

	it("asks the client in the client's language and tells sales in theirs", () => {
		const { decision } = scoreLead({ email: 'a@gmail.com', country: 'DK' }, { now: today });
		expect(decision.ask).toEqual({
			field: 'budget',
			because: expect.stringMatching(/^could move the score by \d+ points$/),
			question: 'Hvilket budget har I tænkt jer til projektet?',
		});
	});

	it('hashes the lead that it decided about', () => {
		const { lead, decision } = scoreLead(aForm(), { now: today });
		expect(decision.inputHash).toBe(`sha256:${sha256Hex(canonicalJson(lead))}`);
	});

	it('gives a base-rate lead 50 points', () => {
		const flat = Object.fromEntries(
			Object.entries(defaultRules.scorecard).map(([rule, { levels }]) => [
				rule,
				{ levels: Object.fromEntries(Object.keys(levels).map((level) => [level, { logOdds: 0 }])) },
			]),
		);
		const rules = resolveRules({ scorecard: flat });
		const decision = decideLead(aLead(), { now: today, rules });
		expect(decision.score).toBe(50);
		expect(decision.probability.value).toBeCloseTo(defaultRules.baseRate, 4);
	});

	it('puts the interval 1.96 standard deviations to each side', () => {
		const { probability, logOdds } = decide(aLead());
		const logit = (p: number) => Math.log(p / (1 - p));
		expect(logit(probability.low)).toBeCloseTo(logOdds.total - 1.96 * logOdds.sd, 2);
		expect(logit(probability.high)).toBeCloseTo(logOdds.total + 1.96 * logOdds.sd, 2);
	});

	it('is less sure of a lead that left questions open', () => {
		expect(decide(aBareLead()).logOdds.sd).toBeGreaterThan(decide(aLead()).logOdds.sd);
	});

	it.each([
		['budget', 'the budget', aLead({ budget: usd(1000) }), 100_000],
		[
			'service',
			'the usual price of the service',
			aLead({ budget: null, service: 'subscription' }),
			55_000,
		],
		['average', 'the average ticket', aLead({ budget: null, service: null }), 9750],
	] as const)('expects by %s: the chance of %s', (basis, _of, lead, minor) => {
		const { expectedValue, probability } = decide(lead);
		expect(expectedValue.basis).toBe(basis);
		expect(expectedValue.minor / minor).toBeCloseTo(probability.value, 2);
	});

	it('bounds what one group of rules can do, and says so', () => {
		const many = ['booked', 'replied', 'clicked', 'visited', 'opened'] as const;
		const decision = decide(
			aLead({ events: many.flatMap((type) => [0, 1, 2].map((days) => daysAgo(days, type))) }),
		);
		const cap = reasonOf(decision, 'cap');
		expect(cap).toMatchObject({
			level: 'interest',
			text: 'All of "interest" together counts only this far',
		});
		expect(decision.engagement.logOdds).toBe(defaultRules.groups.interest.max);
	});
});

describe('events', () => {
	const contribution = (changes: Partial<Lead>, rule: string) =>
		reasonOf(decide(aLead(changes)), rule)?.contribution;

	it('count half after their half-life', () => {
		const { weight, halfLifeDays } = defaultRules.engagement.replied;
		expect(contribution({ events: [daysAgo(0)] }, 'replied')).toBe(weight.logOdds);
		expect(contribution({ events: [daysAgo(halfLifeDays)] }, 'replied')).toBe(weight.logOdds / 2);
	});

	it('count together no more than their most', () => {
		const events = [daysAgo(0), daysAgo(0.001), daysAgo(0.002)];
		expect(contribution({ events }, 'replied')).toBe(
			defaultRules.engagement.replied.weight.logOdds,
		);
	});

	it('in the future do not count', () => {
		expect(contribution({ events: [daysAgo(-1)] }, 'replied')).toBeUndefined();
	});

	it.each([
		['opened', 30, false],
		['opened', 31, true],
		['clicked', 5, false],
		['clicked', 120, true],
		['replied', 5, true],
		['visited', 5, true],
	] as const)('of type %s, %d seconds after a mail, count: %s', (type, seconds, counts) => {
		const sent = daysAgo(1, 'sent');
		const at = new Date(Date.parse(sent.at) + seconds * 1000).toISOString();
		expect(contribution({ events: [sent, { type, at }] }, type) !== undefined).toBe(counts);
	});
});

describe('flips', () => {
	it('name the smallest change that leads to each other tier', () => {
		const { flips } = decide(
			aLead({ budget: null, timeline: inDays(100), source: 'paid', vertical: 'other' }),
		);
		expect(flips.map((flip) => `${flip.if} → ${flip.then}`)).toEqual([
			'budget is at least $100 → warm',
			'timeline is within 3 months → warm',
			'they ask for a content subscription → warm',
			'they work in e-commerce → warm',
			'they reply → warm',
			'they book a call → warm',
		]);
	});

	it('say what would bring a disqualified lead back', () => {
		const { flips, runnerUp, ask } = decide(aLead({ budget: usd(10) }));
		expect(flips[0]).toMatchObject({ if: 'budget is at least $15', field: 'budget' });
		expect(runnerUp).toEqual({ outcome: 'warm', by: 'what rules it out' });
		expect(ask).toBeNull();
	});
});

describe('the question to ask', () => {
	it.each([
		['budget', aBareLead()],
		['timeline', aBareLead({ budget: usd(300) })],
		['source', aLead({ source: null })],
	] as const)('is about the %s when that moves the score most', (field, lead) => {
		expect(decide(lead).ask?.field).toBe(field);
	});

	it('is none when nothing is missing', () => {
		expect(decide(aLead()).ask).toBeNull();
	});
});

describe('laws', () => {
	it('whatever comes in, there is a decision whose parts hold together', () => {
		fc.assert(
			fc.property(submissions, (raw) => {
				const { decision } = scoreLead(raw, { now: today });
				const { score, probability } = decision;
				expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
				expect(probability.low).toBeLessThanOrEqual(probability.value);
				expect(probability.value).toBeLessThanOrEqual(probability.high);
				expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
			}),
			seeded,
		);
	});

	it('the intercept and the contributions add up to the log-odds exactly', () => {
		fc.assert(
			fc.property(leads, (lead) => {
				const { logOdds, reasons } = decide(lead);
				const units = (value: number) => Math.round(value * 10_000);
				const sum = reasons.reduce(
					(total, { contribution }) => total + units(contribution),
					units(logOdds.intercept),
				);
				expect(sum / 10_000).toBe(logOdds.total);
				for (const { contribution } of reasons)
					expect(units(contribution) / 10_000).toBe(contribution);
			}),
			seeded,
		);
	});

	it('a larger budget never lowers the score', () => {
		fc.assert(
			fc.property(leads, budgets, budgets, (lead, one, other) => {
				const [less, more] = [one, other].sort((a, b) => (toUsd(a) ?? 0) - (toUsd(b) ?? 0));
				const lower = decide({ ...lead, budget: less });
				const higher = decide({ ...lead, budget: more });
				expect(higher.score).toBeGreaterThanOrEqual(lower.score);
			}),
			seeded,
		);
	});

	it('one more good event never lowers the score', () => {
		fc.assert(
			fc.property(leads, goodEvents, goodEvents, (lead, events, more) => {
				const before = decide({ ...lead, events });
				const after = decide({ ...lead, events: [...events, ...more] });
				expect(after.score).toBeGreaterThanOrEqual(before.score);
			}),
			seeded,
		);
	});

	it('the same events later never lower the score', () => {
		fc.assert(
			fc.property(
				leads,
				goodEvents,
				fc.double({ min: 0, max: 1, noNaN: true }),
				(lead, events, share) => {
					const later = events.map(({ type, at }) => {
						const age = today.getTime() - Date.parse(at);
						return { type, at: new Date(today.getTime() - Math.floor(age * share)).toISOString() };
					});
					const before = decide({ ...lead, events });
					expect(decide({ ...lead, events: later }).score).toBeGreaterThanOrEqual(before.score);
				},
			),
			seeded,
		);
	});

	it('the order of events does not matter', () => {
		fc.assert(
			fc.property(submissionEvents, ({ events, shuffled }) => {
				const form = aForm({ events });
				const other = aForm({ events: shuffled });
				expect(scoreLead(other, { now: today })).toEqual(scoreLead(form, { now: today }));
			}),
			seeded,
		);
	});

	it('a disqualifier wins over everything else', () => {
		fc.assert(
			fc.property(leads, goodEvents, (lead, events) => {
				const decision = decide({ ...lead, events, budget: usd(5000), email: null, phone: null });
				expect(decision).toMatchObject({ outcome: 'disqualified', score: 0 });
			}),
			seeded,
		);
	});

	it('a flip, carried out, gives the tier that it names', () => {
		fc.assert(
			fc.property(leads, (lead) => {
				const decision = decide(lead);
				for (const { field, level, then } of decision.flips) {
					expect(then).not.toBe(decision.outcome);
					expect(decide(changed(lead, field, level)).outcome).toBe(then);
				}
			}),
			seeded,
		);
	});

	it('an answer to the question moves the score as far as is said, and no other answer further', () => {
		fc.assert(
			fc.property(leads, (lead) => {
				const { ask, score } = decide(lead);
				if (ask === null) return;
				const most = Number(/\d+/.exec(ask.because)?.[0]);
				if (ask.field === 'company' || ask.field === 'phone') return;
				const levels = Object.keys(defaultRules.scorecard[ask.field as 'budget'].levels);
				const moves = levels
					.filter((level) => level !== 'unknown')
					.map((level) => Math.abs(decide(changed(lead, ask.field, level)).score - score));
				expect(Math.max(...moves)).toBe(most);
			}),
			seeded,
		);
	});

	it('equal calls give equal answers, and change nothing they are given', () => {
		fc.assert(
			fc.property(leads, (lead) => {
				const before = JSON.stringify(lead);
				expect(decide(lead)).toEqual(decide(lead));
				expect(JSON.stringify(lead)).toBe(before);
			}),
			seeded,
		);
	});

	it('the row of a lead has a level that the scorecard knows, for every column', () => {
		fc.assert(
			fc.property(leads, (lead) => {
				const prior = scorecardPrior();
				const row = leadRow(lead, today);
				expect(Object.keys(row)).toEqual([...prior.keys()]);
				for (const [column, level] of Object.entries(row)) {
					expect(prior.get(column)?.has(String(level))).toBe(true);
				}
			}),
			seeded,
		);
	});
});

/** Events and the same ones in another order, as a form would send them. */
const submissionEvents = goodEvents.chain((events) =>
	fc
		.shuffledSubarray(events, { minLength: events.length, maxLength: events.length })
		.map((shuffled) => ({ events, shuffled })),
);

/** The lead with one field at a level, chosen here anew and not by the code under test. */
function changed(lead: Lead, field: string, level: string): Lead {
	const per = lead.budget?.per ?? 'project';
	const amounts: Record<string, number> = {
		express: 15,
		startup: 99,
		sme: 499,
		enterprise: 1999,
		'above-enterprise': 9999,
	};
	const days: Record<string, number> = {
		week: 7,
		'two-weeks': 8,
		month: 31,
		quarter: 32,
		later: 3000,
	};
	switch (field) {
		case 'budget':
			return { ...lead, budget: usd(amounts[level], per) };
		case 'timeline':
			return { ...lead, timeline: inDays(days[level]) };
		case 'email':
			return { ...lead, email: 'somebody@firm.example' };
		case 'replied':
		case 'booked':
			return { ...lead, events: [...lead.events, daysAgo(0, field)] };
		default:
			return { ...lead, [field]: level };
	}
}
