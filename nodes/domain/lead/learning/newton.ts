import type { Design } from './design';
import { curvatureOf, gradientOf, logOddsOf } from './design';
import type { SymmetricMatrix } from './matrix';
import { cholesky, choleskySolve, inverseDiagonal, invertLower } from './matrix';

/** What is believed about a fit's coefficients before the outcomes are seen. */
export interface PriorSettings {
	/** Precision of the normal prior on the rows' mean log-odds. */
	basePrecision: number;
	/** Mean of that prior, log-odds. */
	baseMean: number;
	/**
	 * Shape and rate of the gamma prior on each group's precision. With 0.5 and 0.005 a group that
	 * says nothing ends near precision 100, and one that says much pays little for it.
	 */
	shape: number;
	rate: number;
	/** Bounds of a group's precision. */
	least: number;
	greatest: number;
}

/**
 * The shipped prior, the same for every data set: about four leads' worth of belief in a rate of 25%
 * (the plan's conversion from lead to client, before it grows to 40%).
 */
export const defaultPrior: PriorSettings = {
	basePrecision: 0.25,
	baseMean: Math.log(0.25 / 0.75),
	shape: 0.5,
	rate: 0.005,
	least: 0.05,
	greatest: 1e5,
};

/** What a fit is made from. */
export interface FitInput {
	design: Design;
	/** 0 or 1 for each row. */
	outcomes: Uint8Array;
	/** Log-odds that each row starts from. */
	offset: Float64Array;
	/** 1 for rows to learn from, 0 for rows held out; null learns from all. */
	use: Uint8Array | null;
	prior: PriorSettings;
	/** Precision of each group: where learning starts, or what it is if `learn` is false. */
	precisions: Float64Array;
	learn: boolean;
	/** Coefficients to start from; zero if left out. */
	start?: Float64Array;
	/** Most Newton steps, 60 if left out. */
	rounds?: number;
}

/** A penalised fit: coefficients at the mode, and the spread around it. */
export interface Fit {
	coefficients: Float64Array;
	precisions: Float64Array;
}

/** Probability for log-odds. */
export function sigmoid(logOdds: number): number {
	return logOdds >= 0 ? 1 / (1 + Math.exp(-logOdds)) : 1 - 1 / (1 + Math.exp(logOdds));
}

/** Log-odds for a probability, kept 1e-12 away from 0 and 1. */
export function logit(probability: number): number {
	const kept = Math.min(1 - 1e-12, Math.max(1e-12, probability));
	return Math.log(kept / (1 - kept));
}

/** Penalty of each coefficient, from its group's precision. */
function penaltiesOf({ design }: FitInput, precisions: Float64Array): Float64Array {
	const penalties = new Float64Array(design.layout.size);
	design.layout.groups.forEach(({ start, end }, group) => {
		penalties.fill(precisions[group]!, start, end);
	});
	return penalties;
}

/** The mean row that is learnt from: its coefficients, and its offset. */
interface Base {
	row: Float64Array;
	offset: number;
}

function baseOf({ design, offset, use }: FitInput): Base {
	const rows = use === null ? design.rows : use.reduce((sum, used) => sum + used, 0);
	const shares = new Float64Array(design.rows);
	for (let row = 0; row < design.rows; row++) {
		if (use === null || use[row] === 1) shares[row] = 1 / rows;
	}
	const mean = offset.reduce((sum, value, row) => sum + value * shares[row]!, 0);
	return { row: gradientOf(design, shares), offset: mean };
}

function meanLogOdds({ row, offset }: Base, coefficients: Float64Array): number {
	return coefficients.reduce((sum, value, i) => sum + value * row[i]!, offset);
}

/** Logarithm of likelihood times prior, up to a constant. */
function objectiveOf(
	{ outcomes, use, prior }: FitInput,
	base: Base,
	logOdds: Float64Array,
	coefficients: Float64Array,
	penalties: Float64Array,
): number {
	let sum = 0;
	for (let row = 0; row < logOdds.length; row++) {
		if (use !== null && use[row] === 0) continue;
		const x = outcomes[row] === 1 ? logOdds[row]! : -logOdds[row]!;
		sum += x > 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x));
	}
	sum -= 0.5 * prior.basePrecision * (meanLogOdds(base, coefficients) - prior.baseMean) ** 2;
	for (let i = 1; i < coefficients.length; i++) sum -= 0.5 * penalties[i]! * coefficients[i]! ** 2;
	return sum;
}

/** One Newton step, halved until it does not lose. */
function step(
	input: FitInput,
	base: Base,
	coefficients: Float64Array,
	penalties: Float64Array,
): { coefficients: Float64Array; factor: SymmetricMatrix; gain: number } {
	const { design, outcomes, use, offset, prior } = input;
	const logOdds = logOddsOf(design, coefficients, offset);
	const residuals = new Float64Array(design.rows);
	const weights = new Float64Array(design.rows);
	for (let row = 0; row < design.rows; row++) {
		if (use !== null && use[row] === 0) continue;
		const probability = sigmoid(logOdds[row]!);
		residuals[row] = outcomes[row]! - probability;
		weights[row] = Math.max(probability * (1 - probability), 1e-9);
	}
	const gradient = gradientOf(design, residuals);
	const curvature = curvatureOf(design, weights);
	const { size, values } = curvature;
	const pull = prior.basePrecision * (prior.baseMean - meanLogOdds(base, coefficients));
	for (let i = 0; i < size; i++) {
		gradient[i]! += base.row[i]! * pull - penalties[i]! * coefficients[i]!;
		values[i * size + i]! += penalties[i]!;
		const scaled = prior.basePrecision * base.row[i]!;
		for (let j = 0; j <= i; j++) values[i * size + j]! += scaled * base.row[j]!;
	}
	const factor = cholesky(curvature);
	const direction = choleskySolve(factor, gradient);
	const before = objectiveOf(input, base, logOdds, coefficients, penalties);
	for (let length = 1; length > 1e-4; length /= 2) {
		const next = coefficients.map((value, i) => value + length * direction[i]!);
		const after = objectiveOf(input, base, logOddsOf(design, next, offset), next, penalties);
		if (after >= before - 1e-9) return { coefficients: next, factor, gain: after - before };
	}
	return { coefficients, factor, gain: 0 };
}

/**
 * Moves each group's precision towards what its coefficients ask for (the fixed point of Fellner and
 * Schall, 1986, with the gamma prior added), and answers with the greatest change in logarithms.
 */
function learnPrecisions(
	{ design, prior }: FitInput,
	coefficients: Float64Array,
	factor: SymmetricMatrix,
	precisions: Float64Array,
): number {
	const variances = inverseDiagonal(invertLower(factor));
	let change = 0;
	design.layout.groups.forEach(({ start, end }, group) => {
		const precision = precisions[group]!;
		let trace = 0;
		let square = 0;
		for (let i = start; i < end; i++) {
			trace += variances[i]!;
			square += coefficients[i]! ** 2;
		}
		const effective = Math.max(0, end - start - precision * trace);
		const asked = (effective + 2 * prior.shape) / (square + 2 * prior.rate);
		precisions[group] = Math.min(prior.greatest, Math.max(prior.least, asked));
		change = Math.max(change, Math.abs(Math.log(precisions[group]! / precision)));
	});
	return change;
}

/**
 * Maximum a posteriori logistic regression by Newton's method.
 *
 * With `learn`, every group of coefficients finds its own prior variance in the data: a group that
 * says nothing is shrunk away, one that says much is hardly shrunk.
 */
export function fitCoefficients(input: FitInput): Fit {
	const precisions = Float64Array.from(input.precisions);
	const rounds = input.rounds ?? 60;
	let coefficients = input.start ?? new Float64Array(input.design.layout.size);
	const base = baseOf(input);
	for (let round = 0; round < rounds; round++) {
		const taken = step(input, base, coefficients, penaltiesOf(input, precisions));
		({ coefficients } = taken);
		const change = input.learn ? learnPrecisions(input, coefficients, taken.factor, precisions) : 0;
		if (taken.gain < 1e-6 && change < 0.02) break;
	}
	return { coefficients, precisions };
}

/**
 * How wide the coefficients may lie around the mode. Where rows are few the prior shrinks hard, to be
 * safe; the interval must admit that effects may be larger than such a prior says, so there it counts
 * a tenth, and whole once the rarer outcome has occurred 250 times.
 *
 * Answers with the inverse L of the Cholesky factor of the posterior precision: covariance is LᵀL.
 */
export function spreadOf(input: FitInput, { coefficients, precisions }: Fit): SymmetricMatrix {
	const positives = input.outcomes.reduce((sum, outcome) => sum + outcome, 0);
	const rarer = Math.min(positives, input.outcomes.length - positives);
	const trust = Math.min(1, Math.max(0.1, rarer / 250));
	const doubted = penaltiesOf(
		input,
		precisions.map((precision) => precision * trust),
	);
	return invertLower(step(input, baseOf(input), coefficients, doubted).factor);
}
