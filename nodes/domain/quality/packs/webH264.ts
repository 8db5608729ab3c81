import type { SpecPack } from '../specPack';
import {
	inFormat,
	progressive,
	withAudioCodec,
	withFaststart,
	withPicture,
	withVideoCodec,
} from './common';
import { inTheEditor, toH264 } from './fixes';
import { mdnCodecs as source, wcagCaptions, wcagFlashes } from './sources';

/** Films on the web's own pages: what every browser plays, and what everybody can watch. */
export const webH264: SpecPack = {
	id: 'web-h264',
	version: '2026-11-24',
	title: 'Web page (H.264)',
	limits: [
		withPicture(source),
		inFormat(['mp4'], source),
		withFaststart(source),
		withVideoCodec(['h264'], source),
		{
			rule: 'profile',
			title: 'H.264 profile',
			path: 'video.profile',
			expect: { is: 'oneOf', values: ['Constrained Baseline', 'Baseline', 'Main', 'High'] },
			severity: 'error',
			when: [{ path: 'video.codec', expect: { is: 'oneOf', values: ['h264'] } }],
			fix: toH264,
			source,
		},
		{
			rule: 'pixel-format',
			title: 'Pixel format',
			path: 'video.pixelFormat',
			expect: { is: 'oneOf', values: ['yuv420p'] },
			severity: 'error',
			fix: toH264,
			source,
		},
		progressive(source),
		withAudioCodec(['aac', 'mp3'], source),
		{
			rule: 'flashes',
			title: 'Flashes',
			path: 'video.flashes',
			expect: { is: 'spans', atMostSeconds: 0 },
			severity: 'error',
			fix: inTheEditor(
				'slow the flashes at {from} s down to fewer than three a second, or soften them',
			),
			source: wcagFlashes,
		},
		{
			rule: 'captions',
			title: 'Captions',
			path: 'captions',
			expect: { is: 'present' },
			severity: 'note',
			when: [{ path: 'audio', expect: { is: 'present' } }],
			fix: 'ffmpeg -i {file} -i CAPTIONS.srt -c copy -c:s mov_text -movflags +faststart {out}, or a WebVTT file beside it on the page',
			source: wcagCaptions,
		},
	],
};
