import type { Command } from 'commander';
import { Option } from 'commander';
import { MendableError } from '../../../nodes/domain/errors';
import type { Language } from '../../../nodes/domain/language';
import { languages } from '../../../nodes/domain/language';
import { rulesOfFiles } from '../followup/ruleFiles';
import type { CurrentRules } from '../followup/currentRules';
import { exampleFollowUp } from '../followup/example';
import { simulateFiles } from '../followup/simulateFiles';
import { tellSequences, tellSimulation } from '../followup/tell';
import { readJsonFile, readTextFile } from '../scoring/files';
import { addOperatorCommands } from './followupOperate';

interface SimulateFlags {
	enrolment?: string;
	events?: string;
	until?: string;
	sequence?: string;
	data?: string[];
	language: Language;
	example?: boolean;
	json?: boolean;
}

/** `followup`: what clients get after a delivery, and when. */
export function registerFollowUp(program: Command): void {
	const followUp = program.command('followup').description('what clients get after a delivery');
	followUp
		.command('simulate')
		.description('play a sequence through for one client: what they would get, and when')
		.option('--enrolment <file>', 'JSON file with the client and the delivery')
		.option('--events <file>', 'JSON file with what happens; nothing does if left out')
		.option('--until <time>', 'how far to look: a moment, or a day to its end')
		.option('--sequence <id>', 'sequence, or sequence/version; else what the enrolment names')
		.option('--data <files...>', 'YAML of sequences, consent or offers, in place of what ships')
		.addOption(
			new Option('--language <code>', 'language of the reasons').choices(languages).default('en'),
		)
		.option('--example', 'print an example that serves as both files')
		.option('--json', 'print JSON')
		.action(play);
	followUp
		.command('sequences')
		.description('list the sequences with their versions')
		.option('--data <files...>', 'YAML of sequences, in place of what ships')
		.option('--json', 'print JSON')
		.action(async ({ data, json }: { data?: string[]; json?: boolean }) => {
			const { sequences } = await rulesIn(data);
			print(json, { sequences }, () => tellSequences(sequences));
		});
	addOperatorCommands(followUp);
}

async function play(flags: SimulateFlags): Promise<void> {
	if (flags.example) {
		console.log(JSON.stringify(exampleFollowUp, null, 2));
		return;
	}
	const answer = simulateFiles({
		enrolment: await readJsonFile(given('--enrolment', flags.enrolment)),
		until: given('--until', flags.until),
		events: flags.events === undefined ? [] : await readJsonFile(flags.events),
		sequence: flags.sequence ?? null,
		rules: await rulesIn(flags.data),
		language: flags.language,
	});
	const { touches, skipped, exit, tasks, nextDue, explanation, notes, versions } = answer;
	const told = { touches, skipped, exit, tasks, nextDue, explanation, notes, versions };
	print(flags.json, told, () => tellSimulation(answer));
}

async function rulesIn(files: string[] = []): Promise<CurrentRules> {
	const read = files.map(async (name) => ({ name, source: await readTextFile(name) }));
	return rulesOfFiles(await Promise.all(read));
}

function given(flag: string, value: string | undefined): string {
	if (value !== undefined) return value;
	throw new MendableError(
		'follow-up/flag',
		'Nothing was played through.',
		`${flag} is missing.`,
		'Give --enrolment, --until and mostly --events; --example prints a file to begin with.',
	);
}

function print(json: boolean | undefined, value: unknown, lines: () => string[]): void {
	console.log(json ? JSON.stringify(value, null, 2) : lines().join('\n'));
}
