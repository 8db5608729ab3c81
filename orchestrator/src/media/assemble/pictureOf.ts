import type { MeasuredVideo, TimeRange } from '../../../../nodes/domain/quality/measured';
import type { FrameFacts } from '../picture/frameFacts';
import type { PassFacts } from '../pass/runPass';
import { FREEZE_SECONDS, BLACK_SECONDS, SAMPLE_WIDTH } from '../pass/plan';
import type { ProbedStream } from '../probe';
import { fractionOf } from '../probe';
import { joinRanges, longestRanges, rounded, roundTo } from '../ranges';
import { bitDepthOf, chromaOf, hdrOf, levelOf } from './pixelFormat';
import type { Unmeasured } from './unmeasured';

/** What is known of the pictures before they are decoded. */
export interface PicturePlace {
	stream: ProbedStream;
	isStill: boolean;
	tickSeconds: number;
	/** Names of side data of the first frame. */
	frameSideData: readonly string[];
}

/**
 * Share of frames that must look interlaced where nothing, or progressive, is declared. Progressive
 * films that move up for two seconds came to 0.90 (testsrc2 at 50 frames a second, five sizes),
 * interlaced ones to 1.00 at every size.
 */
const INTERLACED_IF_UNDECLARED = 0.92;
const INTERLACED_AGAINST_DECLARED = 0.95;

/** Frames that must show a direction of movement before their share means anything. */
const ENOUGH_FRAMES = 10;

/** Frames of one length may differ by this for the rounding of clocks: 1.1 ms, or one tick and a half. */
const ROUNDING_SECONDS = 0.0011;
const ROUNDING_TICKS = 1.5;

/** What decoding tells, beside what filters do; not known where nothing was decoded. */
const decoded = ['frames', 'durationSeconds', 'bitrateBps', 'gop'] as const;
const decodedOfMoving = ['frameRate', 'variableFrameRate', 'interlaced'] as const;

/** The pictures as they are reported, and what is not known of them named. */
export function pictureOf(
	place: PicturePlace,
	facts: PassFacts,
	unmeasured: Unmeasured,
): MeasuredVideo {
	const because = notDecoded(facts);
	const video = reported(place, facts, { unmeasured, because });
	if (facts.frames.frames > 0) return video;
	const names = place.isStill ? ['frames', 'bitrateBps'] : [...decoded, ...decodedOfMoving];
	for (const name of names) unmeasured.say(`video.${name}`, because);
	return { ...video, frames: null, durationSeconds: null, bitrateBps: null, gop: null };
}

/** Why nothing is known of what would have been decoded. */
export function notDecoded({ isComplete }: PassFacts): string {
	return isComplete
		? 'Nothing of it could be decoded.'
		: 'Decoding ended with an error, and nobody knows how much of the file was seen.';
}

function reported(
	{ stream, isStill, tickSeconds, frameSideData }: PicturePlace,
	facts: PassFacts,
	{ unmeasured, because }: { unmeasured: Unmeasured; because: string },
): MeasuredVideo {
	const { frames, samples, packets } = facts;
	const width = Math.max(1, stream.width ?? 1);
	const height = Math.max(1, stream.height ?? 1);
	const sar = fractionOf(stream.sample_aspect_ratio) ?? 1;
	const rotation = rotationOf(stream);
	const upright = { width: width * sar, height };
	const [shownWidth, shownHeight] =
		rotation % 180 === 0 ? [upright.width, upright.height] : [upright.height, upright.width];
	const seconds = frames.span === null ? null : frames.span.to - frames.span.from;
	const frameRate = isStill ? null : frameRateOf(stream, frames);
	const black = frames.black?.filter(({ from, to }) => to - from >= BLACK_SECONDS - 1e-6) ?? null;
	const told = <Value>(value: Value | null, name: string, filter: string): Value | null =>
		unmeasured.orSay(value, `video.${name}`, lacking(facts, filter) ?? because);
	const interlace = frames.interlace;
	const share =
		interlace === null || interlace.all < ENOUGH_FRAMES
			? null
			: interlace.interlaced / interlace.all;
	const hasFrames = frames.frames > 0;
	const depth = bitDepthOf(stream.pix_fmt, stream.bits_per_raw_sample);
	const packetSeconds =
		packets.span === null ? 0 : (packets.span.to - packets.span.from) * tickSeconds;
	return {
		stream: stream.index,
		codec: stream.codec_name ?? 'unknown',
		codecTag: stream.codec_tag_string?.startsWith('[') ? null : stream.codec_tag_string,
		profile: stream.profile,
		level: levelOf(stream.codec_name, stream.level),
		width,
		height,
		displayWidth: roundTo(shownWidth, 2),
		displayHeight: roundTo(shownHeight, 2),
		displayAspect: roundTo(shownWidth / shownHeight, 4),
		sar: roundTo(sar, 6),
		rotation,
		frameRate: frameRate === null ? null : roundTo(frameRate, 3),
		variableFrameRate: isStill ? null : variableOf(frames, tickSeconds),
		frames: hasFrames ? frames.frames : null,
		durationSeconds: isStill || seconds === null ? null : roundTo(seconds, 3),
		interlaced: isStill ? false : hasFrames ? interlacedOf(stream.field_order, share) : null,
		interlace: { declared: stream.field_order, share: share === null ? null : roundTo(share, 3) },
		gop: isStill
			? null
			: {
					maxFrames: packets.maxGroup,
					maxSeconds:
						packets.maxGroupTime === null ? null : roundTo(packets.maxGroupTime * tickSeconds, 3),
					closed: packets.closed,
				},
		bitrateBps: packetSeconds > 0 ? roundTo((packets.bytes * 8) / packetSeconds, 0) : null,
		pixelFormat: stream.pix_fmt,
		bitDepth: depth,
		chroma: chromaOf(stream.pix_fmt),
		colour: {
			primaries: stream.color_primaries,
			transfer: stream.color_transfer,
			matrix: stream.color_space,
			range: stream.color_range,
		},
		hdr: hdrOf(stream, frameSideData),
		closedCaptions: stream.closed_captions === null ? null : stream.closed_captions === 1,
		black: told(
			hasFrames && has(facts, 'blackdetect') ? ranges(black) : null,
			'black',
			'blackdetect',
		),
		freezes: isStill
			? []
			: told(
					hasFrames && has(facts, 'freezedetect')
						? ranges(withoutBlack(frames.freezes ?? [], frames.black ?? []))
						: null,
					'freezes',
					'freezedetect',
				),
		letterbox: told(letterboxOf(facts, width, height), 'letterbox', 'cropdetect'),
		flashes: isStill ? [] : told(hasFrames ? ranges(facts.flashes) : null, 'flashes', ''),
		maxFlashing: isStill
			? null
			: told(rounded4(frames.maxFlashing), 'maxFlashing', 'photosensitivity'),
		blur: told(flatOr(facts, both(samples.blur), 'blurdetect'), 'blur', 'blurdetect'),
		blockiness: told(
			flatOr(facts, both(samples.blockiness), 'blockdetect'),
			'blockiness',
			'blockdetect',
		),
		detail: told(
			samples.detail === null
				? null
				: {
						spatialMean: roundTo(samples.detail.spatialMean, 2),
						temporalMean: roundTo(samples.detail.temporalMean, 2),
					},
			'detail',
			'siti',
		),
		luma: told(lumaOf(frames, depth), 'luma', 'signalstats'),
		outOfRangeShare: told(rounded4(frames.outOfRangeShare), 'outOfRangeShare', 'signalstats'),
		analysedWidth: hasFrames ? Math.min(width, SAMPLE_WIDTH) : null,
	};
}

function has(facts: PassFacts, filter: string): boolean {
	return !facts.missing.includes(filter);
}

function lacking(facts: PassFacts, filter: string): string | null {
	return has(facts, filter) ? null : `This ffmpeg has no filter "${filter}".`;
}

function ranges(list: readonly TimeRange[] | null): TimeRange[] | null {
	return list === null ? null : longestRanges(list).map(rounded);
}

/** A picture without edges has neither blur nor blocks: 0, not unknown. */
function flatOr(
	facts: PassFacts,
	value: { mean: number; max: number } | null,
	filter: string,
): { mean: number; max: number } | null {
	if (value !== null) return value;
	return facts.samples.detail !== null && has(facts, filter) ? { mean: 0, max: 0 } : null;
}

function both(value: { mean: number; max: number } | null): { mean: number; max: number } | null {
	return value === null ? null : { mean: roundTo(value.mean, 3), max: roundTo(value.max, 3) };
}

/** Degrees clockwise; ffprobe counts the other way round. */
function rotationOf(stream: ProbedStream): number {
	const turned = stream.side_data_list.find(({ rotation }) => rotation !== null)?.rotation ?? 0;
	return (((Math.round(-turned / 90) * 90) % 360) + 360) % 360;
}

function frameRateOf(stream: ProbedStream, { span, frames }: FrameFacts): number | null {
	const declared = fractionOf(stream.avg_frame_rate);
	const seconds = span === null ? 0 : span.to - span.from;
	return declared ?? (seconds > 0 && frames > 1 ? frames / seconds : null);
}

/** Whether any frame lasts longer or shorter than most do; null without frames. */
function variableOf({ lengths, frames }: FrameFacts, tickSeconds: number): boolean | null {
	const sorted = [...lengths].sort(([a], [b]) => a - b);
	const all = sorted.reduce((sum, [, count]) => sum + count, 0);
	if (all < 2) return frames === 0 ? null : false;
	let seen = 0;
	const [median] = sorted.find(([, count]) => (seen += count) * 2 >= all) ?? sorted[0];
	const room = Math.max(ROUNDING_SECONDS, ROUNDING_TICKS * tickSeconds);
	return sorted.some(([length]) => Math.abs(length - median) * tickSeconds > room);
}

/** Nearly all frames must look interlaced where the stream does not say that they are. */
function interlacedOf(declared: string | null, share: number | null): boolean | null {
	if (declared !== null && declared !== 'progressive') return true;
	const limit = declared === 'progressive' ? INTERLACED_AGAINST_DECLARED : INTERLACED_IF_UNDECLARED;
	if (share !== null) return share > limit;
	return declared === null ? null : false;
}

/** Freezes that are no black: black does not move either, and is told once, as black. */
function withoutBlack(freezes: readonly TimeRange[], black: readonly TimeRange[]): TimeRange[] {
	return joinRanges(freezes, 0).flatMap((freeze) => {
		let from = freeze.from;
		const left: TimeRange[] = [];
		for (const dark of black.filter((one) => one.to > freeze.from && one.from < freeze.to)) {
			left.push({ from, to: Math.max(from, dark.from) });
			from = Math.max(from, dark.to);
		}
		left.push({ from, to: Math.max(from, freeze.to) });
		return left.filter(({ from: start, to }) => to - start >= FREEZE_SECONDS - 0.05);
	});
}

function letterboxOf(facts: PassFacts, width: number, height: number): MeasuredVideo['letterbox'] {
	if (facts.frames.frames === 0 || !has(facts, 'cropdetect')) return null;
	const { content } = facts.frames;
	// A film that is black all through has no bars; it is told as black.
	if (content === null) return { top: 0, bottom: 0, left: 0, right: 0 };
	return {
		top: content.y1,
		bottom: Math.max(0, height - 1 - content.y2),
		left: content.x1,
		right: Math.max(0, width - 1 - content.x2),
	};
}

function lumaOf({ luma }: FrameFacts, bitDepth: number | null): MeasuredVideo['luma'] {
	if (luma === null) return null;
	const full = 2 ** (bitDepth ?? 8) - 1;
	const share = (code: number) => roundTo(Math.min(1, Math.max(0, code / full)), 4);
	return { min: share(luma.min), max: share(luma.max), mean: share(luma.mean) };
}

function rounded4(value: number | null): number | null {
	return value === null ? null : roundTo(value, 4);
}
