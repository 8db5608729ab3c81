import type { Probability } from '../../decision';
import type { Tier } from '../schema';
import { calibrate } from './calibrate';
import type { Column } from './columns';
import { readerOf, unknownLevel, otherLevel } from './columns';
import type { LeadModel } from './model';
import { sigmoid } from './newton';
import { cellOf, slotsOf } from './slots';

/** What one column, or one pair of columns, adds to a lead's log-odds. */
export interface Contribution {
	/** Name of the column; a pair is written `month × contact`. */
	column: string;
	/** The level or band that the lead fell into, e.g. `30 to under 40`. */
	level: string;
	/** Log-odds; above 0 speaks for the lead, 0 is what leads have on average. */
	contribution: number;
}

/** What a model says about one lead. */
export interface ModelAnswer {
	/** The intercept plus all contributions, before calibration. */
	logOdds: number;
	/** Standard deviation of the log-odds: how unsure the model is of its weights. */
	sd: number;
	/** With a 95% interval. */
	probability: Probability;
	contributions: Contribution[];
}

/** Width of the interval: 95% of a normal distribution lies within so many standard deviations. */
const intervalDeviations = 1.959964;

type Reader = (row: Record<string, unknown>) => ModelAnswer;

const readers = new WeakMap<LeadModel, Reader>();

/**
 * Scores one lead: a column that the row lacks counts as unknown, and a level that the model never
 * saw as one of the rare ones. The intercept and the contributions add up to `logOdds`.
 */
export function applyModel(model: LeadModel, row: Record<string, unknown>): ModelAnswer {
	let reader = readers.get(model);
	if (reader === undefined) {
		reader = prepare(model);
		readers.set(model, reader);
	}
	return reader(row);
}

/** The tier that a probability falls into by the model's own thresholds, which count themselves. */
export function tierOf({ tiers }: LeadModel, probability: number): Exclude<Tier, 'disqualified'> {
	if (probability >= tiers.hot) return 'hot';
	return probability >= tiers.warm ? 'warm' : 'cold';
}

/** The name of each level of a column, as a reason shows it. */
export function levelNames(column: Column): string[] {
	if (column.kind === 'category') return [...column.levels, otherLevel];
	const { edges } = column;
	const bins = Array.from({ length: edges.length + 1 }, (_, bin) => {
		if (edges.length === 0) return 'known';
		if (bin === 0) return `under ${edges[0]}`;
		if (bin === edges.length) return `${edges[bin - 1]} or more`;
		return `${edges[bin - 1]} to under ${edges[bin]}`;
	});
	return [...bins, unknownLevel];
}

/** Looks a model's tables up once, so that a lead costs as little as its columns. */
function prepare(model: LeadModel): Reader {
	const { columns, pairs, weights, spread, calibration } = model;
	const slots = slotsOf(columns, pairs);
	const parts = columns.map((column, index) => ({
		name: column.name,
		read: readerOf(column),
		names: levelNames(column),
		line: slots.lines[index]!,
		first: slots.levels[index]!,
	}));
	const joined = pairs.map((pair, index) => ({
		pair,
		name: `${columns[pair.first]!.name} × ${columns[pair.second]!.name}`,
		cells: new Map(pair.cells.map((key, cell) => [key, slots.cells[index]! + cell])),
	}));
	const rank = spread.factors.length;
	// Slot by slot, so that a lead reads neighbouring numbers.
	const factors = Float64Array.from({ length: slots.size * rank }, (_, at) => {
		return spread.factors[at % rank]![Math.floor(at / rank)]!;
	});
	const flat = Float64Array.from(weights);
	const rest = Float64Array.from(spread.rest);
	const levels = new Int32Array(columns.length);

	return (row) => {
		const contributions: Contribution[] = [];
		const products = factors.slice(0, rank);
		let logOdds = flat[0]!;
		let left = rest[0]!;
		const switchOn = (slot: number, input: number): number => {
			for (let k = 0; k < rank; k++) products[k]! += factors[slot * rank + k]! * input;
			if (rest[slot]! > left) left = rest[slot]!;
			return flat[slot]! * input;
		};
		for (let index = 0; index < parts.length; index++) {
			const { name, read, names, line, first } = parts[index]!;
			const { level, position } = read(row[name]);
			levels[index] = level;
			let contribution = switchOn(first + level, 1);
			if (line >= 0 && position !== 0) contribution += switchOn(line, position);
			logOdds += contribution;
			contributions.push({ column: name, level: names[level]!, contribution });
		}
		for (const { pair, name, cells } of joined) {
			const first = levels[pair.first]!;
			const second = levels[pair.second]!;
			const slot = cells.get(cellOf(pair, first, second));
			if (slot === undefined) continue;
			const contribution = switchOn(slot, 1);
			logOdds += contribution;
			const level = `${parts[pair.first]!.names[first]} × ${parts[pair.second]!.names[second]}`;
			contributions.push({ column: name, level, contribution });
		}
		let variance = left;
		for (let k = 0; k < rank; k++) variance += products[k]! * products[k]!;
		const sd = Math.sqrt(variance);
		const at = (shift: number): number => sigmoid(calibrate(calibration, logOdds + shift));
		const margin = intervalDeviations * sd;
		const probability = { value: at(0), low: at(-margin), high: at(margin) };
		return { logOdds, sd, probability, contributions };
	};
}
