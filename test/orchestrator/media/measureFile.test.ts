import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MeasuredFile } from '../../../nodes/domain/quality/measured';
import { measuredFileSchema } from '../../../nodes/domain/quality/measured';
import { measureFile } from '../../../orchestrator/src/media/measureFile';
import { describeWithFfmpeg } from '../../support/media/ffmpegHere';
import { makeMedia, pictures, tone } from '../../support/media/makeMedia';

// Each waits for several processes; a busy machine lets them wait.
jest.setTimeout(240_000);

describeWithFfmpeg('measuring a file', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'agency-measure-'));
	afterAll(() => rmSync(folder, { recursive: true }));

	const make = (name: string, ...args: string[]) => makeMedia(path.join(folder, name), args);
	const measure = async (file: string): Promise<MeasuredFile> =>
		measuredFileSchema.parse((await measureFile(file)).measured);

	it('describes an MP4 as it was made', async () => {
		const file = make(
			'plain.mp4',
			...pictures(3),
			...tone(3),
			...['-c:v', 'libx264', '-g', '25', '-bf', '2', '-pix_fmt', 'yuv420p', '-r', '25'],
			...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'],
			...['-c:a', 'aac', '-ac', '2', '-movflags', '+faststart'],
		);
		const { sha256, measured } = await measureFile(file);
		expect(sha256).toBe(createHash('sha256').update(readFileSync(file)).digest('hex'));
		expect(measured).toMatchObject({
			container: {
				format: 'mp4',
				faststart: true,
				fragmented: false,
				editLists: { kind: 'start-offset' },
				sizeBytes: readFileSync(file).length,
			},
			video: {
				codec: 'h264',
				codecTag: 'avc1',
				profile: 'High',
				width: 320,
				height: 240,
				displayAspect: 1.3333,
				frameRate: 25,
				variableFrameRate: false,
				frames: 75,
				durationSeconds: 3,
				interlaced: false,
				gop: { maxFrames: 25, maxSeconds: 1, closed: true },
				pixelFormat: 'yuv420p',
				bitDepth: 8,
				chroma: '4:2:0',
				colour: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709' },
				hdr: null,
				black: [],
				freezes: [],
				letterbox: { top: 0, bottom: 0, left: 0, right: 0 },
				flashes: [],
			},
			audio: {
				codec: 'aac',
				profile: 'LC',
				sampleRateHz: 48_000,
				channels: 2,
				layout: 'stereo',
				silences: [],
				clipping: { samples: 0, ranges: [] },
				sameInAllChannels: true,
				silentChannels: [],
			},
			damage: [],
			unmeasured: [],
		});
		expect(measured.container.durationSeconds).toBeCloseTo(3, 1);
	});

	it('finds what is wrong with pictures, and where', async () => {
		const file = make(
			'faulty.mp4',
			...['-f', 'lavfi', '-i', 'color=black:s=320x240:r=25:d=2.4'],
			...pictures(2),
			...['-f', 'lavfi', '-i', 'color=gray:s=320x240:r=25:d=3'],
			...['-filter_complex', '[0][1][2]concat=n=3', '-c:v', 'libx264'],
		);
		const { video, audio } = await measure(file);
		expect(audio).toBeNull();
		// Black stands still too; it is told once. The freeze has no end but that of the film.
		expect(video).toMatchObject({
			black: [{ from: 0, to: 2.4 }],
			freezes: [{ from: 4.4, to: 7.4 }],
			flashes: [],
		});
	});

	it('tells flashes from cuts', async () => {
		const strobe = (frames: number) =>
			`color=white:s=320x240:r=25:d=4,drawbox=c=black:t=fill:enable='lt(mod(n\\,${2 * frames})\\,${frames})'`;
		const fast = make('fast.mp4', '-f', 'lavfi', '-i', strobe(2), '-c:v', 'libx264');
		const slow = make('slow.mp4', '-f', 'lavfi', '-i', strobe(10), '-c:v', 'libx264');
		const flashes = (await measure(fast)).video?.flashes ?? [];
		expect(flashes).toHaveLength(1);
		expect(flashes[0].from).toBeLessThan(0.3);
		expect(flashes[0].to).toBeGreaterThan(3.5);
		expect((await measure(slow)).video?.flashes).toEqual([]);
	});

	it('finds bars, whole frames of another rate, and interlace', async () => {
		const bars = make(
			'bars.mp4',
			...pictures(2, '320x180'),
			...['-vf', 'eq=brightness=0.2,pad=320:240:0:30', '-c:v', 'libx264', '-crf', '12'],
		);
		expect((await measure(bars)).video?.letterbox).toEqual({
			...{ top: 30, bottom: 30, left: 0, right: 0 },
		});
		const uneven = make(
			'uneven.mp4',
			...pictures(3),
			...['-vf', "select='not(eq(mod(n\\,10)\\,3))'", '-fps_mode', 'vfr', '-c:v', 'libx264'],
		);
		expect((await measure(uneven)).video?.variableFrameRate).toBe(true);
		const woven = make(
			'woven.mp4',
			...pictures(3, '320x240', 50),
			...['-vf', 'tinterlace=interleave_top', '-c:v', 'libx264'],
		);
		// The stream declares nothing of it: x264 was not told.
		const { video } = await measure(woven);
		expect(video).toMatchObject({ interlaced: true, interlace: { declared: 'progressive' } });
	});

	it('measures a still picture without asking it to move', async () => {
		const { container, video, unmeasured } = await measure(
			make('still.png', ...pictures(1), '-frames:v', '1'),
		);
		expect(container).toMatchObject({ format: 'png', durationSeconds: null });
		expect(video).toMatchObject({ width: 320, frameRate: null, gop: null, freezes: [] });
		expect(unmeasured).toEqual([]);
	});

	it('calls silence unmeasured, with the reason, and never loud or quiet', async () => {
		const file = make('silent.wav', '-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=stereo:d=4');
		const { audio, unmeasured, unmeasuredBecause } = await measure(file);
		expect(audio).toMatchObject({
			integratedLufs: null,
			truePeakDbtp: null,
			silences: [{ from: 0, to: 4 }],
			silentChannels: [0, 1],
		});
		expect(unmeasured).toEqual(
			expect.arrayContaining(['audio.integratedLufs', 'audio.truePeakDbtp']),
		);
		expect(unmeasuredBecause).toHaveLength(unmeasured.length);
	});

	it('leaves out what a filter is missing for, and says so', async () => {
		const { findFfmpeg } = await import('../../../orchestrator/src/media/ffmpeg/findFfmpeg');
		const tools = await findFfmpeg();
		const without = new Set(['blurdetect', 'blackdetect', 'photosensitivity']);
		const filters = new Set([...tools.filters].filter((name) => !without.has(name)));
		const file = make('lacking.mp4', ...pictures(1), '-c:v', 'libx264');
		const { measured } = await measureFile(file, { tools: { ...tools, filters } });
		expect(measured.video).toMatchObject({ blur: null, black: null, maxFlashing: null });
		expect(measured.unmeasured).toEqual(['video.black', 'video.blur', 'video.maxFlashing']);
		expect(measured.unmeasuredBecause[1]).toBe('This ffmpeg has no filter "blurdetect".');
	});

	it.each([
		{ what: 'a text', content: 'To whom it may concern.\n'.repeat(50) },
		{ what: 'a playlist', content: '#EXTM3U\n#EXTINF:3,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n' },
		{ what: 'a list of files', content: "ffconcat version 1.0\nfile '/etc/passwd'\n" },
	])('refuses $what', async ({ content }) => {
		const file = path.join(folder, 'refused.mp4');
		writeFileSync(file, content);
		await expect(measureFile(file)).rejects.toMatchObject({ code: 'media/unknown-format' });
	});
});
