import type { HearReading } from '../../../../orchestrator/src/media/loudness/loudnessMeter';
import type { Sound } from '../../../../orchestrator/src/media/sound/soundMeter';
import { startSoundMeter } from '../../../../orchestrator/src/media/sound/soundMeter';
import type { ExpectedReading, LoudnessCase, Signal } from '../../../support/media/loudnessSignals';
import {
	makeSignal,
	readLoudnessCases,
	stereo,
	toneOf,
} from '../../../support/media/loudnessSignals';
import { dataFolder, describeWithData } from '../../../support/sharedData';

jest.setTimeout(240_000);

/** Bytes of one piece as a pipe hands them on: not a whole number of samples. */
const PIECE = 65_537;

function hearOf({ sampleRateHz, channels, samples }: Signal, hear?: HearReading): Sound {
	const meter = startSoundMeter({ sampleRateHz, channels, layout: null }, hear);
	const bytes = new Uint8Array(samples.slice().buffer);
	for (let at = 0; at < bytes.length; at += PIECE) meter.take(bytes.subarray(at, at + PIECE));
	return meter.end();
}

function truePeakDb(sound: Sound): number {
	return 20 * Math.log10(sound.truePeak.value);
}

describeWithData('every reading of the sound meter on the signals of EBU Tech 3341', () => {
	const all = dataFolder === null ? [] : readLoudnessCases(dataFolder);
	// Those that ask for more than the highest reading; the others are read from files beside this.
	const cases = all.filter(({ expect: wanted }) =>
		Object.keys(wanted).some((name) => /^(momentary|short_term|.*_per_block)/.test(name)),
	);

	it('has every case', () => {
		expect(all).toHaveLength(63);
		expect(cases).toHaveLength(6);
	});

	it.each(cases.map((one) => [one.case, one] as const))('reads %s', (_, one) => {
		for (const [name, { wanted, got }] of readingsOf(one)) {
			for (const value of got) {
				expect({ name, value }).toEqual({ name, value: within(wanted) });
			}
		}
	});
});

/** Matches a number inside the tolerance. */
function within({ value, low, high }: ExpectedReading): unknown {
	return {
		asymmetricMatch: (got: unknown) =>
			typeof got === 'number' && got >= value + low && got <= value + high,
		toString: () => `${value + low} to ${value + high}`,
	};
}

type Checked = [string, { wanted: ExpectedReading; got: number[] }];

function readingsOf(one: LoudnessCase): Checked[] {
	const heard: Array<{ window: string; at: number; lufs: number }> = [];
	const sound = hearOf(makeSignal(one.signal), (window, at, lufs) =>
		heard.push({ window, at, lufs }),
	);
	const every = (window: string, from = 0) =>
		heard.filter((each) => each.window === window && each.at >= from).map(({ lufs }) => lufs);
	const blockSeconds = one.signal.kind === 'tone' ? (one.signal.block_seconds ?? 0) : 0;
	const loudestIn = (window: string, block: number) => {
		// The window that ends with the block belongs to it.
		const inBlock = heard.filter(
			({ at }) => at > block * blockSeconds + 1e-9 && at <= (block + 1) * blockSeconds + 1e-9,
		);
		return Math.max(...inBlock.filter((each) => each.window === window).map(({ lufs }) => lufs));
	};
	const { loudness } = sound;
	const known: Record<string, number[]> = {
		integrated: [loudness?.integratedLufs ?? Number.NaN],
		loudness_range: [loudness?.loudnessRangeLu ?? Number.NaN],
		max_momentary: [loudness?.maxMomentary?.lufs ?? Number.NaN],
		max_short_term: [loudness?.maxShortTerm?.lufs ?? Number.NaN],
		max_true_peak: [truePeakDb(sound)],
		momentary: every('momentary'),
		momentary_from_1s: every('momentary', 1),
		short_term: every('shortTerm'),
		short_term_from_3s: every('shortTerm', 3),
	};
	return Object.entries(one.expect).flatMap(([name, wanted]): Checked[] => {
		if (!Array.isArray(wanted)) {
			expect(known[name]?.length).toBeGreaterThan(0);
			return [[name, { wanted, got: known[name] }]];
		}
		const window = name.includes('momentary') ? 'momentary' : 'shortTerm';
		return wanted.map((each, block): Checked => {
			return [`${name} ${block}`, { wanted: each, got: [loudestIn(window, block)] }];
		});
	});
}

describe('the sound meter', () => {
	it.each([8_000, 11_025, 22_050, 44_100, 88_200, 96_000, 192_000])(
		'reads a tone alike at %i Hz',
		(rate) => {
			const sound = hearOf(stereo(toneOf(997, [{ dbfs: -23, seconds: 4 }], rate), rate));
			expect(sound.loudness?.integratedLufs).toBeCloseTo(-23, 1);
			expect(sound.loudness?.maxMomentary?.lufs).toBeCloseTo(-23, 1);
			// Where a tone begins and ends at once the signal between the samples overshoots a little.
			expect(truePeakDb(sound)).toBeCloseTo(-23, 0);
		},
	);
});
