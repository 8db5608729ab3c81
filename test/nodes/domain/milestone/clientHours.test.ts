import fc from 'fast-check';
import { DateTime } from 'luxon';

import { nextWorkingMoment } from '../../../../nodes/domain/milestone/clientHours';
import type { ClientHours } from '../../../../nodes/domain/milestone/clientHours';

const hours: ClientHours = { from: '09:00', to: '18:00', days: [1, 2, 3, 4, 5] };
const none: ReadonlySet<string> = new Set();

/** The answer by the zone's own clock, with why it waited. */
function sent(at: string, zone: string, holidays: ReadonlySet<string> = none, when = hours) {
	const now = DateTime.fromISO(at, { zone }).toJSDate();
	const next = nextWorkingMoment(now, zone, when, holidays);
	if (next === null) return null;
	return [DateTime.fromJSDate(next.at, { zone }).toFormat('ccc dd HH:mm'), next.waitedFor];
}

describe('nextWorkingMoment', () => {
	it.each([
		['2026-11-26T08:59:59', 'Thu 26 09:00', 'hour'],
		['2026-11-26T09:00:00', 'Thu 26 09:00', null],
		['2026-11-26T17:59:00', 'Thu 26 17:59', null],
		['2026-11-26T18:00:00', 'Fri 27 09:00', 'hour'],
		['2026-11-27T18:00:00', 'Mon 30 09:00', 'hour'],
		['2026-11-28T12:00:00', 'Mon 30 09:00', 'weekend'],
		['2026-11-29T23:59:00', 'Mon 30 09:00', 'weekend'],
	])('asked at %s, it goes out %s', (at, when, waitedFor) => {
		expect(sent(at, 'America/Lima')).toEqual([when, waitedFor]);
	});

	it.each([
		['on the holiday', '2026-12-08T10:00:00', 'Wed 09 09:00', 'holiday'],
		['on the evening before', '2026-12-07T19:00:00', 'Wed 09 09:00', 'hour'],
	])('waits for the day after a holiday, %s', (_when, at, day, waitedFor) => {
		expect(sent(at, 'America/Lima', new Set(['2026-12-08']))).toEqual([day, waitedFor]);
	});

	it.each([
		['Europe/Copenhagen', '2027-03-27T12:00:00', 'Mon 29 09:00'],
		['Europe/Copenhagen', '2026-10-24T12:00:00', 'Mon 26 09:00'],
		['America/Santiago', '2026-09-05T12:00:00', 'Mon 07 09:00'],
	])('is 09:00 by the clock of %s also when the clock changes meanwhile', (zone, at, when) => {
		expect(sent(at, zone)?.[0]).toBe(when);
	});

	it('is midnight to midnight where the day has no end', () => {
		const allDay: ClientHours = { from: '00:00', to: '24:00', days: [1, 2, 3, 4, 5, 6, 7] };
		expect(sent('2026-11-28T23:59:59', 'Europe/London', none, allDay)).toEqual([
			'Sat 28 23:59',
			null,
		]);
	});

	it('is nothing where there is no working hour for 30 days', () => {
		const all = new Set(
			Array.from({ length: 60 }, (_, day) =>
				DateTime.fromISO('2026-11-20', { zone: 'utc' }).plus({ days: day }).toFormat('yyyy-MM-dd'),
			),
		);
		expect(sent('2026-11-26T10:00:00', 'America/Lima', all)).toBeNull();
	});

	it('is always the first working moment from now on, and never earlier', () => {
		const zones = [
			'America/Lima',
			'Europe/Copenhagen',
			'Asia/Kathmandu',
			'Pacific/Apia',
			'Australia/Lord_Howe',
		];
		const isWorking = (moment: Date, zone: string) => {
			const local = DateTime.fromJSDate(moment, { zone });
			return local.weekday <= 5 && local.hour >= 9 && local.hour < 18;
		};
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 365 * 24 * 60 }),
				fc.constantFrom(...zones),
				(minutes, zone) => {
					const now = new Date(Date.UTC(2026, 6, 1, 0, minutes));
					const next = nextWorkingMoment(now, zone, hours, none);
					expect(next).not.toBeNull();
					const { at } = next!;
					expect(at.getTime()).toBeGreaterThanOrEqual(now.getTime());
					expect(isWorking(at, zone)).toBe(true);
					// Nothing was passed over: a quarter of an hour is the finest step of zones.
					for (let each = now.getTime(); each < at.getTime(); each += 15 * 60_000) {
						expect(isWorking(new Date(each), zone)).toBe(false);
					}
				},
			),
			{ seed: 20261126, numRuns: 150 },
		);
	});
});
