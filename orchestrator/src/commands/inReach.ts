import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { MendableError } from '../../../nodes/domain/errors';
import type { Settings } from '../config';
import { loadSettings } from '../config';
import { lacksSandboxEnvironment, sandboxCaFile } from '../up/environment';
import { runCommand } from '../up/stack';
import { stopAsked } from './stopAsked';

/**
 * Runs a command that calls the services. Node learns of a proxy only when it starts, so where the
 * settings name the sandbox and this process does not go through it, the command is run again in
 * one that does: nothing meant for a stand-in can reach a vendor.
 *
 * @throws MendableError `sandbox/not-started` when there is no sandbox to go to
 */
export async function inReach(
	command: Command,
	work: (settings: Settings) => Promise<void>,
): Promise<void> {
	const { config, target } = command.optsWithGlobals<{ config?: string; target?: string }>();
	const settings = loadSettings({ file: config, target });
	if (settings.sandbox !== null && !existsSync(sandboxCaFile(settings))) {
		throw new MendableError(
			'sandbox/not-started',
			'The sandbox has never run here.',
			`The settings name the stand-ins, and ${sandboxCaFile(settings)} is not there.`,
			'Run npm start (or agency-ops sandbox), or set "sandbox: false" for accounts of your own.',
		);
	}
	if (!lacksSandboxEnvironment(settings, process.env)) return await work(settings);
	process.exitCode = await runCommand(settings, argumentsOf(command), stopAsked());
}

/** The command's own part of the command line: its name and what follows. */
function argumentsOf(command: Command): string[] {
	const given = process.argv.slice(2);
	return given.slice(Math.max(0, given.indexOf(command.name())));
}
