/** Frames a second of every file in the stand-in, which does not look into files. */
export const framesPerSecond = 25;

/** `HH:MM:SS:FF` of a frame. */
export function timecodeOf(frame: number): string {
	const seconds = Math.floor(frame / framesPerSecond);
	return [seconds / 3_600, (seconds / 60) % 60, seconds % 60, frame % framesPerSecond]
		.map((part) => String(Math.floor(part)).padStart(2, '0'))
		.join(':');
}

/** The frame of a `HH:MM:SS:FF`; null for anything else. */
export function frameOf(timecode: string): number | null {
	const match = /^(\d{2}):([0-5]\d):([0-5]\d)[:;](\d{2})$/.exec(timecode);
	if (match === null) return null;
	const [hours = 0, minutes = 0, seconds = 0, frames = 0] = match.slice(1).map(Number);
	return (hours * 3_600 + minutes * 60 + seconds) * framesPerSecond + frames;
}
