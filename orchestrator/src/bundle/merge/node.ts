import { quietFlags } from '../normalise';
import { mergeCredentials, onlyBound } from './credentials';
import { isSticky } from './matchNodes';
import type { FileNode, Part, Three } from './model';
import { eachOf, fieldOf, isObject } from './model';
import type { Place, Referee } from './referee';
import { canvasWins } from './referee';
import { sameJson } from './sameJson';
import { mergeFields, mergeValue, takeWhole } from './values';

/** Fields that say what a node does; they belong to its type and are taken together with it. */
const ofType = ['type', 'typeVersion', 'parameters', 'credentials'];

/** Parameters of a note that say where it lies, as `position` does for every node. */
const layoutOfSticky = ['parameters.height', 'parameters.width'];

/**
 * Merges a node that both sides have, field by field; `base` is null where both added it. Names, ids
 * and what expressions call other nodes are already those of the merged workflow.
 */
export function mergeNode(
	three: { base: FileNode | null; mine: FileNode; theirs: FileNode },
	shown: string,
	referee: Referee,
): FileNode {
	if (three.base !== null && sameJson(three.base, three.theirs)) return three.mine;
	if (three.base !== null && sameJson(three.base, three.mine)) return three.theirs;
	const place: Place = { node: shown, path: '' };
	const retyped = typeTaken(three, place, referee);
	const nodes = eachOf<FileNode | null, FileNode>(retyped, (node) => node ?? ({} as FileNode));
	const asked = isSticky(nodes.mine) ? layoutAside(referee) : referee;
	return mergeFields(nodes, place, asked, mergeNodeField) as FileNode;
}

/**
 * Where one side put another type in the node's place, parameters of the two must not be mixed: the
 * other side's are then set to those of the type that is taken.
 */
function typeTaken<Nodes extends { base: FileNode | null; mine: FileNode; theirs: FileNode }>(
	three: Nodes,
	place: Place,
	referee: Referee,
): Nodes {
	if (three.mine.type === three.theirs.type) return three;
	const doings = eachOf<FileNode | null, Part>(three, (node) =>
		node === null ? undefined : pick(node),
	);
	const { base, mine, theirs } = doings;
	const side = sameJson(base, theirs)
		? 'mine'
		: sameJson(base, mine)
			? 'theirs'
			: (referee.settle({ ...place, path: 'type' }, doings) ?? 'mine');
	const taken = pick(three[side]);
	const withTaken = (node: FileNode): FileNode => {
		const others = Object.entries(node).filter(([field]) => !ofType.includes(field));
		return { ...Object.fromEntries(others), ...taken } as FileNode;
	};
	return { ...three, mine: withTaken(three.mine), theirs: withTaken(three.theirs) };
}

function pick(node: FileNode) {
	return Object.fromEntries(Object.entries(node).filter(([field]) => ofType.includes(field)));
}

function mergeNodeField(three: Three<Part>, place: Place, referee: Referee): Part {
	const { path } = place;
	// Where a node lies and by which address it is called are the canvas' own.
	if (path === 'position' || path === 'webhookId') return mergeWhole(three, place, canvasWins);
	if (path === 'credentials') return mergeCredentials(three, place, referee);
	if (path === 'parameters') {
		const given = eachOf(three, (value) => value ?? {});
		return mergeValue(given, place, referee);
	}
	return quietFlags.includes(path)
		? mergeFlag(three, place, referee)
		: mergeWhole(three, place, referee);
}

/** A switch that is off says the same as one that is not there: that is nobody's change. */
function mergeFlag(three: Three<Part>, place: Place, referee: Referee): Part {
	if (sameJson(three.base, three.mine)) return three.theirs;
	const { base, mine, theirs } = eachOf(three, quiet);
	if (sameJson(mine, theirs) || sameJson(base, theirs)) return three.mine;
	if (sameJson(base, mine)) return three.theirs;
	return takeWhole(three, place, referee);
}

function mergeWhole(three: Three<Part>, place: Place, referee: Referee): Part {
	if (sameJson(three.mine, three.theirs) || sameJson(three.base, three.theirs)) return three.mine;
	if (sameJson(three.base, three.mine)) return three.theirs;
	return takeWhole(three, place, referee);
}

/** How large a note is on the canvas is the canvas' own. */
function layoutAside(referee: Referee): Referee {
	const refereeAt = ({ path }: Place) => (layoutOfSticky.includes(path) ? canvasWins : referee);
	return {
		settle: (place, three) => refereeAt(place).settle(place, three),
		value: (place, three) => refereeAt(place).value(place, three),
	};
}

/** A switch that is off says the same as one that is not there. */
function quiet(value: Part): Part {
	return value === false || value === '' ? undefined : value;
}

/** Whether a side changed a node in any way that a person decided on; ids made anew are none. */
export function isChanged(base: FileNode, now: FileNode): boolean {
	const fields = new Set([...Object.keys(base), ...Object.keys(now)]);
	const isCopy = base.id !== now.id;
	return [...fields].some((field) => {
		if (field === 'id' || (isCopy && field === 'webhookId')) return false;
		const [before, after] = [fieldOf(base, field), fieldOf(now, field)];
		if (quietFlags.includes(field)) return !sameJson(quiet(before), quiet(after));
		if (field === 'parameters') return !sameJson(before ?? {}, after ?? {});
		if (field === 'credentials' && isObject(before) && isObject(after)) {
			return !onlyBound(before, after);
		}
		return !sameJson(before, after);
	});
}
