import { applyModel } from '../../nodes/domain/lead/learning/applyModel';
import { brierOf, measure } from '../../nodes/domain/lead/learning/metrics';
import type { LeadModel } from '../../nodes/domain/lead/learning/model';
import type { Random } from '../../nodes/domain/lead/learning/random';
import { seededRandom } from '../../nodes/domain/lead/learning/random';
import { rowOf } from '../../nodes/domain/lead/learning/table';
import type { KnownLeads, LeadSplit } from './leadSplits';
import { fitTo, foretell, leadFolder, pickLeads, readLeadSplits } from './leadSplits';
import type { BenchTable } from './table';
import { median } from './table';

const FEW = 30;
const DRAWS = 20;

/** Others' figures on the same splits: AUC / top tenth / Brier, or AUC alone. */
const published: Record<string, string> = {
	'bank, mod4':
		'logistic regression .790/.503/.0776; gradient boosting .809/.530/.0755; additive .800/.520/.0764',
	'bank, later':
		'logistic regression .717/.552/.1700; forest .735/.654/.1710; additive .718/.645/.1649',
	'b2b, mod4': 'logistic regression .650; gradient boosting .703',
	'b2b, wave': 'logistic regression .591; naive Bayes .662',
};

/** How good fitted lead scores are on public data that they have not seen, and what one costs. */
export async function benchLeadModels(): Promise<BenchTable[]> {
	const folder = leadFolder();
	if (folder === null) {
		const note =
			'Not measured: the public lead data are not there. Set AGENCY_SHARED to the folder that holds "data/leads".';
		return [{ name: 'Lead models', note, rows: [] }];
	}
	const splits = await readLeadSplits(folder);
	const fitted = splits.map((split) => {
		const startedAt = performance.now();
		const model = fitTo(split.train, split.label);
		return { split, model, seconds: (performance.now() - startedAt) / 1000 };
	});
	return [
		{
			name: 'Lead models',
			note: 'Fitted on train rows, measured on test rows; the same default settings everywhere. Base Brier: everyone gets the train rate.',
			rows: fitted.map(({ split, model, seconds }) => wholeRow(split, model, seconds)),
		},
		{
			name: `Lead models from ${FEW} leads`,
			note: `Means over ${DRAWS} seeded draws of ${FEW} train rows, measured on all test rows. Base Brier: everyone gets the draw's rate.`,
			rows: splits.map(fewRow),
		},
		costTable(fitted[0].model, splits[0].test),
	];
}

function wholeRow(split: LeadSplit, model: LeadModel, seconds: number) {
	const { train, test } = split;
	const { auc, topTenth, brier } = measure(foretell(model, test), test.outcomes.values);
	const rate = train.outcomes.positives / train.table.rows;
	return {
		split: split.name,
		AUC: (auc ?? 0).toFixed(3),
		'top tenth': topTenth.toFixed(3),
		Brier: brier.toFixed(4),
		'base Brier': baseBrier(rate, test).toFixed(4),
		'others (AUC/top/Brier)': published[split.name],
		'fit, s': seconds.toFixed(1),
		'model, kB': (JSON.stringify(model).length / 1000).toFixed(0),
	};
}

function fewRow(split: LeadSplit) {
	const random = seededRandom(FEW);
	const results = Array.from({ length: DRAWS }, () => {
		const few = drawFew(split.train, random);
		const { auc, brier } = measure(
			foretell(fitTo(few, split.label), split.test),
			split.test.outcomes.values,
		);
		return { auc: auc ?? 0, brier, base: baseBrier(few.outcomes.positives / FEW, split.test) };
	});
	const mean = (of: (result: (typeof results)[number]) => number) =>
		results.reduce((sum, result) => sum + of(result), 0) / DRAWS;
	return {
		split: split.name,
		AUC: mean(({ auc }) => auc).toFixed(3),
		Brier: mean(({ brier }) => brier).toFixed(4),
		'base Brier': mean(({ base }) => base).toFixed(4),
		'better in': `${results.filter(({ brier, base }) => brier < base).length} of ${DRAWS}`,
	};
}

/** Thirty different train rows with both outcomes among them. */
export function drawFew(train: KnownLeads, random: Random): KnownLeads {
	for (;;) {
		const rows = new Set<number>();
		while (rows.size < FEW) rows.add(Math.floor(random() * train.table.rows));
		const few = pickLeads(train, [...rows]);
		if (few.outcomes.positives > 0 && few.outcomes.positives < FEW) return few;
	}
}

/** Brier score of giving every lead the same probability. */
export function baseBrier(rate: number, { outcomes }: KnownLeads): number {
	return brierOf(new Float64Array(outcomes.values.length).fill(rate), outcomes.values);
}

/** One scoring beside the bare sum of products that any linear score needs, in the same run. */
function costTable(model: LeadModel, test: KnownLeads): BenchTable {
	const leads = Array.from({ length: 1000 }, (_, row) => rowOf(test.table, row));
	const weights = Float64Array.from(model.weights);
	const inputs = leads.map((_, row) => weights.map((_weight, slot) => (slot * 7 + row) % 2));
	let sink = 0;
	const score = () => {
		for (const lead of leads) sink += applyModel(model, lead).logOdds;
	};
	const dot = () => {
		for (const input of inputs) {
			for (let slot = 0; slot < weights.length; slot++) sink += weights[slot] * input[slot];
		}
	};
	const timed = { score: [] as number[], dot: [] as number[] };
	for (let round = 0; round < 30; round++) {
		timed.score.push(millisecondsOf(score));
		timed.dot.push(millisecondsOf(dot));
	}
	if (!Number.isFinite(sink)) throw new Error('A score is not a number.');
	// A thousand leads a round: milliseconds a round are microseconds a lead.
	const [ours, bare] = [median(timed.score), median(timed.dot)];
	return {
		name: 'Applying a lead model',
		note: `With interval and contributions, ${model.columns.length} columns and ${model.pairs.length} pairs; the bare sum of products runs over all ${weights.length} weights.`,
		rows: [
			{ what: 'applyModel', µs: ours.toFixed(1), ratio: (ours / bare).toFixed(1) },
			{ what: 'bare sum of products', µs: bare.toFixed(2), ratio: 1 },
		],
	};
}

function millisecondsOf(call: () => void): number {
	const startedAt = performance.now();
	call();
	return performance.now() - startedAt;
}
