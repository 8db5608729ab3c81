import type { Outputs, Wiring } from './edges';
import { entryPlaces, isKeyed } from './lists';
import type { Part, Side, Three, Trio } from './model';
import { eachOf, fieldOf, isObject, otherSide, sides } from './model';
import type { Referee } from './referee';
import { sameJson } from './sameJson';

/** Parameters whose lists give a node its outputs (n8n 2.41: Switch, Text Classifier, Webhook, code). */
const outputLists = ['rules', 'categories', 'httpMethod', 'outputs'];

/** What the outputs of nodes are judged by; every list goes by their place in the merge. */
export interface OutputsInvolved {
	prepared: readonly Trio[];
	wiring: Three<Wiring>;
	shown: readonly string[];
	isLeft: (node: number) => boolean;
}

/**
 * Sides to take for the outputs of nodes whose outputs one side moved: a rule put first in a Switch
 * makes output 1 of output 0, so that a connection which the other side adds would leave from
 * another rule than meant. The referee is asked; the canvas counts while nobody has said.
 */
export function movedOutputs(
	{ prepared, wiring, shown, isLeft }: OutputsInvolved,
	referee: Referee,
): Map<number, Side> {
	const taken = new Map<number, Side>();
	for (const [at, trio] of prepared.entries()) {
		const outputs = eachOf(wiring, (version) =>
			targetsOf(version.get(at)?.get('main'), isLeft).map((slot) => slot.map((to) => shown[to])),
		);
		if (sameJson(outputs.mine, outputs.theirs)) continue;
		if (!sides.some((side) => isMoved(trio, outputs, side))) continue;
		const place = { node: shown[at], path: 'connections.main' };
		taken.set(at, referee.settle(place, outputs) ?? 'mine');
	}
	return taken;
}

/** Whether a side moved, by a list of its own, outputs whose connections the other changed. */
function isMoved({ base, mine, theirs }: Trio, outputs: Three<string[][]>, side: Side): boolean {
	const nodes = { base, mine, theirs };
	const [now, other] = [nodes[side], nodes[otherSide[side]]];
	if (base === null || now === null || other === null) return false;
	const others = outputs[otherSide[side]];
	if (sameJson(outputs.base, others)) return false;
	if (Math.max(outputs.base.length, outputs[side].length) < 2) return false;
	// Where both made the same of their lists, an output is the same to both.
	if (sameJson(other.parameters, now.parameters)) return false;
	const inPlace = outputsInPlace(base.parameters, now.parameters);
	return Math.max(outputs.base.length, others.length) > inPlace;
}

/**
 * How many of the first outputs still mean the same: all (Infinity) where entries of lists were only
 * edited, those of the base where some were added behind them, none where entries changed places.
 */
function outputsInPlace(base: Part, now: Part, isOfOutputs = false): number {
	if (sameJson(base, now)) return Infinity;
	if (isObject(base)) {
		const after = isObject(now) ? now : {};
		const inFields = Object.entries(base).map(([field, value]) =>
			outputsInPlace(value, fieldOf(after, field), isOfOutputs || outputLists.includes(field)),
		);
		return Math.min(...inFields);
	}
	if (!Array.isArray(base)) return Infinity;
	const list = Array.isArray(now) ? now : [];
	// Lists of other things, such as headers, have entries with names or ids, or plain values.
	const isOther = isKeyed([...base]) || ![...base, ...list].every(isObject);
	if (isOther && !isOfOutputs) return Infinity;
	const places = entryPlaces(base, list);
	if (places === null || base.some((_, at) => places[at] !== at)) return 0;
	const inEntries = base.map((entry, at) => outputsInPlace(entry, list[at]));
	return Math.min(list.length > base.length ? base.length : Infinity, ...inEntries);
}

/** The nodes to which each output leads; empty outputs at the end are none. */
function targetsOf(outputs: Outputs | undefined, isLeft: (node: number) => boolean): number[][] {
	const targets = (outputs ?? []).map((slot) =>
		(slot ?? []).map(({ to }) => to).filter((to) => isLeft(to)),
	);
	while (targets.at(-1)?.length === 0) targets.pop();
	return targets;
}
