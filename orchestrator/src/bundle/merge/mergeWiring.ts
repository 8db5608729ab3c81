import type { Edge, Outputs, Wiring } from './edges';
import { edgesOf, inputOf } from './edges';
import type { Part, Side, Three } from './model';
import { eachOf, otherSide, sides } from './model';
import { mergeOrder } from './order';
import type { Referee } from './referee';

/** What became of the nodes that connections lead to. */
export interface NodesLeft {
	isLeft: (node: number) => boolean;
	/** Nodes that one side deleted and that are kept all the same, with that side. */
	keptAgainst: ReadonlyMap<number, Side>;
	/** Nodes whose outputs one side moved, with the side whose outputs are taken. */
	outputsOf: ReadonlyMap<number, Side>;
	/** Names by which conflicts call the nodes. */
	shown: readonly string[];
}

/** Inputs that take one connection only (n8n 2.41); two would leave it open which is used. */
const singleInputs = [
	'ai_languageModel',
	'ai_memory',
	'ai_outputParser',
	'ai_embedding',
	'ai_retriever',
	'ai_reranker',
	'ai_textSplitter',
	'ai_vectorStore',
];

/**
 * Merges connections as a set: what either side added is there, what either side removed is gone.
 * Outputs keep their places.
 */
export function mergeWiring(three: Three<Wiring>, left: NodesLeft, referee: Referee): Wiring {
	const dropped = secondSources(three, left, referee);
	const merged: Wiring = new Map();
	for (const from of mergeOrder(eachOf(three, (wiring) => [...wiring.keys()]))) {
		if (!left.isLeft(from)) continue;
		const byType = eachOf(three, (wiring) => wiring.get(from) ?? new Map<string, Outputs>());
		const types = mergeOrder(eachOf(byType, (types) => [...types.keys()]));
		const outputs = types.flatMap((type) => {
			const side = type === 'main' ? left.outputsOf.get(from) : undefined;
			const parts = eachOf(byType, (each) => (side === undefined ? each : byType[side]).get(type));
			const merging = mergeOutputs(parts, left, dropped);
			return merging === undefined ? [] : [[type, merging] as const];
		});
		const isThere = sides.every((side) => three[side].has(from)) || outputs.length > 0;
		const isNew = !three.base.has(from) && sides.some((side) => three[side].has(from));
		if (isThere || isNew) merged.set(from, new Map(outputs));
	}
	return merged;
}

function mergeOutputs(
	three: Three<Outputs | undefined>,
	left: NodesLeft,
	dropped: ReadonlySet<string>,
): Outputs | undefined {
	const { base, mine, theirs } = three;
	const isKept = ({ key, to }: Edge) => left.isLeft(to) && !dropped.has(key);
	const pruned = (outputs: Outputs | undefined) =>
		outputs?.map((slot) => slot?.filter(isKept) ?? null);
	if (!touchesKept(three, left)) {
		if (same(mine, theirs) || same(base, theirs)) return pruned(mine);
		if (same(base, mine)) return pruned(theirs);
	}
	const count = Math.max(mine?.length ?? 0, theirs?.length ?? 0, base?.length ?? 0);
	const slots = Array.from({ length: count }, (_, output) => {
		const slot = mergeSlot(
			eachOf(three, (outputs) => outputs?.[output] ?? []),
			left,
		).filter(isKept);
		return slot.length > 0 ? slot : emptyAs(mine, theirs, output);
	});
	const length = same(lengthOnly(base), lengthOnly(mine)) ? theirs?.length : mine?.length;
	while (slots.length > (length ?? 0) && (slots.at(-1)?.length ?? 0) === 0) slots.pop();
	return slots.length > 0 || (mine !== undefined && theirs !== undefined) ? slots : undefined;
}

/** Connections of one output: those of both sides, less what either removed. */
function mergeSlot(three: Three<Edge[]>, { keptAgainst }: NodesLeft): Edge[] {
	const edges = new Map(
		[...three.base, ...three.theirs, ...three.mine].map((edge) => [edge.key, edge]),
	);
	const keys = eachOf(three, (slot) => new Set(slot.map(({ key }) => key)));
	const has = (side: Side, key: string) => {
		const { from, to } = edges.get(key) as Edge;
		// Whoever deleted the node removed its connections only because of that.
		const isBack = [from, to].some((node) => keptAgainst.get(node) === side);
		return keys[side].has(key) || (isBack && keys.base.has(key));
	};
	const order = mergeOrder(eachOf(three, (slot) => slot.map(({ key }) => key)));
	return order
		.filter((key) =>
			keys.base.has(key)
				? has('mine', key) && has('theirs', key)
				: has('mine', key) || has('theirs', key),
		)
		.map((key) => edges.get(key) as Edge);
}

function touchesKept(three: Three<Outputs | undefined>, { keptAgainst }: NodesLeft): boolean {
	if (keptAgainst.size === 0) return false;
	return [three.base, three.mine, three.theirs].some((outputs) =>
		outputs?.some((slot) =>
			slot?.some(({ from, to }) => keptAgainst.has(from) || keptAgainst.has(to)),
		),
	);
}

function emptyAs(
	mine: Outputs | undefined,
	theirs: Outputs | undefined,
	output: number,
): Edge[] | null {
	const first = mine !== undefined && output < mine.length ? mine[output] : theirs?.[output];
	return first === undefined || first === null ? null : [];
}

function lengthOnly(outputs: Outputs | undefined): Outputs | undefined {
	return outputs?.map(() => null);
}

function same(a: Outputs | undefined, b: Outputs | undefined): boolean {
	if (a === undefined || b === undefined) return a === b;
	return (
		a.length === b.length &&
		a.every((slot, output) => {
			const other = b[output];
			if (slot === null || other === null) return slot === other;
			return slot.length === other.length && slot.every(({ key }, at) => key === other[at].key);
		})
	);
}

/**
 * Connections to give up where both sides led another node to an input that takes one: the referee
 * is asked, and what the other side added goes.
 */
function secondSources(three: Three<Wiring>, left: NodesLeft, referee: Referee): Set<string> {
	const inputs = eachOf(three, (wiring) => bySingleInput(wiring, left));
	const dropped = new Set<string>();
	for (const [input, mine] of inputs.mine) {
		const theirs = inputs.theirs.get(input) ?? [];
		const base = inputs.base.get(input) ?? [];
		const isNew = ({ key }: Edge, others: Edge[]) => others.every((other) => other.key !== key);
		const added = {
			mine: mine.filter((edge) => isNew(edge, [...base, ...theirs])),
			theirs: theirs.filter((edge) => isNew(edge, [...base, ...mine])),
		};
		if (added.mine.length === 0 || added.theirs.length === 0) continue;
		const first = base[0] ?? added.mine[0];
		const place = {
			node: left.shown[first.from],
			path: `connections.${first.type}[${first.output}]`,
		};
		const side = referee.settle(
			place,
			eachOf({ base, mine, theirs }, (edges) => sourcesOf(edges, left)),
		);
		for (const { key } of added[otherSide[side ?? 'mine']]) dropped.add(key);
	}
	return dropped;
}

function bySingleInput(wiring: Wiring, { isLeft }: NodesLeft): Map<string, Edge[]> {
	const inputs = new Map<string, Edge[]>();
	for (const edge of edgesOf(wiring)) {
		const type = inputOf(edge.entry);
		if (!singleInputs.includes(type) || !isLeft(edge.to) || !isLeft(edge.from)) continue;
		const input = JSON.stringify([edge.to, type, edge.entry.index ?? 0]);
		inputs.set(input, [...(inputs.get(input) ?? []), edge]);
	}
	return inputs;
}

function sourcesOf(edges: Edge[], { shown }: NodesLeft): Part {
	return edges.map(({ from, to }) => `${shown[from]} → ${shown[to]}`);
}
