import { ffmpegFile } from './makeMedia';

const skipped = 'skip';

/** `describe` where ffmpeg is there; elsewhere the suite is listed as skipped. */
export const describeWithFfmpeg: (title: string, body: () => void) => void =
	ffmpegFile === null ? (title, body) => describe[skipped](`${title} (no ffmpeg)`, body) : describe;
