import { languages } from '../../../../../nodes/domain/language';
import { judgeReview, mayReview } from '../../../../../nodes/domain/quality/gates/judgeReview';
import {
	defaultGateRules,
	resolveGateRules,
} from '../../../../../nodes/domain/quality/gates/rules';
import type { KnownFile, ReviewAnswer } from '../../../../../nodes/domain/quality/gates/schema';
import {
	aKnownFile,
	anAnswer,
	aVerdict,
	aWaiver,
	minutesLater,
	sha,
	thursday,
} from '../../../../support/aFile';

const measured = aVerdict();
const byPeer = aVerdict({ id: 'v2', gate: 'peer', by: 'diego', at: minutesLater(-30) });
const camila = { id: 'camila', name: 'Camila Rojas', skills: { review: 5 } };

function judge(answer: Partial<ReviewAnswer>, known: Partial<KnownFile> = {}) {
	return judgeReview(anAnswer(answer), aKnownFile({ verdicts: [measured], ...known }), {
		rules: defaultGateRules,
		language: 'en',
		now: thursday,
	});
}

describe('judgeReview', () => {
	it.each([
		{ outcome: 'pass', when: 'a peer approves what was measured', answer: {} },
		{
			outcome: 'pass',
			when: 'a senior approves what a peer approved',
			answer: { gate: 'senior' as const, reviewer: camila },
			known: { verdicts: [measured, byPeer] },
		},
		{
			outcome: 'fail',
			when: 'the peer asks for changes',
			answer: { answer: 'changes' as const, note: 'The logo is the old one' },
		},
		{
			outcome: 'fail',
			when: 'a point of the checklist is not right',
			answer: { checklist: [{ id: 'brief', ok: false }] },
		},
		{ outcome: 'needs-review', when: 'nothing was measured', answer: {}, known: { verdicts: [] } },
		{
			outcome: 'needs-review',
			when: 'the waiver that the measurement leaned on has ended',
			answer: {},
			known: { verdicts: [{ ...measured, heldUntil: thursday.toISOString() }] },
		},
		{
			outcome: 'needs-review',
			when: 'another content was measured',
			answer: {},
			known: { verdicts: [aVerdict({ sha256: sha('b') })] },
		},
		{
			outcome: 'needs-review',
			when: 'a newer version has come',
			answer: {},
			known: { current: sha('b') },
		},
		{
			outcome: 'needs-review',
			when: 'nobody knows the newest version',
			answer: {},
			known: { current: null },
		},
		{
			outcome: 'needs-review',
			when: 'the author approves',
			answer: { reviewer: { id: 'luis', skills: { review: 5 } } },
		},
		{
			outcome: 'needs-review',
			when: 'nobody knows the author',
			answer: {},
			known: { authors: [] },
		},
		{
			outcome: 'needs-review',
			when: 'the peer approves as the senior too',
			answer: { gate: 'senior' as const, reviewer: { id: 'diego', skills: { review: 5 } } },
			known: { verdicts: [measured, byPeer] },
		},
		{
			outcome: 'needs-review',
			when: 'the senior comes before the peer',
			answer: { gate: 'senior' as const, reviewer: camila },
		},
		{
			outcome: 'needs-review',
			when: 'the senior is a level below',
			answer: { gate: 'senior' as const, reviewer: { id: 'camila', skills: { review: 3 } } },
			known: { verdicts: [measured, byPeer] },
		},
		{
			outcome: 'needs-review',
			when: 'somebody who may not approve sends it back',
			answer: { answer: 'changes' as const, reviewer: { id: 'luis', skills: { review: 5 } } },
		},
	])('ends in $outcome when $when', ({ outcome, answer, known }) => {
		expect(judge(answer, known).outcome).toBe(outcome);
	});

	it('goes on to the senior after the peer, and nowhere after the senior', () => {
		expect(judge({}).next).toBe('senior');
		const last = judge({ gate: 'senior', reviewer: camila }, { verdicts: [measured, byPeer] });
		expect(last).toMatchObject({ outcome: 'pass', next: null, by: 'camila', sha256: sha('a') });
	});

	it('says why an answer does not count, and what alone would change that', () => {
		const { reasons, flips } = judge({
			reviewer: { id: 'luis', name: 'Luis', skills: { review: 3 } },
		});
		expect(reasons.find(({ rule }) => rule === 'author')).toEqual({
			rule: 'author',
			level: 'no',
			contribution: -1,
			text: 'Luis made the file: somebody else must look at it',
		});
		expect(flips).toEqual([{ if: 'luis did not make the file', then: 'pass' }]);
	});

	it('keeps the words of who asks for changes, and counts the cycle', () => {
		const decision = judge({ answer: 'changes', note: ' The logo is old ' }, { cycles: 1 });
		expect(decision).toMatchObject({ cycles: 2, note: ' The logo is old ' });
		expect(decision.reasons.at(-1)?.text).toBe('Diego Quispe asks for changes: The logo is old');
	});

	it('notes what else the client could need, and how content they will be', () => {
		const answer = { gate: 'senior' as const, reviewer: camila, satisfaction: 9 };
		const known = { verdicts: [measured, byPeer] };
		expect(judge({ ...answer, opportunity: ' Subtitles in English ' }, known)).toMatchObject({
			satisfaction: 9,
			opportunity: 'Subtitles in English',
		});
		expect(judge({ ...answer, opportunity: '  ' }, known).opportunity).toBeNull();
	});

	it('has the senior look again at what was waived', () => {
		const { checklist } = judge({}, { waivers: [aWaiver()] });
		expect(checklist[0]).toEqual({
			id: 'waived/loudness',
			from: 'machine',
			text: 'loudness was waived (The client wants it loud): is that still all right?',
		});
	});

	it.each(languages)('explains itself in %s', (language) => {
		const view = { rules: defaultGateRules, now: thursday, language };
		const { reasons } = judgeReview(anAnswer(), aKnownFile({ verdicts: [measured] }), view);
		expect(new Set(reasons.map(({ text }) => text)).size).toBe(reasons.length);
		expect(reasons.every(({ text }) => text !== '')).toBe(true);
	});

	it.each([
		[null, 'a peer of the level who did not make it', 'peer', 'diego', 3],
		['author', 'who made it', 'peer', 'luis', 5],
		['level', 'a level below', 'peer', 'diego', 2],
		['others', 'who answered at the other gate', 'senior', 'diego', 5],
		['level', 'a level below the senior', 'senior', 'camila', 3],
		[null, 'a senior who has not answered yet', 'senior', 'camila', 4],
	] as const)('gives %s as the objection to somebody %s', (objection, _who, gate, id, review) => {
		const known = aKnownFile({ verdicts: [measured, byPeer] });
		const reviewer = { id, skills: { review } };
		const wanted = defaultGateRules.reviewers[gate];
		expect(mayReview(gate, reviewer, wanted, sha('a'), known)).toBe(objection);
	});

	it('goes by the skill and the levels of the rules', () => {
		const rules = resolveGateRules({ reviewers: { peer: { skill: 'quality', level: 1 } } });
		const reviewer = { id: 'diego', skills: { quality: 1 } };
		const known = aKnownFile({ verdicts: [measured] });
		const view = { rules, language: 'en' as const, now: thursday };
		expect(judgeReview(anAnswer({ reviewer }), known, view).outcome).toBe('pass');
		expect(mayReview('peer', reviewer, rules.reviewers.peer, sha('a'), known)).toBeNull();
	});
});
