import { MendableError } from '../../../nodes/domain/errors';
import { defaultRules } from '../../../nodes/domain/lead/defaultRules';
import { applyModel, tierOf } from '../../../nodes/domain/lead/learning/applyModel';
import type { LeadModel } from '../../../nodes/domain/lead/learning/model';
import { scoreOfProbability } from '../../../nodes/domain/lead/score';
import type { CsvTable } from './csv';

/** Columns that scoring adds, in this order; ones of the same name are written anew. */
export const scoreColumns = ['probability', 'low', 'high', 'score', 'tier'] as const;

/**
 * Adds the model's answer to every lead of a table.
 *
 * @throws MendableError `model/columns` where the table lacks columns that the model reads
 */
export function scoreTable(model: LeadModel, table: CsvTable, name: string): CsvTable {
	const lacking = model.columns.filter((column) => !table.header.includes(column.name));
	if (lacking.length > 0) {
		const list = (names: string[]): string => names.map((title) => `"${title}"`).join(', ');
		throw new MendableError(
			'model/columns',
			`The file ${name} does not have what the model reads.`,
			`It lacks ${list(lacking.map((column) => column.name))}; its columns are ${list(table.header)}.`,
			'Add the columns (cells may be empty: unknown), or fit a model without them.',
		);
	}
	const inputs = model.columns.map((column) => ({
		name: column.name,
		cells: table.columns[table.header.indexOf(column.name)]!,
	}));
	const added: Record<(typeof scoreColumns)[number], string[]> = {
		probability: [],
		low: [],
		high: [],
		score: [],
		tier: [],
	};
	for (let row = 0; row < table.rows; row++) {
		const lead = Object.fromEntries(inputs.map(({ name: column, cells }) => [column, cells[row]]));
		const { probability } = applyModel(model, lead);
		const score = scoreOfProbability(probability.value, defaultRules.baseRate);
		added.probability.push(probability.value.toFixed(6));
		added.low.push(probability.low.toFixed(6));
		added.high.push(probability.high.toFixed(6));
		added.score.push(String(score));
		added.tier.push(tierOf(model, probability.value));
	}
	const isKept = table.header.map((title) => !scoreColumns.some((column) => column === title));
	return {
		...table,
		header: [...table.header.filter((_, index) => isKept[index]), ...scoreColumns],
		columns: [
			...table.columns.filter((_, index) => isKept[index]),
			...scoreColumns.map((column) => added[column]),
		],
	};
}
