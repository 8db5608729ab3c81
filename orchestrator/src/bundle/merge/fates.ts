import type { Edge, Wiring } from './edges';
import { edgesOf } from './edges';
import type { Part, Side, Three, Trio } from './model';
import { eachOf, otherSide, sides } from './model';
import { isChanged } from './node';
import { referencesOf } from './nodeReferences';
import type { Referee } from './referee';

/** What the fate of nodes is judged by; every list goes by their place in the merge. */
export interface Involved {
	trios: readonly Trio[];
	/** The same nodes, called and calling each other as in the merged workflow. */
	prepared: readonly Trio[];
	names: readonly string[];
	shown: readonly string[];
	wiring: Three<Wiring>;
}

/** Which nodes the merged workflow has. */
export interface Fates {
	isLeft: (node: number) => boolean;
	/** Nodes that one side deleted and that are kept all the same, with that side. */
	keptAgainst: Map<number, Side>;
}

/**
 * A node goes where one side deleted it and the other left it as it was. The referee is asked where
 * the other changed it, newly led a connection to it, or newly refers to it in an expression.
 */
export function judgeNodes(involved: Involved, referee: Referee): Fates {
	const { trios, shown } = involved;
	const deletedBy = new Map<number, Side>();
	const keptAgainst = new Map<number, Side>();
	const gone = new Set<number>();
	for (const [at, { base, mine, theirs }] of trios.entries()) {
		if (base === null || (mine !== null && theirs !== null)) continue;
		gone.add(at);
		if (mine !== null || theirs !== null) deletedBy.set(at, mine === null ? 'mine' : 'theirs');
	}
	const keep = (at: number) => {
		const side = deletedBy.get(at);
		if (side === undefined) return;
		gone.delete(at);
		keptAgainst.set(at, side);
	};
	const needed = neededBy(involved, deletedBy);
	/** Nodes that somebody let go knowingly: what leads to them goes as well, unasked. */
	const letGo = new Set<number>();
	for (const [at, deleter] of deletedBy) {
		const keeper = otherSide[deleter];
		if (!needed.has(at) && !wasEdited(involved, at, keeper)) continue;
		const side = referee.settle(
			{ node: shown[at], path: '' },
			eachOf(trios[at], (node) => node ?? undefined),
		);
		// While it is open, the node stays, so that nothing else is asked only because it went.
		if (side !== deleter) keep(at);
		else letGo.add(at);
	}
	for (const { keeper, edges, ends } of newlyConnected(involved, deletedBy, gone)) {
		if (ends.some((end) => letGo.has(end))) continue;
		if (askForEdges(involved, edges[0], referee) === keeper) ends.forEach(keep);
	}
	return { isLeft: (at) => !gone.has(at), keptAgainst };
}

/** Whether the keeper changed the node; what is pinned to it only serves tries on the canvas. */
function wasEdited({ trios, prepared }: Involved, at: number, keeper: Side): boolean {
	const [before, now] = [prepared[at].base, prepared[at][keeper]];
	if (before === null || now === null) return false;
	return trios[at].base?.name !== trios[at][keeper]?.name || isChanged(before, now);
}

/**
 * Deleted nodes that the other side's expressions newly refer to. Where the side that deleted one
 * left references to it standing, one more tells it nothing new.
 */
function neededBy(
	{ prepared, names }: Involved,
	deletedBy: ReadonlyMap<number, Side>,
): Set<number> {
	if (deletedBy.size === 0) return new Set();
	const refers = prepared.map((trio) =>
		eachOf(trio, (node) => (node === null ? new Set<string>() : referencesOf(node))),
	);
	const needed = [...deletedBy].filter(([at, deleter]) => {
		const name = names[at];
		const isNew = refers.some(
			(by, user) => !deletedBy.has(user) && by[otherSide[deleter]].has(name) && !by.base.has(name),
		);
		return isNew && !refers.some((by) => by[deleter].has(name));
	});
	return new Set(needed.map(([at]) => at));
}

interface NewlyConnected {
	keeper: Side;
	/** Connections of one output. */
	edges: Edge[];
	/** The deleted nodes at their ends. */
	ends: number[];
}

function newlyConnected(
	{ wiring }: Involved,
	deletedBy: ReadonlyMap<number, Side>,
	gone: ReadonlySet<number>,
): NewlyConnected[] {
	const known = new Set(edgesOf(wiring.base).map(({ key }) => key));
	return sides.flatMap((keeper) => {
		const byOutput = new Map<string, NewlyConnected>();
		for (const edge of edgesOf(wiring[keeper])) {
			const ends = [edge.from, edge.to].filter(
				(end) => gone.has(end) && deletedBy.get(end) === otherSide[keeper],
			);
			if (known.has(edge.key) || ends.length === 0) continue;
			const output = JSON.stringify([edge.from, edge.type, edge.output]);
			const group = byOutput.get(output) ?? { keeper, edges: [], ends: [] };
			group.edges.push(edge);
			group.ends.push(...ends);
			byOutput.set(output, group);
		}
		return [...byOutput.values()];
	});
}

function askForEdges(
	{ wiring, shown }: Involved,
	{ from, type, output }: Edge,
	referee: Referee,
): Side | null {
	const targets = eachOf(wiring, (version): Part => {
		const slot = version.get(from)?.get(type)?.[output];
		return slot?.map(({ to }) => shown[to]) ?? undefined;
	});
	return referee.settle({ node: shown[from], path: `connections.${type}[${output}]` }, targets);
}
