import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFfmpeg, wasmPlace } from '../../../orchestrator/src/media/ffmpeg/findFfmpeg';
import { measureFile } from '../../../orchestrator/src/media/measureFile';
import { describeWithFfmpeg } from '../../support/media/ffmpegHere';
import { makeMedia, pictures, tone } from '../../support/media/makeMedia';

// Each waits for several processes; a busy machine lets them wait.
jest.setTimeout(240_000);

const skipped = 'skip';

/** `describe` where npm brought the build along; elsewhere the suite is listed as skipped. */
const describeWithWasm: typeof describeWithFfmpeg =
	wasmPlace() === null
		? (title, body) => describe[skipped](`${title} (no @ffmpeg/core)`, body)
		: describeWithFfmpeg;

const folder = mkdtempSync(path.join(tmpdir(), 'agency-wasm-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that answers as an ffmpeg of that version does, in a folder of its own. */
function anFfmpeg(version: string): string {
	const file = path.join(mkdtempSync(path.join(folder, 'bin-')), 'ffmpeg');
	const filters = " ... scale             V->V       Scale the input.'";
	writeFileSync(
		file,
		`#!/bin/sh\ncase "$*" in *-version*) echo 'ffmpeg version ${version} Copyright';; *) echo '${filters};; esac\n`,
	);
	chmodSync(file, 0o755);
	return file;
}

describe('which ffmpeg is used', () => {
	it('takes the one that is named, and asks it what it can', async () => {
		const file = anFfmpeg('7.1-static');
		const tools = await findFfmpeg({ AGENCY_FFMPEG: file });
		expect(tools).toMatchObject({ ffmpeg: file, version: '7.1-static' });
		expect(tools.ffprobe).toBe(path.join(path.dirname(file), 'ffprobe'));
		expect([...tools.filters]).toEqual(['scale']);
	});

	it.each([
		{ version: '4.4.2', code: 'media/ffmpeg-old' },
		{ version: '5.0.1', code: 'media/ffmpeg-old' },
	])('refuses a named one of version $version', async ({ version, code }) => {
		await expect(findFfmpeg({ AGENCY_FFMPEG: anFfmpeg(version) })).rejects.toMatchObject({ code });
	});

	it('says of a named one that is not there how to get one', async () => {
		const AGENCY_FFMPEG = path.join(folder, 'none', 'ffmpeg');
		await expect(findFfmpeg({ AGENCY_FFMPEG })).rejects.toMatchObject({
			code: 'media/ffmpeg-missing',
			mend: expect.stringContaining('apt-get install ffmpeg'),
		});
	});
});

describeWithWasm('the build that npm brings along', () => {
	it.each([
		{ where: 'there is none', PATH: '' },
		{ where: 'the system’s is too old', PATH: () => path.dirname(anFfmpeg('4.4')) },
	])('is used where $where', async ({ PATH }) => {
		const tools = await findFfmpeg({ PATH: typeof PATH === 'string' ? PATH : PATH() });
		expect(tools.ffmpeg).toBe(wasmPlace());
	});

	it('measures a film as the system’s does', async () => {
		const file = makeMedia(path.join(folder, 'film.mp4'), [
			...['-f', 'lavfi', '-i', 'color=black:s=320x240:r=25:d=1'],
			...[...pictures(2), ...tone(3)],
			...['-filter_complex', '[0][1]concat=n=2', '-c:v', 'libx264', '-c:a', 'aac', '-ac', '2'],
		]);
		const brought = await measureFile(file, { tools: await findFfmpeg({ PATH: '' }) });
		const systems = await measureFile(file);
		expect(brought.measured.unmeasured).toEqual([]);
		const { audio, video } = systems.measured;
		expect(brought).toMatchObject({
			sha256: systems.sha256,
			measured: {
				container: systems.measured.container,
				damage: [],
				video: {
					...{ black: [{ from: 0, to: 1 }], freezes: [], frames: video?.frames, gop: video?.gop },
					...{ letterbox: video?.letterbox, bitrateBps: video?.bitrateBps },
				},
			},
		});
		expect(brought.measured.audio?.integratedLufs).toBeCloseTo(audio?.integratedLufs ?? 0, 1);
		expect(brought.measured.audio?.truePeakDbtp).toBeCloseTo(audio?.truePeakDbtp ?? 0, 1);
		expect(brought.measured.video?.blur?.mean).toBeCloseTo(video?.blur?.mean ?? 0, 1);
	});

	it('says of pictures that it has no decoder for that they are unmeasured, not damaged', async () => {
		const file = makeMedia(path.join(folder, 'av1.mp4'), [
			...[...pictures(0.4, '64x64'), ...tone(4)],
			...['-c:v', 'libaom-av1', '-cpu-used', '8', '-c:a', 'aac'],
		]);
		const tools = await findFfmpeg({ PATH: '' });
		const { measured } = await measureFile(file, { tools });
		expect(measured).toMatchObject({ video: null, damage: [], unmeasured: ['video'] });
		expect(measured.audio?.codec).toBe('aac');
		expect(measured.unmeasuredBecause).toEqual(['This ffmpeg has no decoder for pictures in av1.']);
	});
});
