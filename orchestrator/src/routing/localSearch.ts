import { lowerBound } from './lowerBound';
import type { Picks, PlanModel } from './model';
import type { PlanState } from './planState';
import { choiceOf, hasRoom, place, planState } from './planState';

/** Most rounds over all projects; each round stops the search if it changed nothing. */
const ROUNDS = 60;

/** An improvement counts from here, as a share of the objective's size, so that rounding cannot loop. */
const LEAST = 1e-9;

/**
 * A good plan without a solver: projects placed by prices of everybody's hours, then improved by
 * giving work to another person, by exchanging two works, and by making room for what has no place.
 *
 * Places as many projects as it can first, then makes the objective small. Takes the same steps for
 * the same problem, whatever the machine's speed.
 *
 * @param start picks to begin from, within everybody's capacity; none begins with nobody busy
 */
export function searchPlan(model: PlanModel, start?: Picks): Picks {
	const state = planState(model, start);
	const { hourPrices } = lowerBound(model);
	placeByPrice(state, hourPrices);
	for (let round = 0; round < ROUNDS; round++) {
		const isBetter = [shiftAll(state), swapAll(state), insertAll(state)].some(Boolean);
		if (!isBetter) break;
	}
	return state.picks;
}

/** Gives each free project its cheapest choice at the hours' prices, whoever has most to lose first. */
function placeByPrice(state: PlanState, hourPrices: readonly number[]): void {
	const { model, picks } = state;
	const free = new Set(picks.flatMap((pick, project) => (pick === -1 ? [project] : [])));
	while (free.size > 0) {
		let next: { project: number; pick: number; regret: number } | null = null;
		for (const project of free) {
			const { choices } = model.projects[project]!;
			let [first, second, pick] = [Infinity, Infinity, -1];
			choices.forEach(({ person, hours, price }, index) => {
				if (!hasRoom(state, person, hours)) return;
				const cost = price + hourPrices[person]! * hours;
				if (cost < first) [first, second, pick] = [cost, first, index];
				else if (cost < second) second = cost;
			});
			if (pick === -1) free.delete(project);
			else if (next === null || second - first > next.regret)
				next = { project, pick, regret: second - first };
		}
		if (next === null) return;
		place(state, next.project, next.pick);
		free.delete(next.project);
	}
}

/** Moves each project to its best choice that has room. */
function shiftAll(state: PlanState): boolean {
	let isBetter = false;
	state.model.projects.forEach(({ choices }, project) => {
		const from = state.picks[project]!;
		if (from === -1) return;
		let best = { pick: from, rise: -leastOf(choices[from]!.price) };
		choices.forEach(({ person, hours }, pick) => {
			if (pick === from || !hasRoom(state, person, hours)) return;
			const rise = place(state, project, pick);
			place(state, project, from);
			if (rise < best.rise) best = { pick, rise };
		});
		if (best.pick === from) return;
		place(state, project, best.pick);
		isBetter = true;
	});
	return isBetter;
}

/** Exchanges the people of two projects wherever that is cheaper and fits both. */
function swapAll(state: PlanState): boolean {
	const { projects, people } = state.model;
	const pickOf = projects.map(({ choices }) => {
		const picks: Array<number | undefined> = Array.from({ length: people.length });
		choices.forEach(({ person }, pick) => (picks[person] = pick));
		return picks;
	});
	let isBetter = false;
	for (let a = 0; a < projects.length; a++) {
		for (let b = a + 1; b < projects.length; b++) {
			const [ofA, ofB] = [choiceOf(state, a), choiceOf(state, b)];
			if (ofA === null) break;
			if (ofB === null || ofA.person === ofB.person) continue;
			const [toA, toB] = [pickOf[a]![ofB.person], pickOf[b]![ofA.person]];
			if (toA === undefined || toB === undefined) continue;
			const [nextA, nextB] = [projects[a]!.choices[toA]!, projects[b]!.choices[toB]!];
			if (!hasRoom(state, ofA.person, nextB.hours - ofA.hours)) continue;
			if (!hasRoom(state, ofB.person, nextA.hours - ofB.hours)) continue;
			const [fromA, fromB] = [state.picks[a]!, state.picks[b]!];
			const rise = place(state, a, toA) + place(state, b, toB);
			if (rise < -leastOf(ofA.price + ofB.price)) isBetter = true;
			else {
				place(state, a, fromA);
				place(state, b, fromB);
			}
		}
	}
	return isBetter;
}

/** Finds a place for projects without one, where need be by moving one work of that person away. */
function insertAll(state: PlanState): boolean {
	const free = state.picks.flatMap((pick, project) => (pick === -1 ? [project] : []));
	return free.map((project) => insert(state, project)).some(Boolean);
}

function insert(state: PlanState, project: number): boolean {
	const { projects } = state.model;
	let best: { moves: Array<[number, number]>; rise: number } | null = null;
	const attempt = (...moves: Array<[number, number]>) => {
		const back = moves.map(([each]): [number, number] => [each, state.picks[each]!]);
		const rise = moves.reduce((sum, [each, pick]) => sum + place(state, each, pick), 0);
		back.forEach(([each, pick]) => place(state, each, pick));
		if (best === null || rise < best.rise) best = { moves, rise };
	};
	projects[project]!.choices.forEach(({ person, hours }, pick) => {
		if (hasRoom(state, person, hours)) return attempt([project, pick]);
		projects.forEach(({ choices }, other) => {
			const held = choiceOf(state, other);
			if (held?.person !== person || !hasRoom(state, person, hours - held.hours)) return;
			choices.forEach((next, to) => {
				if (next.person === person || !hasRoom(state, next.person, next.hours)) return;
				attempt([other, to], [project, pick]);
			});
		});
	});
	if (best === null) return false;
	const { moves } = best as { moves: Array<[number, number]> };
	moves.forEach(([each, pick]) => place(state, each, pick));
	return true;
}

function leastOf(size: number): number {
	return LEAST * Math.max(1, Math.abs(size));
}
