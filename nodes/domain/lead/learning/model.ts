import { z } from 'zod';

import { MendableError } from '../../errors';
import { read } from '../../read';
import { levelCount } from './columns';
import { slotsOf } from './slots';

const name = z.string();
const levels = z.array(z.number().int().nonnegative());

const numberColumnSchema = z
	.object({
		kind: z.literal('number'),
		name,
		format: z.enum(['point', 'comma']),
		center: z.number(),
		scale: z.number().positive(),
		range: z.tuple([z.number(), z.number()]),
		edges: z.array(z.number()),
		hasUnknown: z.boolean(),
	})
	.strict();

const categoryColumnSchema = z
	.object({
		kind: z.literal('category'),
		name,
		levels: z.array(z.string()),
		hasOther: z.boolean(),
		presenceOnly: z.boolean(),
	})
	.strict();

const measuresSchema = z
	.object({
		rows: z.number().int(),
		positives: z.number().int(),
		auc: z.number().nullable(),
		topTenth: z.number(),
		brier: z.number(),
		logLoss: z.number(),
		calibrationError: z.number(),
	})
	.strict();

/**
 * A fitted lead score as plain JSON, of some tens of kilobytes, that can be pasted into a node.
 *
 * A lead's log-odds are the intercept plus, for each column, the weight of its level (and of its line
 * times the position on it) plus, for each pair, the weight of its cell.
 */
export const leadModelSchema = z
	.object({
		modelVersion: z.literal(1),
		/** `sha256:` and 64 hex digits over everything else in the model. */
		id: z.string(),
		/** What was foretold: the column, and how it writes a success. */
		label: z.object({ column: z.string(), positive: z.string() }).strict(),
		columns: z.array(z.discriminatedUnion('kind', [numberColumnSchema, categoryColumnSchema])),
		pairs: z.array(
			z
				.object({
					first: z.number().int().nonnegative(),
					second: z.number().int().nonnegative(),
					coarseFirst: levels,
					coarseSecond: levels,
					width: z.number().int().positive(),
					cells: levels,
				})
				.strict(),
		),
		/** Log-odds of each slot; the intercept first. */
		weights: z.array(z.number()).min(1),
		/** Posterior variance of the log-odds: factors for its main directions, and the rest by slot. */
		spread: z.object({ factors: z.array(z.array(z.number())), rest: z.array(z.number()) }).strict(),
		/** Corners of the isotonic calibration in log-odds; null where none was needed. */
		calibration: z
			.object({ from: z.array(z.number()), to: z.array(z.number()) })
			.strict()
			.nullable(),
		/** Least probability of each tier; below `warm` a lead is cold. */
		tiers: z.object({ hot: z.number(), warm: z.number() }).strict(),
		training: z
			.object({
				rows: z.number().int(),
				positives: z.number().int(),
				/** Measured on rows that the fit in question had not seen; null under 20 rows. */
				outOfFold: measuresSchema.nullable(),
				/** Share of the learnt fit in the weights; the rest is the plain one's. */
				learntShare: z.number(),
				notes: z.array(z.string()),
			})
			.strict(),
	})
	.strict();

/** A fitted lead score. */
export type LeadModel = z.infer<typeof leadModelSchema>;

/**
 * Reads a model from JSON that was pasted or read from a file.
 *
 * @throws MendableError `model/invalid` with every field that is wrong
 */
export function readLeadModel(value: unknown): LeadModel {
	const mend = 'Paste the whole file that `agency-ops score fit` wrote, or fit the model again.';
	const what = 'The lead model cannot be used.';
	const model = read(leadModelSchema, value, { code: 'model/invalid', what, mend });
	const problem = inconsistencyOf(model);
	if (problem !== null) throw new MendableError('model/invalid', what, problem, mend);
	return model;
}

function inconsistencyOf(model: LeadModel): string | null {
	const { columns, pairs, weights, spread, calibration } = model;
	for (const [index, { first, second, coarseFirst, coarseSecond }] of pairs.entries()) {
		const one = columns[first];
		const other = columns[second];
		const isWhole =
			one !== undefined &&
			other !== undefined &&
			coarseFirst.length === levelCount(one) &&
			coarseSecond.length === levelCount(other);
		if (!isWhole) return `Field "pairs[${index}]": it does not fit the columns.`;
	}
	const { size } = slotsOf(columns, pairs);
	const lists: Array<[string, number]> = [
		['weights', weights.length],
		['spread.rest', spread.rest.length],
		...spread.factors.map((factor, index): [string, number] => [
			`spread.factors[${index}]`,
			factor.length,
		]),
	];
	for (const [field, length] of lists) {
		if (length !== size) return `Field "${field}": expected ${size} numbers, got ${length}.`;
	}
	if (calibration !== null && calibration.from.length !== calibration.to.length) {
		return 'Field "calibration": "from" and "to" have different lengths.';
	}
	return null;
}
