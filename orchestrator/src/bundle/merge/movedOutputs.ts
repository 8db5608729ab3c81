import type { Json } from '../normalise';
import type { Outputs, Wiring } from './edges';
import type { Part, Side, Three, Trio } from './model';
import { eachOf, isObject, otherSide, sides } from './model';
import type { Referee } from './referee';
import { sameJson } from './sameJson';

/**
 * Sides to take for the outputs of nodes whose outputs one side moved: a rule put first in a Switch
 * makes output 1 of output 0, so that a connection which the other side adds would leave from
 * another rule than meant. The referee is asked; the canvas counts while nobody has said.
 */
export function movedOutputs(
	prepared: readonly Trio[],
	wiring: Three<Wiring>,
	shown: readonly string[],
	referee: Referee,
): Map<number, Side> {
	const taken = new Map<number, Side>();
	for (const [at, trio] of prepared.entries()) {
		const outputs = eachOf(wiring, (version) => targetsOf(version.get(at)?.get('main'), shown));
		if (sides.some((side) => sameJson(outputs.base, outputs[side]))) continue;
		if (sameJson(outputs.mine, outputs.theirs)) continue;
		if (!sides.some((side) => isMoved(trio, outputs, side))) continue;
		const place = { node: shown[at], path: 'connections.main' };
		taken.set(at, referee.settle(place, outputs) ?? 'mine');
	}
	return taken;
}

/** Whether a side has more or fewer outputs by a list of its own, which the other left alone. */
function isMoved({ base, mine, theirs }: Trio, outputs: Three<string[][]>, side: Side): boolean {
	const nodes = { base, mine, theirs };
	const [now, other] = [nodes[side], nodes[otherSide[side]]];
	if (base === null || now === null || other === null) return false;
	const lengths = eachOf({ base, mine: now, theirs: other }, ({ parameters }) =>
		listLengths(parameters).join(),
	);
	const hasSeveral = Math.max(outputs.base.length, outputs[side].length) > 1;
	return hasSeveral && lengths.base !== lengths.mine && lengths.mine !== lengths.theirs;
}

/** How long the lists in a value are, those of plain values aside. */
function listLengths(value: Part): number[] {
	if (Array.isArray(value)) {
		const own = value.every(isObject) ? [value.length] : [];
		return [...own, ...value.flatMap((entry: Json) => listLengths(entry))];
	}
	return isObject(value) ? Object.values(value).flatMap(listLengths) : [];
}

function targetsOf(outputs: Outputs | undefined, shown: readonly string[]): string[][] {
	return (outputs ?? []).map((slot) => (slot ?? []).map(({ to }) => shown[to]));
}
