import type { Ffmpeg } from '../ffmpeg/findFfmpeg';
import { inputArguments } from '../ffmpeg/input';
import type { MediaLimits } from '../limits';

/** Width in pixels of the picture that flashing and levels are looked for in. */
export const SMALL_WIDTH = 320;

/** Width of the picture that blur and detail are looked for in. */
export const SAMPLE_WIDTH = 640;

/** Cells that flashes are looked for in, across and down, whatever the shape of the picture. */
export const CELLS = 24;

/** Shortest stretch of black that is told, seconds. */
export const BLACK_SECONDS = 0.5;

/** Shortest stretch without movement that is told, seconds. */
export const FREEZE_SECONDS = 2;

/** Most places at which blur, blocks and detail are looked at. */
const MOST_SAMPLES = 300;

/** Descriptors that the pass writes to, beside 2 for errors. */
export const descriptors = {
	cells: 3,
	sound: 4,
	packets: 5,
	frames: 6,
	blocks: 7,
	samples: 8,
} as const;

/** What is to be decoded: places of the streams, and what is needed to choose how. */
export interface PassInput {
	link: string;
	/** Place of the stream of pictures; null without. */
	video: number | null;
	/** Codec of the pictures. */
	videoCodec: string | null;
	/** Place of the stream of sound; null without. */
	audio: number | null;
	/** Whether it is a single picture: nothing moves, so nothing can freeze or flash. */
	isStill: boolean;
	/** Frames per second and seconds, as declared; null if unknown. */
	frameRate: number | null;
	durationSeconds: number | null;
	threads: number;
}

/** Arguments of one ffmpeg that decodes once, and the filters it lacks. */
export interface PassPlan {
	args: string[];
	/** Filters that would have been used but are not in this build. */
	missing: string[];
}

/**
 * One decode for everything. Each frame goes at full size through what is cheap (black, bars,
 * freezes, interlace), then small through flashing and levels; every so many frames two that follow
 * each other go through what is dear: blocks in the middle at full size, since they go with
 * scaling, blur and detail at 640 pixels. Decoded samples and the heads of packets come out beside.
 */
export function planPass(input: PassInput, tools: Ffmpeg, limits: MediaLimits): PassPlan {
	const missing = new Set<string>();
	const having = (filter: string): string[] => {
		const name = /^\w+/.exec(filter)?.[0] ?? '';
		if (tools.filters.has(name)) return [filter];
		missing.add(name);
		return [];
	};
	const graph = input.video === null ? null : pictureGraph(input, having);
	const streams = [input.video, input.audio].filter((stream) => stream !== null);
	const args = [
		...['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'repeat+level+warning'],
		// Damage is to be found, and the rest of the file to be measured all the same.
		...['-max_error_rate', '1', '-err_detect', detectionFor(input.videoCodec)],
		...['-noautorotate', '-threads', `${input.threads}`],
		...inputArguments(input.link, limits),
		...(graph === null
			? []
			: [
					...['-filter_complex_threads', `${input.threads}`, '-filter_complex', graph],
					...['-map', '[cells]', '-fps_mode', 'passthrough'],
					...['-c:v', 'rawvideo', '-f', 'rawvideo', `pipe:${descriptors.cells}`],
				]),
		...(input.audio === null
			? []
			: [
					...['-map', `0:${input.audio}`, '-c:a', 'pcm_f32le', '-f', 'f32le'],
					`pipe:${descriptors.sound}`,
				]),
		...streams.flatMap((stream) => ['-map', `0:${stream}`]),
		...['-c', 'copy', '-f', 'framecrc', `pipe:${descriptors.packets}`],
	];
	return { args, missing: [...missing] };
}

/**
 * How strictly to decode: with `explode` every corrupt PNG was found where plain decoding found six in
 * seven. ffmpeg's TIFF decoder then refuses tags that it merely does not know, such as the resolution.
 */
function detectionFor(codec: string | null): string {
	return codec === 'tiff' ? 'crccheck+bitstream+buffer' : 'crccheck+bitstream+buffer+explode';
}

/** Filters that look at pictures, by what they need to see. */
interface Looks {
	/** Every frame at full size. */
	whole: string[];
	/** Every frame, small. */
	small: string[];
	/** The middle of sampled frames at full size. */
	blocks: string[];
	/** Sampled frames at 640 pixels. */
	samples: string[];
}

function looksOf({ isStill, frameRate }: PassInput): Looks {
	const moving = (filter: string) => (isStill ? [] : [filter]);
	const fps = Math.min(240, Math.max(2, Math.round(frameRate ?? 25)));
	return {
		whole: [
			'blackdetect=d=0:pic_th=0.98:pix_th=0.10',
			'cropdetect=round=2:skip=0',
			...moving(`freezedetect=n=0.001:d=${FREEZE_SECONDS}`),
			...moving('idet'),
		],
		small: [...moving(`photosensitivity=frames=${fps}:bypass=1`), 'signalstats=stat=brng'],
		blocks: ['blockdetect'],
		samples: ['blurdetect', 'siti'],
	};
}

const toSmall = `scale=w=min(iw\\,${SMALL_WIDTH}):h=-2:flags=fast_bilinear`;
const toMiddle = `crop=w=min(iw\\,${SAMPLE_WIDTH}):h=min(ih\\,${SAMPLE_WIDTH})`;
const toSample = `scale=w=min(iw\\,${SAMPLE_WIDTH}):h=-2:flags=area`;

function pictureGraph(input: PassInput, having: (filter: string) => string[]): string {
	const { whole, small, blocks, samples } = looksOf(input);
	const chain = (...filters: string[]) => filters.join(',');
	const print = (descriptor: number) => `metadata=print:file=pipe\\\\:${descriptor}`;
	const cells = [`scale=${CELLS}:${CELLS}:flags=area`, 'format=rgb24'];
	const every = [...whole.flatMap(having), toSmall, ...small.flatMap(having)];
	const near = [toMiddle, ...blocks.flatMap(having), print(descriptors.blocks), 'nullsink'];
	const far = [toSample, ...samples.flatMap(having), print(descriptors.samples), 'nullsink'];
	return [
		`[0:${input.video}]split=2[all][some]`,
		`[all]${chain(...every, print(descriptors.frames), ...cells)}[cells]`,
		`[some]${pairs(input)},split=2[near][far]`,
		`[near]${chain(...near)}`,
		`[far]${chain(...far)}`,
	].join(';');
}

/** The same looks as one chain of filters each, for whoever runs them one by one. */
export function looksOneByOne(input: PassInput): string[] {
	const { whole, small, blocks, samples } = looksOf(input);
	return [
		...whole,
		...small.map((filter) => `${toSmall},${filter}`),
		...blocks.map((filter) => `${pairs(input)},${toMiddle},${filter}`),
		...samples.map((filter) => `${pairs(input)},${toSample},${filter}`),
	];
}

/** Lets two frames in a row through, so that movement between them can be told, then none for a while. */
function pairs({ isStill, frameRate, durationSeconds }: PassInput): string {
	if (isStill) return 'null';
	return `select=lt(mod(n\\,${sampleStep(frameRate, durationSeconds)})\\,2)`;
}

/** Frames from one sampled pair to the next: a second, more in films beyond five minutes. */
export function sampleStep(frameRate: number | null, durationSeconds: number | null): number {
	const rate = frameRate ?? 25;
	const seconds = Math.max(1, (durationSeconds ?? 0) / MOST_SAMPLES);
	return Math.max(3, Math.round(rate * seconds));
}
