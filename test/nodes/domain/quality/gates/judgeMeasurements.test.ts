import { languages } from '../../../../../nodes/domain/language';
import type { GateDecision } from '../../../../../nodes/domain/quality/gates/decision';
import { judgeMeasurements } from '../../../../../nodes/domain/quality/gates/judgeMeasurements';
import {
	defaultGateRules,
	resolveGateRules,
} from '../../../../../nodes/domain/quality/gates/rules';
import type { KnownFile, MediaCheck } from '../../../../../nodes/domain/quality/gates/schema';
import {
	aCheck,
	aFinding,
	aKnownFile,
	aWaiver,
	minutesLater,
	sha,
	thursday,
} from '../../../../support/aFile';

function judge(
	check: Partial<MediaCheck>,
	known: Partial<KnownFile> = {},
	changes: unknown = null,
): GateDecision {
	return judgeMeasurements(aCheck(check), aKnownFile(known), {
		rules: resolveGateRules(changes),
		language: 'en',
		now: thursday,
	});
}

const loud = aFinding();
const dark = ['audio.truePeakDbtp'];
const anUnchecked = (severity: string) => ({
	rule: 'true-peak',
	pack: 'youtube/1',
	severity,
	path: 'audio.truePeakDbtp',
});

describe('judgeMeasurements', () => {
	it.each([
		{ outcome: 'pass', when: 'nothing was found', check: {} },
		{ outcome: 'fail', when: 'an error was found', check: { findings: [loud] } },
		{
			outcome: 'needs-review',
			when: 'only a warning was found',
			check: { findings: [aFinding({ severity: 'warning' })] },
		},
		{
			outcome: 'fail',
			when: 'an error stands beside a warning',
			check: { findings: [aFinding({ severity: 'warning', rule: 'black' }), loud] },
		},
		{
			outcome: 'pass',
			when: 'there is only something to note',
			check: { findings: [aFinding({ severity: 'note' })] },
		},
		{
			outcome: 'needs-review',
			when: 'the severity is one that no rule knows',
			check: { findings: [aFinding({ severity: 'dreadful' })] },
		},
		{ outcome: 'needs-review', when: 'something was not measured', check: { unmeasured: dark } },
		{
			outcome: 'pass',
			when: 'what was not measured is needed by no limit',
			check: { unmeasured: dark, unchecked: [] },
		},
		{
			outcome: 'pass',
			when: 'what was not measured would only have been noted',
			check: { unmeasured: dark, unchecked: [anUnchecked('note')] },
		},
		{
			outcome: 'needs-review',
			when: 'a limit could not be judged because of it',
			check: { unmeasured: dark, unchecked: [anUnchecked('warning')] },
		},
		{
			outcome: 'needs-review',
			when: 'a pack has no limit for such a file',
			check: { unchecked: [{ ...anUnchecked('error'), path: '', rule: 'any' }] },
		},
		{
			outcome: 'needs-review',
			when: 'not all findings are listed, and those that are are waived',
			check: { findings: [loud], moreFindings: 3 },
			known: { waivers: [aWaiver()] },
		},
		{ outcome: 'needs-review', when: 'it was held against no pack', check: { specs: [] } },
		{
			outcome: 'needs-review',
			when: 'the check says that it fails and names nothing',
			check: { verdict: 'fail' as const },
		},
		{
			outcome: 'needs-review',
			when: 'the check says that it fails and names only notes',
			check: { verdict: 'fail' as const, findings: [aFinding({ severity: 'note' })] },
		},
		{
			outcome: 'needs-review',
			when: 'a newer version has come',
			check: {},
			known: { current: sha('b') },
		},
		{ outcome: 'pass', when: 'no other version is known', check: {}, known: { current: null } },
		{
			outcome: 'pass',
			when: 'the error is waived for this file',
			check: { findings: [loud], verdict: 'fail' as const },
			known: { waivers: [aWaiver()] },
		},
		{
			outcome: 'pass',
			when: 'the error is waived for the project',
			check: { findings: [loud] },
			known: {
				waivers: [aWaiver({ sha256: null, project: 'p-17', expiresAt: minutesLater(1) })],
			},
		},
		{
			outcome: 'fail',
			when: 'it was waived for another file',
			check: { findings: [loud] },
			known: { waivers: [aWaiver({ sha256: sha('b') })] },
		},
		{
			outcome: 'fail',
			when: 'it was waived for another project',
			check: { findings: [loud] },
			known: {
				waivers: [aWaiver({ sha256: null, project: 'p-18', expiresAt: minutesLater(1) })],
			},
		},
		{
			outcome: 'fail',
			when: 'another rule was waived',
			check: { findings: [loud] },
			known: { waivers: [aWaiver({ rule: 'black' })] },
		},
		{
			outcome: 'fail',
			when: 'the author waived it',
			check: { findings: [loud] },
			known: { waivers: [aWaiver({ by: 'luis' })] },
		},
		{
			outcome: 'pass',
			when: 'the waiver ends in a millisecond',
			check: { findings: [loud] },
			known: { waivers: [aWaiver({ expiresAt: new Date(thursday.getTime() + 1).toISOString() })] },
		},
		{
			outcome: 'fail',
			when: 'the waiver ends now',
			check: { findings: [loud] },
			known: { waivers: [aWaiver({ expiresAt: thursday.toISOString() })] },
		},
		{
			outcome: 'fail',
			when: 'the waiver is given later',
			check: { findings: [loud] },
			known: { waivers: [aWaiver({ at: minutesLater(1) })] },
		},
		{
			outcome: 'fail',
			when: 'nobody can waive the rule',
			check: { findings: [loud] },
			known: { waivers: [aWaiver()] },
			rules: { waivers: { never: ['loudness'] } },
		},
		{
			outcome: 'pass',
			when: 'what was not measured is waived for this file',
			check: { unmeasured: dark },
			known: { waivers: [aWaiver({ rule: 'unmeasured/audio.truePeakDbtp' })] },
		},
		{
			outcome: 'needs-review',
			when: 'what was not measured is waived for a whole project',
			check: { unmeasured: dark },
			known: {
				waivers: [
					aWaiver({
						rule: 'unmeasured/audio.truePeakDbtp',
						sha256: null,
						project: 'p-17',
						expiresAt: minutesLater(9),
					}),
				],
			},
		},
		{
			outcome: 'fail',
			when: 'the rules fail what was not measured',
			check: { unmeasured: dark },
			rules: { unmeasured: 'fail' },
		},
		{
			outcome: 'pass',
			when: 'the rules only note this rule, whatever its severity',
			check: { findings: [loud] },
			rules: { findings: { loudness: 'note' } },
		},
		{
			outcome: 'fail',
			when: 'the rules make an error of a note',
			check: { findings: [aFinding({ severity: 'note' })] },
			rules: { severities: { note: 'fail' } },
		},
	])('ends in $outcome when $when', ({ outcome, check, known, rules }) => {
		expect(judge(check, known, rules).outcome).toBe(outcome);
	});

	it('names the content, the packs and the rules that it speaks of', () => {
		expect(judge({})).toMatchObject({
			gate: 'machine',
			subject: 'file:f1',
			sha256: sha('a'),
			by: null,
			specs: [{ id: 'youtube', version: '2026-11-26' }],
			versions: { rules: 'gates/1', model: null },
			decidedAt: thursday.toISOString(),
			next: 'peer',
			heldUntil: null,
			reasons: [{ rule: 'clean', text: 'Nothing is wrong by youtube 2026-11-26' }],
			runnerUp: null,
			flips: [],
			ask: null,
		});
	});

	it('says of each finding what it is, where, and what was done about it', () => {
		const black = aFinding({
			rule: 'black',
			severity: 'warning',
			from: 63.25,
			to: 65,
			expected: null,
			actual: '1.75 s of black',
			pack: { id: 'agency', version: '1' },
		});
		const { reasons, findings, runnerUp, flips } = judge(
			{ findings: [black, loud], unmeasured: dark },
			{ waivers: [aWaiver({ expiresAt: minutesLater(60) })] },
		);
		expect(reasons.map(({ level, contribution, text }) => [level, contribution, text])).toEqual([
			[
				'needs-review',
				-1,
				'audio.truePeakDbtp could not be measured, so nobody knows whether it is right',
			],
			['needs-review', -1, 'black at 1:03.3–1:05.0: 1.75 s of black (agency 1)'],
			[
				'waived',
				0,
				'loudness: -11 LUFS, wanted -14 LUFS (youtube). Waived by camila until 2026-11-26 13:00 UTC: The client wants it loud',
			],
		]);
		expect(findings.map(({ rule, effect, waiver }) => [rule, effect, waiver?.id ?? null])).toEqual([
			['black', 'needs-review', null],
			['loudness', 'fail', 'w1'],
		]);
		expect(runnerUp).toEqual({ outcome: 'pass', by: '2 things' });
		expect(flips).toEqual([{ if: 'the waiver of loudness ends', then: 'fail' }]);
	});

	it('says what alone would let it pass, and asks for what was not measured', () => {
		expect(judge({ findings: [loud] }).flips).toEqual([{ if: 'loudness is mended', then: 'pass' }]);
		const { flips, ask } = judge({ unmeasured: dark });
		expect(flips).toEqual([{ if: 'audio.truePeakDbtp is measured and right', then: 'pass' }]);
		expect(ask).toMatchObject({ field: 'audio.truePeakDbtp' });
	});

	it('holds no longer than the first of its waivers, of two the longer one', () => {
		const waivers = [
			aWaiver({ id: 'short', expiresAt: minutesLater(5) }),
			aWaiver({ id: 'long', expiresAt: minutesLater(50) }),
			aWaiver({ id: 'black', rule: 'black', expiresAt: minutesLater(20) }),
		];
		const both = { findings: [loud, aFinding({ rule: 'black' })] };
		expect(judge({ findings: [loud] }, { waivers }).heldUntil).toBe(minutesLater(50));
		expect(judge(both, { waivers }).heldUntil).toBe(minutesLater(20));
		expect(judge(both, { waivers }).runnerUp).toEqual({ outcome: 'fail', by: '2 waivers' });
	});

	it('says at the file what is against it, each finding at its moment, and how it is mended', () => {
		const black = aFinding({ rule: 'black', from: 3, to: 4, actual: '1 s', expected: null });
		const { remarks } = judge({
			findings: [loud, black, aFinding({ rule: 'hum', severity: 'note' })],
			unmeasured: dark,
		});
		expect(remarks.map(({ id, from, to }) => [id, from, to])).toEqual([
			['machine', null, null],
			['black@3000', 3, 4],
		]);
		expect(remarks[0].text.split('\n')).toEqual([
			'Gate 1 (measured): fails',
			'- loudness: -11 LUFS, wanted -14 LUFS (youtube)',
			'- black at 0:03.0–0:04.0: 1 s (youtube)',
			'- audio.truePeakDbtp could not be measured, so nobody knows whether it is right',
		]);
		expect(remarks[1].text).toBe('black at 0:03.0–0:04.0: 1 s (youtube)\nHow: loudnorm=I=-14');
	});

	it('names a remark the same whatever is waived beside it, and no two alike', () => {
		const black = [1, 1, 3].map((from) => aFinding({ rule: 'black', from }));
		const hum = aFinding({ rule: 'hum', from: 2 });
		const ids = (waivers: KnownFile['waivers']) =>
			judge({ findings: [...black, hum] }, { waivers }).remarks.map(({ id }) => id);
		expect(ids([])).toEqual(['machine', 'black@1000', 'black@1000-2', 'hum@2000', 'black@3000']);
		expect(ids([aWaiver({ rule: 'hum' })])).toEqual([
			'machine',
			'black@1000',
			'black@1000-2',
			'black@3000',
		]);
	});

	it('says something of every file that does not pass, nothing of one that does, and never all', () => {
		expect(judge({}).remarks).toEqual([]);
		expect(judge({ unmeasured: dark }).remarks).toHaveLength(1);
		const many = Array.from({ length: 90 }, (_, place) => aFinding({ from: place }));
		expect(judge({ findings: many }).remarks).toHaveLength(21);
		const waived = judge({ findings: many, unmeasured: dark }, { waivers: [aWaiver()] });
		expect(waived.remarks).toHaveLength(1);
	});

	it('counts a file that goes back as a cycle, and one that needs a person not yet', () => {
		expect(judge({ findings: [loud] }, { cycles: 1 }).cycles).toBe(2);
		expect(judge({ unmeasured: dark }, { cycles: 1 }).cycles).toBe(1);
	});

	it.each(languages)('explains itself in %s, with the same verdict', (language) => {
		const check = aCheck({ findings: [loud], unmeasured: dark });
		const view = { rules: defaultGateRules, now: thursday };
		const decision = judgeMeasurements(check, aKnownFile(), { ...view, language });
		const english = judgeMeasurements(check, aKnownFile(), { ...view, language: 'en' });
		expect(decision.outcome).toBe(english.outcome);
		const isSame = decision.reasons[0].text === english.reasons[0].text;
		expect(isSame || decision.reasons[1].text === english.reasons[1].text).toBe(language === 'en');
	});
});
