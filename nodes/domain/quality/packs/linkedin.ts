import type { Limit, SpecPack } from '../specPack';
import { inFormat, withAudioCodec, withPicture, withVideoCodec } from './common';
import { inTheEditor, toAac, toBitrate, toFit, toFrameRate } from './fixes';
import { linkedinCopy, linkedinHelp as source } from './sources';

const side = (rule: string, title: string, path: string): Limit => ({
	rule,
	title,
	path,
	expect: { is: 'between', min: 360, max: 1_920 },
	unit: 'pixels',
	severity: 'error',
	fix: toFit(1_920, 1_920),
	source,
});

/** Video ads on LinkedIn, which are stricter than its posts. */
export const linkedin: SpecPack = {
	id: 'linkedin',
	version: '2026-11-24',
	title: 'LinkedIn video ad',
	limits: [
		withPicture(source),
		inFormat(['mp4'], source),
		withVideoCodec(['h264', 'vp8'], source),
		side('width', 'Width of the picture', 'video.displayWidth'),
		side('height', 'Height of the picture', 'video.displayHeight'),
		{
			rule: 'aspect',
			title: 'Shape of the picture',
			path: 'video.displayAspect',
			// 9:16 to 16:9; a picture of even sides may miss the exact ratio by a line.
			expect: { is: 'between', min: 0.56, max: 1.78 },
			unit: 'ratio',
			severity: 'error',
			fix: inTheEditor('frame the picture as 9:16, 4:5, 1:1 or 16:9'),
			source,
		},
		{
			rule: 'frame-rate',
			title: 'Frame rate',
			path: 'video.frameRate',
			expect: { is: 'between', max: 30 },
			unit: 'fps',
			severity: 'error',
			fix: toFrameRate('30000/1001'),
			source: linkedinCopy,
		},
		{
			rule: 'frame-rate-to-the-letter',
			title: 'Frame rate, by the letter of the rule',
			path: 'video.frameRate',
			expect: { is: 'between', below: 30 },
			unit: 'fps',
			severity: 'warning',
			when: [{ path: 'video.frameRate', expect: { is: 'between', max: 30 } }],
			fix: toFrameRate('30000/1001'),
			source,
		},
		{
			rule: 'duration',
			title: 'Duration',
			path: 'container.durationSeconds',
			expect: { is: 'between', min: 3, max: 1_800 },
			unit: 'seconds',
			severity: 'error',
			fix: inTheEditor('bring the film to 3 seconds to 30 minutes'),
			source,
		},
		{
			rule: 'size',
			title: 'Size of the file',
			path: 'container.sizeBytes',
			expect: { is: 'between', min: 75_000, max: 500_000_000 },
			unit: 'bytes',
			severity: 'error',
			fix: toBitrate(8),
			source,
		},
		withAudioCodec(['aac'], source),
		{
			rule: 'sample-rate',
			title: 'Sample rate',
			path: 'audio.sampleRateHz',
			expect: { is: 'between', below: 64_000 },
			unit: 'hertz',
			severity: 'error',
			fix: toAac,
			source,
		},
	],
};
