import type { Limit, LimitSource, Severity } from '../specPack';
import { deinterlace, inTheEditor, toAac, toH264, toMp4 } from './fixes';

/** There is a picture; without one, nothing about it is judged. */
export const withPicture = (source: LimitSource): Limit => ({
	rule: 'picture',
	title: 'Picture',
	path: 'video',
	expect: { is: 'present' },
	severity: 'error',
	fix: inTheEditor('export picture and sound, not the sound alone'),
	source,
});

/** What the file is. */
export const inFormat = (values: string[], source: LimitSource): Limit => ({
	rule: 'container',
	title: 'File format',
	path: 'container.format',
	expect: { is: 'oneOf', values },
	severity: 'error',
	fix: toMp4,
	source,
});

/** Which codecs the picture may have. */
export const withVideoCodec = (values: string[], source: LimitSource): Limit => ({
	rule: 'video-codec',
	title: 'Video codec',
	path: 'video.codec',
	expect: { is: 'oneOf', values },
	severity: 'error',
	fix: toH264,
	source,
});

/** Which codecs the sound may have, if there is sound. */
export const withAudioCodec = (values: string[], source: LimitSource): Limit => ({
	rule: 'audio-codec',
	title: 'Audio codec',
	path: 'audio.codec',
	expect: { is: 'oneOf', values },
	severity: 'error',
	fix: toAac,
	source,
});

/** The index comes first; other formats than MP4 and MOV have none. */
export const withFaststart = (source: LimitSource): Limit => ({
	rule: 'faststart',
	title: 'Index before the media (fast start)',
	path: 'container.faststart',
	expect: { is: 'oneOf', values: [true] },
	severity: 'error',
	when: [{ path: 'container.format', expect: { is: 'oneOf', values: ['mp4', 'mov'] } }],
	fix: toMp4,
	source,
});

/**
 * No edit lists that cut or repeat media. Taken to the letter, "no edit lists" would refuse nearly every
 * file that ffmpeg writes: one that only says where a track begins is let through.
 */
export const withoutEdits = (source: LimitSource): Limit => ({
	rule: 'edit-lists',
	title: 'Edit lists',
	path: 'container.editLists.kind',
	expect: { is: 'oneOf', values: ['none', 'start-offset'] },
	severity: 'error',
	when: [{ path: 'container.format', expect: { is: 'oneOf', values: ['mp4', 'mov'] } }],
	fix: toH264,
	source,
});

/** Whole pictures, not half ones. */
export const progressive = (source: LimitSource): Limit => ({
	rule: 'interlaced',
	title: 'Interlaced pictures',
	path: 'video.interlaced',
	expect: { is: 'oneOf', values: [false] },
	severity: 'error',
	fix: deinterlace,
	source,
});

/** Groups of pictures that stand alone. */
export const withClosedGop = (source: LimitSource, severity: Severity = 'warning'): Limit => ({
	rule: 'closed-gop',
	title: 'Closed groups of pictures',
	path: 'video.gop.closed',
	expect: { is: 'oneOf', values: [true] },
	severity,
	fix: toH264,
	source,
});

/** Colour at half the resolution, as everything plays it. */
export const subsampled = (source: LimitSource): Limit => ({
	rule: 'chroma',
	title: 'Chroma subsampling',
	path: 'video.chroma',
	expect: { is: 'oneOf', values: ['4:2:0'] },
	severity: 'error',
	fix: toH264,
	source,
});
