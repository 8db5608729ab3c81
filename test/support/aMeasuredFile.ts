import type { MeasuredFile } from '../../nodes/domain/quality/measured';
import { measuredFileSchema } from '../../nodes/domain/quality/measured';

/** An upright film of 20 seconds in H.264 and AAC at which no shipped pack but loudness finds anything. */
const usual: MeasuredFile = {
	measuredBy: { version: 'media/1', ffmpeg: '5.1.9' },
	container: {
		format: 'mp4',
		formatNames: 'mov,mp4,m4a,3gp,3g2,mj2',
		brand: 'isom',
		durationSeconds: 20,
		sizeBytes: 21_000_000,
		bitrateBps: 8_400_000,
		faststart: true,
		fragmented: false,
		editLists: { kind: 'start-offset', edits: [] },
		chapters: 0,
	},
	streams: [],
	video: {
		stream: 0,
		codec: 'h264',
		codecTag: 'avc1',
		profile: 'High',
		level: 4,
		width: 1080,
		height: 1920,
		displayWidth: 1080,
		displayHeight: 1920,
		displayAspect: 0.5625,
		sar: 1,
		rotation: 0,
		frameRate: 25,
		variableFrameRate: false,
		frames: 500,
		durationSeconds: 20,
		interlaced: false,
		interlace: { declared: 'progressive', share: 0 },
		gop: { maxFrames: 12, maxSeconds: 0.48, closed: true },
		bitrateBps: 8_000_000,
		pixelFormat: 'yuv420p',
		bitDepth: 8,
		chroma: '4:2:0',
		colour: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', range: 'tv' },
		hdr: null,
		closedCaptions: false,
		black: [],
		freezes: [],
		letterbox: { top: 0, bottom: 0, left: 0, right: 0 },
		flashes: [],
		maxFlashing: 0,
		blur: { mean: 4, max: 5 },
		blockiness: { mean: 1, max: 1.1 },
		detail: { spatialMean: 40, temporalMean: 12 },
		luma: { min: 0, max: 1, mean: 0.5 },
		outOfRangeShare: 0,
		analysedWidth: 480,
	},
	audio: {
		stream: 1,
		codec: 'aac',
		profile: 'LC',
		sampleRateHz: 48_000,
		channels: 2,
		layout: 'stereo',
		bitDepth: null,
		bitrateBps: 384_000,
		durationSeconds: 20,
		streams: 1,
		integratedLufs: -16,
		loudnessRangeLu: 6,
		maxMomentaryLufs: -12,
		maxMomentaryAtSeconds: 4,
		maxShortTermLufs: -14,
		maxShortTermAtSeconds: 5,
		truePeakDbtp: -2,
		truePeakAtSeconds: 4,
		samplePeakDbfs: -2.2,
		silences: [],
		clipping: { samples: 0, ranges: [] },
		dcOffset: 0,
		phase: { meanCorrelation: 0.7, opposed: [] },
		sameInAllChannels: false,
		silentChannels: [],
	},
	captions: [
		{ stream: 2, codec: 'mov_text', language: 'es', forced: false, forHearingImpaired: false },
	],
	damage: [],
	unmeasured: [],
	unmeasuredBecause: [],
};

/** That film with some values put in by their paths; what schema they have to keep is checked. */
export function aMeasuredFile(values: Readonly<Record<string, unknown>> = {}): MeasuredFile {
	const file = structuredClone(usual) as unknown as Record<string, unknown>;
	for (const [path, value] of Object.entries(values)) putAt(file, path, value);
	return measuredFileSchema.parse(file);
}

/** That film, of which a path is not measured. */
export function unmeasuredAt(...paths: string[]): MeasuredFile {
	const because = paths.map(() => 'This ffmpeg lacks the filter.');
	return aMeasuredFile({ unmeasured: [...paths].sort(), unmeasuredBecause: because });
}

/** What follows from other values has no place of its own. */
const derived: Readonly<Record<string, (file: Record<string, unknown>, value: unknown) => void>> = {
	'video.shortSidePixels': (file, value) => {
		putAt(file, 'video.displayWidth', value);
		putAt(file, 'video.displayHeight', Math.max(1_920, Number(value)));
	},
	'video.longSidePixels': (file, value) => putAt(file, 'video.displayHeight', value),
};

function putAt(file: Record<string, unknown>, path: string, value: unknown): void {
	const put = derived[path];
	if (put !== undefined) return put(file, value);
	const steps = path.split('.');
	const last = steps.pop() ?? '';
	let place = file;
	for (const step of steps) {
		// A stream that the film does not have any more stays away.
		if (place[step] === null || place[step] === undefined) return;
		place = place[step] as Record<string, unknown>;
	}
	place[last] = value;
}
