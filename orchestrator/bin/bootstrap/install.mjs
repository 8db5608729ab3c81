/** Brings the two installs a start or a test needs: the repository's own and the n8n runtime's. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	closeSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	rmSync,
	statfsSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { BootstrapError, say, sayProgress } from './say.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const runtimeManifest = path.join(root, 'orchestrator', 'runtime');
/** In a folder that begins with a dot: n8n's build copies every picture it finds outside such ones. */
export const runtimeDir = path.join(root, '.agency-ops', 'runtime');
const marker = path.join(runtimeDir, 'installed.json');

/** Bytes on disk with what npm's cache takes beside them; measured on Linux x64. */
const REPOSITORY_BYTES = 1.6e9;
const RUNTIME_BYTES = 3.5e9;

/** Installs the repository's packages unless the installed tree already answers to the lock file. */
export async function ensureRepository() {
	if (repositoryAnswersToLock()) return;
	say('Installing the repository’s packages (about 2 minutes, once) …');
	await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], root, REPOSITORY_BYTES);
	if (!repositoryAnswersToLock()) {
		throw new BootstrapError(
			'The installed packages do not answer to package-lock.json.',
			'npm ended without an error, yet packages are missing.',
			'Remove node_modules and start again.',
		);
	}
}

function repositoryAnswersToLock() {
	const wanted = readJson(path.join(root, 'package-lock.json'))?.packages;
	// npm writes this file last, so that an install that was killed half-way has none.
	const found = readJson(path.join(root, 'node_modules', '.package-lock.json'))?.packages;
	if (!wanted || !found) return false;
	return Object.entries(wanted).every(([place, { version, optional, devOptional, link }]) => {
		if (!place.startsWith('node_modules/') || link) return true;
		if (found[place] === undefined) return Boolean(optional || devOptional);
		return found[place].version === version;
	});
}

/** Installs n8n and its Node 24 into `.agency-ops/runtime` unless the marker says it is done. */
export async function ensureRuntime() {
	const wanted = runtimeFingerprint();
	if (readJson(marker)?.fingerprint === wanted) return;

	needCompilers();
	needDisk();
	const release = await takeInstallLock();
	try {
		if (readJson(marker)?.fingerprint === wanted) return;
		rmSync(marker, { force: true });
		mkdirSync(runtimeDir, { recursive: true });
		for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
			copyFileSync(path.join(runtimeManifest, file), path.join(runtimeDir, file));
		}
		say('Installing n8n 2.41.1 and Node 24 into .agency-ops/runtime (about 4 minutes, once) …');
		// `npm ci` refuses this lock: a few of n8n's optional binaries are not in every registry.
		await npm(
			['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
			runtimeDir,
			RUNTIME_BYTES,
		);
		say('Compiling sqlite3 for n8n’s database (about 1 minute, once) …');
		const nodeDir = path.dirname(path.dirname(runtimeNode()));
		await npm(['rebuild', 'sqlite3', '--ignore-scripts=false'], runtimeDir, null, {
			npm_config_nodedir: nodeDir,
			PATH: `${path.join(nodeDir, 'bin')}${path.delimiter}${process.env.PATH}`,
		});
		proveRuntime();
		writeFileSync(marker, JSON.stringify({ fingerprint: wanted }));
	} finally {
		release();
	}
}

/** The Node that runs n8n: the runtime's own on Linux, the calling one elsewhere if new enough. */
export function runtimeNode() {
	const bundled = path.join(
		runtimeDir,
		'node_modules',
		`node-${process.platform}-${process.arch}`,
		'bin',
		'node',
	);
	if (existsSync(bundled)) return bundled;
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
	throw new BootstrapError(
		'n8n 2.41.1 needs Node 24.',
		`There is no bundled Node 24 for ${process.platform}-${process.arch}, and this is ${process.version}.`,
		'Install Node 24 and start again.',
	);
}

function proveRuntime() {
	const { status, stderr } = spawnSync(
		runtimeNode(),
		['-e', "require('sqlite3'); require.resolve('n8n/package.json')"],
		{ cwd: runtimeDir, encoding: 'utf8' },
	);
	if (status === 0) return;
	throw new BootstrapError(
		'The n8n runtime does not work after its install.',
		lastLines(stderr, 3),
		'Remove .agency-ops/runtime and start again; if it stays, check gcc, make and python3.',
	);
}

function runtimeFingerprint() {
	const hash = createHash('sha256');
	for (const file of ['package.json', 'package-lock.json']) {
		hash.update(readFileSync(path.join(runtimeManifest, file)));
	}
	return hash.update(`${process.platform}-${process.arch}`).digest('hex');
}

function needCompilers() {
	const works = (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
	const missing = [
		works('g++') || works('c++') ? null : 'g++',
		works('make') ? null : 'make',
		works('python3') ? null : 'python3',
	].filter(Boolean);
	if (missing.length === 0) return;
	throw new BootstrapError(
		`The machine lacks ${missing.join(', ')}.`,
		'n8n keeps its data in SQLite, whose driver is compiled once on this machine.',
		'On Debian or Ubuntu: apt-get install -y g++ make python3. On macOS: xcode-select --install.',
	);
}

function needDisk() {
	if (freeBytes() >= RUNTIME_BYTES) return;
	throw new BootstrapError(
		'There is not enough room on the disk.',
		`n8n’s runtime needs ${gigabytes(RUNTIME_BYTES)}, ${gigabytes(freeBytes())} are free.`,
		'Free some room and start again.',
	);
}

/** One install at a time, also when a start and a test are begun together. */
async function takeInstallLock() {
	const lock = path.join(root, '.agency-ops', 'install.lock');
	mkdirSync(path.dirname(lock), { recursive: true });
	const deadline = Date.now() + 15 * 60_000;
	let told = false;
	while (Date.now() < deadline) {
		try {
			const handle = openSync(lock, 'wx');
			writeFileSync(handle, String(process.pid));
			closeSync(handle);
			return () => rmSync(lock, { force: true });
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
		}
		if (!isAlive(Number(safeRead(lock)))) {
			rmSync(lock, { force: true });
			continue;
		}
		if (!told) say('Another start is installing; waiting for it …');
		told = true;
		await pause(500);
	}
	throw new BootstrapError(
		'Another install did not finish within 15 minutes.',
		`It holds ${path.relative(root, lock)}.`,
		'See whether it still works; else remove that file and start again.',
	);
}

function isAlive(pid) {
	if (!Number.isInteger(pid) || pid <= 0) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

/** Runs the npm that called us (or the one on the PATH) and explains its usual failures. */
async function npm(args, cwd, diskBytes, env = {}) {
	const script = process.env.npm_execpath;
	const [command, ...first] = script?.endsWith('.js')
		? [process.execPath, script]
		: [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
	const child = spawn(command, [...first, ...args], {
		cwd,
		env: { ...process.env, ...env, npm_config_ignore_scripts: undefined },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-20_000)));
	}
	const freeAtStart = freeBytes();
	const stopProgress = sayProgress(() => {
		const written = Math.max(0, freeAtStart - freeBytes());
		return diskBytes ? `${gigabytes(written)} of about ${gigabytes(diskBytes)} on disk` : 'working';
	});
	const forward = (signal) => child.kill(signal);
	process.once('SIGINT', forward).once('SIGTERM', forward);
	const [code, signal] = await new Promise((resolve, reject) => {
		child.once('error', reject).once('close', (...end) => resolve(end));
	}).finally(() => {
		stopProgress();
		process.off('SIGINT', forward).off('SIGTERM', forward);
	});
	if (code === 0) return;
	if (signal) {
		throw new BootstrapError(
			'The install was stopped.',
			`npm ended by ${signal}.`,
			'Start again: it takes up where it has to.',
		);
	}
	throw explainNpm(output, args[0], code);
}

function explainNpm(output, verb, code) {
	const what = `npm ${verb} failed (exit ${code}).`;
	if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET/.test(output)) {
		return new BootstrapError(
			what,
			'The package registry could not be reached.',
			'Check the network or the proxy settings of npm, then start again: nothing is half-done.',
		);
	}
	if (/ENOSPC/.test(output)) {
		return new BootstrapError(what, 'The disk is full.', 'Free some room and start again.');
	}
	return new BootstrapError(
		what,
		lastLines(output, 8),
		'Mend what npm names and start again; if in doubt remove node_modules first.',
	);
}

function freeBytes() {
	const { bavail, bsize } = statfsSync(root);
	return bavail * bsize;
}

function gigabytes(bytes) {
	return `${(bytes / 1e9).toFixed(1)} GB`;
}

function readJson(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return undefined; // missing or cut short: the same as not installed
	}
}

function safeRead(file) {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

function lastLines(text, count) {
	return text.trim().split('\n').slice(-count).join('\n        ') || 'It said nothing.';
}
