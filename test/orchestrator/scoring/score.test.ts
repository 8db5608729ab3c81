import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';

import { readLeadModel } from '../../../nodes/domain/lead/learning/model';
import { registerScore } from '../../../orchestrator/src/commands/score';
import { parseCsv, printCsv } from '../../../orchestrator/src/scoring/csv';
import type { World } from '../../support/someLeads';
import { drawLeads, usualWorld } from '../../support/someLeads';

let folder = '';
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'score-'))));
afterEach(async () => {
	jest.restoreAllMocks();
	await rm(folder, { recursive: true, force: true });
});

const at = (name: string) => path.join(folder, name);

/** Runs `agency-ops score …` and gives back what it printed. */
async function score(...args: string[]): Promise<string> {
	const printed: string[] = [];
	jest.spyOn(console, 'log').mockImplementation((line: string) => printed.push(line));
	jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
	const program = new Command('agency-ops').exitOverride();
	registerScore(program);
	await program.parseAsync(['node', 'agency-ops', 'score', ...args]);
	return printed.join('\n');
}

const json = async (...args: string[]): Promise<Record<string, unknown>> =>
	JSON.parse(await score(...args, '--json')) as Record<string, unknown>;

/** A file of leads with an id, a day and an outcome. */
async function writeLeads(name: string, count: number, seed: number, separator = ';') {
	const { leads, values } = drawLeads(usualWorld satisfies World, count, seed);
	const inputs = Object.keys(leads[0].row);
	const cells = leads.map(({ row }, index) => [
		`L${index}`,
		new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
		...inputs.map((input) => String(row[input])),
		values[index] === 1 ? 'won' : 'lost',
	]);
	const header = ['lead', 'day', ...inputs, 'outcome'];
	const columns = header.map((_, column) => cells.map((row) => row[column]));
	const text = printCsv({ header, columns, rows: count, separator });
	await writeFile(at(name), name.endsWith('.gz') ? gzipSync(text) : text);
	return values;
}

const columns = ['--label', 'outcome', '--id', 'lead', '--time', 'day'];

describe('score fit and apply', () => {
	it('learn from one file and score another', async () => {
		await writeLeads('train.csv', 300, 1);
		await writeLeads('test.csv.gz', 50, 2, ',');
		const fitted = await json('fit', at('train.csv'), ...columns, '--out', at('model.json'));
		expect(fitted).toMatchObject({
			rows: 300,
			out: at('model.json'),
			columns: ['source', 'budget', 'size', 'colour'],
		});
		const model = readLeadModel(JSON.parse(await readFile(at('model.json'), 'utf8')));
		expect(fitted.id).toBe(model.id);

		const applied = await json(
			'apply',
			at('model.json'),
			at('test.csv.gz'),
			'--out',
			at('out.csv'),
		);
		expect(applied).toMatchObject({ rows: 50, model: model.id });
		const scored = parseCsv(await readFile(at('out.csv'), 'utf8'), 'out.csv');
		expect(scored.header.slice(-6)).toEqual([
			'outcome',
			'probability',
			'low',
			'high',
			'score',
			'tier',
		]);
		expect(scored.separator).toBe(',');
		for (let row = 0; row < scored.rows; row++) {
			const [value, low, high, points] = scored.columns
				.slice(-5, -1)
				.map((cells) => Number(cells[row]));
			expect(low).toBeLessThanOrEqual(value);
			expect(value).toBeLessThanOrEqual(high);
			expect(points).toBeGreaterThanOrEqual(0);
			expect(points).toBeLessThanOrEqual(100);
			expect(['hot', 'warm', 'cold']).toContain(scored.columns.at(-1)?.[row]);
		}
	});

	it('write columns of a scored file anew', async () => {
		await writeLeads('train.csv', 100, 1);
		await score('fit', at('train.csv'), ...columns, '--out', at('model.json'));
		await score('apply', at('model.json'), at('train.csv'), '--out', at('once.csv'));
		await score('apply', at('model.json'), at('once.csv'), '--out', at('twice.csv'));
		expect(await readFile(at('twice.csv'), 'utf8')).toBe(await readFile(at('once.csv'), 'utf8'));
	});

	it('leave out what they are told to', async () => {
		await writeLeads('train.csv', 100, 1);
		const ignore = ['--ignore', 'size,colour', '--ignore', 'source'];
		const fitted = await json('fit', at('train.csv'), ...columns, ...ignore, '--out', at('m.json'));
		expect(fitted.columns).toEqual(['budget']);
	});

	it.each([
		{
			what: 'a file that is not there',
			args: () => ['fit', at('none.csv'), ...columns, '--out', at('m.json')],
			code: 'file/unreadable',
			says: 'no such file',
		},
		{
			what: 'a label that is not there',
			args: () => ['fit', at('train.csv'), '--label', 'won', '--out', at('m.json')],
			code: 'csv/column',
			says: '"source"',
		},
		{
			what: 'a column to ignore that is not there',
			args: () => ['fit', at('train.csv'), ...columns, '--ignore', 'tint', '--out', at('m.json')],
			code: 'csv/column',
			says: '"colour"',
		},
		{
			what: 'a label of three values',
			args: () => ['fit', at('train.csv'), '--label', 'source', '--out', at('m.json')],
			code: 'label/not-binary',
			says: '"ads"',
		},
		{
			what: 'a folder that is not there',
			args: () => ['fit', at('train.csv'), ...columns, '--out', at('no/m.json')],
			code: 'file/unwritable',
			says: 'no such file or folder',
		},
		{
			what: 'its own input as output',
			args: () => ['fit', at('train.csv'), ...columns, '--out', at('train.csv')],
			code: 'score/same-file',
			says: 'read from',
		},
		{
			what: 'a model that is none',
			args: () => ['apply', at('lead.json'), at('train.csv'), '--out', at('out.csv')],
			code: 'model/invalid',
			says: 'modelVersion',
		},
		{
			what: 'a model that is a table',
			args: () => ['apply', at('train.csv'), at('train.csv'), '--out', at('out.csv')],
			code: 'file/not-json',
			says: 'JSON',
		},
	])('refuse $what and write nothing', async ({ args, code, says }) => {
		await writeLeads('train.csv', 40, 1);
		await writeFile(at('lead.json'), '{}');
		await expect(score(...args())).rejects.toMatchObject({
			code,
			why: expect.stringMatching(new RegExp(says, 'i')) as string,
		});
		expect((await readdir(folder)).sort()).toEqual(['lead.json', 'train.csv']);
	});

	it('name the columns that a file to score lacks', async () => {
		await writeLeads('train.csv', 60, 1);
		await score('fit', at('train.csv'), ...columns, '--out', at('model.json'));
		await writeFile(at('short.csv'), 'source,colour\nads,red\n');
		await expect(
			score('apply', at('model.json'), at('short.csv'), '--out', at('out.csv')),
		).rejects.toMatchObject({
			code: 'model/columns',
			why: 'It lacks "budget", "size"; its columns are "source", "colour".',
		});
	});
});

describe('score backtest', () => {
	it('says whether a fitted score would have been better', async () => {
		await writeLeads('leads.csv', 1_500, 3);
		const result = await json('backtest', at('leads.csv'), ...columns);
		expect(result).toMatchObject({ isRecommended: true, reference: { name: 'scorecard' } });
		const text = await score('backtest', at('leads.csv'), ...columns);
		expect(text).toContain('Recommended: Its log-loss is');
	});
});

describe('score lead', () => {
	const lead = {
		name: 'Ana Pérez',
		email: 'ana@tienda.example',
		budget: 'USD 1.500',
		service: 'social video',
		timeline: 'in two weeks',
	};
	const time = ['--at', '2026-11-22T10:00:00Z'];

	it('prints the decision', async () => {
		await writeFile(at('lead.json'), JSON.stringify(lead));
		const decision = await json('lead', at('lead.json'), ...time);
		expect(decision).toMatchObject({
			decidedAt: '2026-11-22T10:00:00.000Z',
			versions: { model: null },
		});
		expect(await json('lead', at('lead.json'), ...time)).toEqual(decision);
	});

	it('explains it to a person', async () => {
		await writeFile(at('lead.json'), JSON.stringify(lead));
		const text = await score('lead', at('lead.json'), ...time);
		expect(text).toContain('Why, in log-odds:');
		expect(text).toContain('Budget $1,500');
	});

	it('refuses a time that is none', async () => {
		await writeFile(at('lead.json'), JSON.stringify(lead));
		await expect(score('lead', at('lead.json'), '--at', 'soon')).rejects.toMatchObject({
			code: 'score/time',
		});
	});
});
