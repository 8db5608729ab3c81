import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerMedia } from '../../../orchestrator/src/commands/media';
import { describeWithFfmpeg } from '../../support/media/ffmpegHere';
import { makeMedia, pictures, tone } from '../../support/media/makeMedia';

let folder = '';
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'media-command-'));
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => path.join(folder, name);

/** Runs `agency-ops media …` with no configuration but what a test names, and gives back what it printed. */
async function media(...args: string[]): Promise<string> {
	const printed: string[] = [];
	jest.spyOn(console, 'log').mockImplementation((line: string) => printed.push(line));
	const program = new Command('agency-ops').option('--config <file>').exitOverride();
	registerMedia(program);
	await program.parseAsync(['node', 'agency-ops', ...args]);
	return printed.join('\n');
}

interface Answer {
	sha256: string;
	verdict: string;
	unmeasured: string[];
	specs: Array<{ id: string }>;
	findings: Array<{
		rule: string;
		severity: string;
		from: number | null;
		to: number | null;
		fix: string;
		pack: string;
		expected: string;
		actual: string;
	}>;
	measured: { container: { format: string }; audio: { integratedLufs: number } | null };
}

async function checked(file: string, ...args: string[]): Promise<Answer> {
	return JSON.parse(await media('media', 'check', file, ...args, '--json')) as Answer;
}

const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const aac = ['-c:a', 'aac', '-ar', '48000', '-ac', '2', '-b:a', '192k'];
/** As YouTube recommends it. */
const good = [
	...h264.slice(0, 2),
	'-preset',
	'veryfast',
	'-profile:v',
	'high',
	'-pix_fmt',
	'yuv420p',
];
const goodGop = ['-g', '12', '-flags', '+cgop', '-movflags', '+faststart'];

describe('media specs', () => {
	it('lists what each pack checks, with the source of every limit', async () => {
		const { specs } = JSON.parse(await media('media', 'specs', '--json')) as {
			specs: Array<{ id: string; version: string; checks: Array<{ source: { asOf: string } }> }>;
		};
		expect(specs.map(({ id }) => id)).toEqual([
			'youtube',
			'instagram-reels',
			'tiktok',
			'linkedin',
			'web-h264',
			'broadcast-ebu-r128',
			'agency',
		]);
		for (const { checks } of specs) {
			for (const { source } of checks) expect(source.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
		}
		const text = await media('media', 'specs', 'linkedin');
		expect(text).toContain('Frame rate: at most 30 fps');
		expect(text).toContain('secondary https://www.linkedin.com/help/lms/answer/a424737');
	});

	it('takes packs of a folder, the newest of an id first', async () => {
		const packs = at('packs');
		execFileSync('mkdir', ['-p', packs]);
		const limit = {
			rule: 'length',
			title: 'Length',
			path: 'container.durationSeconds',
			expect: { is: 'between', max: 2 },
			severity: 'error',
			fix: 'Cut {file}.',
			source: { name: 'Contract', url: null, asOf: '2026-12-01' },
		};
		const pack = { id: 'client', version: '2026-12-01', title: 'A client', limits: [limit] };
		writeFileSync(path.join(packs, 'client.json'), JSON.stringify(pack));
		const config = at('agency.config.yaml');
		writeFileSync(config, 'media: { packs: packs }\n');
		expect(await media('--config', config, 'media', 'specs', 'client')).toContain('at most 2 s');

		const wrong = { ...limit, path: 'container.durationSecond', sevirity: 'bad' };
		writeFileSync(path.join(packs, 'wrong.yaml'), JSON.stringify({ ...pack, limits: [wrong] }));
		await expect(media('--config', config, 'media', 'specs')).rejects.toMatchObject({
			code: 'media/invalid-pack',
			why: expect.stringMatching(/wrong\.yaml:1:\d+ .*sevirity/) as string,
		});
		writeFileSync(
			path.join(packs, 'wrong.yaml'),
			JSON.stringify({ ...pack, limits: [{ ...limit, path: 'container.durationSecond' }] }),
		);
		await expect(media('--config', config, 'media', 'specs')).rejects.toMatchObject({
			why: expect.stringContaining('did you mean "container.durationSeconds"?') as string,
		});
	});
});

describe('media check, before anything is measured', () => {
	it.each([
		{
			what: 'an unknown pack',
			args: ['--spec', 'instagram-reel'],
			code: 'media/unknown-spec',
			says: 'Did you mean "instagram-reels"?',
		},
		{
			what: 'part of a name',
			args: ['--spec', 'reels'],
			code: 'media/unknown-spec',
			says: 'Did you mean "instagram-reels"?',
		},
		{ what: 'no pack', args: [], code: 'media/no-specs', says: 'Neither' },
		{
			what: 'a brand that is not there',
			args: ['--brand', '/nowhere/brand.yaml'],
			code: 'file/unreadable',
			says: 'no such file',
		},
	])('could not run with $what', async ({ args, code, says }) => {
		await expect(media('media', 'check', at('any.mp4'), ...args)).rejects.toMatchObject({
			code,
			why: expect.stringContaining(says) as string,
		});
	});
});

describeWithFfmpeg('media check', () => {
	it('passes a file as YouTube wants it, and prints what the contract says', async () => {
		const file = makeMedia(at('good.mp4'), [
			...pictures(2, '320x180'),
			...tone(2),
			...good,
			...goodGop,
			...aac,
			'-shortest',
		]);
		const answer = await checked(file, '--spec', 'youtube');
		expect(answer.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
		expect(answer.verdict).toBe('pass');
		expect(process.exitCode).toBeUndefined();
		expect(answer.sha256).toBe(createHash('sha256').update(readFileSync(file)).digest('hex'));
		expect(answer.measured.container.format).toBe('mp4');
		expect(Object.keys(answer)).toEqual(
			expect.arrayContaining(['sha256', 'measured', 'findings', 'verdict', 'unmeasured']),
		);
	}, 300_000);

	it('says what is wrong, where, and for whom, and exits 1', async () => {
		const file = makeMedia(at('it is bad.mp4'), [
			...pictures(6, '320x180', 30),
			...tone(6),
			...['-vf', "drawbox=enable='between(t,3,5)':c=black:t=fill"],
			...h264,
			...['-c:a', 'aac', '-ar', '44100'],
		]);
		const answer = await checked(file, '--spec', 'youtube, agency', '--spec', 'tiktok');
		expect(answer.specs.map(({ id }) => id)).toEqual(['youtube', 'agency', 'tiktok']);
		expect(process.exitCode).toBe(1);
		expect(answer.verdict).toBe('fail');
		const black = answer.findings.find(({ rule }) => rule === 'black');
		expect(black?.from).toBeCloseTo(3, 1);
		expect(black?.to).toBeCloseTo(5, 1);
		expect(black?.pack).toBe('agency/2026-11-24');
		const rate = answer.findings.find(({ rule }) => rule === 'sample-rate');
		expect(rate).toMatchObject({
			severity: 'error',
			actual: '44.1 kHz',
			pack: 'youtube/2026-11-24',
		});
		expect(rate?.fix).toContain("-i 'it is bad.mp4'");

		const report = at('report.html');
		const text = await media('media', 'check', file, '--spec', 'agency', '--report', report);
		expect(text).toContain('! Warning: Black  00:00:03:00 – 00:00:05:00');
		for (const line of text.split('\n').filter((one) => !one.includes('aresample'))) {
			expect(line.length).toBeLessThanOrEqual(100);
		}
		const html = readFileSync(report, 'utf8');
		expect(html.match(/data:image\/jpeg;base64,/g)).toHaveLength(1);
		expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3)/);
	}, 300_000);

	it('asks a person where loudness cannot be measured: silence has none', async () => {
		const file = makeMedia(at('silent.mp4'), [
			...pictures(2),
			...['-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=stereo', '-shortest'],
			...h264,
			...aac,
		]);
		const answer = await checked(file, '--spec', 'broadcast-ebu-r128');
		expect(answer.verdict).toBe('needs-review');
		expect(answer.unmeasured).toEqual(expect.arrayContaining(['audio.integratedLufs']));
		expect(process.exitCode).toBe(1);
	}, 300_000);

	it.each([
		{
			what: 'no film at all',
			name: 'text.mp4',
			bytes: 'this is no film',
			code: 'media/unknown-format',
		},
		{ what: 'empty', name: 'empty.mp4', bytes: '', code: 'media/empty' },
	])(
		'could not run with a file that is $what',
		async ({ name, bytes, code }) => {
			writeFileSync(at(name), bytes);
			await expect(media('media', 'check', at(name), '--spec', 'youtube')).rejects.toMatchObject({
				code,
			});
		},
		300_000,
	);

	const loud = () =>
		makeMedia(at('loud.mp4'), [
			...pictures(4, '320x180'),
			...['-f', 'lavfi', '-i', 'aevalsrc=0.9*sin(440*2*PI*t)|0.9*sin(440*2*PI*t):s=48000:d=4'],
			...h264,
			...aac,
		]);
	const landscape = () =>
		makeMedia(at('landscape.mov'), [...pictures(2, '320x180'), ...tone(2), ...h264, ...aac]);
	const longGop = () =>
		makeMedia(at('long-gop.mp4'), [...pictures(2, '320x180'), ...tone(2), ...h264, ...aac]);
	const fast = () =>
		makeMedia(at('fast.mp4'), [...pictures(2, '320x180', 120), ...tone(2), ...h264, ...aac]);

	it.each([
		{ rule: 'faststart', spec: 'web-h264', make: landscape },
		{ rule: 'gop-length', spec: 'youtube', make: longGop },
		{ rule: 'profile', spec: 'youtube', make: longGop },
		{ rule: 'frame-rate', spec: 'tiktok', make: fast },
		{ rule: 'aspect', spec: 'instagram-reels', make: landscape },
		{ rule: 'programme-loudness', spec: 'broadcast-ebu-r128', make: loud },
		{ rule: 'true-peak', spec: 'agency', make: loud },
		{ rule: 'loudness', spec: 'agency', make: loud },
	])(
		'offers a command for $rule of $spec that really mends it',
		async ({ rule, spec, make }) => {
			const file = make();
			const broken = (await checked(file, '--spec', spec)).findings.find(
				(one) => one.rule === rule,
			);
			expect(broken?.fix).toMatch(/^ffmpeg -i /);
			// As a person would paste it, beside the file.
			execFileSync('/bin/sh', ['-c', `${broken?.fix ?? ''} -loglevel error -y`], {
				cwd: folder,
				stdio: 'pipe',
			});
			const mended = `${file.replace(/\.\w+$/, '')}.fixed.mp4`;
			const after = (await checked(mended, '--spec', spec)).findings.map((one) => one.rule);
			expect(after).not.toContain(rule);
		},
		300_000,
	);
});
