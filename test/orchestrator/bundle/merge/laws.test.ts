import fc from 'fast-check';
import type {
	Conflict,
	FileNode,
	WorkflowFile,
} from '../../../../orchestrator/src/bundle/merge/model';
import type { JsonObject } from '../../../../orchestrator/src/bundle/normalise';
import { seeded } from '../../../support/arbitraries';
import type { Edit } from '../../../support/workflowEdits';
import {
	edited,
	editedWorkflows,
	editKinds,
	editsOf,
	newNode,
	renameAsN8nDoes,
} from '../../../support/workflowEdits';
import { itemsBetween, replaceItem } from './items';
import { edgesOf, merge, merged, nodesByName } from './merged';

/** Each draw merges whole workflows of real size, some of them several times. */
const drawn = { ...seeded, numRuns: 100 };

const workflows = fc.constantFrom(...editedWorkflows);
const without = (...kinds: Edit['kind'][]) => editKinds.filter((kind) => !kinds.includes(kind));

/** A change that touches nothing else. */
function withNote(workflow: WorkflowFile): WorkflowFile {
	const note = {
		...newNode('zz', { content: 'apart' }),
		name: 'Note apart',
		type: 'n8n-nodes-base.stickyNote',
	};
	return { ...workflow, nodes: [...workflow.nodes, note] };
}

function withoutNote(workflow: WorkflowFile): WorkflowFile {
	return { ...workflow, nodes: workflow.nodes.filter(({ name }) => name !== 'Note apart') };
}

function law(
	name: string,
	kinds: readonly Edit['kind'][],
	holds: (versions: { base: WorkflowFile; mine: WorkflowFile; theirs: WorkflowFile }) => void,
): void {
	it(name, () => {
		fc.assert(
			fc.property(workflows, editsOf(kinds), editsOf(kinds), ({ workflow }, first, second) => {
				holds({
					base: workflow,
					mine: edited(workflow, first, 'm'),
					theirs: edited(workflow, second, 't'),
				});
			}),
			drawn,
		);
	});
}

describe('merging random edits of real workflows', () => {
	law('takes the only side that changed something', editKinds, ({ base, mine, theirs }) => {
		expect(merged(base, base, theirs)).toEqual(theirs);
		expect(merged(base, mine, base)).toEqual(mine);
		expect(merged(base, mine, mine)).toEqual(mine);
	});

	law('takes it beside a change that touches nothing else', editKinds, ({ base, mine }) => {
		expect(withoutNote(merged(base, mine, withNote(base)))).toEqual(mine);
		expect(withoutNote(merged(base, withNote(base), mine))).toEqual(mine);
		expect(merged(base, mine, withNote(mine))).toEqual(withNote(mine));
		expect(merged(base, withNote(mine), mine)).toEqual(withNote(mine));
	});

	law('always gives names and ids once, and connections with ends', editKinds, (versions) => {
		const result = merge(versions.base, versions.mine, versions.theirs, [], 'mine');
		const workflow = result.workflow as WorkflowFile;
		const names = workflow.nodes.map(({ name }) => name);
		const ids = workflow.nodes.flatMap(({ id }) => id ?? []);

		expect(new Set(names).size).toBe(names.length);
		expect(new Set(ids).size).toBe(ids.length);
		for (const edge of ends(workflow)) expect(names).toContain(edge);
	});

	law('is the same again when merged again', editKinds, ({ base, mine, theirs }) => {
		const once = merge(base, mine, theirs);
		if (once.workflow === null) return;
		expect(merged(base, once.workflow, theirs)).toEqual(once.workflow);
		expect(merged(base, mine, once.workflow)).toEqual(once.workflow);
	});

	law('does not depend on who is who', editKinds, ({ base, mine, theirs }) => {
		const [one, other] = [merge(base, mine, theirs), merge(base, theirs, mine)];
		expect(other.status).toBe(one.status);
		if (one.status === 'merged' && other.status === 'merged') {
			const [a, b] = [one.workflow as WorkflowFile, other.workflow as WorkflowFile];
			expect(edgesOf(b).sort()).toEqual(edgesOf(a).sort());
			expect(b.nodes.map(unplaced).sort()).toEqual(a.nodes.map(unplaced).sort());
		}
		if (one.status === 'conflict' && other.status === 'conflict') {
			// Ends of connections are called as on the canvas, and so by who is mine.
			const isTold = ({ path }: Conflict) => !path.startsWith('connections');
			const both = one.conflicts.filter(isTold).map((each) => [each.path, each.mine, each.theirs]);
			const turned = other.conflicts
				.filter(isTold)
				.map((each) => [each.path, each.theirs, each.mine]);
			expect(other.conflicts).toHaveLength(one.conflicts.length);
			expect(sorted(turned)).toEqual(sorted(both));
		}
	});

	law('loses no node and no connection', without('newId', 'rename'), (versions) => {
		const { base, mine, theirs } = versions;
		const result = merge(base, mine, theirs);
		if (result.workflow === null) return;
		const names = nodesByName(result.workflow as WorkflowFile);
		const edges = edgesOf(result.workflow as WorkflowFile);
		for (const [side, other] of [
			[mine, theirs],
			[theirs, mine],
		]) {
			const [was, others] = [nodesByName(base), nodesByName(other)];
			for (const node of side.nodes) {
				if (node.name in names) continue;
				// The other deleted it, and this side had left it alone.
				expect(others[node.name]).toBeUndefined();
				expect(node).toEqual(was[node.name]);
			}
			for (const edge of edgesOf(side)) {
				if (edges.includes(edge)) continue;
				expect(edgesOf(base)).toContain(edge);
				expect(edgesOf(other)).not.toContain(edge);
			}
		}
	});

	// A rename is followed into what the other side added, which is no item of the first.
	law(
		'takes items that only one side changed',
		without('pin', 'rename'),
		({ base, mine, theirs }) => {
			const changed = itemsBetween(base, theirs);
			if (itemsBetween(base, mine).some((item) => changed.includes(item))) return;
			const expected = structuredClone(mine);
			for (const item of changed) replaceItem(expected, theirs, item);
			if (!hasAllEnds(expected)) return;

			const result = merged(base, mine, theirs);
			expect(nodesByName(result)).toEqual(nodesByName(expected));
			expect(result.connections).toEqual(expected.connections);
		},
	);
});

describe('merging a rename', () => {
	it('follows it into everything that the other side wrote', () => {
		const edits = editsOf(without('rename', 'delete'));
		fc.assert(
			fc.property(workflows, edits, fc.nat(999), ({ workflow }, changes, pick) => {
				const theirs = edited(workflow, changes, 't');
				const { name } = workflow.nodes[pick % workflow.nodes.length];
				const renamed = (version: WorkflowFile) => {
					const copy = structuredClone(version);
					renameAsN8nDoes(copy, name, 'Called anew');
					return copy;
				};
				const result = merged(workflow, renamed(workflow), theirs);
				expect(nodesByName(result)).toEqual(nodesByName(renamed(theirs)));
				expect(result.connections).toEqual(renamed(theirs).connections);
				expect(result.pinData).toEqual(renamed(theirs).pinData);
			}),
			drawn,
		);
	});
});

describe('merging files with other ids', () => {
	const kinds = without('newId', 'rename', 'duplicate');
	const anew = (
		workflow: WorkflowFile,
		idOf: (at: number) => string | undefined,
	): WorkflowFile => ({
		...workflow,
		nodes: workflow.nodes.map((node, at) => {
			const id = idOf(at);
			return { ...leaving(node, 'id'), ...(id === undefined ? {} : { id }) } as FileNode;
		}),
	});
	const madeAnew = (at: number) => `11111111-0000-4000-8000-${String(at).padStart(12, '0')}`;

	law('is as with the old ids when one side has new ones', kinds, ({ base, mine, theirs }) => {
		const before = merge(base, mine, theirs);
		const after = merge(base, anew(mine, madeAnew), theirs);
		expect(withoutIds(after)).toEqual(withoutIds(before));
	});

	law('is as with ids when nobody has any', kinds, ({ base, mine, theirs }) => {
		const before = merge(base, mine, theirs);
		const bare = (version: WorkflowFile) => anew(version, () => undefined);
		expect(withoutIds(merge(bare(base), bare(mine), bare(theirs)))).toEqual(withoutIds(before));
	});
});

function withoutIds(value: unknown): unknown {
	return JSON.parse(
		JSON.stringify(value, (field, inner: unknown) => (field === 'id' ? undefined : inner)),
	);
}

function ends({ connections }: WorkflowFile): string[] {
	return [
		...Object.keys(connections),
		...[...JSON.stringify(connections).matchAll(/"node":("(?:\\.|[^"\\])*")/g)].map(
			([, name]) => JSON.parse(name) as string,
		),
	];
}

function hasAllEnds(workflow: WorkflowFile): boolean {
	const names = workflow.nodes.map(({ name }) => name);
	return ends(workflow).every((name) => names.includes(name));
}

/** Without what the canvas keeps where both changed it. */
function unplaced(node: FileNode): string {
	const isNote = node.type === 'n8n-nodes-base.stickyNote';
	const content = isNote ? { parameters: (node.parameters as JsonObject).content } : {};
	return sortedText({ ...leaving(node, 'id', 'position'), ...content });
}

function leaving(node: FileNode, ...left: string[]): Record<string, unknown> {
	return Object.fromEntries(Object.entries(node).filter(([field]) => !left.includes(field)));
}

function sorted(list: unknown[]): string[] {
	return list.map((entry) => JSON.stringify(entry)).sort();
}

function sortedText(value: Record<string, unknown>): string {
	return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
