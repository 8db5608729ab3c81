import type { Limit, SpecPack } from '../specPack';
import {
	inFormat,
	progressive,
	subsampled,
	withAudioCodec,
	withClosedGop,
	withFaststart,
	withoutEdits,
	withPicture,
	withVideoCodec,
} from './common';
import { toAac, toBitrate, toH264 } from './fixes';
import { youtubeHelp as source } from './sources';

/** Recommended megabits a second for standard range, by lines: up to 30 frames a second, and above. */
const rates = [
	{ lines: 360, upTo: 480, standard: 1, high: 1.5 },
	{ lines: 480, upTo: 720, standard: 2.5, high: 4 },
	{ lines: 720, upTo: 1080, standard: 5, high: 7.5 },
	{ lines: 1080, upTo: 1440, standard: 8, high: 12 },
	{ lines: 1440, upTo: 2160, standard: 16, high: 24 },
	{ lines: 2160, upTo: 4320, standard: 35, high: 53 },
];

/** YouTube asks for no bitrate and names what it recommends: worth a note, no more. */
const bitrates = rates.flatMap(({ lines, upTo, standard, high }) =>
	[
		{ mbps: standard, name: `bitrate-${lines}p`, frames: { is: 'between' as const, max: 30 } },
		{ mbps: high, name: `bitrate-${lines}p-high`, frames: { is: 'between' as const, above: 30 } },
	].map(
		({ mbps, name, frames }): Limit => ({
			rule: name,
			title: 'Video bitrate',
			path: 'video.bitrateBps',
			expect: { is: 'between', min: mbps * 1_000_000 },
			unit: 'bitsPerSecond',
			severity: 'note',
			when: [
				{ path: 'video.shortSidePixels', expect: { is: 'between', min: lines, below: upTo } },
				{ path: 'video.frameRate', expect: frames },
				{ path: 'video.hdr', expect: { is: 'absent' } },
			],
			fix: toBitrate(mbps),
			source,
		}),
	),
);

/** Uploads to YouTube, as its help recommends them. */
export const youtube: SpecPack = {
	id: 'youtube',
	version: '2026-11-24',
	title: 'YouTube upload',
	limits: [
		withPicture(source),
		inFormat(['mp4'], source),
		withFaststart(source),
		withoutEdits(source),
		withVideoCodec(['h264'], source),
		{
			rule: 'profile',
			title: 'H.264 profile',
			path: 'video.profile',
			expect: { is: 'oneOf', values: ['High'] },
			severity: 'warning',
			when: [{ path: 'video.codec', expect: { is: 'oneOf', values: ['h264'] } }],
			fix: toH264,
			source,
		},
		progressive(source),
		subsampled(source),
		withClosedGop(source),
		{
			rule: 'gop-length',
			title: 'Longest group of pictures (half the frame rate)',
			path: 'video.gop.maxFrames',
			expect: {
				is: 'between',
				max: { path: 'video.frameRate', times: 0.5, roundedUp: true },
			},
			unit: 'frames',
			severity: 'warning',
			fix: toH264,
			source,
		},
		...bitrates,
		withAudioCodec(['aac'], source),
		{
			rule: 'audio-profile',
			title: 'AAC profile',
			path: 'audio.profile',
			expect: { is: 'oneOf', values: ['LC'] },
			severity: 'warning',
			when: [{ path: 'audio.codec', expect: { is: 'oneOf', values: ['aac'] } }],
			fix: toAac,
			source,
		},
		{
			rule: 'sample-rate',
			title: 'Sample rate',
			path: 'audio.sampleRateHz',
			expect: { is: 'oneOf', values: [48_000, 96_000] },
			unit: 'hertz',
			severity: 'error',
			fix: toAac,
			source,
		},
		{
			rule: 'channels',
			title: 'Channels',
			path: 'audio.channels',
			expect: { is: 'oneOf', values: [2, 6] },
			unit: 'channels',
			severity: 'warning',
			fix: toAac,
			source,
		},
	],
};
