import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backtest } from '../../../nodes/domain/lead/learning/backtest';
import { printCsv } from '../../../orchestrator/src/scoring/csv';
import type { OutcomeRow } from '../../../orchestrator/src/scoring/outcomes';
import { outcomeTable } from '../../../orchestrator/src/scoring/outcomes';
import { readTraining } from '../../../orchestrator/src/scoring/training';

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'agency-outcomes-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const row = (number: number, changes: Partial<OutcomeRow> = {}): OutcomeRow => ({
	lead: `20261126-${String(number).padStart(12, '0')}`,
	receivedAt: new Date(Date.UTC(2026, 10, 1, number)).toISOString(),
	won: number % 3 === 0 ? 1 : 0,
	levels: {
		budget: number % 3 === 0 ? 'enterprise' : 'low',
		source: number % 2 === 0 ? 'form' : '',
	},
	...changes,
});

describe('outcomeTable', () => {
	it('has a lead a row, oldest first, and a rule a column; what nobody knows is left out', () => {
		const table = outcomeTable([row(2), row(1), row(3, { won: null })], false);
		expect(table.header).toEqual(['lead', 'receivedAt', 'won', 'budget', 'source']);
		expect(table.columns[0]).toEqual([row(1).lead, row(2).lead]);
		expect(table.rows).toBe(2);
	});

	it('lists what nobody knows with an empty label, when asked to', () => {
		const table = outcomeTable([row(1), row(3, { won: null })], true);
		expect(table.columns[2]).toEqual(['0', '']);
	});

	it('takes a lead that came in twice once, as it came first', () => {
		const twice = [row(1), row(1, { receivedAt: '2026-12-01T00:00:00.000Z' })];
		expect(outcomeTable(twice, false).columns[1]).toEqual([row(1).receivedAt]);
	});

	it('keeps spreadsheets from running what stands in it', () => {
		const hostile = row(1, {
			lead: '=HYPERLINK("x")',
			levels: { '@rule': '+cmd', budget: '-1+1' },
		});
		const [header = '', line = ''] = printCsv(outcomeTable([hostile], false)).split('\n');
		for (const cell of [...header.split(','), ...line.split(',')]) {
			expect(cell).not.toMatch(/^"?[=+@\t]|^"?-(?!\d+$)/);
		}
	});

	it('is what a backtest takes, with 40 leads and no fewer', async () => {
		const file = path.join(folder, 'leads.csv');
		const columns = { label: 'won', time: 'receivedAt', id: 'lead' };
		const training = async (count: number) => {
			const rows = Array.from({ length: count }, (_, index) => row(index + 1));
			writeFileSync(file, printCsv(outcomeTable(rows, false)));
			return await readTraining(file, columns);
		};
		const { table, outcomes } = await training(40);
		expect(backtest({ table, label: 'won', outcomes }).blocks.length).toBeGreaterThan(0);
		const few = await training(39);
		expect(() => backtest({ ...few, label: 'won' })).toThrow('too few leads');
	});
});
