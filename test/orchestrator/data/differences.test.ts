import fc from 'fast-check';
import { differences, tellDifferences } from '../../../orchestrator/src/data/differences';
import { versionIn, withVersion } from '../../../orchestrator/src/data/kinds';
import type { Json } from '../../../orchestrator/src/ledger/json';

const person = (id: string, more: object = {}) => ({ id, hoursPerDay: 8, ...more });
const tell = (before: Json, after: Json) => tellDifferences(differences(before, after));

describe('differences', () => {
	it('finds people by their ids, wherever they stand', () => {
		const before = { people: [person('ana'), person('bo')] };
		const after = { people: [person('cy'), person('ana', { hoursPerDay: 6 })] };
		expect(tell(before, after)).toEqual([
			'  ~ people.ana.hoursPerDay: 8 → 6',
			'  - people.bo: {"id":"bo","hoursPerDay":8}',
			'  + people.cy: {"id":"cy","hoursPerDay":8}',
		]);
	});

	it('takes lists without ids as a whole, and no notice of the order of keys', () => {
		expect(tell({ a: [1, 2] }, { a: [2, 1] })).toEqual(['  ~ a: [1,2] → [2,1]']);
		expect(tell({ a: [{ x: 1, y: 2 }] }, { a: [{ y: 2, x: 1 }] })).toEqual([]);
	});

	it('finds none in what is the same, and some in whatever is not', () => {
		const json = fc.jsonValue() as fc.Arbitrary<Json>;
		fc.assert(
			fc.property(json, json, (a, b) => {
				expect(differences(a, structuredClone(a))).toEqual([]);
				const isSame = JSON.stringify(a) === JSON.stringify(b);
				if (differences(a, b).length === 0 && !isSame) expect(a).toEqual(b);
			}),
			{ seed: 7, numRuns: 300 },
		);
	});
});

describe('the version of a file', () => {
	it.each([
		{ source: '# mine\nversion: roster/3 # pulled\npeople: []\n', version: 3 },
		{ source: 'people: []\nversion: "roster/12"\n', version: 12 },
	])('is read and set in $source', ({ source, version }) => {
		expect(versionIn(source)).toEqual({ kind: 'roster', version });
		const next = withVersion(source, 'roster', 40);
		expect(versionIn(next)).toEqual({ kind: 'roster', version: 40 });
		expect(next.split('\n').length).toBe(source.split('\n').length);
	});

	it.each(['', 'version: 3', 'version: roster', '  version: roster/3'])(
		'is not in %j',
		(source) => {
			expect(versionIn(source)).toBeNull();
		},
	);
});
