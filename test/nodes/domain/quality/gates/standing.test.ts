import { standingOf } from '../../../../../nodes/domain/quality/gates/standing';
import type { NotPassed } from '../../../../../nodes/domain/quality/gates/standing';
import type { KnownFile } from '../../../../../nodes/domain/quality/gates/schema';
import { aKnownFile, aVerdict, minutesLater, sha, thursday } from '../../../../support/aFile';

const machine = aVerdict();
const peer = aVerdict({ id: 'v2', gate: 'peer', by: 'diego', at: minutesLater(-40) });
const senior = aVerdict({ id: 'v3', gate: 'senior', by: 'camila', at: minutesLater(-20) });

const standing = (changes: Partial<KnownFile>) =>
	standingOf(sha('a'), aKnownFile(changes), thursday);

describe('standingOf', () => {
	it('proves which gates a content has passed, by whom and under which packs', () => {
		expect(standing({ verdicts: [machine, peer, senior] })).toMatchObject({
			sha256: sha('a'),
			isCurrent: true,
			passed: true,
			next: null,
			heldUntil: null,
			gates: [
				{ gate: 'machine', passed: true, by: null, specs: [{ id: 'youtube' }] },
				{ gate: 'peer', passed: true, by: 'diego', at: minutesLater(-40) },
				{ gate: 'senior', passed: true, by: 'camila' },
			],
		});
	});

	it.each<{ because: NotPassed; gate: number; when: string; known: Partial<KnownFile> }>([
		{ because: 'no-verdict', gate: 0, when: 'nothing was said', known: {} },
		{
			because: 'failed',
			gate: 0,
			when: 'the machine failed it afterwards',
			known: {
				verdicts: [machine, { ...machine, id: 'v9', outcome: 'fail', at: minutesLater(-1) }],
			},
		},
		{
			because: 'needs-review',
			gate: 0,
			when: 'a person has to look',
			known: { verdicts: [{ ...machine, outcome: 'needs-review' }] },
		},
		{
			because: 'waiver-ended',
			gate: 0,
			when: 'the waiver that it leaned on has ended',
			known: { verdicts: [{ ...machine, heldUntil: thursday.toISOString() }, peer, senior] },
		},
		{
			because: 'before-its-turn',
			gate: 1,
			when: 'the peer came before the machine',
			known: { verdicts: [machine, { ...peer, at: minutesLater(-61) }] },
		},
		{
			because: 'before-its-turn',
			gate: 2,
			when: 'the senior came before the peer',
			known: { verdicts: [machine, peer, { ...senior, at: minutesLater(-41) }] },
		},
		{
			because: 'author-unknown',
			gate: 1,
			when: 'nobody knows the author',
			known: { authors: [], verdicts: [machine, peer] },
		},
		{
			because: 'by-author',
			gate: 1,
			when: 'one of two authors approved',
			known: { authors: ['luis', 'diego'], verdicts: [machine, peer] },
		},
		{
			because: 'by-nobody',
			gate: 1,
			when: 'nobody stands behind the approval',
			known: { verdicts: [machine, { ...peer, by: null }] },
		},
		{
			because: 'same-person',
			gate: 2,
			when: 'peer and senior are one',
			known: { verdicts: [machine, peer, { ...senior, by: 'diego' }] },
		},
	])('does not count gate $gate as passed ($because) when $when', ({ because, gate, known }) => {
		const found = standing(known);
		expect(found.gates[gate]).toMatchObject({ passed: false, because });
		expect(found.passed).toBe(false);
	});

	it('undoes no review when the same content is measured again', () => {
		const again = { ...machine, id: 'v4', at: minutesLater(-1) };
		expect(standing({ verdicts: [machine, peer, senior, again] }).passed).toBe(true);
	});

	it('holds as long as the waiver that it leans on', () => {
		const heldUntil = minutesLater(30);
		const verdicts = [{ ...machine, heldUntil }, peer, senior];
		expect(standing({ verdicts })).toMatchObject({ passed: true, heldUntil });
	});

	it('knows a content that is no longer the newest', () => {
		const verdicts = [machine, peer, senior];
		expect(standing({ verdicts, current: sha('b') })).toMatchObject({
			isCurrent: false,
			passed: false,
		});
	});
});
