import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { Ffmpeg } from './ffmpeg/findFfmpeg';
import { inputArguments } from './ffmpeg/input';
import { readLines } from './ffmpeg/lines';
import { runTool } from './ffmpeg/runTool';
import type { MediaLimits } from './limits';

/** ffprobe prints some numbers as text and leaves out what it does not know. */
const numberText = z
	.union([z.number(), z.string()])
	.transform((value) => (value === 'N/A' || value === '' ? Number.NaN : Number(value)))
	.transform((value) => (Number.isFinite(value) ? value : null))
	.nullish()
	.transform((value) => value ?? null);

const word = z
	.string()
	.nullish()
	.transform((value) =>
		typeof value !== 'string' || value === 'unknown' ? null : value.slice(0, 200),
	);

const flag = numberText.transform((value) => value === 1);

const sideDataSchema = z.object({
	side_data_type: word,
	rotation: numberText,
	dv_profile: numberText,
});

const probedStreamSchema = z.object({
	index: z.number().int(),
	codec_name: word,
	codec_type: word,
	codec_tag_string: word,
	profile: word,
	level: numberText,
	width: numberText,
	height: numberText,
	closed_captions: numberText,
	has_b_frames: numberText,
	sample_aspect_ratio: word,
	pix_fmt: word,
	color_range: word,
	color_space: word,
	color_transfer: word,
	color_primaries: word,
	field_order: word,
	sample_fmt: word,
	sample_rate: numberText,
	channels: numberText,
	channel_layout: word,
	bits_per_sample: numberText,
	bits_per_raw_sample: numberText,
	r_frame_rate: word,
	avg_frame_rate: word,
	time_base: word,
	start_time: numberText,
	duration: numberText,
	bit_rate: numberText,
	nb_frames: numberText,
	disposition: z
		.object({
			default: flag,
			forced: flag,
			hearing_impaired: flag,
			attached_pic: flag,
			timed_thumbnails: flag,
		})
		.default({}),
	tags: z.object({ language: word }).default({}),
	side_data_list: z.array(sideDataSchema).default([]),
});

const probeSchema = z.object({
	streams: z.array(probedStreamSchema).default([]),
	chapters: z.array(z.unknown()).default([]),
	format: z
		.object({
			format_name: z.string(),
			start_time: numberText,
			duration: numberText,
			bit_rate: numberText,
			tags: z.object({ major_brand: word }).default({}),
		})
		.optional(),
});

/** One stream as ffprobe describes it. */
export type ProbedStream = z.infer<typeof probedStreamSchema>;

/** A file as ffprobe describes it, nothing decoded but what it takes to know. */
export interface Probe {
	streams: ProbedStream[];
	chapters: number;
	format: NonNullable<z.infer<typeof probeSchema>['format']>;
}

/** Fields that are asked for: tags and side data of a file may be as large as it likes. */
const entries = [
	'format=format_name,start_time,duration,bit_rate',
	'format_tags=major_brand',
	`stream=${Object.keys(probedStreamSchema.shape).join(',')}`,
	'stream_disposition=default,forced,hearing_impaired,attached_pic,timed_thumbnails',
	'stream_tags=language',
	'stream_side_data=side_data_type,rotation,dv_profile',
	'chapter=id',
].join(':');

/** What came of describing a file: null where ffprobe cannot open it, and why in its words. */
export interface ProbeAnswer {
	probe: Probe | null;
	/** Its errors, 20 lines at most. */
	errors: string[];
}

/**
 * Describes container and streams.
 *
 * @throws MendableError as `runTool`; `media/too-many-streams`
 */
export async function probeFile(
	tools: Ffmpeg,
	link: string,
	limits: MediaLimits,
	signal?: AbortSignal,
): Promise<ProbeAnswer> {
	const pieces: Uint8Array[] = [];
	const errors: string[] = [];
	const lines = readLines((line) => {
		if (errors.length < 20) errors.push(line);
	});
	await runTool({
		command: tools.ffprobe,
		args: [
			...['-hide_banner', '-v', 'error', '-print_format', 'json', '-show_entries', entries],
			...inputArguments(link, limits),
		],
		readers: new Map([
			[1, (piece: Uint8Array) => pieces.push(piece)],
			[2, (piece: Uint8Array) => lines.take(piece)],
		]),
		limits,
		outputBytes: limits.reportBytes,
		signal,
	});
	lines.end();
	const parsed = probeSchema.safeParse(jsonOf(Buffer.concat(pieces).toString('utf8')));
	if (!parsed.success || parsed.data.format === undefined) return { probe: null, errors };
	const { streams, chapters, format } = parsed.data;
	if (streams.length >= limits.streams) throw tooManyStreams(limits.streams);
	return { probe: { streams, chapters: chapters.length, format }, errors };
}

/**
 * Names of the side data of the first frame: what HDR10 and HDR10+ say stands in the pictures, and
 * not always in the container. Empty where there is none.
 */
export async function firstFrameSideData(
	tools: Ffmpeg,
	link: string,
	limits: MediaLimits,
	signal?: AbortSignal,
): Promise<string[]> {
	const pieces: Uint8Array[] = [];
	await runTool({
		command: tools.ffprobe,
		args: [
			...['-hide_banner', '-v', 'quiet', '-print_format', 'json', '-select_streams', 'v:0'],
			...['-read_intervals', '%+#1', '-show_entries', 'frame_side_data=side_data_type'],
			...inputArguments(link, limits),
		],
		readers: new Map([[1, (piece: Uint8Array) => pieces.push(piece)]]),
		limits,
		outputBytes: limits.reportBytes,
		signal,
	});
	const parsed = framesSchema.safeParse(jsonOf(Buffer.concat(pieces).toString('utf8')));
	if (!parsed.success) return [];
	const names = parsed.data.frames.flatMap(({ side_data_list: list }) => list);
	return names.map(({ side_data_type: name }) => name ?? '');
}

const framesSchema = z.object({
	frames: z.array(
		z.object({ side_data_list: z.array(z.object({ side_data_type: word })).default([]) }),
	),
});

/** Output that was cut off is no JSON, and then describes nothing. */
function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** A fraction such as `30000/1001` or `4:3`; null for none and for zero. */
export function fractionOf(text: string | null): number | null {
	const [over, under] = (text ?? '').split(/[/:]/).map(Number);
	const value = over / (under ?? 1);
	return Number.isFinite(value) && value > 0 ? value : null;
}

/** A file of more streams than are looked at. */
export function tooManyStreams(most: number): MendableError {
	return new MendableError(
		'media/too-many-streams',
		'The file was not measured.',
		`It has more than ${most - 1} streams.`,
		'Export it again with the streams it needs.',
	);
}
