import { MendableError } from '../../errors';
import { hashOf } from '../../hash';
import { calibrate, chooseCalibration } from './calibrate';
import type { Column } from './columns';
import { chooseColumns, levelCount } from './columns';
import type { Encoded } from './design';
import { encode, sumSteps } from './design';
import { learn } from './learn';
import type { Learnt } from './learn';
import { measure } from './metrics';
import type { LeadModel } from './model';
import { defaultPrior, sigmoid } from './newton';
import type { LeadPrior } from './prior';
import { admitPrior, noPrior, priorLogOdds } from './prior';
import { seededRandom } from './random';
import { screenColumns } from './screen';
import type { Slots } from './slots';
import { slotsOf } from './slots';
import { coefficientsOfSlots, packSpread } from './spread';
import type { LeadTable, Outcomes } from './table';

/** What a model is fitted to. */
export interface FitRequest {
	/** The inputs: without the label, identifiers and whatever is known only afterwards. */
	table: LeadTable;
	label: string;
	outcomes: Outcomes;
	/** The scorecard to start from; none if left out. */
	prior?: LeadPrior;
	/** Seed of the folds, 1 if left out. */
	seed?: number;
}

/** Odds, relative to those of the train rows, from which a lead is hot, and from which it is warm. */
const tierLifts = { hot: 3, warm: 2 / 3 };

/**
 * Fits a lead score to outcomes: additive, penalised towards the scorecard, honest about few rows.
 *
 * The same input gives the same model, id and all.
 *
 * @throws MendableError `fit/no-columns` where no column can be used
 */
export function fitLeadModel({ table, label, outcomes, ...options }: FitRequest): LeadModel {
	const prior = options.prior ?? noPrior;
	const choice = chooseColumns(table);
	const candidates = choice.columns.map((column) => admitPrior(column, prior));
	if (candidates.length === 0) {
		throw new MendableError(
			'fit/no-columns',
			'There is nothing to learn from.',
			choice.notes.join(' ') || 'The data have no column besides the label.',
			'Add columns that tell leads apart, such as source, service or budget.',
		);
	}
	const { columns, encoded, notes } = screened(candidates, table, outcomes.values, choice.notes);
	const logOdds = columns.map((column) => priorLogOdds(column, prior));
	const learnt = learn({
		columns,
		candidates: candidates.length,
		encoded,
		outcomes: outcomes.values,
		offset: offsetOf(logOdds, encoded),
		prior: { ...defaultPrior, baseMean: prior.baseLogOdds ?? defaultPrior.baseMean },
		random: seededRandom(options.seed ?? 1),
	});
	const slots = slotsOf(columns, learnt.layout.pairs);
	const spread = packSpread(learnt, slots, encoded);
	const weights = weightsOf(learnt, slots, logOdds);
	const rest = Float64Array.from(spread.rest);
	const factors = spread.factors.map((factor) => Float64Array.from(factor));
	centre(columns, encoded, slots, { weights, factors, rest });
	const calibration = chooseCalibration(learnt.outOfFold, outcomes.values);
	const foretold = learnt.outOfFold.map((value) => sigmoid(calibrate(calibration, value)));
	const model: Omit<LeadModel, 'id'> = {
		modelVersion: 1,
		label: { column: label, positive: outcomes.positive },
		columns,
		pairs: [...learnt.layout.pairs],
		weights: Array.from(weights, (weight) => toPlaces(weight, 5)),
		spread: {
			factors: factors.map((factor) => Array.from(factor, (value) => toPlaces(value, 4))),
			rest: Array.from(rest, (value) => toPlaces(value, 4)),
		},
		calibration,
		tiers: tiersFor(outcomes),
		training: {
			rows: table.rows,
			positives: outcomes.positives,
			outOfFold: table.rows < 20 ? null : measure(foretold, outcomes.values),
			learntShare: learnt.learntShare,
			notes,
		},
	};
	return { ...model, id: hashOf(model) };
}

/** The columns that tell most, encoded, with a note about the others. */
function screened(
	candidates: readonly Column[],
	table: LeadTable,
	outcomes: Uint8Array,
	notes: readonly string[],
): { columns: Column[]; encoded: Encoded; notes: string[] } {
	const all = encode(candidates, table);
	const kept = screenColumns(candidates, all, outcomes);
	const columns = kept.map((index) => candidates[index]!);
	const encoded: Encoded = {
		rows: all.rows,
		levels: kept.map((index) => all.levels[index]!),
		positions: kept.map((index) => all.positions[index]!),
	};
	const left = candidates.length - kept.length;
	if (left === 0) return { columns, encoded, notes: [...notes] };
	const note = `${left} more columns are not used: on their own they tell less than the ${kept.length} that are.`;
	return { columns, encoded, notes: [...notes, note] };
}

function toPlaces(value: number, places: number): number {
	// Adding zero turns a negative zero, which JSON does not know, into zero.
	return Math.round(value * 10 ** places) / 10 ** places + 0;
}

function tiersFor({ values, positives }: Outcomes): LeadModel['tiers'] {
	// Half a success and half a failure more: one outcome among few rows is no certainty.
	const odds = (positives + 0.5) / (values.length - positives + 0.5);
	const probabilityOf = (lift: number): number => (odds * lift) / (1 + odds * lift);
	return { hot: probabilityOf(tierLifts.hot), warm: probabilityOf(tierLifts.warm) };
}

function offsetOf(logOdds: Float64Array[], encoded: Encoded): Float64Array {
	const offset = new Float64Array(encoded.rows);
	logOdds.forEach((byLevel, column) => {
		if (byLevel.every((value) => value === 0)) return;
		encoded.levels[column]!.forEach((level, row) => (offset[row]! += byLevel[level]!));
	});
	return offset;
}

/** Weight of each slot: what the scorecard said plus what was learnt. */
function weightsOf(learnt: Learnt, slots: Slots, logOdds: Float64Array[]): Float64Array {
	const sums = sumSteps(learnt.layout, learnt.coefficients);
	const weights = Float64Array.from(coefficientsOfSlots(learnt.layout, slots), (at) =>
		at < 0 ? 0 : sums[at]!,
	);
	logOdds.forEach((byLevel, column) => {
		byLevel.forEach((value, level) => (weights[slots.levels[column]! + level]! += value));
	});
	return weights;
}

/**
 * Shifts each column so that train leads have 0 on average, and the intercept the other way; a level
 * that no train row had and no scorecard knows then says nothing, with the column's own variance as
 * its uncertainty.
 */
function centre(
	columns: readonly Column[],
	encoded: Encoded,
	slots: Slots,
	{
		weights,
		factors,
		rest,
	}: { weights: Float64Array; factors: Float64Array[]; rest: Float64Array },
): void {
	columns.forEach((column, index) => {
		const first = slots.levels[index]!;
		const line = slots.lines[index]!;
		const levels = encoded.levels[index]!;
		const positions = encoded.positions[index]!;
		const valueOn = (list: Float64Array, row: number): number =>
			list[first + levels[row]!]! + (line >= 0 ? list[line]! * positions[row]! : 0);
		const meanOf = (list: Float64Array): number => {
			let sum = 0;
			for (let row = 0; row < encoded.rows; row++) sum += valueOn(list, row);
			return sum / encoded.rows;
		};
		const mean = meanOf(weights);
		let variance = 0;
		for (let row = 0; row < encoded.rows; row++) {
			variance += (valueOn(weights, row) - mean) ** 2 / encoded.rows;
		}
		const seen = new Set(levels);
		const factorMeans = factors.map(meanOf);
		for (let level = 0; level < levelCount(column); level++) {
			const slot = first + level;
			const isKnown = column.kind === 'category' || seen.has(level) || weights[slot] !== 0;
			if (isKnown) weights[slot]! -= mean;
			if (seen.has(level)) continue;
			rest[slot] = variance;
			factors.forEach((factor, index) => (factor[slot] = factorMeans[index]!));
		}
		weights[0]! += mean;
	});
}
