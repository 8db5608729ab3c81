import type { FileNode, Side, Three, Trio, WorkflowFile } from './model';
import { otherSide, sides } from './model';
import type { Pairs } from './pairNodes';
import {
	haveNewIds,
	idOf,
	isMadeId,
	nameAndType,
	pairById,
	pairByName,
	pairNodes,
	sameContent,
	uniqueBy,
} from './pairNodes';
import { sameJson } from './sameJson';

/**
 * Tells which nodes of three files are the same: by id; by name and type where ids are missing or
 * were made anew; by content, place or likeness where all ids are new and the name is as well; by name
 * alone, where somebody put another type in its place; by what the other side made of it.
 */
export function matchNodes(base: WorkflowFile, mine: WorkflowFile, theirs: WorkflowFile): Trio[] {
	const pairs = pairsOf({ base, mine, theirs });
	const known = base.nodes.map(
		(node): Trio => ({
			base: node,
			mine: pairs.mine.get(node) ?? null,
			theirs: pairs.theirs.get(node) ?? null,
		}),
	);
	const newTo = ({ nodes }: WorkflowFile, found: Pairs) => {
		const old = new Set(found.values());
		return nodes.filter((node) => !old.has(node));
	};
	const added = { mine: newTo(mine, pairs.mine), theirs: newTo(theirs, pairs.theirs) };
	const areIdsAnew = sides.some((side) => haveNewIds(pairs[side]));
	const across = pairAcross(known, { mine, theirs }, added, areIdsAnew);
	const withTwins = known
		.map((trio) => across.get(trio) ?? trio)
		.map((trio) => withTwin(withTwin(trio, 'theirs', added.theirs), 'mine', added.mine));
	const twins = new Set(withTwins.flatMap((trio) => [trio.mine, trio.theirs]));
	const [addedMine, addedTheirs] = [added.mine, added.theirs].map((rest) =>
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

/** What became of the nodes of the base on both sides. */
function pairsOf({ base, mine, theirs }: Three<WorkflowFile>): Record<Side, Pairs> {
	const byId = { mine: pairById(base, mine), theirs: pairById(base, theirs) };
	if (areAllIn(byId, base)) return byId;
	const across = pairById(mine, theirs);
	const isOther = othersBy(byId, across);
	const sure = {
		mine: pairByName(base, mine, byId.mine, isOther.mine),
		theirs: pairByName(base, theirs, byId.theirs, isOther.theirs),
	};
	dropNamesakes(base, sure, across);
	if (areAllIn(sure, base)) return sure;
	const toTheirs = pairByName(mine, theirs, across);
	const toMine = turned(toTheirs);
	addAgreed(base, sure, { mine: toMine, theirs: toTheirs });
	const isCopy = othersBy(sure, toTheirs);
	return {
		mine: pairNodes(base, mine, { known: sure.mine, isOther: isCopy.mine }),
		theirs: pairNodes(base, theirs, { known: sure.theirs, isOther: isCopy.theirs }),
	};
}

/**
 * Drops a pair by name where ids say that the two sides' nodes of that name are two: one of them only
 * took over the name. The one that says what the base does is it.
 */
function dropNamesakes(base: WorkflowFile, sure: Record<Side, Pairs>, across: Pairs): void {
	const toMine = turned(across);
	for (const node of base.nodes) {
		const [own, other] = [sure.mine.get(node), sure.theirs.get(node)];
		if (own === undefined || other === undefined) continue;
		const [twin, back] = [across.get(own), toMine.get(other)];
		if ((twin ?? other) === other && (back ?? own) === own) continue;
		const [isOwn, isOther] = [sameContent(node, own), sameContent(node, other)];
		if (isOwn !== isOther) sure[isOwn ? 'theirs' : 'mine'].delete(node);
	}
}

function areAllIn(pairs: Record<Side, Pairs>, { nodes }: WorkflowFile): boolean {
	return sides.every((side) => nodes.every((node) => pairs[side].has(node)));
}

const turned = (pairs: Pairs): Pairs => new Map([...pairs].map(([one, other]) => [other, one]));

/**
 * Tells two nodes apart that look alike: what the other side has as well, beside the node itself, is a
 * copy, or took over the node's name.
 */
function othersBy(known: Record<Side, Pairs>, toTheirs: Pairs) {
	const toMine = turned(toTheirs);
	const isOther = (there: FileNode | undefined, twin: FileNode | undefined) =>
		there !== undefined && twin !== undefined && there !== twin;
	return {
		mine: (node: FileNode, other: FileNode) => isOther(known.theirs.get(node), toTheirs.get(other)),
		theirs: (node: FileNode, other: FileNode) => isOther(known.mine.get(node), toMine.get(other)),
	};
}

/**
 * Adds what one side is sure of and the other has as well, and what both put in the place of a node
 * under its name.
 */
function addAgreed(
	base: WorkflowFile,
	sure: Record<Side, Pairs>,
	across: Record<Side, Pairs>,
): void {
	const taken = { mine: new Set(sure.mine.values()), theirs: new Set(sure.theirs.values()) };
	const add = (side: Side, node: FileNode, found: FileNode) => {
		sure[side].set(node, found);
		taken[side].add(found);
	};
	const namesakes = new Map([...across.theirs.keys()].map((node) => [node.name, node]));
	for (const node of base.nodes) {
		const lacking = sides.filter((side) => !sure[side].has(node));
		if (lacking.length === 2) {
			const own = namesakes.get(node.name);
			const other = own && across.theirs.get(own);
			if (own === undefined || other?.name !== node.name) continue;
			if (taken.mine.has(own) || taken.theirs.has(other)) continue;
			add('mine', node, own);
			add('theirs', node, other);
		}
		for (const side of lacking.length === 1 ? lacking : []) {
			const there = sure[otherSide[side]].get(node) as FileNode;
			const found = across[side].get(there);
			if (found !== undefined && !taken[side].has(found)) add(side, node, found);
		}
	}
}

/**
 * A side that seems to lack a node may hold it as the other made it: renamed by one, retyped, edited
 * or given a new id by the other. What the base does not show any more, a look from side to side does.
 */
function pairAcross(
	known: readonly Trio[],
	files: Record<Side, WorkflowFile>,
	added: Record<Side, readonly FileNode[]>,
	areIdsAnew: boolean,
): Map<Trio, Trio> {
	const found = new Map<Trio, Trio>();
	for (const side of sides) {
		const lacking = known.filter((trio) => trio[side] === null && trio[otherSide[side]] !== null);
		if (lacking.length === 0 || added[side].length === 0) continue;
		const pairs = pairNodes(files[otherSide[side]], files[side], { areIdsAnew });
		for (const trio of lacking) {
			const there = pairs.get(trio[otherSide[side]] as FileNode);
			if (there !== undefined && added[side].includes(there)) {
				found.set(trio, { ...trio, [side]: there });
			}
		}
	}
	return found;
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
		(node) =>
			idOf(node) !== null &&
			idOf(node) === idOf(base) &&
			node.name === other.name &&
			node.type === base.type,
	);
	return twin === undefined ? trio : { ...trio, [side]: twin };
}

/** Nodes that both sides added: of one made id, or of one name and type, unless these are notes. */
function pairAdded(mine: FileNode[], theirs: FileNode[]): Pairs {
	const pairs: Pairs = new Map();
	const byId = uniqueBy(theirs, (node) => (isMadeId(idOf(node)) ? idOf(node) : null));
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
