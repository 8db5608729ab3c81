import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import type { Secrets } from '../../orchestrator/src/config';
import { ensureSecrets } from '../../orchestrator/src/config';
import { startService } from '../../orchestrator/src/service';
import type { ServiceOptions } from '../../orchestrator/src/service';
import { someSettings } from '../orchestrator/service/support/aService';
import { emptyLedgerPlace } from './ledgerPlace';

/** What a command left behind. */
export interface Ran {
	/** What it wrote to stdout. */
	text: string;
	/** Its lines on stderr. */
	said: string;
	exitCode: number;
}

/** A service with a ledger of its own, and commands that find it by their configuration. */
export interface ServedCommand {
	/** Folder of the installation. */
	home: string;
	url: string;
	/** Key of the command line, which may do everything. */
	apiKey: string;
	/** Runs a command as the command line would. */
	run(...words: string[]): Promise<Ran>;
	/** Calls the service itself: a GET, or a POST where there is a body. */
	call(place: string, body?: object): Promise<Response>;
	/** Stops the service and puts everything back, the exit code too. */
	stop(): Promise<void>;
}

/** What the service of a command may be given besides; secrets follow from those of the installation. */
export type ServedOptions = Partial<Omit<ServiceOptions, 'secrets'>> & {
	secrets?: (secrets: Secrets) => Partial<ServiceOptions['secrets']>;
};

/** Starts it; a test file has one. */
export async function aServedCommand(
	register: Array<(program: Command) => unknown>,
	{ secrets, ...more }: ServedOptions = {},
): Promise<ServedCommand> {
	const homeBefore = process.env.AGENCY_OPS_HOME;
	const home = mkdtempSync(path.join(tmpdir(), 'agency-command-'));
	process.env.AGENCY_OPS_HOME = home;
	const own = ensureSecrets(home);
	const service = await startService({
		settings: someSettings(),
		secrets: {
			ledgerApiKey: own.ledgerApiKey,
			hubspotToken: 'h',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: 'smtp://127.0.0.1:1',
			...secrets?.(own),
		},
		ledger: more.ledger ?? (await emptyLedgerPlace()),
		port: 0,
		...more,
	});
	const config = path.join(home, 'agency.config.yaml');
	writeFileSync(config, `service: { url: '${service.url}' }\n`);
	const printed: string[] = [];
	const said: string[] = [];
	jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
	jest.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
	return {
		home,
		url: service.url,
		apiKey: own.ledgerApiKey,
		run: async (...words) => {
			printed.length = 0;
			said.length = 0;
			process.exitCode = undefined;
			const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
				printed.push(String(text));
				return true;
			});
			const program = new Command('agency-ops')
				.option('--config <file>')
				.option('--target <name>')
				.exitOverride()
				.configureOutput({ writeErr: () => undefined });
			for (const add of register) add(program);
			try {
				await program.parseAsync(['node', 'agency-ops', '--config', config, ...words]);
				const exitCode = Number(process.exitCode ?? 0);
				return { text: printed.join('\n'), said: said.join('\n'), exitCode };
			} finally {
				stdout.mockRestore();
				process.exitCode = undefined;
			}
		},
		call: async (place, body) =>
			await fetch(`${service.url}${place}`, {
				headers: {
					authorization: `Bearer ${own.ledgerApiKey}`,
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
				},
				...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
			}),
		stop: async () => {
			jest.restoreAllMocks();
			await service.stop();
			rmSync(home, { recursive: true, force: true });
			if (homeBefore === undefined) delete process.env.AGENCY_OPS_HOME;
			else process.env.AGENCY_OPS_HOME = homeBefore;
			process.exitCode = undefined;
		},
	};
}
