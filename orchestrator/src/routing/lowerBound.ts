import type { Choice, PlanModel } from './model';

/** Prices that made a good bound, and the bound. */
export interface LowerBound {
	/** No plan that places so many projects has a lower objective. */
	bound: number;
	/** Price of an hour of each person at which demand and capacity about meet, 0 or more. */
	hourPrices: number[];
}

/** Rounds of price adjustment; more gain little on the sizes that are planned. */
const ROUNDS = 400;

/** Rounding of sums of doubles, as a share of the amounts summed. */
const ROUNDING = 1e-13;

/**
 * A lower bound on the objective of every plan that places `count` projects, by Lagrangian relaxation.
 *
 * Capacities and soft rows are turned into prices: with any prices, each project at its cheapest choice
 * costs no more than the best plan does. The prices are moved towards those of the tightest bound.
 * Needs no solver, so it holds also when the solver had no time.
 */
export function lowerBound(model: PlanModel, count = model.projects.length): LowerBound {
	const { people, soft } = model;
	const projects = model.projects.filter(({ choices }) => choices.length > 0);
	const hourPrices = people.map(() => 0);
	// Above 0 for a sum that is too large, below 0 for one that is too small.
	const rowPrices = soft.map(() => 0);
	let best: LowerBound = { bound: -Infinity, hourPrices: [...hourPrices] };
	let [scale, stale] = [1, 0];

	const spread = typicalSpread(projects);
	for (let round = 0; round < ROUNDS && projects.length > 0; round++) {
		const load = people.map(() => 0);
		const sums = soft.map(() => 0);
		const cheapest = projects
			.map(({ choices }) => cheapestOf(choices, hourPrices, rowPrices))
			.sort((a, b) => a.price - b.price)
			.slice(0, count);
		let [value, size] = [0, 0];
		for (const { price, choice } of cheapest) {
			value += price;
			size += Math.abs(price);
			load[choice.person]! += choice.hours;
			for (const { row, weight } of choice.counts) sums[row]! += weight;
		}
		const pay = (amount: number) => {
			value -= amount;
			size += Math.abs(amount);
		};
		people.forEach(({ capacity }, person) => pay(hourPrices[person]! * capacity));
		soft.forEach(({ min, max }, row) => {
			const price = rowPrices[row]!;
			if (price !== 0) pay(price * (price > 0 ? max : min));
		});
		// Large amounts that cancel out leave rounding behind, and a bound must not be above the truth.
		value -= ROUNDING * size;
		if (value > best.bound + 1e-9 * Math.abs(value)) {
			best = { bound: value, hourPrices: [...hourPrices] };
			stale = 0;
		} else if (++stale >= 15) {
			[scale, stale] = [scale / 2, 0];
		}

		const over = people.map(({ capacity }, person) => load[person]! - capacity);
		const pull = soft.map(({ min, max }, row) => {
			if (sums[row]! > max) return sums[row]! - max;
			if (sums[row]! < min) return sums[row]! - min;
			// Within the band the price falls back towards nothing.
			if (rowPrices[row]! > 0) return sums[row]! - max;
			return rowPrices[row]! < 0 ? sums[row]! - min : 0;
		});
		const length = [...over, ...pull].reduce((sum, each) => sum + each * each, 0);
		if (length === 0 || scale < 1e-6) break;
		const step = (scale * spread * Math.sqrt(projects.length)) / length;
		over.forEach((excess, person) => {
			hourPrices[person] = Math.max(0, hourPrices[person]! + step * excess);
		});
		pull.forEach((excess, row) => {
			const { min, max, price } = soft[row]!;
			const next = rowPrices[row]! + step * excess;
			rowPrices[row] = Math.min(
				Number.isFinite(max) ? price : 0,
				Math.max(Number.isFinite(min) ? -price : 0, next),
			);
		});
	}
	return projects.length === 0 ? { bound: 0, hourPrices } : best;
}

function cheapestOf(
	choices: readonly Choice[],
	hourPrices: readonly number[],
	rowPrices: readonly number[],
): { price: number; choice: Choice } {
	let best = { price: Infinity, choice: choices[0]! };
	for (const choice of choices) {
		let price = choice.price + hourPrices[choice.person]! * choice.hours;
		for (const { row, weight } of choice.counts) price += rowPrices[row]! * weight;
		if (price < best.price) best = { price, choice };
	}
	return best;
}

/** A usual difference between the choices of a project: the size of a first step. */
function typicalSpread(projects: PlanModel['projects']): number {
	const spreads = projects.map(({ choices }) => {
		const prices = choices.map(({ price }) => price);
		return Math.max(...prices) - Math.min(...prices);
	});
	const mean = spreads.reduce((sum, spread) => sum + spread, 0) / Math.max(1, spreads.length);
	return mean > 0 ? mean : 1;
}
