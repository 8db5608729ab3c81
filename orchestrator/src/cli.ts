import { createRequire } from 'node:module';
import { Command, CommanderError } from 'commander';
import { failureDocument, failureText } from './commands/failure';

/** Exit code of a command that could not run at all; 0 is fine, 1 means findings. */
const COULD_NOT_RUN = 2;

type Register = (program: Command) => void;

// Loaded when it is asked for, since some commands bring a database or a proxy along. Not by
// `import()`: that is Node's own and does not know TypeScript.
const load = createRequire(__filename);

const commands: Record<string, () => Register> = {
	start: () => (load('./commands/start') as typeof import('./commands/start')).registerStart,
	up: () => (load('./commands/up') as typeof import('./commands/up')).registerUp,
	plan: () => (load('./commands/seed') as typeof import('./commands/seed')).registerSeed,
	seed: () => (load('./commands/seed') as typeof import('./commands/seed')).registerSeed,
	upgrade: () =>
		(load('./commands/upgrade') as typeof import('./commands/upgrade')).registerUpgrade,
	rollback: () =>
		(load('./commands/rollback') as typeof import('./commands/rollback')).registerRollback,
	applies: () =>
		(load('./commands/applies') as typeof import('./commands/applies')).registerApplies,
	pull: () => (load('./commands/pull') as typeof import('./commands/pull')).registerPull,
	doctor: () => (load('./commands/doctor') as typeof import('./commands/doctor')).registerDoctor,
	status: () => (load('./commands/status') as typeof import('./commands/status')).registerStatus,
	monitor: () =>
		(load('./commands/monitor') as typeof import('./commands/monitor')).registerMonitor,
	inbox: () => (load('./commands/inbox') as typeof import('./commands/inbox')).registerInbox,
	effects: () =>
		(load('./commands/effects') as typeof import('./commands/effects')).registerEffects,
	mail: () => (load('./commands/mail') as typeof import('./commands/mail')).registerMail,
	portal: () => (load('./commands/portal') as typeof import('./commands/portal')).registerPortal,
	keys: () => (load('./commands/keys') as typeof import('./commands/keys')).registerKeys,
	backup: () => (load('./commands/backup') as typeof import('./commands/backup')).registerBackup,
	restore: () => (load('./commands/backup') as typeof import('./commands/backup')).registerBackup,
	capacity: () =>
		(load('./commands/capacity') as typeof import('./commands/capacity')).registerCapacity,
	quality: () =>
		(load('./commands/quality') as typeof import('./commands/quality')).registerQuality,
	data: () => (load('./commands/data') as typeof import('./commands/data')).registerData,
	media: () => (load('./commands/media') as typeof import('./commands/media')).registerMedia,
	score: () => (load('./commands/score') as typeof import('./commands/score')).registerScore,
	route: () => (load('./commands/route') as typeof import('./commands/route')).registerRoute,
	followup: () =>
		(load('./commands/followup') as typeof import('./commands/followup')).registerFollowUp,
	deliveries: () =>
		(load('./commands/deliveries') as typeof import('./commands/deliveries')).registerDeliveries,
	invoices: () =>
		(load('./commands/invoices') as typeof import('./commands/invoices')).registerInvoices,
	bundle: () => (load('./commands/bundle') as typeof import('./commands/bundle')).registerBundle,
	sandbox: () =>
		(load('./commands/sandbox') as typeof import('./commands/sandbox')).registerSandbox,
	service: () =>
		(load('./commands/service') as typeof import('./commands/service')).registerService,
};

/** The command line with the commands that `argv` may mean: the named one, else all of them. */
export function buildProgram(argv: readonly string[]): Command {
	const program = new Command('agency-ops')
		.description('Seeds, runs and watches Agency Ops: n8n, HubSpot, ClickUp, Slack and mail.')
		.option('--config <file>', 'configuration file (default: agency.config.yaml of the clone)')
		.option('--target <name>', 'installation: reads agency.config.<name>.yaml, keeps its own state')
		.showHelpAfterError('Add --help for what it takes.')
		.exitOverride();
	const named = argv.find((word) => word in commands);
	const wanted = named === undefined ? Object.keys(commands) : [named];
	const registers = new Set(wanted.map((name) => commands[name]?.()));
	for (const register of registers) register?.(program);
	return program;
}

/**
 * Runs one command and sets the exit code: 0 fine, 1 findings, 2 could not run. Errors say what
 * happened, why, and how to mend it, and the same as JSON to whoever asked for JSON; only a bug prints
 * a stack.
 */
export async function run(argv: string[]): Promise<void> {
	process.stdout.on('error', passOverUnread);
	try {
		await buildProgram(argv.slice(2)).parseAsync(argv);
	} catch (error) {
		if (error instanceof CommanderError && error.exitCode === 0) return; // --help
		process.exitCode = COULD_NOT_RUN;
		const text = failureText(error);
		if (text !== null) console.error(text);
		if (argv.includes('--json')) console.log(failureDocument(error));
	}
}

/** Whoever read the output has left (`| head`): the command still comes to its end, and to its exit code. */
function passOverUnread(error: NodeJS.ErrnoException): void {
	if (error.code !== 'EPIPE') throw error;
}
