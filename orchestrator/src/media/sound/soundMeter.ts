import type { HearReading, Loudness } from '../loudness/loudnessMeter';
import { startLoudnessMeter } from '../loudness/loudnessMeter';
import type { Peak } from '../loudness/truePeak';
import { startTruePeakMeter } from '../loudness/truePeak';
import { channelWeights } from '../loudness/channelWeights';
import type { Levels } from './levelMeter';
import { startLevelMeter } from './levelMeter';
import type { Phase } from './phaseMeter';
import { startPhaseMeter } from './phaseMeter';

/** How the samples of a sound come. */
export interface SoundFormat {
	sampleRateHz: number;
	channels: number;
	/** Name in ffmpeg; null is undeclared, the usual layout of so many channels then. */
	layout: string | null;
}

/** Everything that is told of decoded samples; times in seconds from the first one. */
export interface Sound {
	/** Null where the layout does not say what each channel counts. */
	loudness: Loudness | null;
	truePeak: Peak;
	levels: Levels;
	/** Null unless there are two channels. */
	phase: Phase | null;
}

/** Listens to 32-bit floats as ffmpeg writes them, little-endian and interleaved. */
export interface SoundMeter {
	/** Takes any piece, also one that ends within a sample. */
	take(bytes: Uint8Array): void;
	end(): Sound;
}

/** One pass of all meters over the samples; about a hundred times as fast as they play. */
export function startSoundMeter(format: SoundFormat, hear?: HearReading): SoundMeter {
	const { sampleRateHz, channels, layout } = format;
	const weights = channelWeights(channels, layout);
	const levels = startLevelMeter(sampleRateHz, channels);
	const truePeak = startTruePeakMeter(sampleRateHz, channels);
	const loudness = weights === null ? null : startLoudnessMeter(sampleRateHz, weights, hear);
	const phase = channels === 2 ? startPhaseMeter(sampleRateHz) : null;
	const frameBytes = 4 * channels;
	let rest = new Uint8Array(0);

	return {
		take(bytes) {
			const all = new Uint8Array(rest.length + bytes.length);
			all.set(rest);
			all.set(bytes, rest.length);
			const whole = all.length - (all.length % frameBytes);
			rest = all.slice(whole);
			const samples = new Float32Array(all.buffer, 0, whole / 4);
			levels.take(samples);
			truePeak.take(samples);
			loudness?.take(samples);
			phase?.take(samples);
		},
		end: () => ({
			loudness: loudness?.end() ?? null,
			truePeak: truePeak.end(),
			levels: levels.end(),
			phase: phase?.end() ?? null,
		}),
	};
}
