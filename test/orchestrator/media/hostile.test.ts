import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';
import { measureFile } from '../../../orchestrator/src/media/measureFile';
import { describeWithFfmpeg } from '../../support/media/ffmpegHere';
import { makeMedia, pictures, tone } from '../../support/media/makeMedia';

// Each waits for several processes; a busy machine lets them wait.
jest.setTimeout(240_000);

describeWithFfmpeg('a hostile file', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'agency-hostile-'));
	afterAll(() => rmSync(folder, { recursive: true }));

	const write = (name: string, content: string | Buffer): string => {
		const file = path.join(folder, name);
		writeFileSync(file, content);
		return file;
	};
	const film = () =>
		makeMedia(path.join(folder, 'film.mp4'), [...pictures(2), ...tone(2), '-c:v', 'libx264']);

	it.each([
		{ what: 'nothing', make: () => path.join(folder, 'none.mp4'), code: 'media/not-found' },
		{ what: 'an empty file', make: () => write('empty.mp4', ''), code: 'media/empty' },
		{ what: 'a folder', make: () => folder, code: 'media/not-a-file' },
		{ what: 'a device', make: () => '/dev/zero', code: 'media/not-a-file' },
		{
			what: 'a pipe',
			make: () => {
				const pipe = path.join(folder, 'pipe.mp4');
				execFileSync('mkfifo', [pipe]);
				return pipe;
			},
			code: 'media/not-a-file',
		},
		{
			what: 'a link',
			make: () => {
				const link = path.join(folder, 'link.mp4');
				symlinkSync(film(), link);
				return link;
			},
			code: 'media/not-a-file',
		},
	])('that is $what is refused', async ({ make, code }) => {
		await expect(measureFile(make())).rejects.toMatchObject({ code });
	});

	it.each([
		{ what: 'HLS', name: 'a.m3u8', content: '#EXTM3U\n#EXTINF:3,\n/etc/passwd\n#EXT-X-ENDLIST\n' },
		{
			what: 'HLS with a URL',
			name: 'b.mp4',
			content: '#EXTM3U\n#EXTINF:3,\nhttp://127.0.0.1:9/x\n',
		},
		{ what: 'concat', name: 'c.txt', content: "ffconcat version 1.0\nfile '/etc/passwd'\n" },
		{
			what: 'DASH',
			name: 'd.mpd',
			content:
				'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet>' +
				'<Representation><BaseURL>file:///etc/passwd</BaseURL></Representation></AdaptationSet>' +
				'</Period></MPD>',
		},
		{
			what: 'SDP',
			name: 'e.sdp',
			content: 'v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n',
		},
		{
			what: 'SVG',
			name: 'f.svg',
			content:
				'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="/etc/passwd"/></svg>',
		},
	])('that is $what reaches for no other file', async ({ name, content }) => {
		await expect(measureFile(write(name, content))).rejects.toMatchObject({
			code: 'media/unknown-format',
		});
	});

	it.each(['-y', '-i', 'concat:a|b', '%03d.png', 'a\nb.mp4', "it's $(id).mp4", 'pipe:0', '*.png'])(
		'by the name of %j is measured like any other',
		async (name) => {
			const inside = path.join(folder, 'names');
			mkdirSync(inside, { recursive: true });
			const file = path.join(inside, name);
			writeFileSync(file, tinyPng(4, 4));
			const { measured } = await measureFile(file);
			expect(measured.video).toMatchObject({ width: 4, height: 4 });
			expect(readdirSync(inside)).toEqual([name]);
			rmSync(file);
		},
	);

	it('of 30,000 × 30,000 pixels is refused by its size, not by running out', async () => {
		const bomb = write('bomb.png', tinyPng(30_000, 30_000));
		await expect(measureFile(bomb)).rejects.toMatchObject({
			code: 'media/too-large',
			why: expect.stringContaining('30000x30000'),
		});
	});

	it('that says it lasts longer than is looked at is refused', async () => {
		await expect(measureFile(film(), { limits: { durationSeconds: 1 } })).rejects.toMatchObject({
			code: 'media/too-long',
		});
	});

	it('of too many streams is refused', async () => {
		const maps = Array.from({ length: 12 }, () => ['-map', '0:0']).flat();
		const file = makeMedia(path.join(folder, 'many.mkv'), [...tone(1), ...maps, '-c:a', 'flac']);
		await expect(measureFile(file, { limits: { streams: 10 } })).rejects.toMatchObject({
			code: 'media/too-many-streams',
		});
	});

	it('that takes too long is given up, and leaves nothing behind', async () => {
		// Others measure on this machine too: what this one leaves is looked for in a place of its own.
		const file = film();
		const scratch = mkdtempSync(path.join(folder, 'scratch-'));
		const usual = process.env.TMPDIR;
		process.env.TMPDIR = scratch;
		try {
			await givenUp(file);
		} finally {
			if (usual === undefined) delete process.env.TMPDIR;
			else process.env.TMPDIR = usual;
		}
		expect(readdirSync(scratch)).toEqual([]);
	});

	const givenUp = async (file: string): Promise<void> => {
		await expect(measureFile(file, { limits: { wallSeconds: 0.01 } })).rejects.toMatchObject({
			code: 'media/too-slow',
		});
		const cancelled = new AbortController();
		const working = measureFile(file, { signal: cancelled.signal });
		cancelled.abort();
		await expect(working).rejects.toMatchObject({ code: 'media/cancelled' });
	};

	// With the first nothing can even start, with the other decoding runs into it.
	it.each([30, 200])('cannot take more memory than %d MiB if it may not', async (mebibytes) => {
		const file = makeMedia(path.join(folder, 'large.mp4'), [
			...[...pictures(0.2, '3840x2160'), '-c:v', 'libx264', '-preset', 'ultrafast'],
		]);
		const limits = { memoryBytes: mebibytes * 1024 ** 2 };
		await expect(measureFile(file, { limits })).rejects.toMatchObject({
			code: 'media/too-hungry',
		});
	});

	it('whose description never ends is cut off', async () => {
		const file = film();
		await expect(measureFile(file, { limits: { reportBytes: 100 } })).rejects.toMatchObject({
			code: 'media/too-much',
		});
	});
});

/** Folders of our own links that are still there. */
/** A grey PNG of any size whose samples take next to no room. */
function tinyPng(width: number, height: number): Buffer {
	const chunk = (type: string, data: Buffer): Buffer => {
		const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
		const head = Buffer.alloc(4);
		head.writeUInt32BE(data.length);
		const sum = Buffer.alloc(4);
		sum.writeUInt32BE(crc32(body));
		return Buffer.concat([head, body, sum]);
	};
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header[8] = 1;
	const rows = Buffer.alloc(Math.min(height, 1000) * (1 + Math.ceil(width / 8)));
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}
