import fc from 'fast-check';
import {
	budgets,
	budgetSeen,
	burning,
	burnWindows,
} from '../../../orchestrator/src/monitor/watch/budgets';
import { causeOf, countedBy } from '../../../orchestrator/src/monitor/watch/cause';
import { silenceSeen, slownessSeen } from '../../../orchestrator/src/monitor/watch/traffic';
import { seeded } from '../../support/arbitraries';

const [leads] = budgets;
if (leads === undefined) throw new Error('There are no promises.');

describe('a promise', () => {
	it.each([
		{ value: 20, when: 'all were late in both windows', long: [0, 10], short: [0, 3] },
		{ value: 0, when: 'none is late any more', long: [0, 10], short: [5, 0] },
		{ value: 0, when: 'two of two were late, which is chance', long: [0, 2], short: [0, 2] },
		{ value: 0, when: 'nothing happened', long: [0, 0], short: [0, 0] },
		{ value: 10, when: 'half were late lately', long: [0, 10], short: [5, 5] },
	])('burns $value times too fast when $when', ({ value, long, short }) => {
		const of = ([good = 0, bad = 0]: number[]) => ({ good, bad });
		expect(burning(of(long), of(short), leads)).toBeCloseTo(value);
	});

	it('tells how many were late, of how many', () => {
		const [fast] = burnWindows;
		const seen = budgetSeen(leads, fast!, { good: 1, bad: 3 }, { good: 0, bad: 1 });
		expect(seen).toMatchObject({
			rule: 'budget-fast',
			labels: { budget: 'lead-in-slack' },
			facts: { bad: 3, all: 4, hours: 1, target: 95 },
		});
	});

	it('burns no slower for more that are late', () => {
		const count = fc.integer({ min: 0, max: 50 });
		fc.assert(
			fc.property(count, count, count, (good, bad, more) => {
				const short = { good: 0, bad: 1 };
				const before = burning({ good, bad }, short, leads);
				expect(burning({ good, bad: bad + more }, short, leads)).toBeGreaterThanOrEqual(before);
			}),
			seeded,
		);
	});
});

describe('silence', () => {
	const topic = 'lead.received';
	it.each([
		{ is: true, when: 'every week had five and now none came', now: 0, before: [5, 6, 9] },
		{ is: false, when: 'one came', now: 1, before: [5, 6, 9] },
		{ is: false, when: 'one of the weeks had four', now: 0, before: [5, 4, 9] },
		{ is: false, when: 'there is one week to compare with', now: 0, before: [50] },
	])('is seen: $is, when $when', ({ is, now, before }) => {
		expect(silenceSeen([{ topic, hours: 8, now, before }]).length > 0).toBe(is);
	});

	it('is looked for in the shortest stretch that says anything', () => {
		const seen = silenceSeen([
			{ topic, hours: 8, now: 2, before: [20, 30] },
			{ topic, hours: 2, now: 0, before: [5, 8] },
			{ topic, hours: 1, now: 0, before: [2, 5] },
		]);
		expect(seen).toEqual([
			expect.objectContaining({ labels: { topic }, facts: { hours: 2, expected: 7 } }),
		]);
	});
});

describe('slowness', () => {
	const times = (count: number, seconds: number) => ({
		count,
		logSeconds: count * Math.log(seconds),
	});
	it.each([
		{ value: 3, when: 'it takes three times as long', now: times(5, 30), usual: times(50, 10) },
		{ value: null, when: 'too few ended', now: times(4, 30), usual: times(50, 10) },
		{ value: null, when: 'nobody knows what is usual', now: times(5, 30), usual: times(49, 10) },
		{ value: null, when: 'it is quick all the same', now: times(5, 4), usual: times(50, 1) },
	])('is $value when $when', ({ value, now, usual }) => {
		const [seen] = slownessSeen('t', now, usual);
		if (value === null) expect(seen).toBeUndefined();
		else expect(seen?.value).toBeCloseTo(value);
	});
});

describe('a cause', () => {
	it.each([
		['Slack answered 400: ok: false for #sales', 'Slack answered …: ok: false for #sales'],
		['No contact ana@cafe.com (id 8812)', 'No contact … (id …)'],
		['Field "budget.amount": expected 0', 'Field …: expected …'],
		['See https://x.test/a?b=1 now', 'See … now'],
		['Execution 01m8c12f8v62j0mk failed', 'Execution … failed'],
		['n8n answered 404', 'n8n answered …'],
		['', 'no reason given'],
	])('of %j is %j', (message, cause) => {
		expect(causeOf(message)).toBe(cause);
	});

	it('counts the same ones together, the most first', () => {
		const messages = ['Timeout after 30 s', 'No "x"', 'Timeout after 31 s'];
		expect(countedBy(messages, causeOf)).toEqual([
			['Timeout after … s', 2],
			['No …', 1],
		]);
	});
});
