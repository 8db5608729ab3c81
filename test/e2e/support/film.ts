import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** How a film is to be. */
export interface FilmWishes {
	/** Volume of its sound, in decibels above a sine of -18 dBFS. */
	loudnessDb: number;
	/** Whether two of its seconds are black. */
	gap: boolean;
}

/** A film of eight seconds in 720p, made by ffmpeg. */
export function aFilm({ loudnessDb, gap }: FilmWishes): Buffer {
	const folder = mkdtempSync(path.join(tmpdir(), 'agency-film-'));
	const file = path.join(folder, 'film.mp4');
	const black = gap ? ",drawbox=t=fill:color=black:enable='between(t,3,5)'" : '';
	const sound = `sine=frequency=440:sample_rate=48000:duration=8,volume=${loudnessDb}dB`;
	try {
		const made = spawnSync('ffmpeg', [
			...['-v', 'error', '-y', '-f', 'lavfi', '-i', `testsrc2=s=1280x720:r=25:d=8${black}`],
			...['-f', 'lavfi', '-i', sound],
			...['-ac', '2', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
			...['-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart', file],
		]);
		if (made.status !== 0) throw new Error(made.stderr.toString());
		return readFileSync(file);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
