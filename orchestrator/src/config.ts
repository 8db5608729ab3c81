import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MendableError } from '../../nodes/domain/errors';
import { readYaml } from './config/readYaml';
import type { Config } from './config/schema';
import { portOf, sandboxAccounts, sandboxStorageOf } from './config/crossChecks';
import { configSchema } from './config/schema';
import type { MonitorSettings } from './service/monitor/monitorSettings';
import { defaultMonitor } from './service/monitor/monitorSettings';

export type { Secrets, ServiceSecrets } from './config/secrets';
export { ledgerPlace } from './config/ledgerPlace';
export type { HookSecrets } from './config/hookSecrets';
export { loadHookSecrets } from './config/hookSecrets';
export { ensureSecrets, loadSecrets, secretsFile, updateSecrets } from './config/secrets';

/** Folder of the clone: configuration, state and bundle are found from here, whatever the current folder. */
export const rootFolder = path.resolve(__dirname, '../..');

/** Someone who may be mentioned for a hot lead while on duty; hours are in their own zone. */
export type Closer = Config['duty']['closers'][number];

/** Everything that may differ between installations, with defaults filled in and no secret in it. */
export interface Settings {
	/** The file that was read, null when the defaults stand alone. */
	file: string | null;
	/** Folder with the state of runs: secrets, ledger, sandbox, n8n. */
	home: string;
	/** Name of the installation, `local` unless asked for another with --target. */
	target: string;
	/** Folder with the vendors' API descriptions, null when it is not there. */
	specs: string | null;
	agency: Config['agency'];
	n8n: Config['n8n'] & { port: number };
	service: Config['service'] & { port: number };
	ledger: Config['ledger'];
	/** Ports of the stand-ins on loopback; null with real accounts. */
	sandbox: Exclude<Config['sandbox'], false> | null;
	hubspot: Config['hubspot'] & { portalId: string };
	slack: Config['slack'];
	clickup: Config['clickup'];
	frameio: Config['frameio'];
	mail: Config['mail'];
	hooks: Config['hooks'];
	inbox: Config['inbox'];
	scale: Config['scale'];
	capacity: Config['capacity'];
	media: Config['media'];
	milestones: Config['milestones'];
	routing: Config['routing'];
	followUps: Config['followUps'];
	/** Without a time between sweeps: only when somebody asks for one. */
	monitor: MonitorSettings;
	portal: Config['portal'];
	stripe: Config['stripe'];
	invoices: Config['invoices'];
	storage: Config['storage'];
	bundle: Config['bundle'];
	duty: Config['duty'];
}

/** Where to look; everything has a default, tests name a folder of their own. */
export interface SettingsOptions {
	/** YAML file; null reads none. Default: agency.config.yaml of the clone, if it is there. */
	file?: string | null | undefined;
	/** Name of an installation: reads agency.config.NAME.yaml and keeps its state apart. */
	target?: string | undefined;
	env?: NodeJS.ProcessEnv | undefined;
	/** State folder; default: AGENCY_OPS_HOME, else .agency-ops in the clone. */
	home?: string | undefined;
}

/**
 * Reads the configuration, the only place that does.
 *
 * @throws MendableError `config/invalid` with every mistake and its line and column, `config/missing`
 */
export function loadSettings(options: SettingsOptions = {}): Settings {
	const env = options.env ?? process.env;
	const target = options.target ?? 'local';
	const file = findFile(options, target);
	const config = file === null ? configSchema.parse({}) : readFile(file);
	const base = options.home ?? env.AGENCY_OPS_HOME ?? path.join(rootFolder, '.agency-ops');
	const shared = env.AGENCY_SHARED ?? path.resolve(rootFolder, '../shared');
	const specs = path.join(shared, 'specs');

	return {
		file,
		home: path.resolve(target === 'local' ? base : path.join(base, 'targets', target)),
		target,
		specs: existsSync(specs) ? specs : null,
		...config,
		n8n: { ...config.n8n, port: portOf(config.n8n.url) },
		service: { ...config.service, port: portOf(config.service.url) },
		sandbox: config.sandbox === false ? null : config.sandbox,
		media: fromFolderOf(file, config.media),
		monitor: config.monitor === false ? { ...defaultMonitor, everyMinutes: false } : config.monitor,
		stripe: config.stripe,
		invoices: config.invoices,
		storage:
			config.sandbox === false
				? config.storage
				: { ...config.storage, ...sandboxStorageOf(config.sandbox, config.storage) },
		hubspot: { ...config.hubspot, portalId: config.hubspot.portalId ?? sandboxAccounts.portalId },
		clickup: {
			...config.clickup,
			lists:
				config.sandbox === false
					? config.clickup.lists
					: { ...sandboxAccounts.lists, ...config.clickup.lists },
		},
	};
}

/** Folders that a configuration names are found from where it stands. */
function fromFolderOf(file: string | null, media: Config['media']): Config['media'] {
	const base = file === null ? rootFolder : path.dirname(file);
	const { packs, folder, ...rest } = media;
	return {
		...rest,
		...(packs === undefined ? {} : { packs: path.resolve(base, packs) }),
		...(folder === undefined ? {} : { folder: path.resolve(base, folder) }),
	};
}

function findFile(options: SettingsOptions, target: string): string | null {
	if (options.file === null) return null;
	if (!/^[a-z0-9][a-z0-9-]*$/.test(target)) {
		throw new MendableError(
			'config/target',
			`"${target}" cannot be the name of a target.`,
			'A target names a file and a folder: small letters, digits and dashes.',
			'Use a name such as "production" and write agency.config.production.yaml.',
		);
	}
	const isNamed = options.file !== undefined || target !== 'local';
	const name = target === 'local' ? 'agency.config.yaml' : `agency.config.${target}.yaml`;
	const file = path.resolve(options.file ?? path.join(rootFolder, name));
	if (existsSync(file)) return file;
	if (!isNamed) return null;
	throw new MendableError(
		'config/missing',
		`The configuration ${file} was not found.`,
		options.file === undefined
			? `The target "${target}" needs a file of its own.`
			: 'The command names this file.',
		'Write it (the README shows every setting) or leave the option out to use the defaults.',
	);
}

function readFile(file: string): Config {
	const { config, mistakes } = readYaml(readFileSync(file, 'utf8'));
	if (config !== null) return config;
	const name = path.basename(file);
	throw new MendableError(
		'config/invalid',
		`${name} has ${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'}.`,
		mistakes.map(({ line, column, message }) => `${name}:${line}:${column} ${message}`).join('\n'),
		'Correct these lines and run the command again; nothing was changed.',
	);
}
