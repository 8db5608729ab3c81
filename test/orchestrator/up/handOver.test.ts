import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { waitFor } from '../../../orchestrator/src/up/waitFor';

const bootstrap = (name: string) =>
	pathToFileURL(path.resolve('orchestrator/bin/bootstrap', name)).href;

/** Hands over to what stands after it, as the command does where the calling Node is too old. */
const first = `
import { handOver } from '${bootstrap('handOver.mjs')}';
process.exitCode = await handOver(process.execPath, process.argv.slice(2));`;

/** Begins like the command, then does what its first argument says. */
const second = `
import { writeFileSync } from 'node:fs';
import { endWithParent } from '${bootstrap('endWithParent.mjs')}';
endWithParent();
const [does, given] = process.argv.slice(2);
if (does === 'exit') process.exit(Number(given));
if (does === 'die') process.kill(process.pid, given);
if (does === 'echo') process.stdin.pipe(process.stdout);
if (does === 'stay') {
	const stays = setInterval(() => {}, 1_000);
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.once(signal, () => {
			writeFileSync(given + '.heard', signal);
			clearInterval(stays);
		});
	}
	writeFileSync(given, String(process.pid));
}`;

let folder: string;
const files = () => ({
	first: path.join(folder, 'first.mjs'),
	second: path.join(folder, 'second.mjs'),
});

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'agency-ops-hand-over-'));
	writeFileSync(files().first, first);
	writeFileSync(files().second, second);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Begun {
	child: ChildProcess;
	ended: Promise<number | null>;
}
function begin(...does: string[]): Begun {
	return beginBelow(process.execPath, [files().first, files().second, ...does]);
}
function beginBelow(command: string, args: string[], env = process.env): Begun {
	const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
	// From the beginning: it may be over before anybody asks.
	return { child, ended: new Promise((resolve) => child.once('close', resolve)) };
}
/** What a process has written into a file, once it has. */
const written = async (file: string) =>
	await waitFor(() => (existsSync(file) && readFileSync(file, 'utf8')) || undefined, {
		what: `${file} to be written`,
		...waited,
	});
const waited = { deadlineMs: 60_000, everyMs: 20, mend: '' };

/** One that stays, once it is up. */
async function staying(name: string) {
	const file = path.join(folder, name);
	const begun = begin('stay', file);
	const pid = Number(await written(file));
	return { ...begun, pid, heard: async () => await written(`${file}.heard`) };
}
function untilGone(pid: number) {
	const isGone = () => {
		try {
			process.kill(pid, 0);
			return undefined;
		} catch {
			return true;
		}
	};
	return waitFor(isGone, { what: `process ${pid} to end`, ...waited });
}

it('asks the second process to end, politely, when the first is killed by force', async () => {
	const { child, pid, heard } = await staying('killed');
	child.kill('SIGKILL');
	expect(await heard()).toBe('SIGTERM');
	await untilGone(pid);
});

it('ends politely once the shell is gone through which npm had started it', async () => {
	const file = path.join(folder, 'npm');
	const line = '"$0" "$1" stay "$2"; exit $?';
	const args = ['-c', line, process.execPath, files().second, file];
	const { child } = beginBelow('sh', args, { ...process.env, npm_lifecycle_event: 'npx' });
	const pid = Number(await written(file));
	child.kill('SIGTERM');
	expect(await written(`${file}.heard`)).toBe('SIGTERM');
	await untilGone(pid);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('passes %s on, and waits', async (signal) => {
	const { child, ended, pid, heard } = await staying(signal);
	child.kill(signal);
	expect(await heard()).toBe(signal);
	expect(await ended).toBe(0);
	await untilGone(pid);
});

it.each([
	{ does: ['exit', '0'], code: 0 },
	{ does: ['exit', '7'], code: 7 },
	{ does: ['die', 'SIGKILL'], code: 137 },
	{ does: ['die', 'SIGTERM'], code: 143 },
])('answers $code for $does', async ({ does, code }) => {
	expect(await begin(...does).ended).toBe(code);
});

it('leaves input and output to the second, and keeps it no longer than it lives', async () => {
	const { child, ended } = begin('echo');
	let heard = '';
	child.stdout?.on('data', (piece: Buffer) => (heard += piece.toString()));
	child.stdin?.end('a line');
	expect(await ended).toBe(0);
	expect(heard).toBe('a line');
});
