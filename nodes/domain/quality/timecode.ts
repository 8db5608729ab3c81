/**
 * Writes a moment of a video as timecode, `HH:MM:SS:FF`; of 29.97 and 59.94 frames a second as drop
 * frame, `HH:MM:SS;FF`, which leaves out frame numbers (never frames) so that it keeps to the clock
 * (SMPTE ST 12-1). Other broken rates, such as 23.976, have no drop frame and run late by a thousandth.
 *
 * @param seconds from the file's start, 0 or more; a moment within a frame is that frame
 * @param frameRate frames a second; null, or none above 0, where it is not known: `HH:MM:SS.mmm`
 */
export function timecode(seconds: number, frameRate: number | null): string {
	if (frameRate === null || !(frameRate > 0)) return clockTime(seconds);
	const base = Math.round(frameRate);
	// Half a thousandth of a frame: 1.001 s of 30000/1001 is frame 30, whatever the last digits say.
	const frame = Math.floor(Math.max(0, seconds) * frameRate + 0.0005);
	const isDropFrame = isBroken(frameRate, base) && base % 30 === 0;
	const number = isDropFrame ? withDropped(frame, base) : frame;
	const whole = Math.floor(number / base);
	const [hours, minutes, rest] = [
		Math.floor(whole / 3_600),
		Math.floor(whole / 60) % 60,
		whole % 60,
	];
	const last = `${isDropFrame ? ';' : ':'}${two(number % base)}`;
	return `${two(hours)}:${two(minutes)}:${two(rest)}${last}`;
}

/** A moment by the clock, `HH:MM:SS.mmm`. */
function clockTime(seconds: number): string {
	const ms = Math.round(Math.max(0, seconds) * 1_000);
	const whole = Math.floor(ms / 1_000);
	const clock = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60].map(two);
	return `${clock.join(':')}.${String(ms % 1_000).padStart(3, '0')}`;
}

/** Whether a rate is a thousandth below a whole one: 29.97 of 30. */
function isBroken(frameRate: number, base: number): boolean {
	return Math.abs(frameRate - (base * 1_000) / 1_001) < 0.002;
}

/** The number a frame is called by: two (of 60, four) are left out each minute, but not each tenth. */
function withDropped(frame: number, base: number): number {
	const dropped = base / 15;
	const inMinute = base * 60 - dropped;
	const inTenMinutes = inMinute * 10 + dropped;
	const tens = Math.floor(frame / inTenMinutes);
	const rest = frame % inTenMinutes;
	// The first minute of each ten has all its numbers.
	const minutes = rest < dropped ? 0 : Math.floor((rest - dropped) / inMinute);
	return frame + dropped * (9 * tens + minutes);
}

function two(value: number): string {
	return String(value).padStart(2, '0');
}
