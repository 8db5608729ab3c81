import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from '../../../orchestrator/src/up/child';
import { Leftovers } from '../../../orchestrator/src/up/leftovers';
import { keepUp } from '../../../orchestrator/src/up/keepUp';
import type { Part } from '../../../orchestrator/src/up/parts';
import { Parts } from '../../../orchestrator/src/up/parts';
import { takeFreePort } from '../../../orchestrator/src/up/ports';
import { waitFor } from '../../../orchestrator/src/up/waitFor';

/** Answers its own process id, and starts one more process, in a group of its own, which it ends in peace. */
const server = `
	const { spawn } = require('node:child_process');
	const below = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
	process.once('SIGTERM', () => {
		below.kill('SIGKILL');
		process.kill(process.pid, 'SIGTERM');
	});
	require('node:http')
		.createServer((request, response) => response.end(JSON.stringify([process.pid, below.pid])))
		.listen(Number(process.argv[1]), '127.0.0.1');`;

let home: string;
let parts: Parts;
let port: number;

beforeEach(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-ops-parts-'));
	parts = new Parts(new Leftovers(home));
	port = await takeFreePort();
});
afterEach(async () => {
	await parts.stop();
	rmSync(home, { recursive: true, force: true });
});

const ask = async (withinMs = 1_000): Promise<number[]> => {
	const signal = AbortSignal.timeout(withinMs);
	const answer = await fetch(`http://127.0.0.1:${port}`, {
		signal,
		headers: { connection: 'close' },
	});
	return (await answer.json()) as number[];
};

function addServer(): Part {
	return parts.add(() =>
		startChild({
			name: 'server',
			command: process.execPath,
			args: ['-e', server, String(port)],
			env: process.env,
			logFile: path.join(home, 'server.log'),
			isReady: async () => (await ask()).length > 0,
			readyWithinMs: 20_000,
		}),
	);
}

const isThere = (pid: number) => {
	try {
		return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z';
	} catch {
		return false;
	}
};
const untilGone = (pids: number[]) =>
	waitFor(() => (pids.some(isThere) ? undefined : true), {
		what: `processes ${pids.join(', ')} to end`,
		deadlineMs: 10_000,
		mend: '',
	});
const written = () => readFileSync(path.join(home, 'processes.json'), 'utf8');

describe('a part of a stack', () => {
	it('starts anew under its name after it was killed, and what it had started is gone', async () => {
		const part = addServer();
		await part.ready;
		const [pid = 0, below = 0] = await ask();
		expect(part.pid).toBe(pid);

		part.kill('SIGKILL');
		expect(await part.ended).toBe('SIGKILL');
		await untilGone([pid, below]);
		expect(part.isRunning).toBe(false);

		await part.restart();
		expect((await ask())[0]).toBe(part.pid);
		expect(part.pid).not.toBe(pid);
		expect(part.isRunning).toBe(true);
		expect(parts.get('server')).toBe(part);
	});

	it('is halted and goes on as the same process', async () => {
		const part = addServer();
		await part.ready;
		const before = await ask();
		part.kill('SIGSTOP');
		await expect(ask(300)).rejects.toThrow();
		part.kill('SIGCONT');
		expect(await ask(10_000)).toEqual(before);
	});

	it('can be asked to end while it is halted', async () => {
		const part = addServer();
		await part.ready;
		part.kill('SIGSTOP');
		await parts.stop();
		await expect(part.ended).resolves.toBe('SIGTERM');
	});

	it('is written down once for the next start, as the process that runs now', async () => {
		const part = addServer();
		await part.ready;
		const first = part.pid;
		await part.restart();
		expect(written()).toContain(`"pid": ${part.pid},`);
		expect(written()).not.toContain(`"pid": ${first},`);
	});
});

describe('Parts', () => {
	it('names the parts there are when another is asked for', async () => {
		const part = addServer();
		await part.ready;
		expect(() => parts.get('n8n')).toThrow(
			expect.objectContaining({
				code: 'stack/no-such-part',
				why: 'Its parts are server.',
			}) as Error,
		);
	});

	it('frees the port when it is stopped, also when that is asked for twice', async () => {
		await addServer().ready;
		await Promise.all([parts.stop(), parts.stop()]);
		const taken = createServer();
		await new Promise<void>((resolve, reject) => {
			taken.once('error', reject);
			taken.listen(port, '127.0.0.1', resolve);
		});
		await new Promise((resolve) => taken.close(resolve));
	});
});

describe('keepUp', () => {
	const soon = { firstMs: 10, longestMs: 50 };
	let said: string[];
	let stop: AbortController;
	beforeEach(() => {
		said = [];
		stop = new AbortController();
	});
	afterEach(() => stop.abort());
	const untilSaid = (words: RegExp) =>
		waitFor(() => said.find((line) => words.test(line)), {
			what: `"${words.source}" to be said`,
			deadlineMs: 20_000,
			mend: '',
		});

	it('starts anew what ends by itself, and says what ended it', async () => {
		const part = addServer();
		await part.ready;
		keepUp(parts, (line) => said.push(line), stop.signal, soon);
		for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
			const before = part.pid;
			said.length = 0;
			part.kill(signal);
			await untilSaid(/is ready again/);
			expect(said[0]).toContain(`server ended (${signal})`);
			expect((await ask())[0]).not.toBe(before);
		}
	});

	it('lets be what ends because it is asked to', async () => {
		const part = addServer();
		await part.ready;
		keepUp(parts, (line) => said.push(line), stop.signal, soon);
		stop.abort();
		await parts.stop();
		await part.ended;
		expect(said).toEqual([]);
		expect(part.isRunning).toBe(false);
	});
});
