import { execFileSync } from 'node:child_process';
import { ffmpegPlace } from '../../../orchestrator/src/media/ffmpeg/findFfmpeg';

/** The ffmpeg of this machine; null where it is not installed. */
export const ffmpegFile: string | null = ffmpegPlace();

/** Runs ffmpeg to make a file for a test; throws with its words if it cannot. */
export function makeMedia(file: string, args: readonly string[]): string {
	const quiet = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', '-threads', '2'];
	execFileSync(ffmpegFile ?? 'ffmpeg', [...quiet, ...args, file], { stdio: 'pipe' });
	return file;
}

/** A moving test picture as an input of ffmpeg. */
export function pictures(seconds: number, size = '320x240', rate = 25): string[] {
	return ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}:d=${seconds}`];
}

/** A tone of 440 Hz as an input of ffmpeg, 18 dB below full scale. */
export function tone(seconds: number): string[] {
	return ['-f', 'lavfi', '-i', `sine=f=440:r=48000:d=${seconds}`];
}
