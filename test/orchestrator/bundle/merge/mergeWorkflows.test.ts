import type { FileNode, WorkflowFile } from '../../../../orchestrator/src/bundle/merge/model';
import type { Json, JsonObject } from '../../../../orchestrator/src/bundle/normalise';
import { aFlow, aNode, given, made, parametersOf, to, withNode } from './flows';
import { conflictsOf, edgesOf, merge, merged, nodesByName } from './merged';

const base = aFlow([aNode('A'), aNode('B'), aNode('C')]);

/** What each version says of the parameters of `A`. */
interface Versions {
	what: string;
	base: JsonObject;
	mine: JsonObject;
	theirs: JsonObject;
}

describe('parameters', () => {
	it.each<Versions & { merged: JsonObject }>([
		{
			what: 'fields beside each other',
			base: { url: 'x', options: { timeout: 1 } },
			mine: { url: 'y', options: { timeout: 1 } },
			theirs: { url: 'x', options: { timeout: 2, redirect: true } },
			merged: { url: 'y', options: { timeout: 2, redirect: true } },
		},
		{
			what: 'options that both began',
			base: {},
			mine: { options: { timeout: 1 } },
			theirs: { options: { redirect: true } },
			merged: { options: { timeout: 1, redirect: true } },
		},
		{
			what: 'entries with ids, one edited, one added and one removed',
			base: {
				list: [
					{ id: 'a', v: 1 },
					{ id: 'b', v: 1 },
					{ id: 'c', v: 1 },
				],
			},
			mine: {
				list: [
					{ id: 'a', v: 2 },
					{ id: 'b', v: 1 },
					{ id: 'n', v: 0 },
					{ id: 'c', v: 1 },
				],
			},
			theirs: {
				list: [
					{ id: 'a', v: 1 },
					{ id: 'c', v: 3 },
				],
			},
			merged: {
				list: [
					{ id: 'a', v: 2 },
					{ id: 'n', v: 0 },
					{ id: 'c', v: 3 },
				],
			},
		},
		{
			what: 'headers by name',
			base: { headers: [{ name: 'Accept', value: '*' }] },
			mine: { headers: [{ name: 'Accept', value: 'text' }] },
			theirs: {
				headers: [
					{ name: 'Accept', value: '*' },
					{ name: 'X-Key', value: '1' },
				],
			},
			merged: {
				headers: [
					{ name: 'Accept', value: 'text' },
					{ name: 'X-Key', value: '1' },
				],
			},
		},
		{
			what: 'a chosen channel whose name one side looked up again',
			base: { channel: { __rl: true, mode: 'list', value: 'C1', cachedResultName: 'sales' } },
			mine: { channel: { __rl: true, mode: 'id', value: 'C2' } },
			theirs: { channel: { __rl: true, mode: 'list', value: 'C1', cachedResultName: 'Sales' } },
			merged: { channel: { __rl: true, mode: 'id', value: 'C2' } },
		},
		{
			what: 'keys in another order',
			base: { a: 1, b: { c: 1, d: 2 } },
			mine: { b: { d: 2, c: 1 }, a: 1 },
			theirs: { a: 2, b: { c: 1, d: 2 } },
			merged: { a: 2, b: { c: 1, d: 2 } },
		},
	])('merge $what', ({ base: was, mine, theirs, merged: expected }) => {
		expect(parametersOf(merged(given(was), given(mine), given(theirs)))).toEqual(expected);
	});

	it.each<Versions & { paths: string[] }>([
		{
			what: 'the same text changed twice',
			base: { text: 'a' },
			mine: { text: 'b' },
			theirs: { text: 'c' },
			paths: ['A:parameters.text'],
		},
		{
			what: 'an entry removed here and edited there',
			base: { list: [{ id: 'a', v: 1 }] },
			mine: { list: [] },
			theirs: { list: [{ id: 'a', v: 2 }] },
			paths: ['A:parameters.list[a]'],
		},
		{
			what: 'a choice whose kind one side changed and whose value the other',
			base: { channel: { __rl: true, mode: 'id', value: 'C1' } },
			mine: { channel: { __rl: true, mode: 'name', value: 'C1' } },
			theirs: { channel: { __rl: true, mode: 'id', value: 'C2' } },
			paths: ['A:parameters.channel'],
		},
		{
			what: 'type and operation of a condition',
			base: { operator: { type: 'string', operation: 'equals' } },
			mine: { operator: { type: 'number', operation: 'equals' } },
			theirs: { operator: { type: 'string', operation: 'regex' } },
			paths: ['A:parameters.operator'],
		},
		{
			what: 'each of two fields, with keys that dots would mislead',
			base: { 'a.b': 1, c: 1 },
			mine: { 'a.b': 2, c: 2 },
			theirs: { 'a.b': 3, c: 3 },
			paths: ['A:parameters["a.b"]', 'A:parameters.c'],
		},
	])('conflict over $what', ({ base: was, mine, theirs, paths }) => {
		expect(conflictsOf(given(was), given(mine), given(theirs))).toEqual(paths);
	});

	it('tells the three values of a conflict, null where there is none', () => {
		expect(merge(given({}), given({ text: 'b' }), given({ text: 'c' }))).toEqual({
			status: 'conflict',
			conflicts: [{ node: 'A', path: 'parameters.text', base: null, mine: 'b', theirs: 'c' }],
			workflow: null,
		});
	});
});

describe('nodes', () => {
	it('keep what the canvas decided beside what the bundle changed', () => {
		const mine = withNode(base, 'B', {
			position: [9, 9],
			notes: 'mind this',
			disabled: true,
			credentials: { slackApi: { id: 'live', name: 'Slack' } },
		});
		const theirs = withNode(base, 'B', { parameters: { a: 1 }, typeVersion: 4, position: [1, 1] });
		const result = merged(base, mine, theirs);
		expect(nodesByName(result).B).toEqual({
			...nodesByName(mine).B,
			parameters: { a: 1 },
			typeVersion: 4,
		});
	});

	it.each([
		{ field: 'notes', mine: 'a', theirs: 'b', path: 'B:notes' },
		{ field: 'onError', mine: 'stopWorkflow', theirs: 'continueErrorOutput', path: 'B:onError' },
		{ field: 'typeVersion', mine: 4, theirs: 5, path: 'B:typeVersion' },
		{ field: 'name', mine: 'B of mine', theirs: 'B of theirs', path: 'B of mine:name' },
	])('conflict when both change $field', ({ field, mine, theirs, path }) => {
		const [one, other] = [mine, theirs].map((value) => withNode(base, 'B', { [field]: value }));
		expect(conflictsOf(base, one, other)).toEqual([path]);
	});

	it('take no switch that is off for a change', () => {
		const mine = withNode(base, 'B', { disabled: true });
		const theirs = withNode(base, 'B', { disabled: false, notes: '' });
		expect(nodesByName(merged(base, mine, theirs)).B.disabled).toBe(true);
	});

	it('never mix name and id of credentials, and take a filled-in id for no change', () => {
		const bound = (id: string | null, name: string) =>
			withNode(base, 'B', { credentials: { slackApi: { id, name } } });
		const [was, here, there] = [bound(null, 'Slack'), bound('x1', 'Slack'), bound(null, 'Slack 2')];
		expect(nodesByName(merged(was, here, there)).B.credentials).toEqual({
			slackApi: { id: null, name: 'Slack 2' },
		});
		expect(
			nodesByName(merged(was, here, withNode(was, 'B', { notes: 'n' }))).B.credentials,
		).toEqual({ slackApi: { id: 'x1', name: 'Slack' } });
		expect(conflictsOf(was, bound('x2', 'Slack 3'), there)).toEqual(['B:credentials.slackApi']);
	});

	it('do not mix the parameters of two types', () => {
		const mine = withNode(base, 'B', { type: 'n8n-nodes-base.code', parameters: { jsCode: '1' } });
		expect(nodesByName(merged(base, mine, withNode(base, 'B', { notes: 'n' }))).B).toEqual({
			...nodesByName(mine).B,
			notes: 'n',
		});
		const theirs = withNode(base, 'B', { parameters: { values: 1 } });
		expect(conflictsOf(base, mine, theirs)).toEqual(['B:type']);
		expect(nodesByName(merged(base, mine, theirs, [], 'theirs')).B).toEqual(nodesByName(theirs).B);
	});
});

describe('a node that one side deleted', () => {
	const mine = aFlow([aNode('A'), aNode('C')]);

	it('goes where the other left it alone, with its connections', () => {
		const theirs = withNode(base, 'A', { notes: 'n' });
		const result = merged(base, mine, theirs);
		expect(Object.keys(nodesByName(result))).toEqual(['A', 'C']);
		expect(edgesOf(result)).toEqual(['A main 0 → C main 0']);
	});

	it.each([
		{ when: 'edited it', theirs: withNode(base, 'B', { notes: 'n' }), conflicts: ['B:'] },
		{
			when: 'renamed it',
			theirs: aFlow([aNode('A'), aNode('D', { id: made('2') }), aNode('C')]),
			conflicts: ['B:'],
		},
		{
			when: 'led a new connection to it',
			theirs: { ...base, connections: { ...base.connections, C: { main: [[to('B')]] } } },
			conflicts: ['C:connections.main[0]'],
		},
		{
			when: 'newly refers to it',
			theirs: withNode(base, 'C', { parameters: { text: "={{ $('B').item.json.x }}" } }),
			conflicts: ['B:'],
		},
	])('is asked about where the other $when', ({ theirs, conflicts }) => {
		expect(conflictsOf(base, mine, theirs)).toEqual(conflicts);

		expect(nodesByName(merged(base, mine, theirs, [], 'mine')).B).toBeUndefined();
		const kept = merged(base, mine, theirs, [], 'theirs');
		expect(Object.keys(nodesByName(kept))).toHaveLength(3);
		expect(edgesOf(kept)).toEqual(
			expect.arrayContaining([...edgesOf(theirs as WorkflowFile), 'A main 0 → C main 0']),
		);
	});

	it('goes where the one who deleted it left references standing as well', () => {
		const text = { parameters: { text: "={{ $('B').item.json.x }}" } };
		const [was, left] = [withNode(base, 'C', text), withNode(mine, 'C', text)];
		const copy = aNode('D', text);
		const theirs = { ...was, nodes: [...was.nodes, copy] } as WorkflowFile;
		expect(Object.keys(nodesByName(merged(was, left, theirs)))).toEqual(['A', 'C', 'D']);
	});

	it('goes with what the other pinned to it', () => {
		const theirs = { ...base, pinData: { B: [{ json: {} }], C: [] } } as WorkflowFile;
		expect(merged(base, withNode(mine, 'A', { notes: 'n' }), theirs).pinData).toEqual({ C: [] });
	});

	it('goes when both deleted it, whatever still names it', () => {
		const dangling = { ...mine, connections: base.connections } as WorkflowFile;
		expect(edgesOf(merged(base, dangling, withNode(mine, 'A', { notes: 'n' })))).toEqual([
			'A main 0 → C main 0',
		]);
	});
});

describe('a whole workflow with new ids', () => {
	it('is told by content or place where a node has a new name too', () => {
		const was = aFlow([aNode('A', { position: [3, 3] }), aNode('B')]);
		const anew = aFlow([
			aNode('First', { id: made('5'), position: [3, 3] }),
			aNode('B', { id: made('6') }),
		]);
		const theirs = withNode(was, 'A', { notes: 'n' });
		expect(nodesByName(merged(was, anew, theirs)).First).toEqual({
			...anew.nodes[0],
			notes: 'n',
		});
	});

	it('is told by connections and likeness where a node was renamed, edited and moved', () => {
		const said = { url: 'https://example.org', method: 'POST', timeout: 1 };
		const was = withNode(base, 'B', { parameters: said });
		const pasted = aFlow([
			aNode('A', { id: made('7') }),
			aNode('Bee', { id: made('8'), parameters: { ...said, timeout: 2 }, position: [9, 9] }),
			aNode('C', { id: made('9') }),
		]);
		const theirs = withNode(was, 'B', { notes: 'n', parameters: { ...said, method: 'PUT' } });
		for (const flow of [merged(was, pasted, theirs), merged(was, theirs, pasted)]) {
			expect(nodesByName(flow).Bee).toMatchObject({
				notes: 'n',
				parameters: { ...said, timeout: 2, method: 'PUT' },
			});
			expect(flow.nodes).toHaveLength(3);
		}
		const another = withNode(pasted, 'Bee', { parameters: { text: 'of its own' } });
		expect(conflictsOf(was, another, theirs)).toEqual(['B:']);
	});

	it('is told by the name that the other side gave a node', () => {
		const theirs = aFlow([aNode('A'), aNode('Bee', { id: made('2') }), aNode('C')]);
		const replaced = withNode(base, 'B', { id: made('9'), type: 'other', parameters: { x: 1 } });
		const once = merged(base, replaced, theirs);
		expect(nodesByName(once).Bee).toMatchObject({ id: made('9'), type: 'other' });
		expect(merged(base, once, theirs)).toEqual(once);
		expect(merged(base, theirs, once)).toEqual(once);
	});

	it('is told by names where ids are numbers that were counted anew', () => {
		const numbered = (...names: string[]) =>
			aFlow(names.map((name, at) => aNode(name, { id: String(at), parameters: { name } })));
		const theirs = withNode(numbered('A', 'B'), 'B', { notes: 'n' });
		const result = merged(numbered('A', 'B'), numbered('New', 'A', 'B'), theirs);
		expect(Object.keys(nodesByName(result))).toEqual(['New', 'A', 'B']);
		expect(nodesByName(result).B).toMatchObject({ notes: 'n', parameters: { name: 'B' } });
	});
});

describe('files in which an id stands twice', () => {
	it('keep one node where the second is it under its new name', () => {
		const renamed = aFlow([aNode('A'), aNode('Q', { id: made('2') }), aNode('C')]);
		const twin = aNode('Q', { id: made('2'), notes: 'n' });
		const theirs = { ...base, nodes: [...base.nodes, twin] } as WorkflowFile;
		const result = merged(base, renamed, theirs);
		expect(nodesByName(result)).toEqual(nodesByName(withNode(renamed, 'Q', { notes: 'n' })));
		expect(result.connections).toEqual(renamed.connections);
	});

	it('keep both nodes with it where both were there before', () => {
		const twice = aFlow([aNode('A'), aNode('B', { id: made('1') }), aNode('C')]);
		const theirs = withNode(twice, 'C', { notes: 'n' });
		const result = merged(twice, withNode(twice, 'B', { disabled: true }), theirs);
		expect(result.nodes.map(({ id }) => id)).toEqual(twice.nodes.map(({ id }) => id));
	});
});

describe('nodes that both added', () => {
	const having = (node: FileNode) => ({ ...base, nodes: [...base.nodes, node] }) as WorkflowFile;
	const added = (digit: string, more: JsonObject) => aNode('New', { id: made(digit), ...more });

	it('are one where they are equal', () => {
		const mine = having(added('a', { parameters: { a: 1 } }));
		const theirs = having(added('b', { parameters: { a: 1 }, position: [5, 5] }));
		expect(merged(base, mine, theirs).nodes).toEqual(mine.nodes);
	});

	it('are asked about where they differ under one name', () => {
		const mine = having(added('a', { parameters: { a: 1 } }));
		expect(conflictsOf(base, mine, having(added('b', { parameters: { a: 2 } })))).toEqual([
			'New:parameters.a',
		]);
	});

	it('are two where types differ: the later is numbered, and what calls it follows', () => {
		const mine = having(added('a', {}));
		const calls = withNode(base, 'C', { parameters: { text: '={{ $("New").first() }}' } });
		const theirs = {
			...calls,
			nodes: [...calls.nodes, added('b', { type: 'n8n-nodes-base.code' })],
			connections: { ...base.connections, C: { main: [[to('New')]] } },
		} as WorkflowFile;
		const result = merged(base, mine, theirs);
		expect(nodesByName(result).New.type).toBe('n8n-nodes-base.set');
		expect(nodesByName(result).New1.type).toBe('n8n-nodes-base.code');
		expect(parametersOf(result, 'C')).toEqual({ text: '={{ $("New1").first() }}' });
		expect(edgesOf(result)).toContain('C main 0 → New1 main 0');
	});

	it('are two where they are notes, which are all called the same', () => {
		const note = (digit: string, content: string) =>
			added(digit, { type: 'n8n-nodes-base.stickyNote', parameters: { content } });
		const result = merged(base, having(note('a', 'mine')), having(note('b', 'theirs')));
		expect(parametersOf(result, 'New')).toEqual({ content: 'mine' });
		expect(parametersOf(result, 'New1')).toEqual({ content: 'theirs' });
	});
});

describe('connections', () => {
	const wired = (connections: JsonObject) => ({ ...base, connections }) as WorkflowFile;

	it('merge as a set, and outputs keep their places', () => {
		const was = wired({ A: { main: [[to('B')], null, [to('C')]] } });
		const mine = wired({ A: { main: [[to('B'), to('C')], null, [to('C')]] } });
		const theirs = wired({ A: { main: [[to('B')], [to('A')], []] }, B: { main: [[to('C')]] } });
		expect(merged(was, mine, theirs).connections).toEqual({
			A: { main: [[to('B'), to('C')], [to('A')], []] },
			B: { main: [[to('C')]] },
		});
	});

	it('are asked about where an input that takes one would have two', () => {
		const model = (name: string, digit: string) =>
			aNode(name, { id: made(digit), type: '@n8n/n8n-nodes-langchain.lmChatOpenAi' });
		const nodes = [aNode('A'), model('Old', 'a'), model('Mine', 'b'), model('Theirs', 'c')];
		const led = (from: string) =>
			({
				name: 'Flow',
				nodes,
				connections: { [from]: { ai_languageModel: [[to('A', 'ai_languageModel')]] } },
			}) as WorkflowFile;
		const versions = [led('Old'), led('Mine'), led('Theirs')] as const;
		expect(conflictsOf(...versions)).toEqual(['Old:connections.ai_languageModel[0]']);
		expect(edgesOf(merged(...versions, [], 'theirs'))).toEqual(edgesOf(led('Theirs')));
	});

	it('are asked about where one side moved the outputs that the other leads on', () => {
		const rules = (...values: number[]) => ({ rules: values.map((value) => ({ value })) });
		const flow = (values: JsonObject, main: Json[]) =>
			({
				...withNode(base, 'A', { parameters: values }),
				connections: { A: { main } },
			}) as WorkflowFile;
		const was = flow(rules(1, 2), [[to('B')], [to('C')]]);
		const mine = flow(rules(0, 1, 2), [[to('A')], [to('B')], [to('C')]]);
		const theirs = flow(rules(1, 2), [[to('B')], [to('C'), to('B')]]);
		expect(conflictsOf(was, mine, theirs)).toEqual(['A:connections.main']);
		expect(merged(was, mine, theirs, [], 'mine').connections).toEqual(mine.connections);
		expect(merged(was, mine, flow(rules(1, 2), [[to('B')], [to('C')]])).connections).toEqual(
			mine.connections,
		);
	});

	it('leave out ends that no version has', () => {
		const mine = wired({ A: { main: [[to('B'), to('Nobody')]] }, Nobody: { main: [[to('A')]] } });
		expect(merged(base, mine, base).connections).toEqual({ A: { main: [[to('B')]] } });
	});
});

describe('the workflow itself', () => {
	it('keeps its place in this n8n, and pinned data and tags of both', () => {
		const was = { ...base, id: 'x', active: false, tags: [{ name: 'a' }, { name: 'b' }] };
		const mine = {
			...was,
			id: 'live',
			active: true,
			staticData: { last: 1 },
			tags: [{ name: 'a' }, { id: '7', name: 'mine' }],
			pinData: { A: [{ json: { a: 1 } }] },
		};
		const theirs = {
			...withNode(was as WorkflowFile, 'A', { name: 'First' }),
			settings: { timezone: 'Europe/Copenhagen' },
			tags: [{ name: 'a' }, { name: 'b' }, { name: 'theirs' }],
		};
		expect(merged(was, mine, theirs)).toMatchObject({
			id: 'live',
			active: true,
			staticData: { last: 1 },
			settings: { timezone: 'Europe/Copenhagen' },
			tags: [{ name: 'a' }, { id: '7', name: 'mine' }, { name: 'theirs' }],
			pinData: { First: [{ json: { a: 1 } }] },
		});
	});

	it('leaves as it is what is empty in its own way', () => {
		const was = { ...base, pinData: null, nodeGroups: null, tags: [], settings: null } as never;
		const mine = { ...withNode(was, 'A', { notes: 'n' }), staticData: null };
		expect(merged(was, mine, withNode(was, 'B', { notes: 'n' }))).toMatchObject({
			pinData: null,
			nodeGroups: null,
			settings: null,
			staticData: null,
		});
	});

	it('takes nodes for what they are called, also after what every object has', () => {
		const odd = aFlow(
			['constructor', '__proto__', 'toString'].map((name, at) =>
				aNode(name, { id: made(String(at)) }),
			),
		);
		const mine = withNode(odd, '__proto__', { notes: 'n' });
		const result = merged(odd, mine, withNode(odd, 'constructor', { disabled: true }));
		expect(result.nodes.map(({ name, notes, disabled }) => [name, notes, disabled])).toEqual([
			['constructor', undefined, true],
			['__proto__', 'n', undefined],
			['toString', undefined, undefined],
		]);
		expect(edgesOf(result)).toEqual([
			'constructor main 0 → __proto__ main 0',
			'__proto__ main 0 → toString main 0',
		]);
	});

	it('conflicts over name, settings and pinned data', () => {
		const with_ = (value: string) => ({
			...base,
			name: value,
			settings: { timezone: value },
			pinData: { A: [{ json: { value } }] },
		});
		expect(conflictsOf(base, with_('one'), with_('two'))).toEqual([
			'A:pinData',
			':name',
			':settings.timezone',
		]);
	});

	it('keeps what was pinned to a node that stays although one side deleted it', () => {
		const pinned = { ...base, pinData: { B: [{ json: {} }] } } as WorkflowFile;
		const noted = withNode(pinned, 'B', { notes: 'n' });
		const gone = { ...aFlow([aNode('A'), aNode('C')]), pinData: {} };
		expect(merged(pinned, gone, noted, ['B=theirs']).pinData).toEqual(pinned.pinData);
		expect(merged(pinned, noted, gone, ['B=mine']).pinData).toEqual(pinned.pinData);
	});

	it('keeps such a node in its frame', () => {
		const framed = (flow: WorkflowFile, nodeIds: Json[]) =>
			({ ...flow, nodeGroups: [{ id: 'g', name: 'Group', nodeIds }] }) as WorkflowFile;
		const was = framed(base, [made('1'), made('2')]);
		const noted = framed(withNode(base, 'B', { notes: 'n' }), [made('1'), made('2')]);
		const gone = framed(aFlow([aNode('A'), aNode('C')]), [made('1')]);
		expect(merged(was, gone, noted, ['B=theirs']).nodeGroups).toEqual(was.nodeGroups);
	});

	it('keeps frames around nodes, whose ids may be new', () => {
		const framed = (flow: WorkflowFile, names: string[]) =>
			({
				...flow,
				nodeGroups: [
					{ id: 'g', name: 'Group', nodeIds: names.map((name) => nodesByName(flow)[name].id) },
				],
			}) as WorkflowFile;
		const anew = aFlow(base.nodes.map((node, at) => ({ ...node, id: made(String(at + 5)) })));
		const result = merged(
			framed(base, ['A', 'B']),
			framed(anew, ['A', 'B', 'C']),
			framed(withNode(base, 'A', { notes: 'n' }), ['A']),
		);
		expect(result.nodeGroups).toEqual([
			{ id: 'g', name: 'Group', nodeIds: [made('5'), made('7')] },
		]);
	});
});

describe('answers', () => {
	const mine = withNode(given({ a: 2, b: 2, c: 2 }), 'B', { notes: 'mine' });
	const theirs = withNode(given({ a: 3, b: 3, c: 3 }), 'B', { notes: 'theirs' });
	const was = given({ a: 1, b: 1, c: 1 });

	it('count one by one, then by node, then by rule', () => {
		const answers = ['A:parameters.a=mine', 'A=theirs'];
		const result = merged(was, mine, theirs, answers, 'mine');
		expect(parametersOf(result)).toEqual({ a: 2, b: 3, c: 3 });
		expect(nodesByName(result).B.notes).toBe('mine');
	});

	it('leave open what they do not name', () => {
		expect(conflictsOf(was, mine, theirs, ['A=theirs'])).toEqual(['B:notes']);
	});
});
