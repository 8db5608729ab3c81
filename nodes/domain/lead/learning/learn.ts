import type { Column } from './columns';
import type { Encoded, Layout } from './design';
import { buildDesign, layOut, logOddsOf } from './design';
import type { SymmetricMatrix } from './matrix';
import { lossOf } from './metrics';
import type { Fit, FitInput, PriorSettings } from './newton';
import { fitCoefficients, sigmoid, spreadOf } from './newton';
import { findPairs } from './pairs';
import type { Random } from './random';

/** Settings of the search for penalties, the same for every data set. */
const settings = {
	folds: 5,
	/** Below this many rows the plain fit stands alone. */
	leastRows: 100,
	/**
	 * Precision of the plain fit for each column, and the least of all: so a lead's log-odds spread by
	 * less than one before the outcomes are seen, however many columns there are.
	 */
	plainPrecision: 3,
	leastPlainPrecision: 20,
	/** Weaker ones stand only where they are better beyond noise, the stronger wherever it is better. */
	weakerScales: [1 / 2, 1 / 6],
	strongerScale: 8,
	/** Precision that the learnt fit starts from: weak, so that columns which only speak together do. */
	start: 1,
	/** Share of what is explained out of fold that robustness may cost. */
	premium: 0.04,
	/** Up to this many rows each fold learns its penalties anew; beyond, they hardly differ. */
	mostRowsRelearnt: 5_000,
} as const;

/** A fit of the coefficients, ready to be packed into a model. */
export interface Learnt {
	layout: Layout;
	coefficients: Float64Array;
	/** The fits that were averaged, with the share of each. */
	parts: Array<{ share: number; layout: Layout; spread: SymmetricMatrix }>;
	/** Log-odds that each row got from a fit which had not seen it. */
	outOfFold: Float64Array;
	/** Share of the learnt fit, 0 to 1; the rest is the plain one's. */
	learntShare: number;
}

interface Candidate {
	layout: Layout;
	fit: Fit;
	outOfFold: Float64Array;
}

/** What the search for coefficients needs. */
export interface LearnInput {
	columns: readonly Column[];
	/** Number of columns that these were chosen from: the more, the more chance is among them. */
	candidates: number;
	encoded: Encoded;
	outcomes: Uint8Array;
	offset: Float64Array;
	prior: PriorSettings;
	random: Random;
}

/**
 * Learns coefficients by two fits and the out-of-fold losses of both.
 *
 * The *learnt* fit gives each group of coefficients its own prior variance and adds pairs; it is the
 * sharper one where rows are many. The *plain* fit gives all groups the same prior variance; it
 * spreads its belief over columns that say the same, so it is the steadier one where rows are few or
 * the market moves. Few rows, or a learnt fit that is no better: the plain one. A learnt fit that is
 * better beyond noise stands alone if averaging would cost more than a small premium. Else both are
 * averaged, which stays additive.
 */
export function learn(input: LearnInput): Learnt {
	const folds = foldsOf(input.encoded, input.random);
	const plain = fitPlain(input, folds);
	const alone: Array<[number, Candidate]> = [[1, plain]];
	if (input.encoded.rows < settings.leastRows) return blend(input, alone, 0);
	const learnt = fitLearnt(input, folds);
	const { outcomes } = input;
	const { mean, error } = compare(learnt.outOfFold, plain.outOfFold, outcomes);
	if (mean <= error) return blend(input, alone, 0);
	const halves: Array<[number, Candidate]> = [
		[0.5, learnt],
		[0.5, plain],
	];
	const cost = compare(learnt.outOfFold, averageOf(halves), outcomes).mean;
	const explained = baseLoss(outcomes) - meanLoss(learnt.outOfFold, outcomes);
	const isAffordable = cost <= settings.premium * explained;
	if (mean <= 3 * error || isAffordable) return blend(input, halves, 0.5);
	return blend(input, [[1, learnt]], 1);
}

function fitPlain(input: LearnInput, folds: Uint8Array): Candidate {
	const layout = layOut(input.columns);
	const { plainPrecision, leastPlainPrecision, weakerScales, strongerScale } = settings;
	const usual = Math.max(leastPlainPrecision, plainPrecision * input.candidates);
	const fitAt = (precision: number, start?: Float64Array): Candidate => {
		const precisions = new Float64Array(layout.groups.length).fill(precision);
		return fitWith(input, layout, { precisions, learn: false, start }, folds);
	};
	let best = fitAt(usual);
	if (input.encoded.rows < settings.leastRows) return best;
	const stronger = fitAt(usual * strongerScale, best.fit.coefficients);
	if (compare(stronger.outOfFold, best.outOfFold, input.outcomes).mean > 0) return stronger;
	for (const scale of weakerScales) {
		const weaker = fitAt(usual * scale, best.fit.coefficients);
		const { mean, error } = compare(weaker.outOfFold, best.outOfFold, input.outcomes);
		if (mean > 2 * error) best = weaker;
	}
	return best;
}

function fitLearnt(input: LearnInput, folds: Uint8Array): Candidate {
	const layout = layOut(input.columns);
	const precisions = new Float64Array(layout.groups.length).fill(settings.start);
	const design = buildDesign(layout, input.encoded);
	const alone = fitCoefficients({ ...input, design, use: null, precisions, learn: true });
	const probabilities = logOddsOf(design, alone.coefficients, input.offset).map(sigmoid);
	const pairs = findPairs(input.columns, input.encoded, input.outcomes, probabilities);
	if (pairs.length === 0) return outOfFoldOf(input, layout, alone, folds, true);
	const wide = layOut(input.columns, pairs);
	const start = new Float64Array(wide.size);
	start.set(alone.coefficients);
	const begin = new Float64Array(wide.groups.length).fill(settings.start);
	begin.set(alone.precisions);
	return fitWith(input, wide, { precisions: begin, learn: true, start }, folds);
}

function fitWith(
	input: LearnInput,
	layout: Layout,
	how: Pick<FitInput, 'precisions' | 'learn' | 'start'>,
	folds: Uint8Array,
): Candidate {
	const design = buildDesign(layout, input.encoded);
	const fit = fitCoefficients({ ...input, ...how, design, use: null });
	return outOfFoldOf(input, layout, fit, folds, how.learn);
}

/** Refits without each fold, penalties kept, and lets each fit foretell the rows it has not seen. */
function outOfFoldOf(
	input: LearnInput,
	layout: Layout,
	fit: Fit,
	folds: Uint8Array,
	isLearnt: boolean,
): Candidate {
	const design = buildDesign(layout, input.encoded);
	const outOfFold = new Float64Array(design.rows);
	const { precisions, coefficients: start } = fit;
	const learn = isLearnt && design.rows <= settings.mostRowsRelearnt;
	// Beyond, two Newton steps from the whole fit come close enough to a fit of their own.
	const rounds = learn ? 12 : design.rows <= settings.mostRowsRelearnt ? 6 : 2;
	for (let fold = 0; fold < settings.folds; fold++) {
		const use = folds.map((at) => (at === fold ? 0 : 1));
		const held = { ...input, design, use, precisions, learn, start, rounds };
		const logOdds = logOddsOf(design, fitCoefficients(held).coefficients, input.offset);
		folds.forEach((at, row) => {
			if (at === fold) outOfFold[row] = logOdds[row]!;
		});
	}
	return { layout, fit, outOfFold };
}

/** Averages fits; the first has the layout that holds the others'. */
function blend(input: LearnInput, parts: Array<[number, Candidate]>, learntShare: number): Learnt {
	const { layout } = parts[0]![1];
	const coefficients = new Float64Array(layout.size);
	for (const [share, { fit }] of parts) {
		fit.coefficients.forEach((value, index) => (coefficients[index]! += share * value));
	}
	const spreads = parts.map(([share, { layout: own, fit }]) => {
		const design = buildDesign(own, input.encoded);
		const { precisions } = fit;
		return {
			share,
			layout: own,
			spread: spreadOf({ ...input, design, use: null, precisions, learn: false }, fit),
		};
	});
	return { layout, coefficients, parts: spreads, outOfFold: averageOf(parts), learntShare };
}

function averageOf(parts: Array<[number, Candidate]>): Float64Array {
	return parts[0]![1].outOfFold.map((_, row) =>
		parts.reduce((sum, [share, { outOfFold }]) => sum + share * outOfFold[row]!, 0),
	);
}

/**
 * Deals rows to folds by what they hold, so that the order of rows does not matter and a lead that
 * occurs twice is never foretold by its own copy (FNV-1a over the levels, then mixed).
 */
function foldsOf({ levels, rows, positions }: Encoded, random: Random): Uint8Array {
	const salt = Math.floor(random() * 2 ** 32);
	const bits = new Uint32Array(2);
	const float = new Float64Array(bits.buffer);
	return Uint8Array.from({ length: rows }, (_, row) => {
		let hash = salt ^ 0x811c9dc5;
		const take = (value: number): void => {
			hash = Math.imul(hash ^ value, 0x01000193);
			hash ^= hash >>> 15;
		};
		for (const column of levels) take(column[row]!);
		for (const column of positions) {
			if (column.length === 0) continue;
			float[0] = column[row]!;
			take(bits[0]!);
			take(bits[1]!);
		}
		hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
		return ((hash ^ (hash >>> 13)) >>> 0) % settings.folds;
	});
}

/** How much lower the first log-odds' loss is, in nats a row, and the standard error of that. */
function compare(
	first: Float64Array,
	second: Float64Array,
	outcomes: Uint8Array,
): { mean: number; error: number } {
	const rows = outcomes.length;
	const gains = first.map((logOdds, row) => {
		const outcome = outcomes[row]!;
		return lossOf(sigmoid(second[row]!), outcome) - lossOf(sigmoid(logOdds), outcome);
	});
	const mean = gains.reduce((sum, gain) => sum + gain, 0) / rows;
	const squares = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
	return { mean, error: Math.sqrt(squares) / rows };
}

function meanLoss(logOdds: Float64Array, outcomes: Uint8Array): number {
	let sum = 0;
	logOdds.forEach((value, row) => (sum += lossOf(sigmoid(value), outcomes[row]!)));
	return sum / outcomes.length;
}

function baseLoss(outcomes: Uint8Array): number {
	const rate = outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length;
	return outcomes.reduce((sum, outcome) => sum + lossOf(rate, outcome), 0) / outcomes.length;
}
