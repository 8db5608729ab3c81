import type { TimeRange } from '../../../../nodes/domain/quality/measured';
import { joinRanges } from '../ranges';

/** Below this share of full scale (-60 dBFS) a sample counts as silent. */
export const SILENT_BELOW = 0.001;

/** Shortest silence that is told, seconds. */
const SILENCE_SECONDS = 1;

/** Full scale of 16 bits, half a step less: from here on a sample is at its limit. */
const FULL_SCALE = 1 - 1.5 / 32_768;

/** Samples at full scale in a row that count as clipping. */
const CLIPPED_RUN = 3;

/** Stretches of clipping nearer than this to each other are one, seconds. */
const CLIPPING_GAP_SECONDS = 0.1;

/** Most stretches of clipping kept while listening; a later one widens the last. */
const MOST_CLIPPED = 10_000;

/** Taken out of the global object once: it is called for every sample. */
const { isFinite } = Number;

/** Levels of a whole signal; times in seconds from its start. */
export interface Levels {
	/** Highest sample as a share of full scale, may be above 1; 0 for digital silence. */
	samplePeak: number;
	silences: TimeRange[];
	clipping: { samples: number; ranges: TimeRange[] };
	/** Greatest mean of a channel, as a share of full scale. */
	dcOffset: number;
	/** Channels that stay below -60 dBFS, by place from 0. */
	silentChannels: number[];
	/** Samples that are no finite numbers; they were counted as 0. */
	notNumbers: number;
	frames: number;
}

/** Follows levels of interleaved samples as they come. */
export interface LevelMeter {
	/** Takes interleaved samples, whole frames only. */
	take(samples: Float32Array): void;
	end(): Levels;
}

/**
 * Peaks, silences, clipping and offset. Puts 0 in the place of samples that are no numbers, in the
 * samples handed in: the meters that listen afterwards must not choke on them.
 */
export function startLevelMeter(sampleRateHz: number, channels: number): LevelMeter {
	const sums = new Float64Array(channels);
	const peaks = new Float64Array(channels);
	const runs = new Int32Array(channels);
	const silences: TimeRange[] = [];
	const clipped: TimeRange[] = [];
	let clippedSamples = 0;
	let notNumbers = 0;
	let frames = 0;
	let quietSince = 0;

	function closeSilence(until: number): void {
		if (until - quietSince < SILENCE_SECONDS * sampleRateHz) return;
		silences.push({ from: quietSince / sampleRateHz, to: until / sampleRateHz });
	}

	function clipAt(frame: number, run: number): void {
		clippedSamples += run === CLIPPED_RUN ? CLIPPED_RUN : 1;
		const from = (frame - run + 1) / sampleRateHz;
		const to = (frame + 1) / sampleRateHz;
		const last = clipped.at(-1);
		const isNear = last !== undefined && from - last.to <= CLIPPING_GAP_SECONDS;
		if (last !== undefined && (isNear || clipped.length >= MOST_CLIPPED)) last.to = to;
		else clipped.push({ from, to });
	}

	return {
		take(samples) {
			for (let place = 0; place < samples.length; ) {
				let isLoud = false;
				for (let channel = 0; channel < channels; channel += 1, place += 1) {
					let value = samples[place];
					if (!isFinite(value)) {
						notNumbers += 1;
						value = 0;
						samples[place] = 0;
					}
					const size = value < 0 ? -value : value;
					sums[channel] += value;
					if (size > peaks[channel]) peaks[channel] = size;
					if (size >= SILENT_BELOW) isLoud = true;
					if (size < FULL_SCALE) {
						runs[channel] = 0;
						continue;
					}
					runs[channel] += 1;
					if (runs[channel] >= CLIPPED_RUN) clipAt(frames, runs[channel]);
				}
				if (isLoud) {
					closeSilence(frames);
					quietSince = frames + 1;
				}
				frames += 1;
			}
		},
		end() {
			closeSilence(frames);
			return {
				samplePeak: Math.max(0, ...peaks),
				silences,
				clipping: {
					samples: clippedSamples,
					ranges: joinRanges(clipped, CLIPPING_GAP_SECONDS),
				},
				dcOffset: frames === 0 ? 0 : Math.max(...sums.map((sum) => Math.abs(sum / frames))),
				silentChannels: [...peaks.keys()].filter((channel) => peaks[channel] < SILENT_BELOW),
				notNumbers,
				frames,
			};
		},
	};
}
