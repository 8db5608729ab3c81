import type { MediaLimits } from '../limits';

/**
 * Formats that are opened: films, sounds and pictures as studios exchange them. None of them reaches
 * for another file or the network; playlists (HLS, DASH, concat, SDP), drawings and devices are left
 * out. Names of ffmpeg 5.1 (`ffmpeg -demuxers`).
 */
export const openedFormats = [
	...['mov', 'matroska', 'avi', 'mxf', 'mpegts', 'mpeg', 'asf', 'flv', 'ogg', 'ivf', 'obu'],
	...['wav', 'w64', 'aiff', 'caf', 'au', 'mp3', 'aac', 'ac3', 'eac3', 'flac', 'dv', 'm4v'],
	...['h264', 'hevc', 'mpegvideo', 'mjpeg', 'gif', 'apng', 'amr'],
	...['png', 'jpeg', 'webp', 'tiff', 'bmp', 'gif', 'j2k', 'jpegxl', 'exr', 'dpx', 'psd', 'qoi'].map(
		(picture) => `${picture}_pipe`,
	),
];

/** How much of a file is looked at to tell what it is, bytes and microseconds. */
const PROBED_BYTES = 20_000_000;
const PROBED_MICROSECONDS = 20_000_000;

/** Arguments of ffmpeg and ffprobe alike that open the file and nothing else. */
export function inputArguments(link: string, limits: MediaLimits): string[] {
	return [
		...['-protocol_whitelist', 'file', '-format_whitelist', openedFormats.join(',')],
		...['-max_streams', `${limits.streams}`, '-max_pixels', `${limits.pixels}`],
		...['-probesize', `${PROBED_BYTES}`, '-analyzeduration', `${PROBED_MICROSECONDS}`],
		...['-i', `file:${link}`],
	];
}
