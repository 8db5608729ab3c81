import type { Json } from '../normalise';
import { LEAST_LIKENESS, leavesOf, shareOf } from './lists';
import type { FileNode, WorkflowFile } from './model';
import { isObject } from './model';

/**
 * Nodes that were renamed and edited where no id tells them: of one type, connected to the same nodes,
 * with parameters of which at least half are equal, and with no other node as like.
 *
 * @param pairs nodes that are known to be the same already
 */
export function alikeNodes(
	from: WorkflowFile,
	to: WorkflowFile,
	pairs: ReadonlyMap<FileNode, FileNode>,
): Array<[FileNode, FileNode]> {
	const [left, right] = wiresOfBoth(from, to, pairs).map((wires) => describe(wires));
	const scores = left.map((a) => right.map((b) => likeness(a, b)));
	return left.flatMap((a, row) => {
		const best = onlyBest(scores[row]);
		const isMutual = best !== null && onlyBest(scores.map((each) => each[best])) === row;
		return isMutual ? [[a.node, right[best].node] as [FileNode, FileNode]] : [];
	});
}

/**
 * Tells a renamed node from a copy of one that is gone: the copy is connected to other nodes, or to
 * none.
 *
 * @param pairs nodes that are known to be the same already
 */
export function likeWires(
	from: WorkflowFile,
	to: WorkflowFile,
	pairs: ReadonlyMap<FileNode, FileNode>,
): (node: FileNode, other: FileNode) => boolean {
	const [left, right] = wiresOfBoth(from, to, pairs);
	const [wiredBefore, wiredAfter] = [wiredNames(from), wiredNames(to)];
	return (node, other) => {
		const [before, after] = [left.get(node), right.get(other)];
		if (before === undefined || before.size === 0) {
			return wiredAfter.has(other.name) || !wiredBefore.has(node.name);
		}
		return shareOf(before, after ?? new Set()) >= LEAST_LIKENESS;
	};
}

/** Names at the ends of connections. */
function wiredNames({ connections }: WorkflowFile): Set<string> {
	const ends = Object.entries(connections).flatMap(([source, types]) => {
		const targets = targetsOf(types).map(([, target]) => target);
		return targets.length > 0 ? [source, ...targets] : [];
	});
	return new Set(ends);
}

interface Described {
	node: FileNode;
	wires: ReadonlySet<string>;
	leaves: ReadonlySet<string>;
}

type Wires = Map<FileNode, ReadonlySet<string>>;

function describe(wires: Wires): Described[] {
	return [...wires].map(([node, own]) => ({
		node,
		wires: own,
		leaves: leavesOf(node.parameters ?? {}),
	}));
}

/** The connections to known nodes, by their names in `to`, of each node that is not known. */
function wiresOfBoth(
	from: WorkflowFile,
	to: WorkflowFile,
	pairs: ReadonlyMap<FileNode, FileNode>,
): [left: Wires, right: Wires] {
	const taken = new Set(pairs.values());
	const names = new Map([...pairs].map(([node, other]) => [node.name, other.name]));
	const known = new Map([...taken].map(({ name }) => [name, name]));
	const unpaired = from.nodes.filter((node) => !pairs.has(node));
	const untaken = to.nodes.filter((node) => !taken.has(node));
	return [wiresOf(from, unpaired, names), wiresOf(to, untaken, known)];
}

function wiresOf(
	file: WorkflowFile,
	nodes: readonly FileNode[],
	names: ReadonlyMap<string, string>,
): Wires {
	const wires = new Map(nodes.map((node) => [node.name, new Set<string>()]));
	for (const [source, types] of Object.entries(file.connections)) {
		for (const [type, target] of targetsOf(types)) {
			const [before, after] = [names.get(source), names.get(target)];
			if (after !== undefined) wires.get(source)?.add(JSON.stringify(['to', type, after]));
			if (before !== undefined) wires.get(target)?.add(JSON.stringify(['from', type, before]));
		}
	}
	return new Map(nodes.map((node) => [node, wires.get(node.name) ?? new Set()]));
}

function targetsOf(types: Json): Array<[type: string, target: string]> {
	if (!isObject(types)) return [];
	return Object.entries(types).flatMap(([type, outputs]) =>
		[outputs].flat(3).flatMap((entry): Array<[string, string]> => {
			const target = isObject(entry) ? entry.node : undefined;
			return typeof target === 'string' ? [[type, target]] : [];
		}),
	);
}

/** 0 for nodes that are not alike, else up to 2. */
function likeness(a: Described, b: Described): number {
	if (a.node.type !== b.node.type || a.wires.size === 0) return 0;
	const [wires, leaves] = [shareOf(a.wires, b.wires), shareOf(a.leaves, b.leaves)];
	return wires < LEAST_LIKENESS || leaves < LEAST_LIKENESS ? 0 : wires + leaves;
}

/** Where the greatest of some numbers stands; null where there is no single one above 0. */
function onlyBest(scores: readonly number[]): number | null {
	const best = Math.max(0, ...scores);
	const at = scores.indexOf(best);
	return best > 0 && scores.lastIndexOf(best) === at ? at : null;
}
