import type { FileNode, WorkflowFile } from '../../../../orchestrator/src/bundle/merge/model';
import type { JsonObject } from '../../../../orchestrator/src/bundle/normalise';
import { aFlow, aNode, made, parametersOf, to, withNode } from './flows';
import { conflictsOf, merged, nodesByName } from './merged';

const said = { url: 'https://example.org/leads', method: 'POST' };

/** A flow of nodes with these names and parameters, without ids. */
function bare(nodes: Record<string, JsonObject>, more: Record<string, JsonObject> = {}) {
	const flow = aFlow(
		Object.entries(nodes).map(([name, parameters]) =>
			aNode(name, { parameters, position: [name.length * 50, 0], ...more[name] }),
		),
	);
	return { ...flow, nodes: flow.nodes.map(withoutId) } as WorkflowFile;
}

function withoutId(node: FileNode): FileNode {
	return Object.fromEntries(Object.entries(node).filter(([field]) => field !== 'id')) as FileNode;
}

/** A flow with one node more, which nothing is connected to. */
function pasted(flow: WorkflowFile, name: string, of: string, more: JsonObject = {}) {
	const copy = { ...nodesByName(flow)[of], name, position: [700, 700], ...more };
	return { ...flow, nodes: [...flow.nodes, copy] } as WorkflowFile;
}

interface Versions {
	what: string;
	base: WorkflowFile;
	mine: WorkflowFile;
	theirs: WorkflowFile;
	/** Names of the merged nodes, in any order. */
	names: string[];
}

const plain = bare({ A: {}, B: said, C: {} });
const withIds = aFlow([aNode('A'), aNode('B', { parameters: said }), aNode('C')]);

describe('a merge that is done again', () => {
	it.each<Versions>([
		{
			what: 'a node without id that one renamed and edited and the other edited and moved',
			base: plain,
			mine: bare(
				{ A: {}, Bee: { ...said, body: 1, note: 'n' }, C: {} },
				{ Bee: { position: [50, 0] } },
			),
			theirs: withNode(plain, 'B', { parameters: { method: 'POST' }, position: [9, 9] }),
			names: ['A', 'Bee', 'C'],
		},
		{
			what: 'a node that got a new id on one side, and a name and parameters on the other',
			base: withIds,
			mine: aFlow([
				aNode('A'),
				aNode('Bee', { id: made('2'), parameters: { body: 1 } }),
				aNode('C'),
			]),
			theirs: aFlow([
				aNode('A', { id: made('7') }),
				aNode('B', { id: made('8'), parameters: said, notes: 'n' }),
				aNode('C', { id: made('9') }),
			]),
			names: ['A', 'Bee', 'C'],
		},
		{
			what: 'a node that one renamed and the other made another type of, under its id',
			base: withIds,
			mine: aFlow([aNode('A'), aNode('Bee', { id: made('2'), parameters: said }), aNode('C')]),
			theirs: withNode(withIds, 'B', { type: 'n8n-nodes-base.noOp', parameters: {} }),
			names: ['A', 'Bee', 'C'],
		},
		{
			what: 'a copy beside a node that the other made another type of',
			base: plain,
			mine: pasted(plain, 'B1', 'B'),
			theirs: withNode(plain, 'B', { type: 'n8n-nodes-base.noOp', parameters: { v: 1 } }),
			names: ['A', 'B', 'B1', 'C'],
		},
		{
			what: 'a copy of a node that the other deleted',
			base: plain,
			mine: pasted(plain, 'B1', 'B', { notes: 'n' }),
			theirs: { ...bare({ A: {}, C: {} }), settings: { timezone: 'Europe/Madrid' } },
			names: ['A', 'B1', 'C'],
		},
		{
			what: 'a node that took over the name of one that was renamed, where the other has new ids',
			base: withIds,
			mine: {
				...aFlow([aNode('A'), aNode('Bee', { id: made('2'), parameters: said }), aNode('C')]),
				nodes: [
					aNode('A'),
					aNode('Bee', { id: made('2'), parameters: said }),
					aNode('C'),
					aNode('B', { id: made('f'), parameters: { v: 1 } }),
				],
			} as WorkflowFile,
			theirs: aFlow([
				aNode('A', { id: made('7') }),
				aNode('B', { id: made('8'), parameters: said, notes: 'n' }),
				aNode('C', { id: made('9') }),
			]),
			names: ['A', 'B', 'Bee', 'C'],
		},
	])('asks nothing and changes nothing: $what', ({ base, mine, theirs, names }) => {
		for (const [one, other] of [
			[mine, theirs],
			[theirs, mine],
		]) {
			const once = merged(base, one, other);
			expect(Object.keys(nodesByName(once)).sort()).toEqual(names);
			expect(merged(base, once, other)).toEqual(once);
			expect(merged(base, one, once)).toEqual(once);
		}
	});
});

describe('ids that are numbers', () => {
	const numbered = (nodes: FileNode[]) =>
		aFlow(nodes.map((node, at) => ({ ...node, id: at + 1 }) as unknown as FileNode));

	it('tell a node that was renamed and edited', () => {
		const was = numbered([aNode('A'), aNode('B', { parameters: said })]);
		const mine = numbered([aNode('A'), aNode('Bee', { parameters: { body: 1 } })]);
		const theirs = withNode(was, 'B', { notes: 'n' });
		const result = merged(was, mine, theirs);
		expect(nodesByName(result).Bee).toMatchObject({ id: 2, notes: 'n', parameters: { body: 1 } });
		expect(result.nodes).toHaveLength(2);
	});

	it('are given once, where both counted on', () => {
		const was = numbered([aNode('A')]);
		const mine = numbered([aNode('A'), aNode('Mine')]);
		const theirs = numbered([aNode('A'), aNode('Theirs', { type: 'n8n-nodes-base.code' })]);
		const ids = merged(was, mine, theirs).nodes.map(({ id }) => id);
		expect(new Set(ids).size).toBe(3);
	});
});

describe('a node that somebody let go', () => {
	const gone = aFlow([aNode('A'), aNode('C')]);
	const edited = withNode(withIds, 'B', { notes: 'n' });
	const theirs = {
		...edited,
		connections: { ...edited.connections, C: { main: [[to('B')]] } },
	} as WorkflowFile;

	it('goes with the connections that lead to it, without another question', () => {
		expect(conflictsOf(withIds, gone, theirs)).toEqual(['B:']);
		const result = merged(withIds, gone, theirs, ['B=mine']);
		expect(Object.keys(nodesByName(result))).toEqual(['A', 'C']);
		expect(parametersOf(merged(withIds, gone, theirs, ['B=theirs']), 'B')).toEqual(said);
	});
});
