import { MendableError } from '../../../../nodes/domain/errors';
import type { MediaLimits } from '../limits';

/** Somebody no longer wants it. */
export function cancelledError(): MendableError {
	return new MendableError(
		'media/cancelled',
		'The file was not measured.',
		'Somebody cancelled it.',
		'Start it again if it is still wanted.',
	);
}

/** A process went on beyond its time. */
export function tooSlowError({ wallSeconds, cpuSeconds }: MediaLimits): MendableError {
	return new MendableError(
		'media/too-slow',
		'The file was not measured.',
		`It takes longer than one file may: ${wallSeconds} s, or ${cpuSeconds} s of processor time.`,
		'Check a shorter or smaller version of it, or measure it on a faster machine.',
	);
}

/** A process printed beyond measure. */
export function tooMuchError({ reportBytes }: MediaLimits): MendableError {
	return new MendableError(
		'media/too-much',
		'The file was not measured.',
		`Describing it prints more than ${reportBytes} bytes; no ordinary file needs that.`,
		'Export it again without the metadata it carries.',
	);
}

/** A process was refused the memory it wanted. */
export function tooHungryError({ memoryBytes }: MediaLimits): MendableError {
	return new MendableError(
		'media/too-hungry',
		'The file was not measured.',
		`It needs more memory than one file may have, ${Math.round(memoryBytes / 1024 ** 2)} MiB.`,
		'Check a smaller version of it.',
	);
}

/** A program is not there, or may not run. */
export function cannotRunError(command: string): MendableError {
	return new MendableError(
		'media/ffmpeg-missing',
		'Nothing can be measured.',
		`"${command}" cannot be run.`,
		'Install ffmpeg 5.1 or newer (`apt-get install ffmpeg`), or name it in AGENCY_FFMPEG.',
	);
}
