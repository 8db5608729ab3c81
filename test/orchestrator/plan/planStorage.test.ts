import type { FoundBucket } from '../../../orchestrator/src/plan/model';
import { planStorage } from '../../../orchestrator/src/plan/planStorage';

const there: FoundBucket = {
	target: 'delivery',
	bucket: 'films',
	place: 'the bucket "films"',
	problem: null,
	facts: { isPublic: false, isVersioned: false, endsUnfinished: true, clockAheadMs: 0 },
};
const facts = there.facts!;
const report = (code: string, why: string) => ({ code, what: 'No.', why, mend: 'See to it.' });

describe('a bucket', () => {
	it.each<{ when: string; found: Partial<FoundBucket>; line: string; mend?: RegExp }>([
		{ when: 'it is there', found: {}, line: 'keep: it is there' },
		{
			when: 'the storage does not tell who may read it',
			found: { facts: { ...facts, isPublic: null } },
			line: 'keep: it is there',
		},
		{
			when: 'there is none',
			found: { problem: report('storage/no-bucket', 'There is no bucket.'), facts: null },
			line: 'manual: there is none',
			mend: /Make the bucket "films" at Amazon S3 in eu-north-1, closed/,
		},
		{
			when: 'the key may not use it',
			found: { problem: report('storage/refused', 'It says AccessDenied.'), facts: null },
			line: 'manual: It says AccessDenied.',
			mend: /^See to it\.$/,
		},
		{
			when: 'anybody may read it',
			found: { facts: { ...facts, isPublic: true } },
			line: 'manual: anybody may read it',
			mend: /Block public access/,
		},
	])('is planned where $when', ({ found, line, mend }) => {
		const [change] = planStorage(
			{ storage: { place: 'Amazon S3 in eu-north-1' } },
			{ buckets: [{ ...there, ...found }] },
		);
		expect(`${change?.kind}: ${change?.because}`).toBe(line);
		expect(change?.target).toMatchObject({ key: 'delivery', name: '"films" for deliveries' });
		if (mend !== undefined) expect(change).toMatchObject({ mend: expect.stringMatching(mend) });
	});
});
