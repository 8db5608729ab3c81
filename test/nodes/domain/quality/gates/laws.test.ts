import fc from 'fast-check';

import type { GateDecision } from '../../../../../nodes/domain/quality/gates/decision';
import { gateOutcomes } from '../../../../../nodes/domain/quality/gates/schema';
import type {
	KnownFile,
	MediaCheck,
	ReviewAnswer,
	Verdict,
} from '../../../../../nodes/domain/quality/gates/schema';
import { judgeMeasurements } from '../../../../../nodes/domain/quality/gates/judgeMeasurements';
import { judgeReview } from '../../../../../nodes/domain/quality/gates/judgeReview';
import { defaultGateRules } from '../../../../../nodes/domain/quality/gates/rules';
import { standingOf } from '../../../../../nodes/domain/quality/gates/standing';
import {
	aFinding,
	aKnownFile,
	anAnswer,
	answers,
	checks,
	findings,
	knownFiles,
	minutesLater,
	sha,
	thursday,
	verdicts,
} from '../../../../support/aFile';

const view = { rules: defaultGateRules, language: 'en' as const, now: thursday };
const measure = (check: MediaCheck, known: KnownFile) => judgeMeasurements(check, known, view);
/** A decision without the hash of its input, which another order of it changes. */
const unhashed = (decision: GateDecision) => ({ ...decision, inputHash: '' });
const runs = { numRuns: 500, seed: 20261126 };

/** Plays measurements and answers one after the other, each judged by what was said before. */
function played(
	steps: ReadonlyArray<MediaCheck | ReviewAnswer>,
	authors: string[],
	current: string,
): Verdict[] {
	const said: Verdict[] = [];
	for (const [place, step] of steps.entries()) {
		const now = new Date(minutesLater(place - steps.length));
		const known = aKnownFile({ authors, current, verdicts: said });
		const { gate, outcome, sha256, by, specs, heldUntil } =
			'gate' in step
				? judgeReview(step, known, { ...view, now })
				: judgeMeasurements(step, known, { ...view, now });
		const at = now.toISOString();
		said.push({ id: `v${place}`, gate, outcome, sha256, by, specs, heldUntil, at });
	}
	return said;
}

describe('gate 1', () => {
	it('gives the same decision whatever the order of findings, waivers and what was not measured', () => {
		fc.assert(
			fc.property(checks(), knownFiles(), fc.integer(), (check, known, seed) => {
				const turned = <Value>(list: readonly Value[]) => {
					const by = list.length === 0 ? 0 : Math.abs(seed) % list.length;
					return [...list.slice(by), ...list.slice(0, by)].reverse();
				};
				const decision = unhashed(measure(check, known));
				const other = unhashed(
					measure(
						{
							...check,
							findings: turned(check.findings),
							unmeasured: turned(check.unmeasured),
						},
						{ ...known, verdicts: turned(known.verdicts) },
					),
				);
				expect(other).toEqual(decision);
			}),
			runs,
		);
	});

	it('never passes what was not measured, unless that is waived for this very file', () => {
		fc.assert(
			fc.property(checks(), knownFiles(), (check, known) => {
				const without = {
					...known,
					waivers: known.waivers.filter(({ sha256 }) => sha256 === null),
				};
				if (check.unmeasured.length > 0) expect(measure(check, without).outcome).not.toBe('pass');
			}),
			runs,
		);
	});

	it('takes no notice of a waiver that has ended, nor of one that the author gave', () => {
		fc.assert(
			fc.property(checks(), knownFiles(), (check, known) => {
				const inForce = known.waivers.filter(
					({ expiresAt, by }) =>
						(expiresAt === null || Date.parse(expiresAt) > thursday.getTime()) &&
						!known.authors.includes(by),
				);
				const decision = unhashed(measure(check, known));
				const without = unhashed(measure(check, { ...known, waivers: inForce }));
				expect(without).toEqual(decision);
			}),
			runs,
		);
	});

	it('is never better for one more finding, and never worse for one more waiver', () => {
		const rank = { pass: 0, 'needs-review': 1, fail: 2 };
		fc.assert(
			fc.property(checks(), knownFiles(), findings(), (check, known, finding) => {
				const now = rank[measure(check, known).outcome];
				const more = { ...check, findings: [...check.findings, finding] };
				const worse = rank[measure(more, known).outcome];
				// A check that says it fails and names nothing is explained by its first real finding.
				if (check.verdict === 'pass') expect(worse).toBeGreaterThanOrEqual(now);
				const unwaived = rank[measure(check, { ...known, waivers: [] }).outcome];
				expect(now).toBeLessThanOrEqual(unwaived);
			}),
			runs,
		);
	});

	it('never passes a file of which there is a newer version', () => {
		fc.assert(
			fc.property(checks(), knownFiles(), (check, known) => {
				const current = check.sha256 === sha('a') ? sha('b') : sha('a');
				expect(measure(check, { ...known, current }).outcome).not.toBe('pass');
			}),
			runs,
		);
	});

	it('holds no longer than it says', () => {
		fc.assert(
			fc.property(checks(), knownFiles(), (check, known) => {
				const { outcome, heldUntil } = measure(check, known);
				if (outcome !== 'pass' || heldUntil === null) return;
				const later = judgeMeasurements(check, known, { ...view, now: new Date(heldUntil) });
				const before = new Date(Date.parse(heldUntil) - 1);
				expect(judgeMeasurements(check, known, { ...view, now: before }).outcome).toBe('pass');
				expect(later.heldUntil === heldUntil).toBe(false);
			}),
			runs,
		);
	});

	it('flips as it says', () => {
		let flipped = 0;
		fc.assert(
			fc.property(checks(), knownFiles(), (check, known) => {
				const decision = measure(check, known);
				for (const flip of decision.flips) {
					const rule = /^(\S+) is mended$/.exec(flip.if)?.[1];
					if (rule === undefined) continue;
					flipped += 1;
					const mended = check.findings.filter((finding) => finding.rule !== rule);
					// Whoever mends it has it checked again, which says then that all is well.
					const again = measure({ ...check, findings: mended, verdict: null }, known);
					expect(again.outcome).toBe(flip.then);
				}
			}),
			runs,
		);
		expect(flipped).toBeGreaterThan(20);
	});
});

describe('three gates', () => {
	const steps = fc.array(fc.oneof(checks(), answers()), { maxLength: 12 });

	it('let no file through without an author, a peer and a senior who are three people', () => {
		let passed = 0;
		fc.assert(
			fc.property(
				fc.oneof(steps, likelySteps()),
				fc.subarray(['luis', 'camila']),
				(sequence, authors) => {
					const said = played(sequence, authors, sha('a'));
					const standing = standingOf(
						sha('a'),
						{ current: sha('a'), authors, verdicts: said },
						thursday,
					);
					if (!standing.passed) return;
					passed += 1;
					const [, peer, senior] = standing.gates.map(({ by }) => by);
					expect(authors.length).toBeGreaterThan(0);
					expect(new Set([...authors, peer, senior]).size).toBe(authors.length + 2);
					expect([peer, senior]).not.toContain(null);
				},
			),
			runs,
		);
		expect(passed).toBeGreaterThan(10);
	});

	it('count the same whoever lists the verdicts in whatever order, also made up ones', () => {
		fc.assert(
			fc.property(fc.array(verdicts(), { maxLength: 10 }), knownFiles(), (said, known) => {
				const standing = (list: Verdict[]) =>
					standingOf(sha('a'), { ...known, verdicts: list }, thursday);
				expect(standing([...said].reverse())).toEqual(standing(said));
				const { passed, gates } = standing(said);
				const [machine, peer, senior] = gates;
				if (!passed) return;
				expect([machine, peer, senior].every((gate) => gate.outcome === 'pass')).toBe(true);
				expect(new Set([...known.authors, peer.by, senior.by]).size).toBe(known.authors.length + 2);
				expect((peer.at ?? '') <= (senior.at ?? '')).toBe(true);
			}),
			{ ...runs, numRuns: 2_000 },
		);
	});

	it('count nothing that was said of another content', () => {
		fc.assert(
			fc.property(fc.array(verdicts(), { maxLength: 10 }), knownFiles(), (said, known) => {
				const standing = (list: Verdict[], of: string) =>
					standingOf(of, { ...known, verdicts: list }, thursday);
				const own = said.filter(({ sha256 }) => sha256 === sha('a'));
				expect(standing(said, sha('a'))).toEqual(standing(own, sha('a')));
				const changed = standing(said, sha('c'));
				expect(changed.gates.some(({ passed }) => passed)).toBe(false);
				expect(changed.next).toBe('machine');
			}),
			runs,
		);
	});

	it('do not pass a content once there is a newer one', () => {
		fc.assert(
			fc.property(fc.array(verdicts(), { maxLength: 10 }), knownFiles(), (said, known) => {
				const view = { ...known, verdicts: said, current: sha('b') };
				expect(standingOf(sha('a'), view, thursday)).toMatchObject({
					passed: false,
					isCurrent: false,
				});
			}),
			runs,
		);
	});

	it('can each be met in every way', () => {
		const met = new Set<string>();
		fc.assert(
			fc.property(steps, (sequence) => {
				const authors = ['luis'];
				for (const { gate, outcome } of played(sequence, authors, sha('a'))) {
					met.add(`${gate} ${outcome}`);
				}
			}),
			runs,
		);
		fc.assert(
			fc.property(likelySteps(), (sequence) => {
				for (const { gate, outcome } of played(sequence, ['luis'], sha('a'))) {
					met.add(`${gate} ${outcome}`);
				}
			}),
			runs,
		);
		expect(met.size).toBe(3 * gateOutcomes.length);
	});
});

/** A measurement that is well or nearly, and answers in about the right order by about the right people. */
function likelySteps(): fc.Arbitrary<Array<MediaCheck | ReviewAnswer>> {
	const check = checks().map((made) => ({
		...made,
		sha256: sha('a'),
		findings: made.findings.slice(0, 1).filter(({ severity }) => severity === 'note'),
		unmeasured: [],
		verdict: null,
	}));
	const answer = (gate: 'peer' | 'senior') =>
		fc
			.record({
				id: fc.constantFrom('luis', 'diego', 'camila', 'freja'),
				approves: fc.integer({ min: 0, max: 4 }),
			})
			.map(({ id, approves }) =>
				anAnswer({
					gate,
					reviewer: { id, skills: { review: 5 } },
					answer: approves > 0 ? 'approve' : 'changes',
				}),
			);
	return fc
		.tuple(check, answer('peer'), fc.array(answer('peer'), { maxLength: 1 }), answer('senior'))
		.map(([first, peer, again, senior]) => [first, peer, ...again, senior]);
}

it('has builders that are worth their laws', () => {
	expect(
		measure(
			{ ...fc.sample(checks(), { numRuns: 1, seed: 1 })[0], findings: [aFinding()] },
			aKnownFile(),
		).outcome,
	).toBe('fail');
});
