import { availableParallelism } from 'node:os';
import type { MeasuredFile } from '../../../nodes/domain/quality/measured';
import { captionsOf, containerOf, isCover, streamsOf } from './assemble/containerOf';
import type { FileFacts } from './assemble/containerOf';
import type { StreamClues } from './assemble/damageOf';
import { damageOf } from './assemble/damageOf';
import { pictureOf } from './assemble/pictureOf';
import { soundOf } from './assemble/soundOf';
import { startUnmeasured } from './assemble/unmeasured';
import type { Ffmpeg } from './ffmpeg/findFfmpeg';
import type { MediaLimits } from './limits';
import { startFrameGatherer } from './picture/frameFacts';
import { startGroupCounter } from './picture/groups';
import { startSampleGatherer } from './picture/sampleFacts';
import type { PassFacts, PassRequest } from './pass/runPass';
import { runPass } from './pass/runPass';
import type { Probe, ProbedStream } from './probe';
import { firstFrameSideData, fractionOf } from './probe';

/** Version of this way of measuring; a change of any figure it gives is a new one. */
export const MEASURER_VERSION = 'media/1';

/** Most threads of one decode: more need memory and bring little. */
const MOST_THREADS = 8;

/** What it takes to decode a file that has been described. */
export interface ProbedFile extends FileFacts {
	probe: Probe;
	link: string;
	tools: Ffmpeg;
	limits: MediaLimits;
	signal: AbortSignal;
	/** Hears how far it has come, 0 to 1. */
	onProgress?: ((share: number) => void) | undefined;
}

/** Decodes once, and puts together what was measured. */
export async function measureProbed(file: ProbedFile): Promise<MeasuredFile> {
	const { probe, tools, limits, signal, link } = file;
	const pictures = probe.streams.find(
		(stream) => stream.codec_type === 'video' && !isCover(stream),
	);
	const sounds = chosenSound(probe);
	// A stream whose size or rate could not be told is there, but cannot be decoded.
	const video = pictures !== undefined && hasSize(pictures) ? pictures : undefined;
	const audio = sounds !== null && hasRate(sounds) ? sounds : null;
	const unmeasured = startUnmeasured();
	const request = requestOf(file, video ?? null, audio);
	const declared = probe.format.duration;
	const hear = progressOf(file, declared);
	const facts =
		video === undefined && audio === null
			? null
			: await runPass(request, tools, limits, { signal, hear });
	const lacking = video !== undefined && facts?.complaints.undecodable.has(video.codec_name ?? '');
	if (video !== undefined && lacking === true) {
		return await withoutPictures(file, video);
	}
	const told = facts === null || facts.isComplete ? facts : nothingOf(facts);
	const dead = 'It is damaged so that nothing of it can be decoded.';
	if (pictures !== undefined && video === undefined) unmeasured.say('video', dead);
	if (sounds !== null && audio === null) unmeasured.say('audio', dead);
	const start = probe.format.start_time ?? 0;
	const sideData =
		video?.color_transfer === 'smpte2084'
			? await firstFrameSideData(tools, link, limits, signal)
			: [];
	const { isStill, tickSeconds } = request;
	const picture =
		video === undefined || told === null
			? null
			: pictureOf(
					{ stream: video, isStill, tickSeconds, frameSideData: sideData },
					told,
					unmeasured,
				);
	const sound =
		audio === null || told === null
			? null
			: soundOf(
					{
						stream: audio,
						streams: probe.streams.filter(({ codec_type: type }) => type === 'audio').length,
						startSeconds: Math.max(0, (audio.start_time ?? start) - start),
					},
					told,
					unmeasured,
				);
	const trusted = announces(file) ? declared : null;
	const ends = [facts?.frames.span?.to ?? 0, sound?.durationSeconds ?? 0];
	const lasts = isStill ? null : Math.max(...ends) || declared;
	const pictureSeconds = picture?.durationSeconds ?? null;
	const soundSeconds = sound?.durationSeconds ?? null;
	const damage = damageOf({
		iso: file.iso,
		cutOff: file.cut,
		facts,
		video: cluesOf(pictures ?? null, isStill ? null : trusted, pictureSeconds),
		audio: cluesOf(sounds, trusted, soundSeconds),
	});
	return {
		measuredBy: { version: MEASURER_VERSION, ffmpeg: tools.version },
		container: containerOf(file, probe, lasts),
		streams: streamsOf(probe),
		video: picture,
		audio: sound,
		captions: captionsOf(probe),
		damage,
		...unmeasured.end(),
	};
}

/** The same file where this build cannot decode its pictures: nothing is known of them but their codec. */
async function withoutPictures(file: ProbedFile, video: ProbedStream): Promise<MeasuredFile> {
	const streams = file.probe.streams.filter(({ index }) => index !== video.index);
	const measured = await measureProbed({ ...file, probe: { ...file.probe, streams } });
	const because = `This ffmpeg has no decoder for pictures in ${video.codec_name}.`;
	return {
		...measured,
		streams: streamsOf(file.probe),
		unmeasured: [...measured.unmeasured, 'video'].sort(),
		unmeasuredBecause: [...measured.unmeasuredBecause, because],
	};
}

function requestOf(
	{ probe, link }: ProbedFile,
	video: ProbedStream | null,
	audio: ProbedStream | null,
): PassRequest {
	return {
		link,
		video: video?.index ?? null,
		videoCodec: video?.codec_name ?? null,
		audio: audio?.index ?? null,
		isStill: probe.format.format_name.endsWith('_pipe'),
		frameRate: fractionOf(video?.avg_frame_rate ?? null) ?? fractionOf(video?.r_frame_rate ?? null),
		durationSeconds: probe.format.duration,
		threads: Math.min(MOST_THREADS, availableParallelism()),
		tickSeconds: fractionOf(video?.time_base ?? null) ?? 0,
		sound:
			audio === null
				? null
				: {
						sampleRateHz: audio.sample_rate ?? 48_000,
						channels: audio.channels ?? 1,
						layout: audio.channel_layout,
					},
	};
}

/** The default stream of sound, else the first. */
function chosenSound({ streams }: Probe): ProbedStream | null {
	const sounds = streams.filter(({ codec_type: type }) => type === 'audio');
	return sounds.find(({ disposition }) => disposition.default) ?? sounds[0] ?? null;
}

function hasSize({ width, height }: ProbedStream): boolean {
	return (width ?? 0) > 0 && (height ?? 0) > 0;
}

function hasRate({ channels, sample_rate: rate }: ProbedStream): boolean {
	return (channels ?? 0) > 0 && (rate ?? 0) > 0;
}

/** Whether the container says how long it is, rather than being guessed from its bit rate. */
function announces({ kind }: FileFacts): boolean {
	return kind === 'iso' || kind === 'matroska' || kind === 'riff' || kind === 'flac';
}

function cluesOf(
	stream: ProbedStream | null,
	containerSeconds: number | null,
	decodedSeconds: number | null,
): StreamClues | null {
	if (stream === null) return null;
	return {
		index: stream.index,
		codec: stream.codec_name ?? 'unknown',
		declaredSeconds: containerSeconds === null ? null : stream.duration,
		decodedSeconds,
	};
}

function progressOf(
	{ onProgress }: ProbedFile,
	seconds: number | null,
): ((at: number) => void) | undefined {
	if (onProgress === undefined || seconds === null || seconds <= 0) return undefined;
	let told = 0;
	return (at) => {
		const share = Math.min(1, at / seconds);
		// Every frame is too often to be told.
		if (share - told < 0.01) return;
		told = share;
		onProgress(share);
	};
}

/**
 * Figures of a decode that ended with an error are of a part of the file, nobody knows which: ffmpeg
 * prints a loudness of 0.0 LUFS even where it never began. Only what tells of damage stays.
 */
function nothingOf(facts: PassFacts): PassFacts {
	return {
		...facts,
		frames: startFrameGatherer(0, 0).end(),
		samples: startSampleGatherer().end(),
		flashes: [],
		packets: startGroupCounter().end(),
		sound: null,
	};
}
