import { alikeNodes } from './likeness';
import type { FileNode, Side, Trio, WorkflowFile } from './model';
import { isObject, otherSide } from './model';
import { sameJson } from './sameJson';

/** Pairs of the same node in two files: from the node of the first to that of the second. */
type Pairs = Map<FileNode, FileNode>;

/** An id that n8n made; others, such as "1", are given to different nodes by different people. */
const madeId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Tells which nodes of three files are the same: by id; by name and type where ids are missing or
 * were made anew; by content, place or likeness where all ids are new and the name is as well; by name
 * alone, where somebody put another type in its place.
 */
export function matchNodes(base: WorkflowFile, mine: WorkflowFile, theirs: WorkflowFile): Trio[] {
	const inMine = pairNodes(base, mine);
	const inTheirs = pairNodes(base, theirs);
	const known = base.nodes.map(
		(node): Trio => ({
			base: node,
			mine: inMine.get(node) ?? null,
			theirs: inTheirs.get(node) ?? null,
		}),
	);
	const newTo = ({ nodes }: WorkflowFile, pairs: Pairs) => {
		const old = new Set(pairs.values());
		return nodes.filter((node) => !old.has(node));
	};
	const [restOfMine, restOfTheirs] = [newTo(mine, inMine), newTo(theirs, inTheirs)];
	const withTwins = known.map((trio) =>
		[
			{ side: 'theirs', added: restOfTheirs } as const,
			{ side: 'mine', added: restOfMine } as const,
		].reduce(
			(found, { side, added }) => withTwin(withNamesake(found, side, added), side, added),
			trio,
		),
	);
	const twins = new Set(withTwins.flatMap((trio) => [trio.mine, trio.theirs]));
	const [addedMine, addedTheirs] = [restOfMine, restOfTheirs].map((rest) =>
		rest.filter((node) => !twins.has(node)),
	);
	const both = pairAdded(addedMine, addedTheirs);
	const shared = new Set(both.values());
	return [
		...withTwins,
		...addedMine.map((node): Trio => ({ base: null, mine: node, theirs: both.get(node) ?? null })),
		...addedTheirs
			.filter((node) => !shared.has(node))
			.map((node): Trio => ({ base: null, mine: null, theirs: node })),
	];
}

/**
 * A file may hold a node twice under one id: as it was, and under the name that the other side gave
 * it. The latter is what became of it; the former was left over, as it was in the base.
 */
function withTwin(trio: Trio, side: Side, added: readonly FileNode[]): Trio {
	const { base } = trio;
	const [own, other] = [trio[side], trio[otherSide[side]]];
	if (base === null || own === null || other === null || other.name === base.name) return trio;
	if (!sameJson(own, base)) return trio;
	const twin = added.find(
		({ id, name, type }) =>
			typeof id === 'string' && id === base.id && name === other.name && type === base.type,
	);
	return twin === undefined ? trio : { ...trio, [side]: twin };
}

/**
 * A side that seems to lack a node may hold it under the name that the other gave it, with another id
 * and type: both then mean the same node.
 */
function withNamesake(trio: Trio, side: Side, added: readonly FileNode[]): Trio {
	const { base } = trio;
	const other = trio[otherSide[side]];
	if (base === null || trio[side] !== null || other === null || other.name === base.name) {
		return trio;
	}
	return { ...trio, [side]: added.find(({ name }) => name === other.name) ?? null };
}

/** The nodes of one file with the same nodes of another. */
export function pairNodes(before: WorkflowFile, after: WorkflowFile): Pairs {
	const [from, to] = [before.nodes, after.nodes];
	const pairs: Pairs = new Map();
	const taken = new Set<FileNode>();
	const pair = (
		keyOf: (node: FileNode) => string | null,
		isSame: (node: FileNode, other: FileNode) => boolean = () => true,
	) => {
		const open = uniqueBy(
			from.filter((node) => !pairs.has(node)),
			keyOf,
		);
		const found = uniqueBy(
			to.filter((node) => !taken.has(node)),
			keyOf,
		);
		for (const [key, node] of open) {
			const other = found.get(key);
			if (other === undefined || !isSame(node, other)) continue;
			pairs.set(node, other);
			taken.add(other);
		}
	};
	const namesakes = uniqueBy(to, nameAndType);
	pair(idOf, (node, other) => isSameById(node, other, namesakes.get(nameAndType(node))));
	const areIdsAnew = pairs.size === 0;
	pair(nameAndType);
	// Elsewhere equal content with another id is a copy.
	if (areIdsAnew) {
		pair(contentOf);
		pair(placeOf);
	}
	pair(({ name }) => name);
	if (areIdsAnew) {
		for (const [node, other] of alikeNodes(before, after, pairs)) pairs.set(node, other);
	}
	return pairs;
}

/**
 * An id is believed where name or type agree as well, unless another node has name, type and content
 * of the one sought: then ids were numbered anew.
 */
function isSameById(node: FileNode, other: FileNode, namesake: FileNode | undefined): boolean {
	if (node.name === other.name) return true;
	if (node.type !== other.type) return false;
	if (namesake === undefined || namesake === other) return true;
	if (typeof node.id === 'string' && madeId.test(node.id)) return true;
	return !sameContent(node, namesake) || sameContent(node, other);
}

/** Nodes that both sides added: of one made id, or of one name and type, unless these are notes. */
function pairAdded(mine: FileNode[], theirs: FileNode[]): Pairs {
	const pairs: Pairs = new Map();
	const byId = uniqueBy(theirs, (node) => {
		const id = idOf(node);
		return id !== null && madeId.test(id) ? id : null;
	});
	const byName = uniqueBy(theirs, nameAndType);
	const taken = new Set<FileNode>();
	for (const node of mine) {
		const other = byId.get(idOf(node) ?? '');
		if (other === undefined || other.type !== node.type) continue;
		pairs.set(node, other);
		taken.add(other);
	}
	for (const node of mine.filter((each) => !pairs.has(each))) {
		const other = byName.get(nameAndType(node));
		if (other === undefined || taken.has(other)) continue;
		// Every note on the canvas is called "Sticky Note": two of them are two.
		if (isSticky(node) && !sameContent(node, other)) continue;
		pairs.set(node, other);
		taken.add(other);
	}
	return pairs;
}

/** Whether a node is a note on the canvas, which does nothing. */
export function isSticky({ type }: FileNode): boolean {
	return type === 'n8n-nodes-base.stickyNote';
}

function uniqueBy(
	nodes: FileNode[],
	keyOf: (node: FileNode) => string | null,
): Map<string, FileNode> {
	const found = new Map<string, FileNode | null>();
	for (const node of nodes) {
		const key = keyOf(node);
		if (key !== null) found.set(key, found.has(key) ? null : node);
	}
	return new Map([...found].filter((entry): entry is [string, FileNode] => entry[1] !== null));
}

function idOf({ id }: FileNode): string | null {
	return typeof id === 'string' && id !== '' ? id : null;
}

function nameAndType({ name, type }: FileNode): string {
	return JSON.stringify([type, name]);
}

/** Type and parameters; null where there are too few of these to know a node by. */
function contentOf({ type, parameters }: FileNode): string | null {
	const isTelling = isObject(parameters) && JSON.stringify(parameters).length >= 40;
	return isTelling ? JSON.stringify([type, parameters]) : null;
}

/** Type and place on the canvas. */
function placeOf({ type, position }: FileNode): string {
	return JSON.stringify([type, position]);
}

function sameContent(a: FileNode, b: FileNode): boolean {
	return sameJson(a.parameters ?? {}, b.parameters ?? {});
}
