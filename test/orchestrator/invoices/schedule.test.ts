import fc from 'fast-check';
import { calendarOf } from '../../../orchestrator/src/invoices/calendarOf';
import {
	defaultInvoiceRules,
	dueNow,
	planInvoice,
} from '../../../orchestrator/src/invoices/schedule';
import { aNewInvoice } from '../../support/anInvoice';

const at = (text: string) => new Date(text);
const copenhagen = calendarOf(aNewInvoice(), at('2026-12-01T00:00:00Z'));
const days = (times: Date[]) => times.map((time) => time.toISOString().slice(0, 16));

describe('when clients are asked for money', () => {
	it('is a working morning where they are, before the due date rather earlier', () => {
		// Thursday; three days before is a Monday, seven after too, fourteen after is Christmas Eve.
		const plan = planInvoice(at('2026-12-10T10:00:00Z'), defaultInvoiceRules, copenhagen);
		expect(days(plan.reminders)).toEqual([
			'2026-12-07T08:00',
			'2026-12-11T08:00',
			'2026-12-17T08:00',
			'2026-12-24T08:00',
		]);
		expect(days([plan.overdueAt, plan.escalateAt])).toEqual([
			'2026-12-10T23:00',
			'2026-12-31T08:00',
		]);
	});

	it.each([
		['a Monday, three days before is a Friday', '2026-12-14T10:00:00Z', [-3], ['2026-12-11T08:00']],
		['a Tuesday, two before a Sunday', '2026-12-15T10:00:00Z', [-2], ['2026-12-11T08:00']],
		['a Friday, one after a Saturday', '2026-12-11T10:00:00Z', [1], ['2026-12-14T08:00']],
		['the day before Christmas', '2026-12-24T10:00:00Z', [1], ['2026-12-28T08:00']],
		['two that fall on one day', '2026-12-11T10:00:00Z', [1, 2], ['2026-12-14T08:00']],
		['midnight in UTC, a day later there', '2026-12-10T23:30:00Z', [0], ['2026-12-11T08:00']],
		['none', '2026-12-11T10:00:00Z', [], []],
	])('due on %s', (_words, dueAt, reminders, expected) => {
		const plan = planInvoice(at(dueAt), { reminders, overdueAfterDays: 21 }, copenhagen);
		expect(days(plan.reminders)).toEqual(expected);
	});

	it('goes by UTC and knows no days off where the country is not known', () => {
		const clientFacts = { ...aNewInvoice().clientFacts, country: null, zone: null };
		const calendar = calendarOf({ clientFacts }, at('2026-12-01T00:00:00Z'));
		const rules = { reminders: [1], overdueAfterDays: 21 };
		const plan = planInvoice(at('2026-12-24T10:00:00Z'), rules, calendar);
		expect(days(plan.reminders)).toEqual(['2026-12-25T09:00']);
	});

	it('asks at most once for each time, never for what was planned before it was made, and then stops', () => {
		const dueAt = at('2026-12-10T10:00:00Z');
		const plan = planInvoice(dueAt, defaultInvoiceRules, copenhagen);
		const start = at('2026-12-05T00:00:00Z').getTime();
		const looks = fc.array(fc.integer({ min: 0, max: 40 * 24 }), { minLength: 1, maxLength: 12 });
		fc.assert(
			fc.property(looks, fc.integer({ min: 0, max: 30 }), (hours, madeOnDay) => {
				const since = new Date(start + madeOnDay * 86_400_000);
				let asked = {
					since,
					reminderDueAt: null as Date | null,
					overdueAt: null as Date | null,
					escalatedAt: null as Date | null,
				};
				const told: number[] = [];
				for (const hour of [...hours].sort((a, b) => a - b)) {
					const now = new Date(since.getTime() + hour * 3_600_000);
					const due = dueNow(plan, asked, now);
					if (due.reminderAt !== null) told.push(due.reminderAt.getTime());
					if (due.isEscalated) expect(due.reminderAt).toBeNull();
					if (due.nextAt !== null) expect(due.nextAt.getTime()).toBeGreaterThan(now.getTime());
					asked = {
						...asked,
						reminderDueAt: due.reminderAt ?? asked.reminderDueAt,
						overdueAt: due.isOverdue ? now : asked.overdueAt,
						escalatedAt: due.isEscalated ? now : asked.escalatedAt,
					};
					expect(dueNow(plan, asked, now)).toMatchObject({
						reminderAt: null,
						isOverdue: false,
						isEscalated: false,
					});
				}
				expect(new Set(told).size).toBe(told.length);
				for (const time of told) expect(time).toBeGreaterThan(since.getTime());
			}),
			{ seed: 7, numRuns: 150 },
		);
	});
});
