import type { Command } from 'commander';
import { scoreLead } from '../../../nodes/domain/lead/scoreLead';
import { loadSettings } from '../config';
import {
	endedExecution,
	latestExecution,
	outcomeOf,
	readDecision,
	readFirstLead,
	sendLead,
} from '../up/firstLead';
import { describeLead, describePlaces } from '../up/describe';
import { findMissing, readSandboxState } from '../up/seenAtServices';
import type { Say, Stack } from '../up/stack';
import { startStack } from '../up/stack';
import { aborted } from './stopAsked';
import { withStack } from './withStack';

/** How long the five effects of the first lead may take, in milliseconds. */
const LEAD_WITHIN_MS = 60_000;

/**
 * `start`: everything on this machine, with one real lead through it. Stays up until Ctrl-C;
 * with `--once` it exits 0 when all five effects were seen at the services, else 1.
 */
export function registerStart(program: Command): void {
	program
		.command('start')
		.description('start sandbox, service and n8n, seed them and send one lead through')
		.option('--once', 'stop after the lead; exit 0 only if all its effects were seen')
		.action(async ({ once }: { once?: boolean }, command: Command) => {
			const { config, target } = command.optsWithGlobals<{ config?: string; target?: string }>();
			const settings = loadSettings({ file: config, target });
			await withStack(settings, startStack, async (stack, say, stop) => {
				process.exitCode = await sendFirstLead(stack, say);
				if (once) return;
				console.log(describePlaces(stack));
				await aborted(stop);
			});
		});
}

async function sendFirstLead(stack: Stack, say: Say): Promise<number> {
	const now = new Date();
	const body = readFirstLead(now);
	const { lead, decision } = scoreLead(body, { now });
	const before = await outcomeOf(stack, lead.id);
	const latest = await latestExecution(stack);
	await sendLead(stack, body);
	say('Lead sent; waiting for its execution …');
	const execution = await endedExecution(stack, latest, LEAD_WITHIN_MS);

	const { done, missing } = await outcomeOf(stack, lead.id);
	const state = await readSandboxState(stack);
	const unseen = state === null ? [] : findMissing(state, done);
	const decided = (await readDecision(stack, execution.id)) ?? decision;
	console.log(`\n${describeLead(stack, lead, decided, done, execution)}`);
	if (before.done.length > 0) {
		console.log(
			'\n  The same lead came in earlier today: these are the receipts of the first time,\n' +
				'  and nothing was done a second time.',
		);
	}
	if (missing.length + unseen.length === 0) return 0;
	console.log(`\n  Missing:\n${[...missing, ...unseen].map((line) => `    ${line}`).join('\n')}`);
	return 1;
}
