import { judgeStorage } from '../../../orchestrator/src/monitor/storage';
import type { FoundBucket } from '../../../orchestrator/src/plan/model';

const there: FoundBucket = {
	target: 'delivery',
	bucket: 'films',
	place: 'the bucket "films"',
	problem: null,
	facts: { isPublic: false, isVersioned: false, endsUnfinished: true, clockAheadMs: 0 },
};
const facts = there.facts!;
const lines = (found: Partial<FoundBucket>, isTried = false) =>
	judgeStorage({ missing: null, buckets: [{ ...there, ...found }], isTried }).map(
		({ level, says }) => `${level}: ${says}`,
	);
const fine = 'ok: "films" (delivery) is there, and is closed to the public';

describe('judgeStorage', () => {
	it.each<{ when: string; found: Partial<FoundBucket>; isTried?: boolean; says: string[] }>([
		{ when: 'all is well', found: {}, says: [fine] },
		{
			when: 'a file was stored',
			found: {},
			isTried: true,
			says: [
				'ok: "films" (delivery) is there, takes a file and lets it go, and is closed to the public',
			],
		},
		{
			when: 'the storage tells nothing',
			found: {
				facts: { isPublic: null, isVersioned: null, endsUnfinished: null, clockAheadMs: null },
			},
			says: ['ok: "films" (delivery) is there'],
		},
		{
			when: 'anybody may read it',
			found: { facts: { ...facts, isPublic: true } },
			says: ['failed: anybody may read "films" (delivery)'],
		},
		{
			when: 'no rule ends unfinished uploads',
			found: { facts: { ...facts, endsUnfinished: false } },
			says: [fine, 'note: no rule of "films" (delivery) ends unfinished uploads'],
		},
		{
			when: 'it keeps what is withdrawn',
			found: { facts: { ...facts, isVersioned: true } },
			says: [
				fine,
				'note: "films" (delivery) keeps older versions: what is withdrawn stays there as one',
			],
		},
		{
			when: 'the archive keeps versions',
			found: { target: 'archive', facts: { ...facts, isVersioned: true } },
			says: ['ok: "films" (archive) is there, and is closed to the public'],
		},
		{
			when: 'it cannot be used',
			found: {
				facts: null,
				problem: { code: 'storage/no-bucket', what: '', why: 'There is none.', mend: 'Make it.' },
			},
			says: ['failed: "films" (delivery): There is none.'],
		},
	])('says $says.0 where $when', ({ found, isTried, says }) => {
		expect(lines(found, isTried)).toEqual(says);
	});

	it('notes where nothing is set up', () => {
		const checks = judgeStorage({
			missing: 'A and B are not both set',
			buckets: [],
			isTried: false,
		});
		expect(checks).toMatchObject([
			{ level: 'note', says: 'nothing can be stored: A and B are not both set' },
		]);
	});
});
