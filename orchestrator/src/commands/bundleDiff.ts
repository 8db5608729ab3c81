import type { Command } from 'commander';
import { diffWorkflows, isEmpty } from '../bundle/diff/diffWorkflows';
import { patchBetween, patched, readPatch } from '../bundle/diff/jsonPatch';
import { describeDiff, shownDiff } from '../bundle/diff/showDiff';
import { readWorkflowFile } from '../bundle/merge/readFile';
import type { Json } from '../bundle/normalise';
import { readJsonFile, writeWholeFile } from '../scoring/files';

/** Exit code of two workflows that differ. */
const FINDINGS = 1;

interface DiffFlags {
	json?: boolean;
	patch?: boolean;
}

/** Adds `bundle diff` and `bundle patch`. */
export function registerDiff(bundle: Command): void {
	bundle
		.command('diff')
		.argument('<before>', 'workflow file, as n8n exports it')
		.argument('<after>', 'another version of it')
		.description('what differs between two versions, node by node; exit 1 when something does')
		.option('--json', 'print the differences as one JSON document, without secrets')
		.option('--patch', 'print a JSON Patch that makes the second of the first, secrets included')
		.action(diffFiles);
	bundle
		.command('patch')
		.argument('<before>', 'workflow file that the patch was made from')
		.argument('<patch>', 'JSON Patch, from bundle diff --patch')
		.description('make the other version of a workflow again out of one and a patch')
		.option('--out <file>', 'write it there instead of printing it')
		.action(patchFile);
}

async function diffFiles(before: string, after: string, { json, patch }: DiffFlags): Promise<void> {
	const [fromText, toText] = [await readJsonFile(before), await readJsonFile(after)];
	const from = readWorkflowFile(fromText, before);
	const to = readWorkflowFile(toText, after);
	if (patch === true) {
		const steps = patchBetween(fromText as Json, toText as Json);
		console.log(JSON.stringify(steps, null, 2));
		if (steps.length > 0) process.exitCode = FINDINGS;
		return;
	}
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

async function patchFile(before: string, patch: string, { out }: { out?: string }): Promise<void> {
	const steps = readPatch(await readJsonFile(patch), patch);
	const made = patched((await readJsonFile(before)) as Json, steps);
	readWorkflowFile(made, `${before} with ${patch}`);
	const text = JSON.stringify(made, null, 2);
	if (out === undefined) console.log(text);
	else {
		await writeWholeFile(out, `${text}\n`);
		console.log(out);
	}
}
