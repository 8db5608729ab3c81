import type { Command } from 'commander';
import { diffWorkflows, isEmpty } from '../bundle/diff/diffWorkflows';
import { describeDiff, shownDiff } from '../bundle/diff/showDiff';
import { readWorkflowFile } from '../bundle/merge/readFile';
import { readJsonFile } from '../scoring/files';

/** Exit code of two workflows that differ. */
const FINDINGS = 1;

/** Adds `bundle diff`. */
export function registerDiff(bundle: Command): void {
	bundle
		.command('diff')
		.argument('<before>', 'workflow file, as n8n exports it')
		.argument('<after>', 'another version of it')
		.description('what differs between two versions, node by node; exit 1 when something does')
		.option('--json', 'print the differences as one JSON document')
		.action(diffFiles);
}

async function diffFiles(before: string, after: string, { json }: { json?: boolean }) {
	const from = readWorkflowFile(await readJsonFile(before), before);
	const to = readWorkflowFile(await readJsonFile(after), after);
	const diff = diffWorkflows(from, to);
	const isSame = isEmpty(diff);
	const shown = shownDiff(diff, from, to);
	const told = isSame ? ['Nothing differs.'] : describeDiff(shown);
	console.log(
		json
			? JSON.stringify({ status: isSame ? 'same' : 'different', ...shown }, null, 2)
			: told.join('\n'),
	);
	if (!isSame) process.exitCode = FINDINGS;
}
