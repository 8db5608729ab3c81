import { CronTime } from 'cron';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
	lastBeginning,
	parseCron,
} from '../../../../orchestrator/src/monitor/watch/schedules/cron';
import { lastDue } from '../../../../orchestrator/src/monitor/watch/schedules/lastDue';
import { seeded } from '../../../support/arbitraries';

/** n8n's own library of crons says when something begins next: moments that this code never computed. */
const nextAfter = (expression: string, at: number, zone = 'utc') =>
	new CronTime(expression, zone).getNextDateFrom(DateTime.fromMillis(at, { zone })).toMillis();

const within = (low: number, high: number) => fc.integer({ min: low, max: high });
/** A field in one of the ways that people write them. */
const field = (low: number, high: number) =>
	fc.oneof(
		{ weight: 3, arbitrary: fc.constant('*') },
		within(low, high).map(String),
		within(2, Math.min(high, 20)).map((step) => `*/${step}`),
		fc.tuple(within(low, high), within(low, high)).map(([a, b]) => (a < b ? `${a}-${b}` : `${b}`)),
		fc.uniqueArray(within(low, high), { minLength: 2, maxLength: 3 }).map((all) => all.join(',')),
	);
const crons = fc
	.tuple(field(0, 59), field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 7))
	.map((fields) => fields.join(' '));
const zones = fc.constantFrom(
	'America/Caracas',
	'Europe/Copenhagen',
	'America/New_York',
	'Asia/Kathmandu',
	'Australia/Lord_Howe',
);
/** A few years, and the hours around changes of the clocks more often. */
const moments = fc
	.oneof(
		within(Date.parse('2025-01-01T00:00:00Z'), Date.parse('2027-12-31T00:00:00Z')),
		within(Date.parse('2026-03-28T20:00:00Z'), Date.parse('2026-03-30T04:00:00Z')),
		within(Date.parse('2026-10-24T20:00:00Z'), Date.parse('2026-10-26T04:00:00Z')),
		within(Date.parse('2026-11-01T00:00:00Z'), Date.parse('2026-11-02T12:00:00Z')),
	)
	.map((at) => at - (at % 1_000));

it('finds the last beginning, of all that n8n’s library names', () => {
	fc.assert(
		fc.property(crons, moments, (expression, at) => {
			const cron = parseCron(expression);
			if (cron === null) throw new Error(`${expression} cannot be read.`);
			const last = lastBeginning(cron, at);
			if (last === null) throw new Error(`${expression} never begins.`);
			expect(last).toBeLessThanOrEqual(at);
			expect(nextAfter(expression, last - 1_000)).toBe(last);
			expect(nextAfter(expression, last)).toBeGreaterThan(at);
		}),
		{ ...seeded, numRuns: 60 },
	);
});

it('misses nothing that n8n begins in its turn, in any zone, whatever the clocks do', () => {
	fc.assert(
		fc.property(crons, zones, moments, fc.boolean(), (expression, zone, at, isKnown) => {
			const cron = parseCron(expression);
			if (cron === null) throw new Error(`${expression} cannot be read.`);
			const turn = lastDue({ cron, spanMs: 0, skipsMs: 0 }, isKnown ? zone : null, at);
			if (turn === null) throw new Error(`${expression} has no turn.`);
			expect(turn.until).toBeLessThanOrEqual(at);
			const began = nextAfter(expression, turn.from - 1_000, zone);
			expect(began).toBeGreaterThanOrEqual(turn.from);
			expect(began).toBeLessThanOrEqual(turn.until);
		}),
		{ ...seeded, numRuns: 100 },
	);
});

it('is never a turn behind for longer than the clocks allow', () => {
	const room = { known: 2 * 3_600_000, unknown: 26 * 3_600_000 };
	fc.assert(
		fc.property(crons, zones, moments, fc.boolean(), (expression, zone, at, isKnown) => {
			const cron = parseCron(expression);
			if (cron === null) throw new Error(`${expression} cannot be read.`);
			const turn = lastDue({ cron, spanMs: 0, skipsMs: 0 }, isKnown ? zone : null, at);
			const later = at - (isKnown ? room.known : room.unknown);
			expect(nextAfter(expression, turn?.until ?? 0, zone)).toBeGreaterThan(later);
		}),
		{ ...seeded, numRuns: 60 },
	);
});

it.each([
	['0 3 * * *', '2026-11-26T03:00:00Z'],
	['30 0 3 * * *', '2026-11-26T03:00:30Z'],
	['@daily', '2026-11-26T00:00:00Z'],
	['0 9 * * MON-FRI', '2026-11-26T09:00:00Z'],
	['0 9 * * mon', '2026-11-23T09:00:00Z'],
	['0 9 1 jan,jul *', '2026-07-01T09:00:00Z'],
	['0 0 29 2 *', '2024-02-29T00:00:00Z'],
	['0 9 1 * 1', '2026-11-23T09:00:00Z'],
	['5/20 * * * *', '2026-11-26T09:45:00Z'],
	['0 10 * * *', '2026-11-26T10:00:00Z'],
	['0 12 * * 7', '2026-11-22T12:00:00Z'],
])('%s began last on %s', (expression, moment) => {
	const cron = parseCron(expression);
	const last = cron && lastBeginning(cron, Date.parse('2026-11-26T10:00:00Z'));
	expect(new Date(last ?? 0).toISOString()).toBe(moment.replace('Z', '.000Z'));
});

it.each([
	'',
	'* * * *',
	'60 * * * *',
	'* * * * * * *',
	'={{ $now }}',
	'0 9 * * noday',
	'*/0 * * * *',
	'9-5 * * * *',
])('cannot read "%s", as n8n cannot', (expression) => {
	expect(parseCron(expression)).toBeNull();
	expect(CronTime.validateCronExpression(expression).valid).toBe(false);
});

it('knows no beginning of a day that never comes', () => {
	const cron = parseCron('0 0 31 2 *');
	expect(cron && lastBeginning(cron, Date.parse('2026-11-26T10:00:00Z'))).toBeNull();
});
