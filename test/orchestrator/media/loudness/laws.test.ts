import * as fc from 'fast-check';
import {
	integratedLoudness,
	loudnessRange,
	meanSquareOf,
} from '../../../../orchestrator/src/media/loudness/gating';
import { channelWeights } from '../../../../orchestrator/src/media/loudness/channelWeights';
import type { Sound } from '../../../../orchestrator/src/media/sound/soundMeter';
import { startSoundMeter } from '../../../../orchestrator/src/media/sound/soundMeter';

jest.setTimeout(240_000);

const RATE = 8_000;
const settings = { seed: 20261126, numRuns: 25 };

/** A second of two channels, loud enough to be heard, as random numbers. */
const sound = fc
	.tuple(fc.integer({ min: 1, max: 2 ** 30 }), fc.double({ min: 0.05, max: 0.4, noNaN: true }))
	.map(([seed, amplitude]) => {
		let state = seed;
		return Float32Array.from({ length: 2 * RATE }, () => {
			state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
			return (state / 0x40000000 - 1) * amplitude;
		});
	});

function hear(samples: Float32Array, pieces: readonly number[] = [samples.length * 4]): Sound {
	const meter = startSoundMeter({ sampleRateHz: RATE, channels: 2, layout: 'stereo' });
	const bytes = new Uint8Array(samples.slice().buffer);
	let at = 0;
	for (let turn = 0; at < bytes.length; turn += 1) {
		const size = pieces[turn % pieces.length];
		meter.take(bytes.subarray(at, at + size));
		at += size;
	}
	return meter.end();
}

describe('laws of the sound meter', () => {
	it('reads the same however the samples are cut into pieces', () => {
		fc.assert(
			fc.property(
				sound,
				fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 5 }),
				(samples, pieces) => {
					const [{ loudness: inPieces, ...rest }, { loudness: whole, ...others }] = [
						hear(samples, pieces),
						hear(samples),
					];
					expect(rest).toEqual(others);
					// Energies are added up in another order: the last of sixteen digits may differ.
					expect(inPieces?.integratedLufs).toBeCloseTo(whole?.integratedLufs ?? 0, 9);
					expect(inPieces?.maxMomentary?.at).toBe(whole?.maxMomentary?.at);
				},
			),
			settings,
		);
	});

	it('reads a gain as that many LU, dB and dB', () => {
		fc.assert(
			fc.property(sound, fc.double({ min: -12, max: 6, noNaN: true }), (samples, gainDb) => {
				const gained = samples.map((value) => value * 10 ** (gainDb / 20));
				const [before, after] = [hear(samples), hear(gained)];
				const lu = (after.loudness?.integratedLufs ?? 0) - (before.loudness?.integratedLufs ?? 0);
				expect(lu).toBeCloseTo(gainDb, 2);
				const db = 20 * Math.log10(after.truePeak.value / before.truePeak.value);
				expect(db).toBeCloseTo(gainDb, 2);
			}),
			settings,
		);
	});

	it('never reads a true peak below the highest sample', () => {
		fc.assert(
			fc.property(sound, (samples) => {
				const { truePeak, levels } = hear(samples);
				expect(truePeak.value).toBeGreaterThanOrEqual(levels.samplePeak);
			}),
			settings,
		);
	});

	it('counts samples that are no numbers, and goes on', () => {
		const samples = Float32Array.from({ length: 2 * RATE }, (_, place) => 0.1 * Math.sin(place));
		samples[500] = Number.NaN;
		samples[501] = Infinity;
		const { levels, loudness } = hear(samples);
		expect(levels.notNumbers).toBe(2);
		expect(loudness?.integratedLufs).toBeGreaterThan(-70);
	});
});

describe('gating', () => {
	const blocks = fc.array(fc.double({ min: -90, max: 0, noNaN: true }).map(meanSquareOf), {
		minLength: 1,
		maxLength: 200,
	});

	it('stays within what is loud enough, and does not mind the order', () => {
		fc.assert(
			fc.property(blocks, (values) => {
				const loudest = Math.max(...values);
				const integrated = integratedLoudness(values);
				if (loudest < meanSquareOf(-70)) return expect(integrated).toBeNull();
				expect(meanSquareOf(integrated ?? 0)).toBeLessThanOrEqual(loudest * 1.0001);
				expect(integratedLoudness([...values].reverse())).toBeCloseTo(integrated ?? 0, 6);
				expect(loudnessRange(values)).toBeGreaterThanOrEqual(0);
			}),
			settings,
		);
	});

	it('hears nothing of what is below its gate', () => {
		const loud = Array.from({ length: 10 }, () => meanSquareOf(-23));
		const quiet = Array.from({ length: 1_000 }, () => meanSquareOf(-71));
		expect(integratedLoudness([...quiet, ...loud])).toBeCloseTo(-23, 6);
		expect(integratedLoudness(quiet)).toBeNull();
		expect(loudnessRange([])).toBeNull();
	});
});

describe('weights of channels', () => {
	it.each([
		{ channels: 1, layout: null, weights: [1] },
		{ channels: 2, layout: null, weights: [1, 1] },
		{ channels: 5, layout: null, weights: [1, 1, 1, 1.41, 1.41] },
		{ channels: 5, layout: '5 channels', weights: [1, 1, 1, 1.41, 1.41] },
		{ channels: 6, layout: '5.1(side)', weights: [1, 1, 1, 0, 1.41, 1.41] },
		{ channels: 8, layout: '7.1', weights: [1, 1, 1, 0, 1, 1, 1.41, 1.41] },
		{ channels: 6, layout: 'hexagonal', weights: [1, 1, 1, 1.41, 1.41, 1] },
		{ channels: 9, layout: null, weights: null },
		{ channels: 6, layout: '6 channels (odd)', weights: null },
	])('are $weights for $channels channels of $layout', ({ channels, layout, weights }) => {
		expect(channelWeights(channels, layout)).toEqual(weights);
	});
});
