import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const reading = z.object({ value: z.number(), low: z.number(), high: z.number() });

const signalSchema = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('tone'),
		frequency_hz: z.number(),
		segments: z.array(z.object({ dbfs: z.number().nullable(), seconds: z.number() })),
		block_seconds: z.number().optional(),
	}),
	z.object({
		kind: z.literal('tone_5_0'),
		frequency_hz: z.number(),
		seconds: z.number(),
		dbfs: z.object({
			L: z.number(),
			R: z.number(),
			C: z.number(),
			Ls: z.number(),
			Rs: z.number(),
		}),
	}),
	z.object({
		kind: z.literal('sine_fraction_of_fs'),
		frequency: z.string(),
		amplitude_ffs: z.number(),
		phase_degrees: z.number(),
		seconds: z.number(),
		linear_fade_seconds: z.number(),
	}),
	z.object({
		kind: z.literal('burst_decimated'),
		host: z.object({ frequency: z.string(), amplitude_ffs: z.number() }),
		burst: z.object({ frequency: z.string(), amplitude_ffs: z.number(), periods: z.number() }),
		low_pass_then_keep_every: z.number(),
		offset: z.number(),
		seconds: z.number(),
		linear_fade_seconds: z.number(),
	}),
]);

const caseSchema = z.object({
	case: z.string(),
	signal: signalSchema,
	expect: z.record(z.union([reading, z.array(reading)])),
});

/** What a meter must read, and how far off it may be. */
export type ExpectedReading = z.infer<typeof reading>;

/** One test signal of EBU Tech 3341 or 3342 with the readings it must give. */
export type LoudnessCase = z.infer<typeof caseSchema>;

/** Samples as a file holds them: 48,000 Hz, channels in ffmpeg's order, interleaved. */
export interface Signal {
	sampleRateHz: number;
	channels: number;
	samples: Float32Array;
}

const RATE = 48_000;

/** Every case of `data/loudness/cases.json`. */
export function readLoudnessCases(dataFolder: string): LoudnessCase[] {
	const text = readFileSync(path.join(dataFolder, 'loudness', 'cases.json'), 'utf8');
	return z.array(caseSchema).parse(JSON.parse(text));
}

/** The samples that a case describes; equal calls give equal samples. */
export function makeSignal(signal: LoudnessCase['signal'], rate = RATE): Signal {
	switch (signal.kind) {
		case 'tone':
			return stereo(toneOf(signal.frequency_hz, signal.segments, rate), rate);
		case 'tone_5_0': {
			const { L, R, C, Ls, Rs } = signal.dbfs;
			const lines = [L, R, C, Ls, Rs].map((dbfs) =>
				toneOf(signal.frequency_hz, [{ dbfs, seconds: signal.seconds }], rate),
			);
			return { sampleRateHz: rate, channels: 5, samples: interleave(lines) };
		}
		case 'sine_fraction_of_fs': {
			const turn = fractionOf(signal.frequency) * 2 * Math.PI;
			const phase = (signal.phase_degrees * Math.PI) / 180;
			const line = Float64Array.from(
				{ length: Math.round(signal.seconds * rate) },
				(_, frame) => signal.amplitude_ffs * Math.sin(turn * frame + phase),
			);
			return stereo(faded(line, signal.linear_fade_seconds, rate), rate);
		}
		case 'burst_decimated':
			return stereo(burstOf(signal, rate), rate);
	}
}

/** A sine through parts of given level; the phase goes on from part to part. */
export function toneOf(
	frequencyHz: number,
	segments: ReadonlyArray<{ dbfs: number | null; seconds: number }>,
	rate = RATE,
): Float64Array {
	const ends: number[] = [];
	let seconds = 0;
	for (const segment of segments) ends.push(Math.round((seconds += segment.seconds) * rate));
	const line = new Float64Array(ends.at(-1) ?? 0);
	const turn = (2 * Math.PI * frequencyHz) / rate;
	segments.forEach(({ dbfs }, index) => {
		if (dbfs === null) return;
		const amplitude = 10 ** (dbfs / 20);
		for (let frame = ends[index - 1] ?? 0; frame < ends[index]; frame += 1) {
			line[frame] = amplitude * Math.sin(turn * frame);
		}
	});
	return line;
}

/** The same line in both channels. */
export function stereo(line: Float64Array, sampleRateHz = RATE): Signal {
	return { sampleRateHz, channels: 2, samples: interleave([line, line]) };
}

/** Lines of one channel each, as one list of samples. */
export function interleave(lines: readonly Float64Array[]): Float32Array {
	const samples = new Float32Array(lines.length * lines[0].length);
	lines.forEach((line, channel) => {
		for (let frame = 0; frame < line.length; frame += 1) {
			samples[frame * lines.length + channel] = line[frame];
		}
	});
	return samples;
}

type Burst = Extract<LoudnessCase['signal'], { kind: 'burst_decimated' }>;

/**
 * Made at four times the rate: one period of the burst takes the place of the host from a rising
 * zero crossing in the middle on; then a low pass below half the rate, and every fourth sample.
 */
function burstOf(signal: Burst, rate: number): Float64Array {
	const times = signal.low_pass_then_keep_every;
	const hostPeriod = times / fractionOf(signal.host.frequency);
	const burstPeriod = times / fractionOf(signal.burst.frequency);
	const length = Math.round(signal.seconds * rate) * times;
	const start = Math.round(length / 2 / hostPeriod) * hostPeriod;
	const burstLength = burstPeriod * signal.burst.periods;
	const line = new Float64Array(length);
	for (let place = 0; place < length; place += 1) {
		const inBurst = place - start;
		line[place] =
			inBurst >= 0 && inBurst < burstLength
				? signal.burst.amplitude_ffs * Math.sin((2 * Math.PI * inBurst) / burstPeriod)
				: signal.host.amplitude_ffs *
					Math.sin((2 * Math.PI * (inBurst < 0 ? place : inBurst - burstLength)) / hostPeriod);
	}
	const shaped = faded(line, signal.linear_fade_seconds, rate * times);
	return decimated(shaped, times, signal.offset);
}

/** Low pass at 0.45 of the lower rate by a Blackman-windowed sinc, then every `times`-th sample. */
function decimated(line: Float64Array, times: number, offset: number): Float64Array {
	const reach = 32 * times;
	const cut = 0.9 / times;
	const taps = Array.from({ length: 2 * reach + 1 }, (_, tap) => {
		const x = tap - reach;
		const sinc = x === 0 ? cut : Math.sin(Math.PI * cut * x) / (Math.PI * x);
		const w = (Math.PI * (tap + 0)) / reach;
		return sinc * (0.42 - 0.5 * Math.cos(w) + 0.08 * Math.cos(2 * w));
	});
	return Float64Array.from({ length: Math.floor((line.length - offset) / times) }, (_, frame) => {
		const centre = frame * times + offset;
		let sum = 0;
		for (let tap = 0; tap < taps.length; tap += 1) {
			sum += taps[tap] * (line[centre + tap - reach] ?? 0);
		}
		return sum;
	});
}

function faded(line: Float64Array, seconds: number, rate: number): Float64Array {
	const length = seconds * rate;
	return line.map(
		(value, frame) => value * Math.min(1, frame / length, (line.length - 1 - frame) / length),
	);
}

/** `fs/6` is a sixth of the sampling rate. */
function fractionOf(frequency: string): number {
	return 1 / Number(frequency.replace('fs/', ''));
}
