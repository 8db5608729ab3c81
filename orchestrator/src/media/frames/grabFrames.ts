import type { Frame } from '../brand/frame';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg';
import { inputArguments } from '../ffmpeg/input';
import { runTool } from '../ffmpeg/runTool';
import { openMedia } from '../file/openMedia';
import type { MediaLimits } from '../limits';
import { defaultMediaLimits } from '../limits';

/** A film of which frames are wanted. */
export interface FilmOf {
	file: string;
	/** Place of the picture among the streams. */
	stream: number;
	tools: Ffmpeg;
	signal: AbortSignal;
}

/** Width and height in pixels. */
export interface Size {
	width: number;
	height: number;
}

/** Longest side of a report's pictures, in pixels. */
const PICTURE_SIDE = 480;

/** Frames that one call of ffmpeg fetches: each has a file descriptor and a decoder of its own. */
const AT_ONCE = 12;

/** A few frames take seconds; a file that makes more of it gets no pictures. */
const limits: MediaLimits = { ...defaultMediaLimits, wallSeconds: 120, cpuSeconds: 240 };

/** Bytes that the frames of one call may have. */
const MOST_BYTES = 64 * 1024 ** 2;

/** Small JPEGs of the frames at some moments, by moment; those that cannot be had are left out. */
export async function jpegsAt(
	film: FilmOf,
	times: readonly number[],
): Promise<Array<{ at: number; jpeg: Buffer }>> {
	const scale = `scale=w='trunc(iw*sar/2)*2':h=ih,scale=${PICTURE_SIDE}:${PICTURE_SIDE}:force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1`;
	const output = ['-vf', scale, '-q:v', '6', '-f', 'mjpeg'];
	const grabbed = await grabAt(film, times, output);
	return grabbed.filter(({ bytes }) => isJpeg(bytes)).map(({ at, bytes }) => ({ at, jpeg: bytes }));
}

/** Small frames at some moments, brought to one size; those that cannot be had are left out. */
export async function framesAt(
	film: FilmOf,
	times: readonly number[],
	size: Size,
): Promise<Frame[]> {
	const grabbed = await grabAt(film, times, rawOutput(size));
	return grabbed.flatMap(({ at, bytes }) => framesIn(bytes, size, () => at).slice(0, 1));
}

/** Small frames from a moment on, so many a second, up to the end. */
export async function framesFrom(
	film: FilmOf,
	from: number,
	perSecond: number,
	size: Size,
	most: number,
): Promise<Frame[]> {
	const bytes = await withMedia(film, async (link) => {
		const args = [
			...['-ss', String(from), ...inputArguments(link, limits)],
			...['-map', `0:${film.stream}`, '-frames:v', String(most)],
			...rawOutput(size, `fps=${perSecond}:start_time=0,`),
			'pipe:1',
		];
		const [output = Buffer.alloc(0)] = await outputsOf(film, args, [1]);
		return output;
	});
	return framesIn(bytes, size, (index) => from + index / perSecond);
}

/** A still picture, brought to one size. */
export async function stillPicture(
	file: string,
	tools: Ffmpeg,
	size: Size,
	signal: AbortSignal,
): Promise<Frame | null> {
	const film = { file, stream: 0, tools, signal };
	const bytes = await withMedia(film, async (link) => {
		const wanted = ['-map', '0:0', '-frames:v', '1', ...rawOutput(size), 'pipe:1'];
		const [output = Buffer.alloc(0)] = await outputsOf(
			film,
			[...inputArguments(link, limits), ...wanted],
			[1],
		);
		return output;
	});
	return framesIn(bytes, size, () => 0)[0] ?? null;
}

function rawOutput({ width, height }: Size, before = ''): string[] {
	const filter = `${before}scale=${width}:${height}:flags=area,format=rgb24`;
	return ['-vf', filter, '-f', 'rawvideo', '-pix_fmt', 'rgb24'];
}

interface Grabbed {
	at: number;
	bytes: Buffer;
}

/** One call for a handful of moments: each is an input of its own that begins there. */
async function grabAt(
	film: FilmOf,
	times: readonly number[],
	output: readonly string[],
): Promise<Grabbed[]> {
	return await withMedia(film, async (link) => {
		const grabbed: Grabbed[] = [];
		for (let start = 0; start < times.length; start += AT_ONCE) {
			const some = times.slice(start, start + AT_ONCE);
			const descriptors = some.map((_, index) => 3 + index);
			const args = [
				...some.flatMap((at) => [
					'-threads',
					'1',
					'-ss',
					String(at),
					...inputArguments(link, limits),
				]),
				...descriptors.flatMap((descriptor, index) => [
					...['-map', `${index}:${film.stream}`, '-frames:v', '1', '-threads', '1'],
					...output,
					`pipe:${descriptor}`,
				]),
			];
			const outputs = await outputsOf(film, args, descriptors);
			grabbed.push(...some.map((at, index) => ({ at, bytes: outputs[index] ?? Buffer.alloc(0) })));
		}
		return grabbed;
	});
}

async function withMedia<Result>(
	{ file }: FilmOf,
	work: (link: string) => Promise<Result>,
): Promise<Result> {
	const media = await openMedia(file);
	try {
		return await work(media.link);
	} finally {
		await media.close();
	}
}

async function outputsOf(
	{ tools, signal }: FilmOf,
	args: readonly string[],
	descriptors: readonly number[],
): Promise<Buffer[]> {
	const pieces = descriptors.map((): Uint8Array[] => []);
	const readers = new Map(
		descriptors.map((descriptor, index) => [
			descriptor,
			(bytes: Uint8Array) => void pieces[index]?.push(bytes),
		]),
	);
	await runTool({
		command: tools.ffmpeg,
		args: ['-hide_banner', '-nostdin', '-loglevel', 'quiet', ...args],
		limits,
		readers,
		outputBytes: MOST_BYTES,
		signal,
	});
	return pieces.map((some) => Buffer.concat(some));
}

function framesIn(bytes: Buffer, { width, height }: Size, at: (index: number) => number): Frame[] {
	const length = 3 * width * height;
	const count = Math.floor(bytes.length / length);
	return Array.from({ length: count }, (_, index) => ({
		at: at(index),
		width,
		height,
		rgb: new Uint8Array(bytes.subarray(index * length, (index + 1) * length)),
	}));
}

/** Begins and ends as a JPEG does. */
function isJpeg(bytes: Buffer): boolean {
	return (
		bytes.length > 4 &&
		bytes.readUInt16BE(0) === 0xffd8 &&
		bytes.readUInt16BE(bytes.length - 2) === 0xffd9
	);
}
