import { applyModel } from '../../nodes/domain/lead/learning/applyModel';
import { fitLeadModel } from '../../nodes/domain/lead/learning/fit';
import type { LeadModel } from '../../nodes/domain/lead/learning/model';
import { sigmoid } from '../../nodes/domain/lead/learning/newton';
import type { LeadPrior } from '../../nodes/domain/lead/learning/prior';
import type { Random } from '../../nodes/domain/lead/learning/random';
import { seededRandom } from '../../nodes/domain/lead/learning/random';
import type { LeadTable, Outcomes } from '../../nodes/domain/lead/learning/table';

/** A lead as a row of cells, with the log-odds that its outcome was drawn from. */
export interface DrawnLead {
	row: Record<string, unknown>;
	logOdds: number;
}

/** A way of drawing leads. */
export type World = (random: Random) => DrawnLead;

/** A number from a standard normal distribution (Box and Muller). */
export function normal(random: Random): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const sources: Array<[string, number]> = [
	['referral', 1],
	['ads', -0.8],
	['event', 0],
];

/** Leads whose source and budget matter, with a size and a colour that do not. */
export const usualWorld: World = (random) => {
	const [source, effect] = sources[Math.floor(random() * 3)];
	const budget = Math.round(Math.exp(normal(random) + 6));
	const isKnown = random() < 0.8;
	return {
		row: {
			source,
			budget: isKnown ? String(budget) : '',
			size: String(Math.floor(random() * 5)),
			colour: random() < 0.5 ? 'red' : 'blue',
		},
		logOdds: -0.8 + effect + (isKnown ? 0.8 * (Math.log(budget) - 6) : -0.5),
	};
};

/** Leads about which nothing that is known matters. */
export const emptyWorld: World = (random) => ({ ...usualWorld(random), logOdds: -1 });

/** Draws leads and their outcomes. */
export function drawLeads(world: World, count: number, seed: number) {
	const random = seededRandom(seed);
	const leads = Array.from({ length: count }, () => world(random));
	const values = Uint8Array.from(leads, ({ logOdds }) => Number(random() < sigmoid(logOdds)));
	return { leads, values, table: tableOf(leads), outcomes: outcomesOf(values) };
}

/** Rows as a table. */
export function tableOf(leads: readonly DrawnLead[]): LeadTable {
	const columns = Object.keys(leads[0].row).map((name) => ({
		name,
		values: leads.map(({ row }) => row[name]),
	}));
	return { rows: leads.length, columns };
}

/** Zeros and ones as outcomes. */
export function outcomesOf(values: ArrayLike<number>): Outcomes {
	const outcomes = Uint8Array.from(values);
	const positives = outcomes.reduce((sum, outcome) => sum + outcome, 0);
	return { values: outcomes, positives, positive: 'yes' };
}

/** A model fitted to drawn leads. */
export function modelOf(world: World, count: number, seed: number, prior?: LeadPrior): LeadModel {
	const { table, outcomes } = drawLeads(world, count, seed);
	return fitLeadModel({ table, label: 'won', outcomes, prior });
}

/** The probabilities that a model gives leads. */
export function foretold(model: LeadModel, leads: readonly DrawnLead[]): number[] {
	return leads.map(({ row }) => applyModel(model, row).probability.value);
}
