import { alikeNodes, likeWires } from './likeness';
import type { FileNode, WorkflowFile } from './model';
import { isObject } from './model';
import { sameJson } from './sameJson';

/** Pairs of the same node in two files: from the node of the first to that of the second. */
export type Pairs = Map<FileNode, FileNode>;

/** An id that n8n made; others, such as "1", are given to different nodes by different people. */
const madeId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is known of two files from elsewhere. */
export interface PairingHints {
	/** Pairs that are sure. */
	known?: Pairs;
	/** Whether two that look alike are known to be two, as where one is a copy. */
	isOther?: (node: FileNode, other: FileNode) => boolean;
	/** Whether ids tell nothing although some agree, as in a merge of files with new ids. */
	areIdsAnew?: boolean;
}

/** The nodes of one file with the same nodes of another. */
export function pairNodes(
	before: WorkflowFile,
	after: WorkflowFile,
	{ known = pairByName(before, after), isOther = () => false, areIdsAnew }: PairingHints = {},
): Pairs {
	const pairs: Pairs = new Map(known);
	if (pairs.size === before.nodes.length || pairs.size === after.nodes.length) return pairs;
	const isAnew = areIdsAnew ?? haveNewIds(pairs);
	const mayBe = (node: FileNode, other: FileNode) => !isOther(node, other);
	// Equal content with another id is a copy.
	const hasNoId = (node: FileNode) => isAnew || idOf(node) === null;
	const hasLikeWires = likeWires(before, after, pairs);
	pairBy(
		{ before, after, pairs },
		(node) => contentOf(node),
		(node, other) => hasNoId(node) && mayBe(node, other) && hasLikeWires(node, other),
	);
	pairBy({ before, after, pairs }, placeOf, (node, other) => hasNoId(node) && mayBe(node, other));
	pairBy({ before, after, pairs }, ({ name }) => name, mayBe);
	for (const [node, other] of alikeNodes(before, after, pairs)) {
		if (hasNoId(node) && mayBe(node, other)) pairs.set(node, other);
	}
	return pairs;
}

/** The same nodes by id. */
export function pairById(before: WorkflowFile, after: WorkflowFile): Pairs {
	const pairs: Pairs = new Map();
	const namesakes = uniqueBy(after.nodes, nameAndType);
	pairBy({ before, after, pairs }, idOf, (node, other) =>
		isSameById(node, other, namesakes.get(nameAndType(node))),
	);
	return pairs;
}

/**
 * The same nodes by id, and by name and type where ids are missing or were made anew.
 *
 * @param isOther whether two of one name and type are known to be two, as where one took over the name
 */
export function pairByName(
	before: WorkflowFile,
	after: WorkflowFile,
	known: Pairs = pairById(before, after),
	isOther: (node: FileNode, other: FileNode) => boolean = () => false,
): Pairs {
	const pairs: Pairs = new Map(known);
	pairBy({ before, after, pairs }, nameAndType, (node, other) => !isOther(node, other));
	return pairs;
}

/** Whether no id tells which nodes are the same. */
export function haveNewIds(pairs: Pairs): boolean {
	return [...pairs].every(([node, other]) => idOf(node) === null || idOf(node) !== idOf(other));
}

/** Adds pairs of nodes that are the only ones with a key among those of their file that are left. */
function pairBy(
	{ before, after, pairs }: { before: WorkflowFile; after: WorkflowFile; pairs: Pairs },
	keyOf: (node: FileNode) => string | null,
	isSame: (node: FileNode, other: FileNode) => boolean = () => true,
): void {
	const taken = new Set(pairs.values());
	const left = before.nodes.filter((node) => !pairs.has(node));
	const open = uniqueBy(left, keyOf);
	const found = new Map<string, FileNode[]>();
	for (const node of open.size === 0 ? [] : after.nodes) {
		const key = taken.has(node) ? null : keyOf(node);
		if (key !== null && open.has(key)) found.set(key, [...(found.get(key) ?? []), node]);
	}
	for (const [key, node] of open) {
		const same = (found.get(key) ?? []).filter((other) => isSame(node, other));
		if (same.length === 1) pairs.set(node, same[0]);
	}
}

/**
 * An id is believed where name or type agree as well, or where n8n made it and no other node has both,
 * unless another node has name, type and content of the one sought: then ids were numbered anew.
 */
function isSameById(node: FileNode, other: FileNode, namesake: FileNode | undefined): boolean {
	if (node.name === other.name) return true;
	if (node.type !== other.type) return namesake === undefined && isMadeId(idOf(node));
	if (namesake === undefined || namesake === other) return true;
	if (isMadeId(idOf(node))) return true;
	return !sameContent(node, namesake) || sameContent(node, other);
}

/** Nodes by a key that is theirs alone. */
export function uniqueBy(
	nodes: readonly FileNode[],
	keyOf: (node: FileNode) => string | null,
): Map<string, FileNode> {
	const found = new Map<string, FileNode | null>();
	for (const node of nodes) {
		const key = keyOf(node);
		if (key !== null) found.set(key, found.has(key) ? null : node);
	}
	return new Map([...found].filter((entry): entry is [string, FileNode] => entry[1] !== null));
}

/** The id as text, since some tools write numbers; null where there is none. */
export function idOf({ id }: FileNode): string | null {
	if (typeof id === 'number') return String(id);
	return typeof id === 'string' && id !== '' ? id : null;
}

/** Whether n8n made an id, so that no other node has it by chance. */
export function isMadeId(id: string | null): boolean {
	return id !== null && madeId.test(id);
}

/** What tells most nodes apart where ids do not. */
export function nameAndType({ name, type }: FileNode): string {
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

/** Whether two nodes have the same parameters; none are the same as empty ones. */
export function sameContent(a: FileNode, b: FileNode): boolean {
	return sameJson(a.parameters ?? {}, b.parameters ?? {});
}
