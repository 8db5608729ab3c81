import { z } from 'zod';

/** A stretch of the file in seconds from its start; `to` is where it ends, never before `from`. */
export const timeRangeSchema = z.object({
	from: z.number().finite().nonnegative(),
	to: z.number().finite().nonnegative(),
});

/** A stretch of the file in seconds from its start. */
export type TimeRange = z.infer<typeof timeRangeSchema>;

const ranges = z.array(timeRangeSchema);
const count = z.number().int().nonnegative();
const positive = z.number().finite().positive();
const atLeast0 = z.number().finite().nonnegative();
const number = z.number().finite();
const share = z.number().min(0).max(1);
const word = z.string();

/** One entry of a track's edit list that plays something: where in the media, and for how long. */
export const editSchema = z.object({
	/** Place of the track in the file, from 0. */
	track: count,
	/** Seconds into the track's media; null is an empty edit, which delays the track. */
	mediaStartSeconds: number.nullable(),
	durationSeconds: atLeast0,
	/** Speed it plays at, 1 is normal. */
	rate: number,
});

/** The file around its streams. */
export const measuredContainerSchema = z.object({
	/** One word: `mp4`, `mov`, `matroska`, `webm`, `mp3`, `wav`, `png`… */
	format: word,
	/** All names that ffprobe gives the format, e.g. `mov,mp4,m4a,3gp,3g2,mj2`. */
	formatNames: word,
	/** Major brand of an ISO file, e.g. `isom`; null where the format has none. */
	brand: word.nullable(),
	/** Null for a still picture. */
	durationSeconds: atLeast0.nullable(),
	sizeBytes: count,
	/** All streams and the container together, bits per second. */
	bitrateBps: atLeast0.nullable(),
	/** Whether the index comes before the media, so that playing starts early; null outside MP4. */
	faststart: z.boolean().nullable(),
	/** Whether the media comes in fragments with an index each; null outside MP4. */
	fragmented: z.boolean().nullable(),
	/**
	 * What edit lists do; null outside MP4. `start-offset` only moves where a track begins, as nearly
	 * every encoder writes it; `cut` leaves out, repeats or speeds up media.
	 */
	editLists: z
		.object({ kind: z.enum(['none', 'start-offset', 'cut']), edits: z.array(editSchema) })
		.nullable(),
	chapters: count,
});

/** What a stream carries. */
export const streamKinds = ['video', 'audio', 'subtitle', 'data', 'attachment', 'unknown'] as const;

/** One stream as the container declares it. */
export const measuredStreamSchema = z.object({
	/** Place among the streams, from 0. */
	index: count,
	kind: z.enum(streamKinds),
	codec: word.nullable(),
	/** ISO 639 as declared; null where nothing is. */
	language: word.nullable(),
	startSeconds: number.nullable(),
	durationSeconds: atLeast0.nullable(),
	isDefault: z.boolean(),
	/** Whether it is a cover picture and no programme. */
	attachedPicture: z.boolean(),
});

/** The picture of the first video stream that is no cover. */
export const measuredVideoSchema = z.object({
	/** Its place among the streams. */
	stream: count,
	codec: word,
	/** Code of four characters in MP4, e.g. `avc1`, `hvc1`; null where there is none. */
	codecTag: word.nullable(),
	profile: word.nullable(),
	/** As people write it: 4.1; null where the codec has none. */
	level: number.nullable(),
	/** Coded size in pixels. */
	width: z.number().int().positive(),
	height: z.number().int().positive(),
	/** Size as shown, after the shape of pixels and the rotation, in pixels. */
	displayWidth: positive,
	displayHeight: positive,
	/** Width by height as shown: 1.7778 is 16:9, 0.5625 is 9:16. */
	displayAspect: positive,
	/** Width by height of one pixel, 1 is square; undeclared counts as 1. */
	sar: positive,
	/** Degrees clockwise that a player turns the picture: 0, 90, 180 or 270. */
	rotation: number,
	/** Frames per second on average; null for a still picture. */
	frameRate: positive.nullable(),
	/** Whether frames last differently long by more than a rounding of the container's clock. */
	variableFrameRate: z.boolean().nullable(),
	/** Frames decoded. */
	frames: count.nullable(),
	durationSeconds: atLeast0.nullable(),
	/** Whether pictures are interlaced: by declaration, or by what most frames look like. */
	interlaced: z.boolean().nullable(),
	/** How it was told: what the stream declares, and the share of frames that look interlaced. */
	interlace: z.object({ declared: word.nullable(), share: share.nullable() }),
	/** Groups of pictures; null for a still picture. */
	gop: z
		.object({
			maxFrames: count.nullable(),
			maxSeconds: atLeast0.nullable(),
			/** Whether every group can be decoded without the one before; null if unknown. */
			closed: z.boolean().nullable(),
		})
		.nullable(),
	bitrateBps: atLeast0.nullable(),
	/** Name in ffmpeg, e.g. `yuv420p`. */
	pixelFormat: word.nullable(),
	/** Bits of one sample. */
	bitDepth: count.nullable(),
	/** `4:2:0`, `4:2:2`, `4:4:4`; null where it does not apply. */
	chroma: word.nullable(),
	/** As declared, in ffmpeg's words (`bt709`, `smpte2084`, `tv`); null is undeclared. */
	colour: z.object({
		primaries: word.nullable(),
		transfer: word.nullable(),
		matrix: word.nullable(),
		range: word.nullable(),
	}),
	/** High dynamic range that is declared; null is standard range. */
	hdr: z.enum(['hdr10', 'hdr10+', 'hlg', 'pq', 'dolby-vision']).nullable(),
	/** Whether closed captions travel inside the picture stream. */
	closedCaptions: z.boolean().nullable(),
	/** Stretches of black of half a second or more. */
	black: ranges.nullable(),
	/** Stretches of two seconds or more in which nothing moves, other than black ones. */
	freezes: ranges.nullable(),
	/**
	 * Bars that stay black for the whole film, in pixels of the coded picture; all 0 without bars.
	 */
	letterbox: z.object({ top: count, bottom: count, left: count, right: count }).nullable(),
	/** Stretches with flashes that may harm people with photosensitive epilepsy. */
	flashes: ranges.nullable(),
	/** Strongest flashing met, as ffmpeg's photosensitivity filter counts it: 1 is its limit. */
	maxFlashing: atLeast0.nullable(),
	/** Width of edges in pixels of a picture brought to `analysedWidth`; higher is softer. */
	blur: z.object({ mean: atLeast0, max: atLeast0 }).nullable(),
	/** How much edges keep to a grid of blocks; 1 is none, higher is worse. */
	blockiness: z.object({ mean: atLeast0, max: atLeast0 }).nullable(),
	/** Spatial and temporal information of ITU-T P.910: how much detail, how much movement. */
	detail: z.object({ spatialMean: atLeast0, temporalMean: atLeast0 }).nullable(),
	/** Brightness of the darkest and lightest pixel, and of the average one, 0 to 1 of full code. */
	luma: z.object({ min: share, max: share, mean: share }).nullable(),
	/** Share of pixels outside the levels that broadcast allows, on average over frames. */
	outOfRangeShare: share.nullable(),
	/** Width in pixels that the picture was brought to for what is dear to look at. */
	analysedWidth: z.number().int().positive().nullable(),
});

/** The sound of the default audio stream, else of the first. */
export const measuredAudioSchema = z.object({
	/** Its place among the streams. */
	stream: count,
	codec: word,
	profile: word.nullable(),
	sampleRateHz: positive,
	channels: z.number().int().positive(),
	/** Name in ffmpeg: `mono`, `stereo`, `5.1`; null is undeclared. */
	layout: word.nullable(),
	bitDepth: count.nullable(),
	bitrateBps: atLeast0.nullable(),
	durationSeconds: atLeast0.nullable(),
	/** Audio streams in the file; the others are listed among the streams and not measured. */
	streams: z.number().int().positive(),
	/**
	 * Loudness of the whole by ITU-R BS.1770-4. Null and unmeasured where nothing is above the gate
	 * of -70 LUFS, and where the sound is shorter than the window of 0.4 s.
	 */
	integratedLufs: number.nullable(),
	/** Loudness range by EBU Tech 3342; needs 3 s of sound. */
	loudnessRangeLu: atLeast0.nullable(),
	/** Highest loudness of any 0.4 s, read every 20 ms. */
	maxMomentaryLufs: number.nullable(),
	/** End of the window that was loudest. */
	maxMomentaryAtSeconds: atLeast0.nullable(),
	/** Highest loudness of any 3 s, read every 20 ms. */
	maxShortTermLufs: number.nullable(),
	maxShortTermAtSeconds: atLeast0.nullable(),
	/** Highest peak between the samples, by oversampling; null and unmeasured for digital silence. */
	truePeakDbtp: number.nullable(),
	truePeakAtSeconds: atLeast0.nullable(),
	/** Highest sample; null and unmeasured for digital silence. */
	samplePeakDbfs: number.nullable(),
	/** Stretches of a second or more below -60 dBFS. */
	silences: ranges.nullable(),
	/** Samples at full scale in runs of three or more: how many samples, and where. */
	clipping: z.object({ samples: count, ranges }).nullable(),
	/** Greatest share of full scale by which a channel is off the middle. */
	dcOffset: atLeast0.nullable(),
	/**
	 * Correlation of left and right, -1 (opposed) to 1 (equal), where there is sound; null unless
	 * there are two channels.
	 */
	phase: z
		.object({
			meanCorrelation: z.number().min(-1).max(1).nullable(),
			/** Stretches of two seconds or more that would cancel out in mono. */
			opposed: ranges,
		})
		.nullable(),
	/** Whether all channels carry the same; null for one channel. */
	sameInAllChannels: z.boolean().nullable(),
	/** Channels without any sound, by place from 0. */
	silentChannels: z.array(count).nullable(),
});

/** A subtitle or caption stream. */
export const measuredCaptionsSchema = z.object({
	stream: count,
	codec: word.nullable(),
	language: word.nullable(),
	/** Whether players show it although nobody asked. */
	forced: z.boolean(),
	forHearingImpaired: z.boolean(),
});

/** Something that does not decode as it should. */
export const damageSchema = z.object({
	/** `truncated`: the end is missing; `corrupt`: bits are wrong; `unreadable`: nothing decodes. */
	kind: z.enum(['truncated', 'corrupt', 'unreadable']),
	/** Seconds from the start, where it could be told. */
	at: atLeast0.nullable(),
	where: z.enum(['container', 'video', 'audio', 'captions']),
	/** One sentence for a person. */
	text: word,
});

/**
 * Everything measured of one file. Times in seconds from the file's start. Null where a thing does
 * not apply, and where it could not be measured: those alone are named in `unmeasured`, and no rule
 * may take them for fine.
 */
export const measuredFileSchema = z.object({
	/** Who measured: version of our own reading, e.g. `media/1`, and that of ffmpeg. */
	measuredBy: z.object({ version: word, ffmpeg: word.nullable() }),
	container: measuredContainerSchema,
	streams: z.array(measuredStreamSchema),
	/** Null: there is no picture. */
	video: measuredVideoSchema.nullable(),
	/** Null: there is no sound. */
	audio: measuredAudioSchema.nullable(),
	captions: z.array(measuredCaptionsSchema),
	damage: z.array(damageSchema),
	/** Paths in dots, e.g. `audio.truePeakDbtp`; sorted, each once. */
	unmeasured: z.array(word),
	/** One reason for each of `unmeasured`, in the same order; sentences. */
	unmeasuredBecause: z.array(word),
});

/** The file around its streams. */
export type MeasuredContainer = z.infer<typeof measuredContainerSchema>;

/** One entry of an edit list. */
export type Edit = z.infer<typeof editSchema>;

/** One stream as the container declares it. */
export type MeasuredStream = z.infer<typeof measuredStreamSchema>;

/** The picture of a file. */
export type MeasuredVideo = z.infer<typeof measuredVideoSchema>;

/** The sound of a file. */
export type MeasuredAudio = z.infer<typeof measuredAudioSchema>;

/** A subtitle or caption stream. */
export type MeasuredCaptions = z.infer<typeof measuredCaptionsSchema>;

/** Something that does not decode as it should. */
export type Damage = z.infer<typeof damageSchema>;

/** Everything measured of one file. */
export type MeasuredFile = z.infer<typeof measuredFileSchema>;
