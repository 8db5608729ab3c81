/** Re-encodes as H.264 and AAC that play everywhere: closed groups of half a second, index first. */
export const toH264 =
	'ffmpeg -i {file} -c:v libx264 -profile:v high -pix_fmt yuv420p -crf 18 -flags +cgop -force_key_frames "expr:gte(t,n_forced*0.5)" -c:a aac -ar 48000 -b:a 384k -movflags +faststart {out}';

/** Puts everything as it is into an MP4 with the index first. */
export const toMp4 = 'ffmpeg -i {file} -c copy -movflags +faststart {out}';

/** Re-encodes the sound as AAC of 48 kHz, stereo. */
export const toAac =
	'ffmpeg -i {file} -c:v copy -c:a aac -ar 48000 -ac 2 -b:a 384k -movflags +faststart {out}';

/** Makes whole pictures out of half ones. */
export const deinterlace =
	'ffmpeg -i {file} -vf bwdif=mode=send_frame -c:v libx264 -crf 18 -c:a copy -movflags +faststart {out}';

/** Gives every frame the same time. */
export const toFrameRate = (fps: string) =>
	`ffmpeg -i {file} -vf fps=${fps} -c:v libx264 -crf 18 -c:a copy -movflags +faststart {out}`;

/** Brings the loudness to where it belongs by one gain, and holds what then peaks too high. */
export const toLoudness = (peakDbtp: number) =>
	`ffmpeg -i {file} -c:v copy -af "volume={gain}dB,${held(peakDbtp)}" -c:a aac -b:a 384k -movflags +faststart {out}`;

/** Lowers peaks and leaves the rest. */
export const limitPeaks = (peakDbtp: number) =>
	`ffmpeg -i {file} -c:v copy -af "${held(peakDbtp)}" -c:a aac -b:a 384k -movflags +faststart {out}`;

/**
 * Limits at four times 48 kHz, where peaks between samples are seen. Half a decibel lower than asked:
 * AAC does not give samples back as they were.
 */
function held(peakDbtp: number): string {
	const limit = 10 ** ((peakDbtp - 0.5) / 20);
	return `aresample=192000,alimiter=limit=${limit.toFixed(3)}:level=false,aresample=48000`;
}

/** Cuts a picture to an upright one around its middle. */
export const toUpright =
	'ffmpeg -i {file} -vf "crop=min(iw\\,ih*9/16):min(ih\\,iw*16/9),scale=1080:1920,setsar=1" -c:v libx264 -crf 18 -c:a copy -movflags +faststart {out}';

/** Fits a picture into a box of pixels, with even sides. */
export const toFit = (width: number, height: number) =>
	`ffmpeg -i {file} -vf "scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1" -c:v libx264 -crf 18 -c:a copy -movflags +faststart {out}`;

/** Re-encodes with a bound on bits per second. */
export const toBitrate = (mbps: number) =>
	`ffmpeg -i {file} -c:v libx264 -b:v ${mbps}M -maxrate ${mbps}M -bufsize ${2 * mbps}M -c:a copy -movflags +faststart {out}`;

/** What only an editor can put right. */
export const inTheEditor = (what: string) => `In the editor: ${what}; then export again.`;
