import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MeasuredFile } from '../../../nodes/domain/quality/measured';
import { measuredFileSchema } from '../../../nodes/domain/quality/measured';
import { findFfmpeg } from '../../../orchestrator/src/media/ffmpeg/findFfmpeg';
import { measureFile } from '../../../orchestrator/src/media/measureFile';
import { describeWithFfmpeg } from '../../support/media/ffmpegHere';
import { ffmpegFile, makeMedia, pictures, tone } from '../../support/media/makeMedia';

// Each waits for several processes; a busy machine lets them wait.
jest.setTimeout(240_000);

/** Pictures and sound of MP4 as they are usually encoded. */
const plain = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2'];

describeWithFfmpeg('what ffmpeg would make one believe', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'agency-traps-'));
	afterAll(() => rmSync(folder, { recursive: true }));

	const make = (name: string, ...args: string[]) => makeMedia(path.join(folder, name), args);
	const measure = async (file: string): Promise<MeasuredFile> =>
		measuredFileSchema.parse((await measureFile(file)).measured);

	it('takes nothing from a decode that ends with an error, whatever it wrote before', async () => {
		const script = path.join(folder, 'ffmpeg');
		writeFileSync(script, `#!/bin/sh\n"${ffmpegFile}" "$@"\nexit 1\n`);
		chmodSync(script, 0o755);
		const tools = { ...(await findFfmpeg()), ffmpeg: script };
		const file = make('whole.mp4', ...pictures(2), ...tone(4), ...plain);
		const { measured } = await measureFile(file, { tools });
		expect(measured.video).toMatchObject({
			...{ codec: 'h264', width: 320, black: null, freezes: null, letterbox: null, blur: null },
			...{ frames: null, gop: null, variableFrameRate: null, interlaced: null, flashes: null },
		});
		expect(measured.audio).toMatchObject({
			...{ codec: 'aac', integratedLufs: null, truePeakDbtp: null, silences: null },
		});
		const nulls = (of: 'video' | 'audio') =>
			Object.entries(measured[of] ?? {}).filter(([, value]) => value === null);
		const named = (of: 'video' | 'audio', ...applies: string[]) =>
			nulls(of)
				.filter(([name]) => !applies.includes(name))
				.map(([name]) => `${of}.${name}`);
		// Those that may be null in any file are left aside; every other is named.
		expect(measured.unmeasured).toEqual(
			expect.arrayContaining([
				...named('video', 'hdr', 'analysedWidth'),
				...named('audio', 'bitDepth', 'maxMomentaryAtSeconds', 'maxShortTermAtSeconds').filter(
					(name) => name !== 'audio.truePeakAtSeconds',
				),
			]),
		);
	});

	it('takes an MP4’s usual start offset for none, and a cut for one', async () => {
		const whole = make('usual.mp4', ...pictures(4), ...tone(4), ...plain, '-g', '100');
		expect((await measure(whole)).container.editLists?.kind).toBe('start-offset');
		const cut = make('cut.mp4', '-ss', '2.5', '-i', whole, '-c', 'copy');
		expect((await measure(cut)).container.editLists?.kind).toBe('cut');
		const none = make('none.mp4', ...pictures(1), ...plain, '-bf', '0', '-use_editlist', '0');
		expect((await measure(none)).container.editLists).toEqual({ kind: 'none', edits: [] });
	});

	it('tells true peaks in decibels, above full scale too', async () => {
		// fs/4 at 45 degrees: every sample is at 0.997 of full scale, the peaks between at 1.41.
		const file = make(
			'over.wav',
			...['-f', 'lavfi', '-i', 'aevalsrc=1.41*sin(PI/2*n+PI/4)*min(1\\,t*10):s=48000:d=1'],
			...['-c:a', 'pcm_f32le'],
		);
		const { audio } = await measure(file);
		expect(audio?.truePeakDbtp).toBeGreaterThan(2.6);
		expect(audio?.truePeakDbtp).toBeLessThan(3.2);
		expect(audio?.samplePeakDbfs).toBeCloseTo(0, 1);
	});

	it('tells a freeze within black as black alone, and a freeze after it from its end on', async () => {
		const file = make(
			'both.mp4',
			...pictures(1),
			...['-f', 'lavfi', '-i', 'color=black:s=320x240:r=25:d=3'],
			...['-f', 'lavfi', '-i', 'color=gray:s=320x240:r=25:d=2.6'],
			...['-filter_complex', '[0][1][2]concat=n=3', '-c:v', 'libx264'],
		);
		const { video } = await measure(file);
		expect(video?.black).toEqual([{ from: 1, to: 4 }]);
		expect(video?.freezes).toEqual([{ from: 4, to: 6.6 }]);
	});

	it('places sound that begins later than the pictures where it is heard', async () => {
		const file = make(
			'late.mkv',
			...pictures(6),
			...['-itsoffset', '2', '-f', 'lavfi', '-i', 'sine=f=440:r=48000:d=1,apad=pad_dur=2'],
			...['-c:v', 'libx264', '-c:a', 'pcm_s16le'],
		);
		const [silence] = (await measure(file)).audio?.silences ?? [];
		expect(silence?.from).toBeCloseTo(3, 1);
		expect(silence?.to).toBeCloseTo(5, 1);
	});

	it.each([
		{
			what: 'pixels that are no squares',
			args: ['-vf', 'setsar=4/3'],
			shown: { sar: 1.333333, displayAspect: 1.7778 },
		},
		{
			what: 'ten bits of HDR',
			args: [
				...['-pix_fmt', 'yuv420p10le', '-color_trc', 'arib-std-b67'],
				...['-color_primaries', 'bt2020', '-colorspace', 'bt2020nc'],
			],
			shown: { bitDepth: 10, hdr: 'hlg', profile: 'High 10' },
		},
		{
			what: 'four pictures in a group at most',
			args: ['-g', '4', '-bf', '0'],
			shown: { gop: { maxFrames: 4, maxSeconds: 0.16, closed: true } },
		},
		{
			what: 'groups that are open',
			args: ['-x264opts', 'open-gop=1:keyint=12:scenecut=0', '-bf', '3'],
			shown: { gop: expect.objectContaining({ closed: false }) },
		},
	])('describes $what', async ({ args, shown }) => {
		expect(
			(await measure(make('shown.mp4', ...pictures(2), ...plain, ...args))).video,
		).toMatchObject(shown);
	});

	it('describes a turned film as it is shown', async () => {
		const upright = make('upright.mp4', ...pictures(1), ...plain);
		// ffmpeg counts against the clock: its players show the left edge of this one at the bottom.
		const turned = make('turned.mp4', '-i', upright, '-c', 'copy', '-metadata:s:v', 'rotate=90');
		expect((await measure(turned)).video).toMatchObject({
			...{ width: 320, height: 240, rotation: 270 },
			...{ displayWidth: 240, displayHeight: 320, displayAspect: 0.75 },
		});
	});

	it('hears what is wrong with two channels', async () => {
		const [left, right] = ['sin(880*PI*t)*0.1', '-sin(880*PI*t)*0.1'];
		const opposed = make(
			'opposed.wav',
			'-f',
			'lavfi',
			'-i',
			`aevalsrc=${left}|${right}:s=48000:d=4`,
		);
		const { audio } = await measure(opposed);
		expect(audio?.phase).toEqual({ meanCorrelation: -1, opposed: [{ from: 0, to: 4 }] });
		expect(audio?.sameInAllChannels).toBe(false);
		const half = make('half.wav', '-f', 'lavfi', '-i', `aevalsrc=${left}|0:s=48000:d=4`);
		expect((await measure(half)).audio).toMatchObject({
			...{ silentChannels: [1], sameInAllChannels: false },
			phase: { meanCorrelation: null, opposed: [] },
		});
		const loud = make(
			'loud.wav',
			...[
				'-f',
				'lavfi',
				'-i',
				`aevalsrc=0.5*sin(880*PI*t)+between(t\\,1\\,2)*sin(880*PI*t):s=48000:d=3`,
			],
		);
		const { clipping } = (await measure(loud)).audio ?? {};
		expect(clipping?.samples).toBeGreaterThan(10_000);
		expect(clipping?.ranges).toHaveLength(1);
		expect(clipping?.ranges[0].from).toBeCloseTo(1, 1);
		expect(clipping?.ranges[0].to).toBeCloseTo(2, 1);
	});
});
