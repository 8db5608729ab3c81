import type { Command } from 'commander';
import { resolve } from 'node:path';
import { MendableError } from '../../../nodes/domain/errors';
import { defaultRules } from '../../../nodes/domain/lead/defaultRules';
import { backtest } from '../../../nodes/domain/lead/learning/backtest';
import { fitLeadModel } from '../../../nodes/domain/lead/learning/fit';
import type { LeadModel } from '../../../nodes/domain/lead/learning/model';
import { readLeadModel } from '../../../nodes/domain/lead/learning/model';
import { resolveRules } from '../../../nodes/domain/lead/resolveRules';
import type { Rules } from '../../../nodes/domain/lead/rules';
import { scoreLead } from '../../../nodes/domain/lead/scoreLead';
import { askService } from '../adapters/service/askService';
import { columnOf, parseCsv, printCsv } from '../scoring/csv';
import { describeBacktest, describeDecision, describeFit } from '../scoring/describe';
import { readJsonFile, readTextFile, writeWholeFile } from '../scoring/files';
import type { OutcomeRow } from '../scoring/outcomes';
import { outcomePageSchema, outcomeTable } from '../scoring/outcomes';
import { scoreTable } from '../scoring/scoreTable';
import { startingPoint } from '../scoring/startingPoint';
import type { TrainingColumns } from '../scoring/training';
import { readTraining } from '../scoring/training';
import { servicePlace } from './servicePlace';

interface JsonFlag {
	json?: boolean;
}

interface LeadFlags extends JsonFlag {
	rules?: string;
	model?: string;
	at?: string;
}

interface FitFlags extends JsonFlag, TrainingColumns {
	out: string;
	rules?: string;
}

interface OutcomeFlags extends JsonFlag {
	out: string;
	unanswered: boolean;
}

interface BacktestFlags extends JsonFlag, TrainingColumns {
	rules?: string;
	model?: string;
}

/** `score`: scores one lead, fits a score to outcomes, applies it to a file, replays the past. */
export function registerScore(program: Command): void {
	const score = program.command('score').description('score leads, and learn from their outcomes');
	score
		.command('lead')
		.description('decide about one lead, as a form sent it')
		.argument('<lead>', 'JSON file with what the form sent')
		.option('--rules <file>', 'JSON file with changes to the scoring rules')
		.option('--model <file>', 'a model that `score fit` wrote, in place of the scorecard')
		.option('--at <time>', 'moment of scoring, ISO 8601; now if left out')
		.option('--json', 'print JSON')
		.action(scoreOne);
	withColumns(
		score
			.command('fit')
			.description('fit a lead score to leads with known outcomes')
			.argument('<train>', 'file of separated values, also .gz'),
	)
		.requiredOption('--out <file>', 'where to write the model')
		.option('--rules <file>', 'JSON file with changes to the rules that the fit starts from')
		.option('--json', 'print JSON')
		.action(fit);
	score
		.command('apply')
		.description('add probability, low, high, score and tier to a file of leads')
		.argument('<model>', 'a model that `score fit` wrote')
		.argument('<leads>', 'file of separated values, also .gz')
		.requiredOption('--out <file>', 'where to write the scored leads')
		.option('--json', 'print JSON')
		.action(apply);
	score
		.command('outcomes')
		.description('write the leads of the ledger with how they ended, for fit and backtest')
		.requiredOption('--out <file>', 'where to write them; also .gz')
		.option('--unanswered', 'list leads nobody knows the end of too, with an empty label', false)
		.option('--json', 'print JSON')
		.action(writeOutcomes);
	withColumns(
		score
			.command('backtest')
			.description('replay the past: would a fitted score have foretold it better?')
			.argument('<file>', 'file of separated values, also .gz, oldest lead first'),
	)
		.option('--rules <file>', 'JSON file with changes to the rules that the fits start from')
		.option('--model <file>', 'the model in use today, to compare with')
		.option('--json', 'print JSON')
		.action(replay);
}

function withColumns(command: Command): Command {
	const list = (text: string, before: string[] = []): string[] => [
		...before,
		...text
			.split(',')
			.map((name) => name.trim())
			.filter((name) => name !== ''),
	];
	return command
		.requiredOption('--label <column>', 'column with the outcome: 0/1, yes/no, won/lost')
		.option('--id <column>', 'column that identifies a lead, not an input')
		.option('--ignore <columns>', 'columns not to learn from, separated by commas', list)
		.option('--time <column>', 'column that gives the order of the leads, not an input');
}

async function scoreOne(file: string, { rules, model, at, json }: LeadFlags): Promise<void> {
	const raw = await readJsonFile(file);
	const { decision } = scoreLead(raw, {
		now: momentOf(at),
		rules: await readRules(rules),
		model: model === undefined ? undefined : await readModel(model),
	});
	print(json, decision, () => describeDecision(decision));
}

async function fit(file: string, { out, rules, json, ...columns }: FitFlags): Promise<void> {
	refuseSameFile(file, out);
	const { table, outcomes } = await readTraining(file, columns);
	const prior = startingPoint(await readRules(rules));
	const started = performance.now();
	const model = fitLeadModel({ table, label: columns.label, outcomes, prior });
	const seconds = Math.round((performance.now() - started) / 100) / 10;
	await writeWholeFile(out, `${JSON.stringify(model)}\n`);
	const { id, training } = model;
	const inputs = model.columns.map(({ name }) => name);
	print(json, { out, id, seconds, columns: inputs, ...training }, () =>
		describeFit(model, out, seconds),
	);
}

async function apply(
	modelFile: string,
	file: string,
	flags: JsonFlag & { out: string },
): Promise<void> {
	refuseSameFile(modelFile, flags.out);
	refuseSameFile(file, flags.out);
	const model = await readModel(modelFile);
	const table = parseCsv(await readTextFile(file), file);
	const scored = scoreTable(model, table, file);
	await writeWholeFile(flags.out, printCsv(scored));
	const tiers: Record<string, number> = { hot: 0, warm: 0, cold: 0 };
	for (const tier of scored.columns[scored.header.indexOf('tier')]!) tiers[tier]!++;
	print(flags.json, { out: flags.out, model: model.id, rows: table.rows, tiers }, () => [
		`${table.rows} leads scored: ${tiers.hot} hot, ${tiers.warm} warm, ${tiers.cold} cold.`,
		`Written to ${flags.out}.`,
	]);
}

async function writeOutcomes(flags: OutcomeFlags, command: Command): Promise<void> {
	const { out, unanswered, json } = flags;
	const place = servicePlace(command);
	const rows: OutcomeRow[] = [];
	for (let after: string | null = ''; after !== null; ) {
		const path = `/v1/outcomes?after=${encodeURIComponent(after)}`;
		const page = outcomePageSchema.parse(await askService(place, { path }));
		rows.push(...page.rows);
		after = page.next;
	}
	const table = outcomeTable(rows, unanswered);
	await writeWholeFile(out, printCsv(table));
	const labels = columnOf(table, 'won', out);
	const won = labels.filter((label) => label === '1').length;
	const lost = labels.filter((label) => label === '0').length;
	print(json, { out, rows: table.rows, won, lost, unanswered: table.rows - won - lost }, () => [
		`${table.rows} leads: ${won} won, ${lost} not, ${table.rows - won - lost} without an end.`,
		`Written to ${out}. Next: agency-ops score backtest ${out} --label won --time receivedAt --id lead`,
	]);
}

async function replay(file: string, flags: BacktestFlags): Promise<void> {
	const { rules, model, json, ...columns } = flags;
	const { table, outcomes } = await readTraining(file, columns);
	const result = backtest({
		table,
		label: columns.label,
		outcomes,
		prior: startingPoint(await readRules(rules)),
		current: model === undefined ? undefined : await readModel(model),
		onProgress: (done, of) => process.stderr.write(`Replayed block ${done} of ${of}.\n`),
	});
	print(json, result, () => describeBacktest(result));
}

function print(json: boolean | undefined, value: unknown, lines: () => string[]): void {
	console.log(json ? JSON.stringify(value, null, 2) : lines().join('\n'));
}

async function readRules(file: string | undefined): Promise<Rules> {
	return file === undefined ? defaultRules : resolveRules(await readJsonFile(file));
}

async function readModel(file: string): Promise<LeadModel> {
	return readLeadModel(await readJsonFile(file));
}

function momentOf(text: string | undefined): Date {
	const moment = text === undefined ? new Date() : new Date(text);
	if (!Number.isNaN(moment.getTime())) return moment;
	throw new MendableError(
		'score/time',
		'The moment of scoring cannot be read.',
		`--at is ${JSON.stringify(text)}.`,
		'Write it as 2026-11-22T10:00:00Z.',
	);
}

function refuseSameFile(input: string, output: string): void {
	if (resolve(input) !== resolve(output)) return;
	throw new MendableError(
		'score/same-file',
		'Nothing was written.',
		`--out names ${output}, which is read from.`,
		'Name another file with --out.',
	);
}
