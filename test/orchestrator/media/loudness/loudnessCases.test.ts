import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MeasuredAudio } from '../../../../nodes/domain/quality/measured';
import { measureFile } from '../../../../orchestrator/src/media/measureFile';
import { describeWithFfmpeg } from '../../../support/media/ffmpegHere';
import { ffmpegFile, makeMedia } from '../../../support/media/makeMedia';
import type { LoudnessCase, Signal } from '../../../support/media/loudnessSignals';
import {
	interleave,
	makeSignal,
	readLoudnessCases,
	stereo,
	toneOf,
} from '../../../support/media/loudnessSignals';
import { writeWav } from '../../../support/media/wav';
import { dataFolder, describeWithData } from '../../../support/sharedData';

// Each waits for several processes; a busy machine lets them wait.
jest.setTimeout(240_000);

const folder = mkdtempSync(path.join(tmpdir(), 'agency-loudness-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function audioOf(file: string): Promise<MeasuredAudio> {
	const { measured } = await measureFile(file);
	if (measured.audio === null) throw new Error('There is no sound.');
	return measured.audio;
}

async function read(signal: Signal): Promise<MeasuredAudio> {
	return await audioOf(writeWav(path.join(folder, 'signal.wav'), signal));
}

/** What a file's measurements say of each reading; readings block by block end in the highest. */
const fields: Record<
	string,
	'integratedLufs' | 'maxMomentaryLufs' | 'maxShortTermLufs' | 'truePeakDbtp' | 'loudnessRangeLu'
> = {
	integrated: 'integratedLufs',
	loudness_range: 'loudnessRangeLu',
	max_momentary: 'maxMomentaryLufs',
	max_momentary_per_block: 'maxMomentaryLufs',
	momentary: 'maxMomentaryLufs',
	momentary_from_1s: 'maxMomentaryLufs',
	max_short_term: 'maxShortTermLufs',
	max_short_term_per_block: 'maxShortTermLufs',
	short_term: 'maxShortTermLufs',
	short_term_from_3s: 'maxShortTermLufs',
	max_true_peak: 'truePeakDbtp',
};

describeWithFfmpeg('loudness of a file', () => {
	describeWithData('by EBU Tech 3341 and 3342', () => {
		const cases: LoudnessCase[] = dataFolder === null ? [] : readLoudnessCases(dataFolder);

		it.each(cases.map((one) => [one.case, one] as const))('is read right in %s', async (_, one) => {
			const audio = await read(makeSignal(one.signal));
			const expected = Object.entries(one.expect).map(([name, wanted]) => {
				const { value, low, high } = Array.isArray(wanted) ? wanted[wanted.length - 1] : wanted;
				return { name, low: value + low, high: value + high };
			});
			expect(expected.length).toBeGreaterThan(0);
			for (const { name, low, high } of expected) {
				const value = audio[fields[name]];
				expect({ name, value, fits: value !== null && value >= low && value <= high }).toEqual({
					name,
					value: expect.any(Number),
					fits: true,
				});
			}
		});
	});

	// A sine in one channel has 3 dB less than in two; the low-frequency channel counts nothing.
	it.each([
		{ what: 'one channel', channels: 1, expected: -26.01 },
		{ what: 'two channels', channels: 2, expected: -23 },
	])('counts $what', async ({ channels, expected }) => {
		const line = toneOf(1000, [{ dbfs: -23, seconds: 4 }]);
		const samples = interleave(Array.from({ length: channels }, () => line));
		const audio = await read({ sampleRateHz: 48_000, channels, samples });
		expect(audio.integratedLufs).toBeCloseTo(expected, 1);
	});

	it('takes surrounds for more and the low-frequency channel for nothing', async () => {
		const file = path.join(folder, 'six.wav');
		const gains = '0*c0|c1=0*c0|c2=0*c0|c3=c0|c4=0*c0|c5=0*c0';
		const tone = ['-f', 'lavfi', '-i', 'aevalsrc=0.0707946*sin(2000*PI*t):s=48000:d=4'];
		const lowOnly = makeMedia(file, [...tone, '-af', `pan=5.1|c0=${gains}`]);
		expect((await audioOf(lowOnly)).integratedLufs).toBeNull();
		const surround = gains.replace('c3=c0', 'c3=0*c0').replace('c4=0*c0', 'c4=c0');
		const one = makeMedia(file, [...tone, '-af', `pan=5.1|c0=${surround}`]);
		expect((await audioOf(one)).integratedLufs).toBeCloseTo(-26.01 + 10 * Math.log10(1.41), 1);
	});

	it.each([0.05, 0.39])('has none in %d s, and says so', async (seconds) => {
		const audio = await read(stereo(toneOf(1000, [{ dbfs: -20, seconds }])));
		expect(audio).toMatchObject({ integratedLufs: null, maxMomentaryLufs: null });
		expect(audio.samplePeakDbfs).toBeCloseTo(-20, 1);
	});

	it('agrees with ffmpeg on programme of changing level', async () => {
		const file = makeMedia(path.join(folder, 'programme.wav'), [
			...['-f', 'lavfi', '-i', 'anoisesrc=d=40:c=pink:r=44100:a=0.3:seed=7'],
			...['-af', "volume='0.2+0.8*abs(sin(t/5))':eval=frame,pan=stereo|c0=c0|c1=0.5*c0"],
		]);
		const audio = await audioOf(file);
		const told = spawnEbur128(file);
		const last = (name: string) => Number(new RegExp(`${name}: +(-?[\\d.]+)`).exec(told)?.[1]);
		expect(Math.abs((audio.integratedLufs ?? 0) - last('I'))).toBeLessThan(0.11);
		expect(Math.abs((audio.loudnessRangeLu ?? 0) - last('LRA'))).toBeLessThan(0.3);
		expect(Math.abs((audio.truePeakDbtp ?? 0) - last('Peak'))).toBeLessThan(0.3);
	});
});

/** The summary that ffmpeg's own meter prints. */
function spawnEbur128(file: string): string {
	const args = [
		'-hide_banner',
		'-nostats',
		'-i',
		file,
		'-af',
		'ebur128=peak=true:framelog=verbose',
	];
	const shell = ['-c', '"$@" 2>&1', 'sh', ffmpegFile ?? 'ffmpeg', ...args, '-f', 'null', '-'];
	const text = execFileSync('/bin/sh', shell, { encoding: 'utf8' });
	return text.slice(text.indexOf('Summary:'));
}
