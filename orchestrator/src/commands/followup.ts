import type { Command } from 'commander';
import { Option } from 'commander';
import { defaultSequences } from '../../../nodes/domain/followUp/defaultSequences';
import { MendableError } from '../../../nodes/domain/errors';
import type { Language } from '../../../nodes/domain/language';
import { languages } from '../../../nodes/domain/language';
import { exampleFollowUp } from '../followup/example';
import { simulateFiles } from '../followup/simulateFiles';
import { tellSequences, tellSimulation } from '../followup/tell';
import { readJsonFile } from '../scoring/files';
import { addOperatorCommands } from './followupOperate';

interface SimulateFlags {
	enrolment?: string;
	events?: string;
	until?: string;
	sequence?: string;
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
		.addOption(
			new Option('--language <code>', 'language of the reasons').choices(languages).default('en'),
		)
		.option('--example', 'print an example that serves as both files')
		.option('--json', 'print JSON')
		.action(play);
	followUp
		.command('sequences')
		.description('list the sequences with their versions')
		.option('--json', 'print JSON')
		.action(({ json }: { json?: boolean }) => {
			print(json, { sequences: defaultSequences }, () => tellSequences(defaultSequences));
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
		sequences: defaultSequences,
		language: flags.language,
	});
	const { touches, skipped, exit, tasks, nextDue, explanation, notes, versions } = answer;
	const told = { touches, skipped, exit, tasks, nextDue, explanation, notes, versions };
	print(flags.json, told, () => tellSimulation(answer));
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
