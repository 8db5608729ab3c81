import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { findFfmpeg } from '../../orchestrator/src/media/ffmpeg/findFfmpeg';
import { measureFile } from '../../orchestrator/src/media/measureFile';
import { looksOneByOne } from '../../orchestrator/src/media/pass/plan';
import { ffmpegFile, makeMedia, pictures, tone } from '../support/media/makeMedia';
import type { BenchTable } from './table';
import { median } from './table';

const ROUNDS = 3;
const SECONDS = 10;

/** What ffmpeg has for sound; the one pass reads the same from the samples itself. */
const soundFilters = [
	'ebur128=peak=true:framelog=verbose',
	'silencedetect=n=-60dB:d=1',
	'astats',
	'aphasemeter=video=0',
];

/** One pass over a film beside a bare decode of it, and beside the same filters one by one. */
export async function benchMedia(): Promise<BenchTable[]> {
	if (ffmpegFile === null) return [{ name: 'Measuring a film', note: 'No ffmpeg here.', rows: [] }];
	const folder = mkdtempSync(path.join(tmpdir(), 'agency-bench-'));
	try {
		const rows = [];
		for (const size of ['1920x1080', '1280x720']) {
			rows.push(await compare(path.join(folder, 'film.mp4'), size));
		}
		return [
			{
				name: 'Measuring a film',
				note:
					`${SECONDS} s of H.264 at 30 frames a second with stereo AAC on ${availableParallelism()} cores; ` +
					`median of ${ROUNDS} rounds in turn. Real time 1 is as fast as it plays, 0.1 ten times as fast. ` +
					'One by one: each filter of the pass, brought to the same size and frames, as a command of its own.',
				rows,
			},
		];
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function compare(file: string, size: string): Promise<BenchTable['rows'][number]> {
	// Noise keeps the encoder busy: a bare test picture would cost nothing to decode.
	const filmed = ['-vf', 'noise=alls=6:allf=t', '-c:v', 'libx264', '-preset', 'veryfast'];
	makeMedia(file, [
		...[...pictures(SECONDS, size, 30), ...tone(SECONDS), ...filmed],
		...['-b:v', '8M', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2'],
	]);
	const tools = await findFfmpeg();
	const input = { link: file, video: 0, videoCodec: 'h264', audio: 1, isStill: false };
	const looks = looksOneByOne({
		...{ ...input, frameRate: 30, durationSeconds: SECONDS, threads: availableParallelism() },
	});
	const ffmpeg = async (...args: string[]) => {
		await run(tools.ffmpeg, ['-v', 'error', '-nostdin', '-i', file, ...args, '-f', 'null', '-']);
	};
	const timed: Record<'bare' | 'pass' | 'apart', number[]> = { bare: [], pass: [], apart: [] };
	for (let round = 0; round < ROUNDS; round += 1) {
		timed.bare.push(await seconds(() => ffmpeg()));
		timed.pass.push(await seconds(() => measureFile(file, { tools })));
		timed.apart.push(
			await seconds(async () => {
				for (const look of looks) await ffmpeg('-an', '-vf', look);
				for (const filter of soundFilters) await ffmpeg('-vn', '-af', filter);
			}),
		);
	}
	const [bare, pass, apart] = [timed.bare, timed.pass, timed.apart].map(median);
	return {
		picture: size,
		MB: (statSync(file).size / 1e6).toFixed(1),
		'bare decode, s': bare.toFixed(2),
		'one pass, s': pass.toFixed(2),
		'one by one, s': apart.toFixed(2),
		'real time, one pass': (pass / SECONDS).toFixed(3),
		'one pass ÷ bare': (pass / bare).toFixed(2),
		'one by one ÷ one pass': (apart / pass).toFixed(2),
	};
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
	const startedAt = performance.now();
	await work();
	return (performance.now() - startedAt) / 1000;
}

async function run(command: string, args: string[]): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const child = spawn(command, args, { stdio: 'ignore' });
		child.once('error', reject);
		child.once('close', (code) => {
			if (code === 0) resolve();
			else reject(new Error(`${command} ended with ${code}: ${args.join(' ')}`));
		});
	});
}
