import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Damage } from '../../../nodes/domain/quality/measured';
import { measureFile } from '../../../orchestrator/src/media/measureFile';
import { describeWithFfmpeg } from '../../support/media/ffmpegHere';
import { makeMedia, pictures, tone } from '../../support/media/makeMedia';

// Each waits for several processes; a busy machine lets them wait.
jest.setTimeout(240_000);

/** What studios exchange, each as ffmpeg's own encoders make it. */
const healthy: Record<string, string[]> = {
	'h264.mp4': [...pictures(2), ...tone(2), '-c:v', 'libx264', '-c:a', 'aac'],
	'fast.mp4': [
		...[...pictures(2), ...tone(2), '-c:v', 'libx264', '-c:a', 'aac'],
		...['-movflags', '+faststart'],
	],
	'fragments.mp4': [
		...[...pictures(2), ...tone(2), '-c:v', 'libx264', '-c:a', 'aac'],
		...['-movflags', 'frag_keyframe+empty_moov'],
	],
	'open.mp4': [...pictures(2), '-c:v', 'libx264', '-x264opts', 'open-gop=1:keyint=20'],
	'hevc.mp4': [...pictures(2), '-c:v', 'libx265', '-x265-params', 'log-level=none'],
	'single.mp4': [...pictures(2), '-c:v', 'libx264', '-g', '1'],
	'prores.mov': [...pictures(1), ...tone(1), '-c:v', 'prores_ks', '-c:a', 'pcm_s16le'],
	'vp9.webm': [
		...pictures(1),
		...tone(1),
		'-c:v',
		'libvpx-vp9',
		'-cpu-used',
		'8',
		'-c:a',
		'libopus',
	],
	'film.mkv': [...pictures(2), ...tone(2), '-c:v', 'libx264', '-c:a', 'flac'],
	'stream.ts': [...pictures(2), ...tone(2), '-c:v', 'libx264', '-c:a', 'aac'],
	'old.avi': [...pictures(2), ...tone(2), '-c:v', 'mpeg4', '-c:a', 'mp3'],
	'sound.mp3': tone(2),
	'sound.m4a': [...tone(2), '-c:a', 'aac'],
	'sound.wav': tone(2),
	'sound.aiff': tone(2),
	'sound.flac': tone(2),
	'sound.ogg': [...tone(2), '-c:a', 'libvorbis'],
	'moving.gif': pictures(1),
	'still.png': [...pictures(1), '-frames:v', '1'],
	'still.jpg': [...pictures(1), '-frames:v', '1'],
	'still.webp': [...pictures(1), '-frames:v', '1'],
	'still.tiff': [...pictures(1), '-frames:v', '1'],
	'still.bmp': [...pictures(1), '-frames:v', '1'],
};

const all = Object.keys(healthy);

/** Kinds whose decoders or containers know a flipped bit: by checksums or because they lose step. */
const fragile = ['h264.mp4', 'hevc.mp4', 'prores.mov', 'stream.ts', 'sound.m4a', 'sound.flac'];

describeWithFfmpeg('damage', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'agency-damage-'));
	afterAll(() => rmSync(folder, { recursive: true }));

	const made = new Map<string, Buffer>();
	const contentOf = (name: string): Buffer => {
		const known = made.get(name);
		if (known !== undefined) return known;
		const content = readFileSync(makeMedia(path.join(folder, name), healthy[name]));
		made.set(name, content);
		return content;
	};
	const damageIn = async (name: string, content: Buffer): Promise<Damage[]> => {
		const file = path.join(folder, `changed-${name}`);
		writeFileSync(file, content);
		return (await measureFile(file)).measured.damage;
	};

	it.each(all)('is not seen in a healthy %s', async (name) => {
		expect(await damageIn(name, contentOf(name))).toEqual([]);
	});

	it.each(all)('is seen where the end of %s is missing', async (name) => {
		const content = contentOf(name);
		// Not a whole number of packets of a transport stream.
		const cut = content.subarray(0, Math.floor((content.length * 0.6) / 188) * 188 + 100);
		expect(await damageIn(name, cut)).not.toEqual([]);
	});

	it.each(fragile)('is seen where bits of %s were flipped', async (name) => {
		const content = Buffer.from(contentOf(name));
		for (let place = 0.35; place < 0.85; place += 0.0125) {
			content[Math.floor(content.length * place)] ^= 0x55;
		}
		expect(await damageIn(name, content)).not.toEqual([]);
	});

	it('is seen wherever a bit of a PNG was flipped', async () => {
		const content = contentOf('still.png');
		const start = content.indexOf('IDAT') + 4;
		for (let part = 0; part < 14; part += 1) {
			const changed = Buffer.from(content);
			const place = start + Math.floor(((changed.length - 16 - start) * part) / 14);
			changed[place] ^= 1 << part % 8;
			expect({ place, damage: await damageIn('still.png', changed) }).toEqual({
				place,
				damage: expect.arrayContaining([expect.objectContaining({ where: 'video' })]),
			});
		}
	});

	it('is told with the time of the first picture that is lost', async () => {
		// Every picture stands for itself: the one in the middle of the file is that of one second.
		const content = Buffer.from(contentOf('single.mp4'));
		const middle = Math.floor(content.length / 2);
		content.fill(0, middle, middle + 2000);
		const [damage] = await damageIn('single.mp4', content);
		expect(damage).toMatchObject({ kind: 'corrupt', where: 'video' });
		expect(damage.at).toBeGreaterThan(0.8);
		expect(damage.at).toBeLessThan(1.2);
		expect(damage.text).toMatch(/frames? (is|are) lost\.$/);
	});

	it('says of a film without its index that the end is missing', async () => {
		const content = contentOf('h264.mp4');
		const file = path.join(folder, 'no-index.mp4');
		writeFileSync(file, content.subarray(0, Math.floor(content.length / 2)));
		const { measured } = await measureFile(file);
		expect(measured).toMatchObject({
			video: null,
			audio: null,
			damage: [{ kind: 'truncated', where: 'container' }],
			unmeasured: ['audio', 'video'],
		});
	});
});
