import { execFile } from 'node:child_process';
import { type Hash, createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { x as unpack } from 'tar';
import { MendableError, isErrorReport } from '../../../nodes/domain/errors';
import { rootFolder } from '../config';
import type { Child } from './child';
import { startChild } from './child';

const run = promisify(execFile);

/** Name of the node pack: n8n calls its nodes `n8n-nodes-agency-ops.leadScoring` and so on. */
export const PACK_NAME = 'n8n-nodes-agency-ops';

/** A fresh database took 8 to 12 s on 2 cores; a busy machine takes its time. */
const READY_WITHIN_MS = 180_000;

/** Modules of n8n that call out to the network or cost memory, none of which we use. */
const DISABLED_MODULES = 'mcp-registry,mcp,instance-ai,chat-hub,agents,agent-evals,insights';

/** How to run n8n. */
export interface N8nOptions {
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
		name: 'n8n',
		command: nodeOf(modules),
		args: [script, 'start'],
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

/** Unpacks the tarball where n8n looks for community packages, unless it is there already. */
function installPack(userFolder: string, tarball: string): void {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	const target = path.join(nodes, 'node_modules', PACK_NAME);
	const stamp = path.join(nodes, 'pack.sha256');
	const hash = createHash('sha256').update(readFileSync(tarball)).digest('hex');
	if (existsSync(target) && readIfThere(stamp) === hash) return;

	const draft = `${target}.new`;
	rmSync(draft, { recursive: true, force: true });
	mkdirSync(draft, { recursive: true });
	unpack({ file: tarball, cwd: draft, strip: 1, sync: true });
	rmSync(target, { recursive: true, force: true });
	renameSync(draft, target);
	const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
	if (!existsSync(path.join(nodes, 'package.json'))) {
		writeFileSync(path.join(nodes, 'package.json'), JSON.stringify(manifest, null, '\t'));
	}
	writeFileSync(stamp, hash);
}

/**
 * Builds the node pack and packs it as npm would publish it; skipped when no source has changed.
 *
 * @param home state folder; the tarball and the hash of the sources are kept in `home/pack`
 * @returns path of the tarball
 * @throws MendableError `pack/build-failed` with what the compiler said
 */
export async function buildPack(home: string): Promise<string> {
	const folder = path.join(home, 'pack');
	const tarball = path.join(folder, `${PACK_NAME}.tgz`);
	const stamp = path.join(folder, 'sources.sha256');
	const hash = sourcesHash();
	if (existsSync(tarball) && readIfThere(stamp) === hash) return tarball;

	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const bin = path.join(rootFolder, 'node_modules', '.bin');
	await step(path.join(bin, 'n8n-node'), ['build']);
	const said = await step('npm', [
		'pack',
		'--ignore-scripts',
		'--json',
		'--pack-destination',
		folder,
	]);
	renameSync(path.join(folder, packedName(said, folder)), tarball);
	writeFileSync(stamp, hash);
	return tarball;
}

async function step(command: string, args: string[]): Promise<string> {
	// The build's own tools must find the Node we run on first.
	const PATH = `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}`;
	try {
		const { stdout } = await run(command, args, {
			cwd: rootFolder,
			env: { ...process.env, PATH },
			maxBuffer: 16 * 1024 * 1024,
		});
		return stdout;
	} catch (error) {
		const { stdout = '', stderr = '', message = '' } = error as Partial<Record<string, string>>;
		const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-12).join('\n');
		throw new MendableError(
			'pack/build-failed',
			`"${path.basename(command)} ${args[0]}" failed.`,
			said === '' ? message : said,
			'Mend the source it names and run the command again.',
		);
	}
}

/** Name of the file that `npm pack` wrote: what it says, else what lies there. */
function packedName(said: string, folder: string): string {
	const file = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	if (file !== undefined) return file;
	throw new MendableError(
		'pack/build-failed',
		'npm pack left no tarball.',
		said.trim().slice(-500),
		'Run "npm pack" in the clone and mend what it names.',
	);
}

/** One hash over everything that ends up in the tarball or decides how it is built. */
function sourcesHash(): string {
	const hash = createHash('sha256');
	const places = ['nodes', 'credentials', 'package.json', 'tsconfig.json', 'README.md', 'LICENSE'];
	for (const place of places) addFiles(hash, path.join(rootFolder, place), place);
	return hash.digest('hex');
}

function addFiles(hash: Hash, place: string, name: string): void {
	if (!existsSync(place)) return;
	if (statSync(place).isDirectory()) {
		for (const entry of readdirSync(place).sort()) {
			addFiles(hash, path.join(place, entry), `${name}/${entry}`);
		}
		return;
	}
	const content = readFileSync(place);
	hash.update(`${name}\0${content.length}\0`).update(content);
}

function readIfThere(file: string): string | null {
	return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
