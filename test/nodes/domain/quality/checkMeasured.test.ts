import fc from 'fast-check';
import { checkMeasured } from '../../../../nodes/domain/quality/checkMeasured';
import { fillFix, shellWord } from '../../../../nodes/domain/quality/fix';
import { mediaReportSchema } from '../../../../nodes/domain/quality/finding';
import { shippedPacks } from '../../../../nodes/domain/quality/packs';
import type { Limit, SpecPack } from '../../../../nodes/domain/quality/specPack';
import { specPackSchema } from '../../../../nodes/domain/quality/specPack';
import { aMeasuredFile, unmeasuredAt } from '../../../support/aMeasuredFile';

const packOf = (id: string) => {
	const pack = shippedPacks.find((one) => one.id === id);
	if (pack === undefined) throw new Error(`There is no pack ${id}.`);
	return pack;
};

const aLimit = (values: Partial<Limit> = {}): Limit => ({
	rule: 'frame-rate',
	title: 'Frame rate',
	path: 'video.frameRate',
	expect: { is: 'between', max: 30 },
	unit: 'fps',
	severity: 'error',
	fix: 'ffmpeg -i {file} -r 30 {out}',
	source: { name: 'a test', url: null, asOf: '2026-11-24' },
	...values,
});

const aPack = (limits: Limit[], id = 'test'): SpecPack => ({
	id,
	version: '2026-11-24',
	title: 'A test',
	limits,
});

describe('checkMeasured', () => {
	it.each([
		{ verdict: 'pass', when: 'nothing is against it', values: {} },
		{ verdict: 'fail', when: 'an error is found', values: { 'video.frameRate': 50 } },
		{
			verdict: 'fail',
			when: 'it is damaged',
			values: { damage: [{ kind: 'truncated', at: 12, where: 'video', text: 'It ends early.' }] },
		},
	])('says $verdict when $when', ({ verdict, values }) => {
		expect(checkMeasured(aMeasuredFile(values), [aPack([aLimit()])]).verdict).toBe(verdict);
	});

	it.each([
		{ severity: 'warning' as const, verdict: 'needs-review' },
		{ severity: 'note' as const, verdict: 'pass' },
	])('says $verdict of a $severity alone', ({ severity, verdict }) => {
		const pack = aPack([aLimit({ severity })]);
		const report = checkMeasured(aMeasuredFile({ 'video.frameRate': 50 }), [pack]);
		expect(report.verdict).toBe(verdict);
		expect(report.findings).toHaveLength(1);
	});

	it('asks a person where a measure is missing, and names it', () => {
		const report = checkMeasured(unmeasuredAt('audio.truePeakDbtp'), [packOf('agency')]);
		expect(report.verdict).toBe('needs-review');
		expect(report.unmeasured).toEqual(['audio.truePeakDbtp']);
		expect(report.unchecked).toEqual([
			{
				rule: 'true-peak',
				pack: 'agency/2026-11-24',
				severity: 'error',
				path: 'audio.truePeakDbtp',
				because: 'This ffmpeg lacks the filter.',
			},
		]);
	});

	it('never passes a file of which something was not measured, where a rule wants it', () => {
		const wanted = shippedPacks.flatMap((pack) =>
			pack.limits
				.filter(({ severity, when = [] }) => severity !== 'note' && when.length === 0)
				.map(({ path, rule }) => ({ pack, path, rule })),
		);
		for (const { pack, path, rule } of wanted) {
			if (path.includes('Side') || path === 'captions') continue;
			const report = checkMeasured(unmeasuredAt(path), [pack]);
			expect([path, report.verdict]).not.toEqual([path, 'pass']);
			expect(report.unchecked.map((one) => one.rule)).toContain(rule);
		}
	});

	it('takes a value that is missing without a word for unmeasured, not for fine', () => {
		const report = checkMeasured(aMeasuredFile({ 'video.interlaced': null }), [packOf('youtube')]);
		expect(report.unchecked.map(({ rule }) => rule)).toEqual(['interlaced']);
		expect(report.verdict).toBe('needs-review');
	});

	it('does not ask for the sound of a silent film, except where the pack wants sound', () => {
		const silent = aMeasuredFile({ audio: null });
		expect(checkMeasured(silent, [packOf('linkedin')]).verdict).toBe('pass');
		const broadcast = checkMeasured(silent, [packOf('broadcast-ebu-r128')]);
		expect(broadcast.findings.map(({ rule }) => rule)).toEqual(['sound']);
	});

	it('asks a person when nothing of a pack is for the file', () => {
		const pack = aPack([aLimit()]);
		const report = checkMeasured(aMeasuredFile({ video: null }), [pack]);
		expect(report.verdict).toBe('needs-review');
		expect(report.unchecked.map(({ rule }) => rule)).toEqual(['any']);
	});

	it('does not pass what it was not asked about', () => {
		expect(checkMeasured(aMeasuredFile(), []).verdict).toBe('needs-review');
	});

	it('keeps packs apart and says which one wants what', () => {
		const report = checkMeasured(
			aMeasuredFile({ 'video.frameRate': 120, 'video.gop.maxFrames': 12 }),
			[packOf('instagram-reels'), packOf('tiktok'), packOf('linkedin')],
		);
		const rates = report.findings.filter(({ rule }) => rule === 'frame-rate');
		expect(rates.map(({ pack, expected }) => `${pack} ${expected}`)).toEqual([
			'instagram-reels/2026-11-24 23 fps to 60 fps',
			'tiktok/2026-11-24 23 fps to 60 fps',
			'linkedin/2026-11-24 at most 30 fps',
		]);
		expect(report.specs.map(({ id }) => id)).toEqual(['instagram-reels', 'tiktok', 'linkedin']);
	});

	it('names spans in seconds and in timecode, the worst finding first', () => {
		const report = checkMeasured(
			aMeasuredFile({
				'video.frameRate': 30_000 / 1_001,
				'video.gop.maxFrames': 15,
				'video.freezes': [{ from: 3, to: 7 }],
				'audio.truePeakDbtp': -0.5,
			}),
			[packOf('agency')],
		);
		expect(
			report.findings.map(({ rule, from, to, timecode }) => ({ rule, from, to, timecode })),
		).toEqual([
			{ rule: 'true-peak', from: null, to: null, timecode: null },
			{ rule: 'freeze', from: 3, to: 7, timecode: { from: '00:00:02;29', to: '00:00:06;29' } },
		]);
	});

	it.each([
		{ gain: '-3.0', lufs: -20 },
		{ gain: '7.0', lufs: -30 },
	])('tells a file of $lufs LUFS by how much to change it', ({ gain, lufs }) => {
		const file = aMeasuredFile({ 'audio.integratedLufs': lufs });
		const [finding] = checkMeasured(file, [packOf('broadcast-ebu-r128')]).findings;
		expect(finding?.fix).toContain(`volume=${gain}dB`);
		expect(finding?.actual).toBe(`${lufs} LUFS`);
	});

	it('gives what its schema says, for any file it may meet', () => {
		const values = fc.record({
			'video.frameRate': fc.constantFrom(null, 10, 25, 29.97, 120),
			'audio.integratedLufs': fc.constantFrom(null, -40, -23, -10),
			'video.flashes': fc.constantFrom(null, [], [{ from: 1, to: 2 }]),
			unmeasured: fc.subarray(['audio.truePeakDbtp', 'video', 'video.gop']),
		});
		fc.assert(
			fc.property(values, fc.subarray([...shippedPacks]), (given, packs) => {
				const because = given.unmeasured.map(() => 'Not there.');
				const file = aMeasuredFile({ ...given, unmeasuredBecause: because });
				const report = mediaReportSchema.parse(checkMeasured(file, packs));
				const isClean = report.findings.every(({ severity }) => severity === 'note');
				const isKnown = report.unchecked.every(({ severity }) => severity === 'note');
				expect(report.verdict === 'pass').toBe(isClean && isKnown && packs.length > 0);
			}),
			{ seed: 11, numRuns: 300 },
		);
	});

	it('finds no less in a file when it is judged by more packs', () => {
		fc.assert(
			fc.property(fc.subarray([...shippedPacks]), fc.subarray([...shippedPacks]), (some, more) => {
				const file = aMeasuredFile({ 'video.frameRate': 120, 'audio.integratedLufs': -5 });
				const few = checkMeasured(file, some).findings;
				const all = checkMeasured(file, [...new Set([...some, ...more])]).findings;
				expect(all).toEqual(expect.arrayContaining(few));
			}),
			{ seed: 12, numRuns: 100 },
		);
	});
});

describe('a fix', () => {
	it.each([
		{ name: 'clip.mp4', word: 'clip.mp4' },
		{ name: 'my clip.mp4', word: "'my clip.mp4'" },
		{ name: "it's.mp4", word: "'it'\\''s.mp4'" },
		{ name: '$(reboot).mp4', word: "'$(reboot).mp4'" },
		{ name: '-y.mp4', word: './-y.mp4' },
		{ name: 'http://host/a.mp4', word: "'file:http://host/a.mp4'" },
		{ name: 'a\nb.mp4', word: "'a?b.mp4'" },
		{ name: '{out}.mp4', word: "'{out}.mp4'" },
	])('quotes $name for a shell', ({ name, word }) => {
		const values = { fileName: name, expected: '', actual: '', gainDb: null, from: null, to: null };
		expect(fillFix('ffmpeg -i {file} x', values)).toBe(`ffmpeg -i ${word} x`);
	});

	it.each([
		{ name: 'clip.mov', out: 'clip.fixed.mp4' },
		{ name: 'a.b/clip', out: 'a.b/clip.fixed.mp4' },
		{ name: '.hidden', out: '.hidden.fixed.mp4' },
	])('writes beside $name, never over it', ({ name, out }) => {
		const values = { fileName: name, expected: '', actual: '', gainDb: null, from: null, to: null };
		expect(fillFix('{out}', values)).toBe(out);
	});

	it('is one word of a shell, whatever the name', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (name) => {
				const word = shellWord(name);
				const inner = word.replace(/'\\''/g, '').replace(/^'|'$/g, '');
				expect(inner).not.toContain("'");
				if (!word.startsWith("'")) expect(word).toMatch(/^[A-Za-z0-9_./@%+=-]+$/);
			}),
			{ seed: 3 },
		);
	});
});

describe('a pack', () => {
	it.each([
		{ why: 'a rule stands twice', pack: aPack([aLimit(), aLimit()]), at: 'limits.1.rule' },
		{
			why: 'a bound is missing',
			pack: aPack([aLimit({ expect: { is: 'between' } })]),
			at: 'limits.0.expect',
		},
		{ why: 'it has no limits', pack: aPack([]), at: 'limits' },
		{ why: 'its version is no day', pack: { ...aPack([aLimit()]), version: '3' }, at: 'version' },
		{
			why: 'a limit has no source',
			pack: aPack([{ ...aLimit(), source: undefined } as never]),
			at: 'limits.0.source',
		},
	])('is refused when $why', ({ pack, at }) => {
		const parsed = specPackSchema.safeParse(pack);
		expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual([at]);
	});
});
