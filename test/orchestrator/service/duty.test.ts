import { dutyAt, dutyRoster, hoursByPlace } from '../../../orchestrator/src/service/duty';
import type { Closer } from '../../../orchestrator/src/service/settings';

const weekdays = [1, 2, 3, 4, 5];
const camila = aCloser('camila', 'America/Caracas', '09:00', '18:00');
const freja = aCloser('freja', 'Europe/Copenhagen', '09:00', '17:00');
const night = aCloser('night', 'Europe/Copenhagen', '22:00', '06:00', [5]);

function aCloser(name: string, zone: string, from: string, to: string, days = weekdays): Closer {
	return { email: `${name}@agency.test`, zone, from, to, days };
}

describe('dutyAt', () => {
	it.each([
		// 2026-11-23 is a Monday; Caracas is UTC-4 all year, Copenhagen UTC+1 in winter, +2 in summer.
		{ when: 'the first minute of a shift', at: '2026-11-23T13:00:00Z', who: 'camila', on: true },
		{ when: 'the minute before', at: '2026-11-23T12:59:59Z', who: 'freja', on: true },
		{ when: 'the last second of a shift', at: '2026-11-23T21:59:59Z', who: 'camila', on: true },
		{ when: 'the minute a shift ends', at: '2026-11-23T22:00:00Z', who: 'freja', on: false },
		{ when: 'two are on duty', at: '2026-11-23T14:00:00Z', who: 'camila', on: true },
		{ when: 'the weekend', at: '2026-11-22T10:00:00Z', who: 'freja', on: false },
		{ when: 'winter in Copenhagen', at: '2026-03-27T08:00:00Z', who: 'freja', on: true },
		{ when: 'just before nine in winter', at: '2026-03-27T07:59:00Z', who: 'freja', on: false },
		{ when: 'summer in Copenhagen', at: '2026-03-30T07:00:00Z', who: 'freja', on: true },
	])('names $who at $when', ({ at, who, on }) => {
		expect(dutyAt([camila, freja], new Date(at))).toEqual({
			email: `${who}@agency.test`,
			isOnDuty: on,
		});
	});

	it.each([
		{ when: 'before midnight of its day', at: '2026-11-27T22:00:00Z', on: true },
		{ when: 'after midnight', at: '2026-11-28T04:59:00Z', on: true },
		{ when: 'its end', at: '2026-11-28T05:00:00Z', on: false },
		{ when: 'the same hours of another day', at: '2026-11-26T22:00:00Z', on: false },
	])('follows a shift across midnight: $when', ({ at, on }) => {
		expect(dutyAt([night], new Date(at))?.isOnDuty).toBe(on);
	});

	it('reads a start inside the hour that the clocks skip as the hour after', () => {
		const early = aCloser('early', 'Europe/Copenhagen', '02:30', '10:00', [7]);

		expect(dutyAt([early], new Date('2026-03-29T01:29:00Z'))?.isOnDuty).toBe(false);
		expect(dutyAt([early], new Date('2026-03-29T01:30:00Z'))?.isOnDuty).toBe(true);
	});

	it('names nobody when there is nobody, or nobody ever works', () => {
		expect(dutyAt([], new Date('2026-11-23T13:00:00Z'))).toBeNull();
		expect(dutyAt([{ ...camila, days: [] }], new Date('2026-11-23T13:00:00Z'))).toBeNull();
	});
});

describe('dutyRoster', () => {
	it('says the same as dutyAt, minute by minute', () => {
		const onDuty = dutyRoster([camila, freja]);
		const start = Date.parse('2026-11-23T07:58:30Z');

		for (let seconds = 0; seconds < 300; seconds += 20) {
			const moment = new Date(start + seconds * 1_000);
			expect(onDuty(moment)).toEqual(dutyAt([camila, freja], moment));
		}
	});
});

describe('hoursByPlace', () => {
	it('names each place once, by its city', () => {
		expect(hoursByPlace([camila, { ...camila, email: 'other@agency.test' }, freja])).toEqual([
			'Caracas 09:00–18:00',
			'Copenhagen 09:00–17:00',
		]);
	});
});
