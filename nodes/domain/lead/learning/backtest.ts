import { MendableError } from '../../errors';
import { applyModel } from './applyModel';
import { chooseColumns } from './columns';
import { encode } from './design';
import { fitLeadModel } from './fit';
import type { Measures, Share } from './metrics';
import { lossOf, measure, wilson } from './metrics';
import type { LeadModel } from './model';
import { logit, sigmoid } from './newton';
import type { LeadPrior } from './prior';
import { admitPrior, noPrior, priorLogOdds } from './prior';
import type { Random } from './random';
import { seededRandom } from './random';
import type { LeadTable, Outcomes } from './table';
import { rowOf, selectRows } from './table';

/** What a backtest is made from. */
export interface BacktestRequest {
	/** The inputs, oldest lead first. */
	table: LeadTable;
	label: string;
	outcomes: Outcomes;
	/** The scorecard that the fits start from, and that they are compared with where it applies. */
	prior?: LeadPrior;
	/** The model in use today, to be compared with instead. */
	current?: LeadModel;
	/** Seed of the folds and of the bootstrap, 1 if left out. */
	seed?: number;
	/** Called after each block. */
	onProgress?: (done: number, of: number) => void;
}

/** One stretch of time, foretold by a model that had seen only what came before. */
export interface BacktestBlock {
	trainRows: number;
	rows: number;
	/** Successes among the block's leads. */
	successes: Share;
	logLoss: number;
	referenceLogLoss: number;
}

/** How the new way of scoring would have done, and whether it should take over. */
export interface Backtest {
	blocks: BacktestBlock[];
	/** Measures of the new model over all blocks. */
	model: Measures;
	/** Successes in the tenth of leads that the new model put first. */
	topTenth: Share;
	/** What it was compared with, and that one's measures. */
	reference: { name: 'base rate' | 'scorecard' | 'current model'; measures: Measures };
	/** Measures of foretelling the rate of the past for everyone. */
	baseRate: Measures;
	/** By how much the log-loss fell, nats a lead, with a 95% bootstrap interval. */
	improvement: { value: number; low: number; high: number };
	isRecommended: boolean;
	because: string;
}

const mostBlocks = 6;
const leastRows = 40;
const bootstraps = 2_000;
const chunks = 100;

/**
 * Replays the past in time order: every block is foretold by a model fitted to the blocks before it.
 *
 * The new model is recommended only when the whole 95% interval of its improvement lies above 0. The
 * bootstrap draws stretches of neighbouring leads, because leads of one week resemble each other.
 *
 * @throws MendableError `backtest/too-few`
 */
export function backtest(request: BacktestRequest): Backtest {
	const { table, outcomes, onProgress } = request;
	const { rows } = table;
	if (rows < leastRows) {
		throw new MendableError(
			'backtest/too-few',
			'There are too few leads to replay.',
			`The data have ${rows} rows; a backtest needs ${leastRows}.`,
			'Wait for more outcomes; `agency-ops score fit` works with fewer and says how unsure it is.',
		);
	}
	const count = Math.min(mostBlocks, Math.floor(rows / (leastRows / 4)));
	const starts = Array.from({ length: count + 1 }, (_, block) =>
		Math.round((block * rows) / count),
	);
	const foretold = { model: [] as number[], reference: [] as number[], base: [] as number[] };
	const first = starts[1]!;
	const name = referenceName(request);
	for (let block = 1; block < count; block++) {
		const past = foretellBlock(request, name, starts[block]!, starts[block + 1]!);
		foretold.model.push(...past.model);
		foretold.reference.push(...past.reference);
		foretold.base.push(...past.base);
		onProgress?.(block, count - 1);
	}
	const seen = outcomes.values.subarray(first);
	const gains = foretold.model.map(
		(value, row) => lossOf(foretold.reference[row]!, seen[row]!) - lossOf(value, seen[row]!),
	);
	const improvement = bootstrapMean(gains, seededRandom(request.seed ?? 1));
	const blocks = starts.slice(1, -1).map((start, index): BacktestBlock => {
		const from = start - first;
		const to = starts[index + 2]! - first;
		const inBlock = seen.subarray(from, to);
		return {
			trainRows: start,
			rows: to - from,
			successes: wilson(sum(inBlock), to - from),
			logLoss: measure(foretold.model.slice(from, to), inBlock).logLoss,
			referenceLogLoss: measure(foretold.reference.slice(from, to), inBlock).logLoss,
		};
	});
	const model = measure(foretold.model, seen);
	const top = Math.max(1, Math.floor(seen.length / 10));
	const isRecommended = improvement.low > 0;
	return {
		blocks,
		model,
		topTenth: wilson(Math.round(model.topTenth * top), top),
		reference: { name, measures: measure(foretold.reference, seen) },
		baseRate: measure(foretold.base, seen),
		improvement,
		isRecommended,
		because: becauseOf(improvement, name),
	};
}

function referenceName({ current, prior, table }: BacktestRequest): Backtest['reference']['name'] {
	if (current !== undefined) return 'current model';
	const names = new Set(table.columns.map(({ name }) => name));
	return prior?.columns.some(({ name }) => names.has(name)) ? 'scorecard' : 'base rate';
}

function becauseOf({ value, low, high }: Backtest['improvement'], name: string): string {
	const range = `${low.toFixed(4)} to ${high.toFixed(4)}`;
	const than = name === 'base rate' ? 'foretelling the base rate' : `the ${name}`;
	if (low > 0)
		return `Its log-loss is ${value.toFixed(4)} lower than with ${than} (95%: ${range}).`;
	if (high < 0) return `Its log-loss is higher than with ${than} (change 95%: ${range}).`;
	return `Its log-loss differs from ${than} by no more than chance may (95%: ${range}).`;
}

function foretellBlock(
	{ table, label, outcomes, prior, current, seed }: BacktestRequest,
	name: Backtest['reference']['name'],
	start: number,
	end: number,
): { model: number[]; reference: number[]; base: number[] } {
	const past = Array.from({ length: start }, (_, row) => row);
	const next = Array.from({ length: end - start }, (_, row) => start + row);
	const values = outcomes.values.slice(0, start);
	const positives = sum(values);
	const rate = (positives + 0.5) / (start + 1);
	const base = next.map(() => rate);
	const train = selectRows(table, past);
	const isLearnable = positives > 0 && positives < start && chooseColumns(train).columns.length > 0;
	const scored = (model: LeadModel): number[] =>
		next.map((row) => applyModel(model, rowOf(table, row)).probability.value);
	const model = isLearnable
		? scored(
				fitLeadModel({
					table: train,
					label,
					outcomes: { ...outcomes, values, positives },
					prior,
					seed,
				}),
			)
		: base;
	if (current !== undefined) return { model, reference: scored(current), base };
	if (name === 'base rate') return { model, reference: base, base };
	return { model, reference: scoreByPrior(prior ?? noPrior, table, past, next, rate), base };
}

/** The scorecard alone, with the intercept that gives the past its rate of successes. */
function scoreByPrior(
	prior: LeadPrior,
	table: LeadTable,
	past: number[],
	next: number[],
	rate: number,
): number[] {
	const columns = chooseColumns(table).columns.map((column) => admitPrior(column, prior));
	const encoded = encode(columns, table);
	const tables = columns.map((column) => priorLogOdds(column, prior));
	const offsets = Array.from({ length: table.rows }, (_, row) =>
		tables.reduce((total, byLevel, column) => total + byLevel[encoded.levels[column]![row]!]!, 0),
	);
	let intercept = logit(rate);
	for (let round = 0; round < 25; round++) {
		const expected = past.map((row) => sigmoid(intercept + offsets[row]!));
		const slope = expected.reduce((total, p) => total + p * (1 - p), 1e-9);
		intercept += Math.max(-1, Math.min(1, (rate * past.length - sum(expected)) / slope));
	}
	return next.map((row) => sigmoid(intercept + offsets[row]!));
}

/** Mean of values in time order, with a 95% interval from drawing stretches of them. */
function bootstrapMean(values: number[], random: Random): Backtest['improvement'] {
	const parts = Math.min(chunks, values.length);
	const sums = Array.from({ length: parts }, (_, part) => {
		const from = Math.floor((part * values.length) / parts);
		const stretch = values.slice(from, Math.floor(((part + 1) * values.length) / parts));
		return { total: sum(stretch), rows: stretch.length };
	});
	const means = Array.from({ length: bootstraps }, () => {
		let total = 0;
		let rows = 0;
		for (let draw = 0; draw < parts; draw++) {
			const drawn = sums[Math.floor(random() * parts)]!;
			total += drawn.total;
			rows += drawn.rows;
		}
		return total / rows;
	}).sort((a, b) => a - b);
	return {
		value: sum(values) / values.length,
		low: means[Math.floor(0.025 * bootstraps)]!,
		high: means[Math.ceil(0.975 * bootstraps) - 1]!,
	};
}

function sum(values: ArrayLike<number>): number {
	let total = 0;
	for (let index = 0; index < values.length; index++) total += values[index]!;
	return total;
}
