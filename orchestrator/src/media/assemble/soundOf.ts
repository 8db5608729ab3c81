import type { MeasuredAudio } from '../../../../nodes/domain/quality/measured';
import type { PassFacts } from '../pass/runPass';
import type { ProbedStream } from '../probe';
import { longestRanges, rounded, roundTo } from '../ranges';
import type { Levels } from '../sound/levelMeter';
import type { Sound } from '../sound/soundMeter';
import { notDecoded } from './pictureOf';
import type { Unmeasured } from './unmeasured';

/** Where the sound stands among the streams. */
export interface SoundPlace {
	stream: ProbedStream;
	/** Audio streams in the file. */
	streams: number;
	/** Seconds from the file's start at which the sound begins. */
	startSeconds: number;
}

/** The sound as it is reported: values rounded, times from the file's start. */
export function soundOf(
	{ stream, streams, startSeconds }: SoundPlace,
	facts: PassFacts,
	unmeasured: Unmeasured,
): MeasuredAudio {
	const heard = facts.sound !== null && facts.sound.levels.frames > 0 ? facts.sound : null;
	const channels = Math.max(1, stream.channels ?? 1);
	const sampleRateHz = stream.sample_rate ?? 1;
	const seconds = heard === null ? null : heard.levels.frames / sampleRateHz;
	const shift = (range: { from: number; to: number }) =>
		rounded({ from: range.from + startSeconds, to: range.to + startSeconds });
	const levels = heard?.levels ?? null;
	const { soundPackets } = facts;
	const packetSeconds = heard !== null && soundPackets.seconds > 0 ? soundPackets.seconds : seconds;
	if (heard === null) sayNothingHeard(unmeasured, channels, notDecoded(facts));
	return {
		stream: stream.index,
		codec: stream.codec_name ?? 'unknown',
		profile: stream.profile,
		sampleRateHz,
		channels,
		layout: stream.channel_layout,
		bitDepth: stream.bits_per_raw_sample || stream.bits_per_sample || null,
		bitrateBps:
			packetSeconds === null ? null : roundTo((soundPackets.bytes * 8) / packetSeconds, 0),
		durationSeconds: seconds === null ? null : roundTo(seconds, 3),
		streams,
		...loudnessOf(heard, startSeconds, unmeasured),
		...peaksOf(heard, sampleRateHz, startSeconds, unmeasured),
		silences: levels === null ? null : longestRanges(levels.silences).map(shift),
		clipping: clippingOf(levels, shift),
		dcOffset: levels === null ? null : roundTo(levels.dcOffset, 6),
		phase: phaseOf(heard, shift),
		sameInAllChannels: heard?.phase?.same ?? null,
		silentChannels: levels?.silentChannels ?? null,
	};
}

type Loudnesses = Pick<
	MeasuredAudio,
	| 'integratedLufs'
	| 'loudnessRangeLu'
	| 'maxMomentaryLufs'
	| 'maxMomentaryAtSeconds'
	| 'maxShortTermLufs'
	| 'maxShortTermAtSeconds'
>;

function loudnessOf(heard: Sound | null, start: number, unmeasured: Unmeasured): Loudnesses {
	const loudness = heard?.loudness ?? null;
	if (heard !== null && loudness === null) {
		const because = 'The layout of the channels is not one whose loudness is defined.';
		for (const name of [
			'integratedLufs',
			'loudnessRangeLu',
			'maxMomentaryLufs',
			'maxShortTermLufs',
		])
			unmeasured.say(`audio.${name}`, because);
	}
	const quiet = 'Nothing in it is louder than -70 LUFS, or it is shorter than';
	const told = (value: number | null | undefined, name: string, window: string) =>
		rounded2(unmeasured.orSay(value, `audio.${name}`, `${quiet} the window of ${window} s.`));
	return {
		integratedLufs: told(loudness?.integratedLufs, 'integratedLufs', '0.4'),
		loudnessRangeLu: told(loudness?.loudnessRangeLu, 'loudnessRangeLu', '3'),
		maxMomentaryLufs: told(loudness?.maxMomentary?.lufs, 'maxMomentaryLufs', '0.4'),
		maxMomentaryAtSeconds: placed(loudness?.maxMomentary?.at, start),
		maxShortTermLufs: told(loudness?.maxShortTerm?.lufs, 'maxShortTermLufs', '3'),
		maxShortTermAtSeconds: placed(loudness?.maxShortTerm?.at, start),
	};
}

type Peaks = Pick<MeasuredAudio, 'truePeakDbtp' | 'truePeakAtSeconds' | 'samplePeakDbfs'>;

function peaksOf(
	heard: Sound | null,
	sampleRateHz: number,
	start: number,
	unmeasured: Unmeasured,
): Peaks {
	const silent = 'It is digital silence: there is no peak.';
	const dbOf = (share: number | undefined) =>
		share === undefined || share <= 0 ? null : 20 * Math.log10(share);
	const truePeak = unmeasured.orSay(dbOf(heard?.truePeak.value), 'audio.truePeakDbtp', silent);
	const sample = unmeasured.orSay(dbOf(heard?.levels.samplePeak), 'audio.samplePeakDbfs', silent);
	return {
		truePeakDbtp: rounded2(truePeak),
		truePeakAtSeconds:
			truePeak === null || heard === null
				? null
				: placed(heard.truePeak.frame / sampleRateHz, start),
		samplePeakDbfs: rounded2(sample),
	};
}

function clippingOf(
	levels: Levels | null,
	shift: (range: { from: number; to: number }) => { from: number; to: number },
): MeasuredAudio['clipping'] {
	if (levels === null) return null;
	const { samples, ranges } = levels.clipping;
	return { samples, ranges: longestRanges(ranges).map(shift) };
}

function phaseOf(
	heard: Sound | null,
	shift: (range: { from: number; to: number }) => { from: number; to: number },
): MeasuredAudio['phase'] {
	if (heard === null || heard.phase === null) return null;
	const { meanCorrelation, opposed } = heard.phase;
	return {
		meanCorrelation: meanCorrelation === null ? null : roundTo(meanCorrelation, 3),
		opposed: longestRanges(opposed).map(shift),
	};
}

/** Everything that listening would have told. */
const heardMeasures = [
	...['integratedLufs', 'loudnessRangeLu', 'maxMomentaryLufs', 'maxShortTermLufs'],
	...['truePeakDbtp', 'samplePeakDbfs', 'silences', 'clipping', 'dcOffset', 'silentChannels'],
	...['durationSeconds', 'bitrateBps'],
];

function sayNothingHeard(unmeasured: Unmeasured, channels: number, because: string): void {
	const ofTwo = channels === 2 ? ['phase', 'sameInAllChannels'] : [];
	for (const name of [...heardMeasures, ...ofTwo]) unmeasured.say(`audio.${name}`, because);
}

function placed(at: number | null | undefined, start: number): number | null {
	return at === null || at === undefined ? null : roundTo(Math.max(0, at + start), 3);
}

function rounded2(value: number | null): number | null {
	return value === null ? null : roundTo(value, 2);
}
