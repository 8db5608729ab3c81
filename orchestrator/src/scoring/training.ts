import type { LeadTable, Outcomes } from '../../../nodes/domain/lead/learning/table';
import { readOutcomes, selectRows } from '../../../nodes/domain/lead/learning/table';
import { timeOrder } from '../../../nodes/domain/lead/learning/timeOrder';
import { columnOf, parseCsv, withoutColumns } from './csv';
import { readTextFile } from './files';

/** How the command line names the columns of a training file. */
export interface TrainingColumns {
	label: string;
	/** Identifies a lead; not an input. */
	id?: string;
	/** Known only afterwards, or not to be used. */
	ignore?: string[];
	/** Gives the order of the rows; not an input. */
	time?: string;
}

/** Leads with their outcomes, oldest first where a time was named. */
export interface Training {
	table: LeadTable;
	outcomes: Outcomes;
}

/**
 * Reads a file of leads whose outcomes are known.
 *
 * @throws MendableError of the file, the columns, the label or the time
 */
export async function readTraining(file: string, columns: TrainingColumns): Promise<Training> {
	const csv = parseCsv(await readTextFile(file), file);
	const { label, id, ignore = [], time } = columns;
	const left = [label, ...(id === undefined ? [] : [id]), ...ignore];
	if (time !== undefined) left.push(time);
	for (const name of left) columnOf(csv, name, file);
	const outcomes = readOutcomes(label, columnOf(csv, label, file));
	const table = withoutColumns(csv, left);
	if (time === undefined) return { table, outcomes };
	const order = timeOrder(time, columnOf(csv, time, file));
	return {
		table: selectRows(table, order),
		outcomes: { ...outcomes, values: Uint8Array.from(order, (row) => outcomes.values[row]!) },
	};
}
