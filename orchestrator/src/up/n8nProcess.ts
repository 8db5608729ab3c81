import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MendableError, isErrorReport } from '../../../nodes/domain/errors';
import type { Child } from './child';
import { startChild } from './child';
import { installPack } from './pack';

/** A fresh database took 8 to 12 s on 2 cores; a busy machine takes its time. */
const READY_WITHIN_MS = 180_000;

/** Modules of n8n that call out to the network or cost memory, none of which we use. */
const DISABLED_MODULES = 'mcp-registry,mcp,instance-ai,chat-hub,agents,agent-evals,insights';

/** How to run n8n. */
export interface N8nOptions {
	/** Name of the process and of what is said of it; default `n8n`. */
	name?: string;
	/** In queue mode: what the process does; default `main`, which is all there is otherwise. */
	role?: 'main' | 'webhook' | 'worker';
	/** Folder with n8n's `node_modules`, as the runtime's manifest installs it. */
	runtimeDir: string;
	/** `N8N_USER_FOLDER`: database, settings and packs live in `.n8n` below it. */
	userFolder: string;
	port: number;
	/** Port of the task broker, loopback only. */
	brokerPort: number;
	encryptionKey: string;
	/** Address under which the outside reaches webhooks; default: loopback with `port`. */
	webhookUrl?: string;
	/** Further variables, e.g. the sandbox's proxy; they win over ours. */
	env?: Record<string, string>;
	logFile: string;
	/** Result of `npm pack`, unpacked into n8n's community packages; none: n8n runs without our nodes. */
	packTarball?: string;
}

/** n8n as a process of ours. */
export interface N8nProcess extends Child {
	url: string;
}

/**
 * Starts n8n on loopback, quiet and offline, with our pack installed as a community package.
 *
 * @throws MendableError through `ready`: `process/ended` with the last lines of the log (port
 * taken, crash), `wait/too-long`; at once: `runtime/missing`
 */
export function startN8n(options: N8nOptions): N8nProcess {
	const url = `http://127.0.0.1:${options.port}`;
	const modules = path.join(options.runtimeDir, 'node_modules');
	const script = path.join(modules, 'n8n', 'bin', 'n8n');
	if (!existsSync(script)) {
		throw new MendableError(
			'runtime/missing',
			'n8n is not installed.',
			`${script} is not there.`,
			'Run npm start once: it installs n8n into the state folder.',
		);
	}
	mkdirSync(options.userFolder, { recursive: true });
	if (options.packTarball !== undefined) installPack(options.userFolder, options.packTarball);

	const before = logOf(options.logFile).length;
	const child = startChild({
		name: options.name ?? 'n8n',
		command: nodeOf(modules),
		args: [script, ...commandOf[options.role ?? 'main']],
		cwd: options.userFolder,
		env: { ...inherited(), ...environmentOf(options, url), ...options.env },
		logFile: options.logFile,
		isReady: async () => (await fetch(`${url}/healthz/readiness`)).ok,
		readyWithinMs: READY_WITHIN_MS,
	});
	const ready = child.ready.catch((error: unknown) => {
		throw explain(error, logOf(options.logFile).slice(before));
	});
	// An end before anybody waits for it must not count as an unhandled rejection.
	ready.catch(() => undefined);
	return { ...child, url, ready };
}

/** n8n's own command for each role, with the executions that a worker runs at a time. */
const commandOf = {
	main: ['start'],
	webhook: ['webhook'],
	worker: ['worker', '--concurrency=10'],
};

/** What n8n itself said before it ended, without its stacks. */
function explain(error: unknown, log: string): unknown {
	if (!isErrorReport(error) || error.code !== 'process/ended') return error;
	const lines = log.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
	const said = [...new Set(lines)].slice(-8).join('\n        ');
	const mend = mendOf(log) ?? error.mend;
	return new MendableError(error.code, error.what, said === '' ? error.why : said, mend);
}

/** Remedies for the ends that are known (n8n 2.41). */
function mendOf(log: string): string | null {
	if (/port \d+ is already in use/i.test(log)) {
		return 'Stop what listens there, or set another port in n8n.url of agency.config.yaml.';
	}
	if (/SQLite package has not been found/.test(log)) {
		return 'The installation of n8n is not complete: run npm start again, it goes on from there.';
	}
	if (/mismatching encryption keys/i.test(log)) {
		return 'secrets.json and the n8n folder belong to different runs: restore the one that is missing.';
	}
	return null;
}

function logOf(file: string): string {
	return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Node as the runtime brings it (n8n 2.41 needs 24), else the one we run on. */
function nodeOf(modules: string): string {
	const own = path.join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
	return existsSync(own) ? own : process.execPath;
}

/** What a process needs of its surroundings; settings of another n8n are left behind. */
function inherited(): NodeJS.ProcessEnv {
	const names = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];
	return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

function environmentOf(options: N8nOptions, url: string): Record<string, string> {
	return {
		N8N_USER_FOLDER: options.userFolder,
		N8N_ENCRYPTION_KEY: options.encryptionKey,
		N8N_PORT: String(options.port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(options.brokerPort),
		WEBHOOK_URL: `${options.webhookUrl ?? url}/`,
		// The page is served over plain http on loopback.
		N8N_SECURE_COOKIE: 'false',
		// Webhook workflows run 4 to 5 times as fast (15 to 69 requests/s at 10 connections).
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_DISABLED_MODULES: DISABLED_MODULES,
	};
}
