import type { Command } from 'commander';
import { MendableError } from '../../../nodes/domain/errors';
import { danglingReferences } from '../bundle/merge/dangling';
import { describeConflicts } from '../bundle/merge/describe';
import { mergeWorkflows } from '../bundle/merge/mergeWorkflows';
import type { Merge, Side, Three, WorkflowFile } from '../bundle/merge/model';
import { readWorkflowFile } from '../bundle/merge/readFile';
import { askedReferee } from '../bundle/merge/referee';
import { readJsonFile, writeWholeFile } from '../scoring/files';
import { sideOf } from './answers';
import { ofOneWorkflow, settleByAsking } from './askConflicts';
import { ownTerminal } from './terminal';

/** Exit code of a merge with open conflicts. */
const FINDINGS = 1;

interface MergeFlags {
	base: string;
	mine: string;
	theirs: string;
	prefer?: string;
	answer: string[];
	ask: boolean;
	out?: string;
	json?: boolean;
}

/** Adds `bundle merge`. */
export function registerMerge(bundle: Command): void {
	bundle
		.command('merge')
		.description('merge canvas edits and a new version of a workflow; exit 1 on open conflicts')
		.requiredOption('--base <file>', 'the version that was applied last')
		.requiredOption('--mine <file>', 'the workflow as it is on the canvas')
		.requiredOption('--theirs <file>', 'the workflow of the new bundle')
		.option(
			'--answer <node:path=side>',
			'take mine, theirs or base there, or json:VALUE; repeatable',
			collect,
			[],
		)
		.option('--prefer <side>', 'take mine or theirs wherever no answer is given')
		.option('--ask', 'be asked about each conflict; needs a terminal', false)
		.option('--out <file>', 'write the merged workflow there; nothing while a conflict is open')
		.option('--json', 'print the merged workflow, or the conflicts, as one JSON document')
		.action(mergeFiles);
}

function collect(value: string, before: string[]): string[] {
	return [...before, value];
}

async function mergeFiles(flags: MergeFlags): Promise<void> {
	const { prefer, out, json } = flags;
	const files = {
		base: await read(flags.base),
		mine: await read(flags.mine),
		theirs: await read(flags.theirs),
	};
	const side = sideOf(prefer);
	const answers = flags.ask ? await ask(files, flags, side) : flags.answer;
	if (answers === null) {
		process.exitCode = FINDINGS;
		return;
	}
	const referee = askedReferee(answers, side);
	const merge = mergeWorkflows(files, referee);
	const unused = referee.unused();
	if (unused.length > 0) throw unusedAnswers(unused);
	if (merge.status === 'merged' && out !== undefined) {
		await writeWholeFile(out, `${JSON.stringify(merge.workflow, null, 2)}\n`);
	}
	console.log(json ? JSON.stringify(merge, null, 2) : tell(merge, out).join('\n'));
	for (const line of warnings(merge)) console.error(line);
	if (merge.status === 'conflict') process.exitCode = FINDINGS;
}

/** The answers of a person; null where they left it. */
async function ask(
	files: Three<WorkflowFile>,
	{ answer, json }: MergeFlags,
	side: Side | null,
): Promise<string[] | null> {
	if (json === true) throw askedForJson();
	const terminal = ownTerminal();
	try {
		return await settleByAsking(terminal, answer, async (answers) => {
			const referee = askedReferee(answers, side);
			mergeWorkflows(files, referee);
			return ofOneWorkflow(referee.open);
		});
	} finally {
		terminal.close();
	}
}

function askedForJson(): MendableError {
	return new MendableError(
		'bundle/answer',
		'--ask and --json do not go together.',
		'Who reads JSON answers no questions.',
		'Leave one of them out.',
	);
}

async function read(file: string): Promise<WorkflowFile> {
	return readWorkflowFile(await readJsonFile(file), file);
}

function tell(merge: Merge, out: string | undefined): string[] {
	if (merge.status === 'conflict') return describeConflicts(merge.conflicts);
	const { nodes } = merge.workflow;
	const count = Array.isArray(nodes) ? nodes.length : 0;
	const written =
		out === undefined ? 'Nothing was written: give --out FILE, or --json to print it.' : out;
	return [`Merged without an open conflict: ${count} nodes.`, written];
}

/** References that lead nowhere are no conflict, but nobody should find out when the flow runs. */
function warnings(merge: Merge): string[] {
	if (merge.status === 'conflict') return [];
	return danglingReferences(merge.workflow as WorkflowFile).map(
		({ node, calls }) => `! "${node}" refers to "${calls}", which is not there.`,
	);
}

function unusedAnswers(unused: readonly string[]): MendableError {
	return new MendableError(
		'bundle/answer',
		'An answer belongs to no conflict.',
		`Nothing was asked about ${unused.map((text) => JSON.stringify(text)).join(', ')}.`,
		'Run the merge without answers and copy node and path from its conflicts. Nothing was written.',
	);
}
