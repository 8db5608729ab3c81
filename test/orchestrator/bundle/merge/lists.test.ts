import fc from 'fast-check';
import { placesInBase } from '../../../../orchestrator/src/bundle/merge/lists';
import type { WorkflowFile } from '../../../../orchestrator/src/bundle/merge/model';
import type { Json, JsonObject } from '../../../../orchestrator/src/bundle/normalise';
import { seeded } from '../../../support/arbitraries';
import { aFlow, aNode, given, parametersOf, to } from './flows';
import { conflictsOf, edgesOf, merged } from './merged';

interface Lists {
	what: string;
	base: Json[];
	mine: Json[];
	theirs: Json[];
}

const listOf = (entries: Json[]) => given({ list: entries });
const rule = (key: string, value: Json) => ({ outputKey: key, when: { value } });

describe('lists whose entries have neither ids nor names', () => {
	it.each<Lists & { merged: Json[] }>([
		{
			what: 'entries edited at different places',
			base: [{ v: 1 }, { v: 2 }, { v: 3 }],
			mine: [{ v: 10 }, { v: 2 }, { v: 3 }],
			theirs: [{ v: 1 }, { v: 2 }, { v: 30 }],
			merged: [{ v: 10 }, { v: 2 }, { v: 30 }],
		},
		{
			what: 'different fields of one entry',
			base: [rule('a', 1), rule('b', 2)],
			mine: [rule('A', 1), rule('b', 2)],
			theirs: [rule('a', 7), rule('b', 2)],
			merged: [rule('A', 7), rule('b', 2)],
		},
		{
			what: 'one put first here and one edited there',
			base: [{ v: 1 }, { v: 2 }],
			mine: [{ v: 0 }, { v: 1 }, { v: 2 }],
			theirs: [{ v: 1 }, { v: 3 }],
			merged: [{ v: 0 }, { v: 1 }, { v: 3 }],
		},
		{
			what: 'one taken out here and another edited there',
			base: [rule('a', 1), rule('b', 2), rule('c', 3)],
			mine: [rule('b', 2), rule('c', 3)],
			theirs: [rule('a', 1), rule('b', 2), rule('c', 9)],
			merged: [rule('b', 2), rule('c', 9)],
		},
		{
			what: 'entries put at different places',
			base: [{ v: 1 }, { v: 2 }],
			mine: [{ v: 0 }, { v: 1 }, { v: 2 }],
			theirs: [{ v: 1 }, { v: 2 }, { v: 3 }],
			merged: [{ v: 0 }, { v: 1 }, { v: 2 }, { v: 3 }],
		},
		{
			what: 'the same one put at the same place',
			base: [{ v: 1 }, { v: 2 }],
			mine: [{ v: 9 }, { v: 2 }, { v: 3 }],
			theirs: [{ v: 1 }, { v: 2 }, { v: 3 }],
			merged: [{ v: 9 }, { v: 2 }, { v: 3 }],
		},
		{
			what: 'every entry edited here beside one put behind, and edited there',
			base: [
				{ key: 'a', if: 1, then: 1 },
				{ key: 'b', if: 2, then: 2 },
			],
			mine: [
				{ key: 'a', if: 7, then: 1 },
				{ key: 'b', if: 8, then: 2 },
				{ key: 'c', if: 3, then: 3 },
			],
			theirs: [
				{ key: 'a', if: 1, then: 9 },
				{ key: 'b', if: 2, then: 2 },
			],
			merged: [
				{ key: 'a', if: 7, then: 9 },
				{ key: 'b', if: 8, then: 2 },
				{ key: 'c', if: 3, then: 3 },
			],
		},
		{
			what: 'one put first here, and one edited there so that less than half of it is left',
			base: [rule('a', 1), rule('b', 2)],
			mine: [rule('c', 3), rule('a', 1), rule('b', 2)],
			theirs: [rule('a', 9), rule('b', 2)],
			merged: [rule('c', 3), rule('a', 9), rule('b', 2)],
		},
		{
			what: 'plain values at different places',
			base: ['a', 'b', 'c'],
			mine: ['x', 'b', 'c'],
			theirs: ['a', 'b', 'y'],
			merged: ['x', 'b', 'y'],
		},
		{
			what: 'names that stand twice',
			base: [
				{ name: 'h', value: '1' },
				{ name: 'h', value: '2' },
			],
			mine: [
				{ name: 'h', value: '9' },
				{ name: 'h', value: '2' },
			],
			theirs: [
				{ name: 'h', value: '1' },
				{ name: 'h', value: '8' },
			],
			merged: [
				{ name: 'h', value: '9' },
				{ name: 'h', value: '8' },
			],
		},
	])('merge $what', ({ base, mine, theirs, merged: expected }) => {
		const versions = [listOf(base), listOf(mine), listOf(theirs)] as const;
		expect(parametersOf(merged(...versions))).toEqual({ list: expected });
		const [was, one, other] = versions;
		expect(parametersOf(merged(was, other, one))).toEqual({ list: expected });

		const once = merged(...versions);
		expect(merged(was, once, other)).toEqual(once);
		expect(merged(was, one, once)).toEqual(once);
	});

	it.each<Lists & { paths: string[] }>([
		{
			what: 'an entry that changed places here and was edited there',
			base: [rule('a', 1), rule('b', 2)],
			mine: [rule('b', 2), rule('a', 1)],
			theirs: [rule('a', 7), rule('b', 2)],
			paths: ['A:parameters.list'],
		},
		{
			what: 'one edited here, and a copy of it put before it there',
			base: [{ field: 'days', every: 1, at: 8 }],
			mine: [{ field: 'weeks', every: 1, at: 8 }],
			theirs: [
				{ field: 'hours', every: 1, at: 8 },
				{ field: 'days', every: 1, at: 8 },
				{ field: 'months', every: 1, at: 8 },
			],
			paths: ['A:parameters.list'],
		},
		{
			what: 'two put at one place',
			base: [{ v: 1 }],
			mine: [{ v: 1 }, { v: 2 }],
			theirs: [{ v: 1 }, { v: 3 }],
			paths: ['A:parameters.list'],
		},
		{
			what: 'one field of one entry',
			base: [rule('a', 1), rule('b', 2)],
			mine: [rule('a', 1), rule('b', 7)],
			theirs: [rule('a', 5), rule('b', 8)],
			paths: ['A:parameters.list[1].when.value'],
		},
		{
			what: 'an entry taken out here and edited there',
			base: [rule('a', 1), rule('b', 2)],
			mine: [rule('b', 2)],
			theirs: [rule('a', 7), rule('b', 2)],
			paths: ['A:parameters.list[0]'],
		},
		{
			what: 'an entry that became another here and was edited there',
			base: [{ field: 'days', hour: 9 }],
			mine: [{ field: 'weeks', weekday: 1 }],
			theirs: [{ field: 'days', hour: 9, minute: 30 }],
			paths: ['A:parameters.list[0]'],
		},
	])('conflict over $what', ({ base, mine, theirs, paths }) => {
		expect(conflictsOf(listOf(base), listOf(mine), listOf(theirs))).toEqual(paths);
	});

	it('are each at a place of the base that is equal or was edited, in order', () => {
		const entries = fc.array(fc.record({ a: fc.nat(3), b: fc.nat(3) }), { maxLength: 6 });
		fc.assert(
			fc.property(entries, entries, (base, now) => {
				const places = placesInBase(base, now);
				if (places === null) return;
				const known = places.filter((place) => place !== null);
				expect(places).toHaveLength(now.length);
				expect(known).toEqual([...new Set(known)].sort((a, b) => a - b));
				for (const place of known) expect(base[place]).toBeDefined();
			}),
			seeded,
		);
	});
});

describe('the outputs of a node whose rules a side changed', () => {
	/** A Switch `A` with these rules, whose outputs lead to nodes of these names. */
	const flow = (rules: Json[], ...outputs: string[]): WorkflowFile => ({
		...aFlow([aNode('A', { parameters: { rules: { values: rules } } }), aNode('B'), aNode('C')]),
		connections: { A: { main: outputs.map((names) => [...names].map((name) => to(name))) } },
	});
	const [a, b, c] = [rule('a', 1), rule('b', 2), rule('c', 3)];
	const was = flow([a, b], 'B', 'C');

	it.each<{ when: string; mine: WorkflowFile; theirs: WorkflowFile; edges: string[] }>([
		{
			when: 'a rule came behind the others',
			mine: flow([a, b, c], 'B', 'C', 'A'),
			theirs: flow([a, b], 'BC', 'C'),
			edges: ['0 B', '0 C', '1 C', '2 A'],
		},
		{
			when: 'a rule was edited',
			mine: flow([a, rule('b', 9)], 'B', 'C'),
			theirs: flow([a, b], 'B', 'CA'),
			edges: ['0 B', '1 C', '1 A'],
		},
		{
			when: 'a rule came first and the other changed no connection',
			mine: flow([c, a, b], 'A', 'B', 'C'),
			theirs: flow([rule('a', 9), b], 'B', 'C'),
			edges: ['0 A', '1 B', '2 C'],
		},
	])('merge where $when', ({ mine, theirs, edges }) => {
		for (const versions of [
			[was, mine, theirs],
			[was, theirs, mine],
		] as const) {
			const found = edgesOf(merged(...versions)).map((edge) =>
				edge.replace(/^A main (\d) → (\w) main 0$/, '$1 $2'),
			);
			expect(found.sort()).toEqual([...edges].sort());
		}
	});

	it.each<{ when: string; mine: WorkflowFile; theirs: WorkflowFile }>([
		{
			when: 'rules changed places',
			mine: flow([b, a], 'C', 'B'),
			theirs: flow([a, b], 'BC', 'C'),
		},
		{
			when: 'rules changed places under connections that stayed',
			mine: flow([b, a], 'B', 'C'),
			theirs: flow([a, b], 'BC', 'C'),
		},
		{
			when: 'a rule came first',
			mine: flow([c, a, b], 'A', 'B', 'C'),
			theirs: flow([a, b], 'B', 'CB'),
		},
		{
			when: 'a rule came before the output for all else',
			mine: flow([a, b, c], 'B', 'C', ''),
			theirs: flow([a, b], 'B', 'C', 'A'),
		},
	])('are asked about where $when and the other led one on', ({ mine, theirs }) => {
		expect(conflictsOf(was, mine, theirs)).toEqual(['A:connections.main']);
		expect(conflictsOf(was, theirs, mine)).toEqual(['A:connections.main']);
		expect(edgesOf(merged(was, mine, theirs, [], 'theirs'))).toEqual(edgesOf(theirs));
	});

	it('are asked about with the rules where both added one', () => {
		const [mine, theirs] = [
			flow([a, b, c], 'B', 'C', 'A'),
			flow([a, b, rule('d', 4)], 'B', 'C', 'B'),
		];
		expect(conflictsOf(was, mine, theirs).sort()).toEqual([
			'A:connections.main',
			'A:parameters.rules.values',
		]);
	});

	it('stay where only a list of other things changed', () => {
		const request = (headers: JsonObject, ...outputs: string[]) => {
			const base = flow([], ...outputs);
			return { ...base, nodes: [aNode('A', { parameters: headers }), ...base.nodes.slice(1)] };
		};
		const header = (name: string) => ({ name, value: '1' });
		const two = { headers: [header('a'), header('b')] };
		const result = merged(
			request(two, 'B', 'C'),
			request({ headers: [header('b')] }, 'B', 'C'),
			request(two, 'BC', 'C'),
		);
		expect(edgesOf(result)).toHaveLength(3);
		expect(parametersOf(result)).toEqual({ headers: [header('b')] });
	});
});
