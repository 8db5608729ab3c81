import fc from 'fast-check';
import { timecode } from '../../../../nodes/domain/quality/timecode';

const ntsc = 30_000 / 1_001;
const ntsc60 = 60_000 / 1_001;
const film = 24_000 / 1_001;

describe('timecode', () => {
	it.each([
		{ seconds: 0, rate: 25, code: '00:00:00:00' },
		{ seconds: 1, rate: 25, code: '00:00:01:00' },
		{ seconds: 1.96, rate: 25, code: '00:00:01:24' },
		{ seconds: 3_661.5, rate: 24, code: '01:01:01:12' },
		{ seconds: 59.99, rate: 50, code: '00:00:59:49' },
		{ seconds: 0, rate: ntsc, code: '00:00:00;00' },
		{ seconds: 1_799 / ntsc, rate: ntsc, code: '00:00:59;29' },
		{ seconds: 1_800 / ntsc, rate: ntsc, code: '00:01:00;02' },
		{ seconds: 17_981 / ntsc, rate: ntsc, code: '00:09:59;29' },
		{ seconds: 17_982 / ntsc, rate: ntsc, code: '00:10:00;00' },
		{ seconds: 3_600, rate: ntsc, code: '01:00:00;00' },
		{ seconds: 3_600, rate: 29.97, code: '01:00:00;00' },
		{ seconds: 3_599 / ntsc60, rate: ntsc60, code: '00:00:59;59' },
		{ seconds: 3_600 / ntsc60, rate: ntsc60, code: '00:01:00;04' },
		{ seconds: 35_964 / ntsc60, rate: ntsc60, code: '00:10:00;00' },
		{ seconds: 1.001, rate: film, code: '00:00:01:00' },
		{ seconds: 3_603.6, rate: film, code: '01:00:00:00' },
		{ seconds: 61.25, rate: null, code: '00:01:01.250' },
		{ seconds: 61.25, rate: 0, code: '00:01:01.250' },
	])('calls $seconds s of $rate frames a second $code', ({ seconds, rate, code }) => {
		expect(timecode(seconds, rate)).toBe(code);
	});

	const drops = [
		{ rate: ntsc, base: 30, dropped: 2 },
		{ rate: ntsc60, base: 60, dropped: 4 },
	];

	it.each(drops)(
		'of $base base frames never uses a number it leaves out',
		({ rate, base, dropped }) => {
			fc.assert(
				fc.property(fc.integer({ min: 0, max: base * 86_000 }), (frame) => {
					const [, minute, second, number] = timecode(frame / rate, rate)
						.split(/[:;]/)
						.map(Number);
					const isLeftOut = second === 0 && (number ?? 0) < dropped && (minute ?? 0) % 10 !== 0;
					expect(isLeftOut).toBe(false);
				}),
				{ seed: 5, numRuns: 3_000 },
			);
		},
	);

	it.each(drops)(
		'of $base base frames gives each frame a code of its own, in order',
		({ rate, base }) => {
			fc.assert(
				fc.property(fc.integer({ min: 0, max: base * 86_000 }), (frame) => {
					expect(timecode(frame / rate, rate) < timecode((frame + 1) / rate, rate)).toBe(true);
				}),
				{ seed: 6, numRuns: 3_000 },
			);
		},
	);

	it.each(drops)(
		'of $base base frames stays within four frames of the clock for a day',
		({ rate, base }) => {
			fc.assert(
				fc.property(fc.integer({ min: 0, max: 86_000 }), (seconds) => {
					const [hours = 0, minutes = 0, rest = 0, frames = 0] = timecode(seconds, rate)
						.split(/[:;]/)
						.map(Number);
					const told = hours * 3_600 + minutes * 60 + rest + frames / base;
					expect(Math.abs(told - seconds)).toBeLessThan(0.15);
				}),
				{ seed: 7, numRuns: 2_000 },
			);
		},
	);
});
