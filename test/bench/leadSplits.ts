import { existsSync } from 'node:fs';
import path from 'node:path';
import { applyModel } from '../../nodes/domain/lead/learning/applyModel';
import { fitLeadModel } from '../../nodes/domain/lead/learning/fit';
import type { LeadModel } from '../../nodes/domain/lead/learning/model';
import type { LeadTable, Outcomes } from '../../nodes/domain/lead/learning/table';
import { readOutcomes, rowOf, selectRows } from '../../nodes/domain/lead/learning/table';
import { columnOf, parseCsv, withoutColumns } from '../../orchestrator/src/scoring/csv';
import { readTextFile } from '../../orchestrator/src/scoring/files';

/** Leads and what became of them. */
export interface KnownLeads {
	table: LeadTable;
	outcomes: Outcomes;
}

/** A data set parted into the leads to learn from and the leads to foretell. */
export interface LeadSplit {
	name: string;
	label: string;
	train: KnownLeads;
	test: KnownLeads;
}

/** The folder with the public lead data; null where AGENCY_SHARED does not have it. */
export function leadFolder(): string | null {
	const shared = process.env.AGENCY_SHARED ?? path.resolve(__dirname, '../../../shared');
	const folder = path.join(shared, 'data', 'leads');
	return existsSync(folder) ? folder : null;
}

/** The four splits that that folder's README defines; `duration` is known only afterwards. */
export async function readLeadSplits(folder: string): Promise<LeadSplit[]> {
	const bankFile = path.join(folder, 'bank-additional-full.csv.gz');
	const b2bFile = path.join(folder, 'b2b_saas_leads_v7.csv');
	const bank = parseCsv(await readTextFile(bankFile), bankFile);
	const b2b = parseCsv(await readTextFile(b2bFile), b2bFile);
	const ofBank = knownLeads(bank, 'y', ['duration']);
	const ofB2b = knownLeads(b2b, 'converted', []);
	const wave = columnOf(b2b, 'acquisition_wave', b2bFile);
	return [
		split('bank, mod4', 'y', ofBank, (row) => row % 4 === 3),
		split('bank, later', 'y', ofBank, (row) => row >= 30_891),
		split('b2b, mod4', 'converted', ofB2b, (row) => row % 4 === 3),
		split('b2b, wave', 'converted', ofB2b, (row) => wave[row] === 'C'),
	];
}

function knownLeads(csv: ReturnType<typeof parseCsv>, label: string, ignore: string[]): KnownLeads {
	const outcomes = readOutcomes(label, columnOf(csv, label, label));
	return { table: withoutColumns(csv, [label, ...ignore]), outcomes };
}

function split(
	name: string,
	label: string,
	leads: KnownLeads,
	isTest: (row: number) => boolean,
): LeadSplit {
	const rows = Array.from({ length: leads.table.rows }, (_, row) => row);
	return {
		name,
		label,
		train: pickLeads(
			leads,
			rows.filter((row) => !isTest(row)),
		),
		test: pickLeads(leads, rows.filter(isTest)),
	};
}

/** The leads in the given rows. */
export function pickLeads({ table, outcomes }: KnownLeads, rows: number[]): KnownLeads {
	const values = Uint8Array.from(rows, (row) => outcomes.values[row]);
	const positives = values.reduce((sum, outcome) => sum + outcome, 0);
	return { table: selectRows(table, rows), outcomes: { ...outcomes, values, positives } };
}

/** Fits with the settings that ship. */
export function fitTo({ table, outcomes }: KnownLeads, label: string): LeadModel {
	return fitLeadModel({ table, label, outcomes });
}

/** The probability that a model gives each lead. */
export function foretell(model: LeadModel, { table }: KnownLeads): Float64Array {
	return Float64Array.from(
		{ length: table.rows },
		(_, row) => applyModel(model, rowOf(table, row)).probability.value,
	);
}
