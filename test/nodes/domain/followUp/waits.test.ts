import fc from 'fast-check';

import type { Calendar, QuietHours } from '../../../../nodes/domain/followUp/quietHours';
import { isOpen, nextOpen } from '../../../../nodes/domain/followUp/quietHours';
import { dueAfter, waited, waitSchema } from '../../../../nodes/domain/followUp/waits';
import type { Wait } from '../../../../nodes/domain/followUp/waits';
import { wallMoment } from '../../../../nodes/domain/followUp/wallClock';

const never: QuietHours = { from: '00:00', to: '00:00', days: [] };

function aCalendar(changes: Partial<Calendar> = {}): Calendar {
	return {
		zone: 'Europe/Copenhagen',
		quiet: { from: '18:00', to: '09:00', days: [6, 7] },
		holidays: new Set(),
		...changes,
	};
}

const due = (from: string, wait: Wait, calendar: Calendar): string =>
	new Date(dueAfter(Date.parse(from), wait, calendar).moment).toISOString();

describe('a wait', () => {
	it.each<[string, string, Wait, Partial<Calendar>, string]>([
		// Copenhagen puts its clock back on Sunday 25 October 2026 and forward on 29 March.
		[
			'three days at ten stay at ten',
			'2026-10-23T08:00:00Z',
			{ days: 3, at: '10:00' },
			{},
			'2026-10-26T09:00:00.000Z',
		],
		[
			'also in spring',
			'2026-03-27T09:00:00Z',
			{ days: 3, at: '10:00' },
			{},
			'2026-03-30T08:00:00.000Z',
		],
		[
			'three days keep the time of day',
			'2026-10-23T08:20:30Z',
			{ days: 3 },
			{},
			'2026-10-26T09:20:30.000Z',
		],
		[
			'72 hours are 72 hours',
			'2026-10-23T08:00:00Z',
			{ hours: 72 },
			{},
			'2026-10-26T08:00:00.000Z',
		],
		[
			'a Saturday becomes Monday at the same time',
			'2026-11-18T13:00:00Z',
			{ days: 3, at: '10:00' },
			{},
			'2026-11-23T09:00:00.000Z',
		],
		[
			'three working days from Thursday are Tuesday',
			'2026-11-19T13:00:00Z',
			{ workingDays: 3, at: '10:00' },
			{},
			'2026-11-24T09:00:00.000Z',
		],
		[
			'holidays are no working days',
			'2026-12-23T13:00:00Z',
			{ workingDays: 1, at: '10:00' },
			{ holidays: new Set(['2026-12-24', '2026-12-25']) },
			'2026-12-28T09:00:00.000Z',
		],
		[
			'a holiday is passed over',
			'2026-12-22T13:00:00Z',
			{ days: 3, at: '10:00' },
			{ holidays: new Set(['2026-12-25']) },
			'2026-12-28T09:00:00.000Z',
		],
		[
			'four working hours from 16:00 end at 11:00',
			'2026-11-19T15:00:00Z',
			{ workingHours: 4 },
			{},
			'2026-11-20T10:00:00.000Z',
		],
		[
			'an evening waits until it is light',
			'2026-11-17T13:00:00Z',
			{ days: 1, at: '20:00' },
			{},
			'2026-11-19T08:00:00.000Z',
		],
		[
			'a night waits for the morning',
			'2026-11-17T13:00:00Z',
			{ days: 1, at: '05:00' },
			{},
			'2026-11-18T08:00:00.000Z',
		],
		[
			'no days at an hour that has passed is at once',
			'2026-11-17T13:00:00Z',
			{ days: 0, at: '10:00' },
			{},
			'2026-11-17T13:00:00.000Z',
		],
	])('%s', (_, from, wait, calendar, expected) => {
		expect(due(from, wait, aCalendar(calendar))).toBe(expected);
	});

	it.each([
		['a time that the clock skips is moved on', '2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
		['a time that comes twice is the first', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
		['the end of a day of 25 hours', '2026-10-25', '24:00', '2026-10-25T23:00:00.000Z'],
	])('%s', (_, day, time, expected) => {
		expect(new Date(wallMoment(day, time, 'Europe/Copenhagen')).toISOString()).toBe(expected);
	});

	it('says why it is later', () => {
		const movedBy = (from: string, holidays: string[] = []) =>
			dueAfter(
				Date.parse(from),
				{ days: 3, at: '10:00' },
				aCalendar({ holidays: new Set(holidays) }),
			).movedBy;
		expect(movedBy('2026-11-17T13:00:00Z')).toBeNull();
		expect(movedBy('2026-11-18T13:00:00Z')).toBe('dayOff');
		expect(movedBy('2026-11-17T13:00:00Z', ['2026-11-20'])).toBe('holiday');
		expect(dueAfter(Date.parse('2026-11-17T20:00:00Z'), { hours: 1 }, aCalendar()).movedBy).toBe(
			'quiet',
		);
	});

	it('says so when there is no day left', () => {
		const holidays = new Set(
			Array.from({ length: 500 }, (_, index) =>
				new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
			),
		);
		expect(() => nextOpen(Date.UTC(2026, 0, 2), undefined, aCalendar({ holidays }))).toThrow(
			expect.objectContaining({ code: 'follow-up/never-open' }),
		);
	});

	it.each<[object, string]>([
		[{}, 'nothing'],
		[{ days: 1, hours: 1 }, 'two kinds'],
		[{ hours: 1, at: '10:00' }, 'hours at a time of day'],
		[{ days: 1, at: '25:00' }, 'no time of day'],
		[{ days: -1 }, 'time going back'],
	])('refuses %j: %s', (wait) => {
		expect(waitSchema.safeParse(wait).success).toBe(false);
	});
});

const zones = fc.constantFrom(
	'Europe/Copenhagen',
	'America/Lima',
	'America/New_York',
	'Australia/Lord_Howe',
	'Pacific/Apia',
	'Asia/Kathmandu',
);
const times = fc
	.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.constantFrom(0, 15, 30, 59) })
	.map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const calendars = fc.record({
	zone: zones,
	quiet: fc.record({
		from: times,
		to: times,
		days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 6 }),
	}),
	holidays: fc
		.array(fc.integer({ min: 0, max: 365 }), { maxLength: 30 })
		.map(
			(days) =>
				new Set(days.map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10))),
		),
});
const moments = fc.integer({
	min: Date.UTC(2026, 0, 1) / 60_000,
	max: Date.UTC(2026, 11, 31) / 60_000,
});
const runs = { numRuns: 500, seed: 20261126 };

/** Formats by zone: to make one takes longer than to use it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
	const known = formats.get(zone);
	if (known !== undefined) return known;
	const format = new Intl.DateTimeFormat('en-CA', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
	});
	formats.set(zone, format);
	return format;
}

/** What the wall shows, by another library than the core's. */
function wall(moment: number, zone: string): { day: string; time: string; weekday: number } {
	const parts = formatOf(zone).formatToParts(new Date(moment));
	const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
	const day = `${part('year')}-${part('month')}-${part('day')}`;
	return {
		day,
		time: `${part('hour')}:${part('minute')}`,
		weekday: new Date(`${day}T00:00:00Z`).getUTCDay() || 7,
	};
}

function isQuiet(moment: number, { zone, quiet: { from, to, days }, holidays }: Calendar): boolean {
	const { day, time, weekday } = wall(moment, zone);
	if (holidays.has(day) || days.includes(weekday)) return true;
	if (from === to) return false;
	return from < to ? from <= time && time < to : from <= time || time < to;
}

describe('the first moment at which somebody may be written to', () => {
	it('is never before, never quiet, and open', () => {
		fc.assert(
			fc.property(calendars, moments, times, (calendar, minutes, at) => {
				const from = minutes * 60_000;
				const open = nextOpen(from, at, calendar);
				expect(open).toBeGreaterThanOrEqual(from);
				expect(isOpen(open, calendar)).toBe(true);
				// In the hour that comes twice the wall cannot tell.
				const isTwice = [-1, 1].some(
					(way) =>
						wall(open + way * 3_600_000, calendar.zone).time === wall(open, calendar.zone).time,
				);
				const isHalfTwice = [-1, 1].some(
					(way) =>
						wall(open + way * 1_800_000, calendar.zone).time === wall(open, calendar.zone).time,
				);
				if (!isTwice && !isHalfTwice) expect(isQuiet(open, calendar)).toBe(false);
			}),
			runs,
		);
	});

	it('is the moment itself where that is open', () => {
		fc.assert(
			fc.property(calendars, moments, (calendar, minutes) => {
				const from = minutes * 60_000;
				if (isOpen(from, calendar)) expect(nextOpen(from, undefined, calendar)).toBe(from);
			}),
			runs,
		);
	});

	it('is as far away as the day says: days count by the calendar, whatever the clock does', () => {
		fc.assert(
			fc.property(zones, moments, fc.integer({ min: 1, max: 60 }), (zone, minutes, days) => {
				const from = minutes * 60_000;
				const moment = waited(
					from,
					{ days, at: '10:00' },
					{ zone, quiet: never, holidays: new Set() },
				);
				const expected = new Date(`${wall(from, zone).day}T00:00:00Z`);
				expected.setUTCDate(expected.getUTCDate() + days);
				expect(wall(moment, zone)).toMatchObject({
					day: expected.toISOString().slice(0, 10),
					time: '10:00',
				});
			}),
			runs,
		);
	});
});
