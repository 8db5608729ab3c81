import type { MeasuredVideo } from '../../../../nodes/domain/quality/measured';
import type { ProbedStream } from '../probe';

/** Bits of one sample by the name of the pixel format in ffmpeg, else as declared. */
export function bitDepthOf(pixelFormat: string | null, declared: number | null): number | null {
	if (pixelFormat === null) return declared;
	const named = /(?:p|gray|rgba?|gbra?p|bgra?|ya)(9|10|12|14|16|48|64)(?:le|be)?$/.exec(
		pixelFormat,
	);
	if (named !== null) {
		const bits = Number(named[1]);
		// rgb48 and rgba64 are named by the bits of a whole pixel.
		return bits > 16 ? 16 : bits;
	}
	if (/^p0?1[06]/.test(pixelFormat)) return Number(pixelFormat.slice(-4, -2)) || 10;
	return /^(yuv|nv|gray|rgb|bgr|argb|abgr|gbr|pal8|ya8|uyvy|0rgb|0bgr)/.test(pixelFormat)
		? 8
		: declared;
}

/** How much colour is kept: `4:2:0`; null for pictures without such a thing. */
export function chromaOf(pixelFormat: string | null): string | null {
	const named = /^yuv[aj]?(4\d\d)p/.exec(pixelFormat ?? '');
	if (named !== null) return [...named[1]].join(':');
	if (/^nv(12|21)|^p01/.test(pixelFormat ?? '')) return '4:2:0';
	if (/^(yuyv|uyvy|yvyu|nv16|p21)/.test(pixelFormat ?? '')) return '4:2:2';
	return /^(rgb|bgr|gbr|argb|abgr|nv24|0rgb|0bgr)/.test(pixelFormat ?? '') ? '4:4:4' : null;
}

/** A codec's level as people write it: H.264 counts in tenths, HEVC in thirtieths, AV1 by index. */
export function levelOf(codec: string | null, level: number | null): number | null {
	if (level === null || level <= 0) return null;
	if (codec === 'h264') return level / 10;
	if (codec === 'hevc') return Math.round((level / 30) * 10) / 10;
	if (codec === 'av1') return 2 + Math.floor(level / 4) + (level % 4) / 10;
	return level;
}

/** High dynamic range by what stream and first frame declare; null for standard range. */
export function hdrOf(
	stream: ProbedStream,
	frameSideData: readonly string[],
): MeasuredVideo['hdr'] {
	const declared = [
		...stream.side_data_list.map(({ side_data_type: type }) => type ?? ''),
		...frameSideData,
	];
	const has = (words: RegExp) => declared.some((one) => words.test(one));
	if (has(/DOVI|Dolby Vision/i)) return 'dolby-vision';
	if (stream.color_transfer === 'arib-std-b67') return 'hlg';
	if (stream.color_transfer !== 'smpte2084') return null;
	if (has(/SMPTE2094-40|HDR10\+/i)) return 'hdr10+';
	return has(/Mastering display|Content light level/i) ? 'hdr10' : 'pq';
}
