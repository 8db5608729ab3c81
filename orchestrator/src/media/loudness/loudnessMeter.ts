import { integratedLoudness, loudnessRange, lufsOf } from './gating';
import { kWeighting } from './kWeighting';

/** Readings a second: a window of exactly 0.4 s is missed by any slower one (EBU Tech 3341, 13). */
const READINGS_PER_SECOND = 50;

/** Readings that a window of 0.4 s and one of 3 s hold. */
const MOMENTARY = 20;
const SHORT_TERM = 150;

/** Readings between two gating blocks: 100 ms. */
const GATING_STEP = 5;

/** The loudest window, LUFS, and the seconds from the start at which it ends. */
export interface Loudest {
	lufs: number;
	at: number;
}

/** Loudness of a whole signal; null where it is too short or too quiet to have one. */
export interface Loudness {
	integratedLufs: number | null;
	loudnessRangeLu: number | null;
	maxMomentary: Loudest | null;
	maxShortTerm: Loudest | null;
}

/** Hears of every reading of a full window: seconds at its end, LUFS (-Infinity for silence). */
export type HearReading = (window: 'momentary' | 'shortTerm', at: number, lufs: number) => void;

/** Reads loudness from samples as they come. */
export interface LoudnessMeter {
	/** Takes interleaved samples, whole frames only. */
	take(samples: Float32Array): void;
	/** What was read of everything taken; a last window that is not full counts for nothing. */
	end(): Loudness;
}

/**
 * Loudness by ITU-R BS.1770-4 and EBU Tech 3341/3342, momentary and short-term every 20 ms.
 *
 * @param weights what each channel's energy counts, from `channelWeights`
 */
export function startLoudnessMeter(
	sampleRateHz: number,
	weights: readonly number[],
	hear?: HearReading,
): LoudnessMeter {
	const channels = weights.length;
	const [shelf, pass] = kWeighting(sampleRateHz);
	// Four memories a channel: two of each stage, in transposed direct form II.
	const memory = new Float64Array(channels * 4);
	const ring = new Float64Array(SHORT_TERM);
	const gatingBlocks: number[] = [];
	const shortTerms: number[] = [];
	let maxMomentary: Loudest | null = null;
	let maxShortTerm: Loudest | null = null;
	let frames = 0;
	let readings = 0;
	let energy = 0;
	let readingStart = 0;
	let nextReading = framesAt(1);

	function framesAt(reading: number): number {
		return Math.round((reading * sampleRateHz) / READINGS_PER_SECOND);
	}

	function meanOf(length: number): number {
		let sum = 0;
		for (let back = 1; back <= length; back += 1) {
			sum += ring[(readings - back + SHORT_TERM) % SHORT_TERM];
		}
		return sum / length;
	}

	function closeReading(): void {
		ring[readings % SHORT_TERM] = energy / (nextReading - readingStart);
		readings += 1;
		energy = 0;
		readingStart = nextReading;
		nextReading = framesAt(readings + 1);
		const at = readings / READINGS_PER_SECOND;
		if (readings >= MOMENTARY) {
			const mean = meanOf(MOMENTARY);
			maxMomentary = louder(maxMomentary, mean, at);
			hear?.('momentary', at, lufsOf(mean));
			if ((readings - MOMENTARY) % GATING_STEP === 0) gatingBlocks.push(mean);
		}
		if (readings >= SHORT_TERM) {
			const mean = meanOf(SHORT_TERM);
			maxShortTerm = louder(maxShortTerm, mean, at);
			hear?.('shortTerm', at, lufsOf(mean));
			if ((readings - SHORT_TERM) % GATING_STEP === 0) shortTerms.push(mean);
		}
	}

	return {
		take(samples) {
			for (let start = 0; start < samples.length; ) {
				const wanted = (nextReading - frames) * channels;
				const end = Math.min(samples.length, start + wanted);
				for (let channel = 0; channel < channels; channel += 1) {
					const weight = weights[channel];
					if (weight === 0) continue;
					const base = channel * 4;
					let s1 = memory[base];
					let s2 = memory[base + 1];
					let p1 = memory[base + 2];
					let p2 = memory[base + 3];
					let sum = 0;
					for (let place = start + channel; place < end; place += channels) {
						const x = samples[place];
						const y = shelf.b0 * x + s1;
						s1 = shelf.b1 * x - shelf.a1 * y + s2;
						s2 = shelf.b2 * x - shelf.a2 * y;
						const z = pass.b0 * y + p1;
						p1 = pass.b1 * y - pass.a1 * z + p2;
						p2 = pass.b2 * y - pass.a2 * z;
						sum += z * z;
					}
					memory[base] = settled(s1);
					memory[base + 1] = settled(s2);
					memory[base + 2] = settled(p1);
					memory[base + 3] = settled(p2);
					energy += weight * sum;
				}
				frames += (end - start) / channels;
				start = end;
				if (frames === nextReading) closeReading();
			}
		},
		end: () => ({
			integratedLufs: integratedLoudness(gatingBlocks),
			loudnessRangeLu: loudnessRange(shortTerms),
			maxMomentary,
			maxShortTerm,
		}),
	};
}

/** Memories fade for ever after the sound stops; numbers this small cost a hundredfold to add. */
function settled(value: number): number {
	return Math.abs(value) < 1e-25 ? 0 : value;
}

function louder(before: Loudest | null, meanSquare: number, at: number): Loudest | null {
	if (meanSquare <= 0) return before;
	const lufs = lufsOf(meanSquare);
	return before !== null && before.lufs >= lufs ? before : { lufs, at };
}
