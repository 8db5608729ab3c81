import { Command, CommanderError } from 'commander';
import { isErrorReport } from '../../nodes/domain/errors';
import { registerScore } from './commands/score';

/** Exit code of a command that could not run at all; 0 is fine, 1 means findings. */
const COULD_NOT_RUN = 2;

/** The whole command line, unparsed: tests and the documentation read it too. */
export function buildProgram(): Command {
	const program = new Command('agency-ops')
		.description('Seeds, runs and watches Agency Ops: n8n, HubSpot, ClickUp, Slack and mail.')
		.option('--config <file>', 'configuration file', undefined)
		.showHelpAfterError()
		.exitOverride();
	for (const register of [registerScore]) register(program);
	return program;
}

/**
 * Runs one command and sets the exit code: 0 fine, 1 findings, 2 could not run. Errors say what
 * happened, why, and how to mend it; only a bug prints a stack.
 */
export async function run(argv: string[]): Promise<void> {
	try {
		await buildProgram().parseAsync(argv);
	} catch (error) {
		process.exitCode = exitCodeOf(error);
	}
}

function exitCodeOf(error: unknown): number {
	if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : COULD_NOT_RUN;
	if (isErrorReport(error)) {
		console.error(
			`${error.what}\n  why:  ${error.why}\n  mend: ${error.mend}\n  code: ${error.code}`,
		);
	} else {
		console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
	}
	return COULD_NOT_RUN;
}
