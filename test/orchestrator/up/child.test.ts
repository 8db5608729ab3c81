import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Child, ChildOptions } from '../../../orchestrator/src/up/child';
import { lastLines, startChild } from '../../../orchestrator/src/up/child';
import { Leftovers } from '../../../orchestrator/src/up/leftovers';
import { needFreePorts, takeFreePort } from '../../../orchestrator/src/up/ports';
import { waitFor } from '../../../orchestrator/src/up/waitFor';

const stayAlive = 'process.stdin.resume(); setInterval(() => {}, 1000)';
const isGone = (pid: number) => {
	try {
		process.kill(pid, 0);
		return undefined;
	} catch {
		return true;
	}
};
const untilGone = (pid: number) =>
	waitFor(() => isGone(pid), { what: `process ${pid} to end`, deadlineMs: 10_000, mend: '' });

let home: string;
beforeEach(() => (home = mkdtempSync(path.join(tmpdir(), 'agency-ops-up-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const start = (script: string, more: Partial<ChildOptions> = {}): Child =>
	startChild({
		name: 'a child',
		command: process.execPath,
		args: ['-e', script],
		env: process.env,
		logFile: path.join(home, 'child.log'),
		isReady: async () => true,
		readyWithinMs: 10_000,
		...more,
	});

describe('startChild', () => {
	it('ends the process by its id', async () => {
		const child = start(stayAlive);
		await child.ready;
		await child.stop();
		expect(isGone(child.pid)).toBe(true);
	});

	it('ends by force what does not listen', async () => {
		const deaf = `process.on('SIGTERM', () => {}); console.log('up'); ${stayAlive}`;
		const isReady = async () => lastLines(path.join(home, 'child.log'), 1) === 'up';
		const child = start(deaf, { graceMs: 100, isReady });
		await child.ready;
		await child.stop();
		expect(isGone(child.pid)).toBe(true);
	});

	it('names the last lines of the log when the process ends early', async () => {
		const script = "console.error('Port 1 is taken'); process.exit(3)";
		const child = start(script, { isReady: async () => false });
		await expect(child.ready).rejects.toMatchObject({
			code: 'process/ended',
			why: expect.stringContaining('Port 1 is taken') as string,
		});
	});

	it('reports a command that does not exist', async () => {
		const child = start('', { command: path.join(home, 'missing'), isReady: async () => false });
		await expect(child.ready).rejects.toMatchObject({ code: 'process/ended' });
	});

	it('may be stopped twice', async () => {
		const child = start(stayAlive);
		await child.ready;
		await child.stop();
		await expect(child.stop()).resolves.toBeUndefined();
	});
});

describe('Leftovers', () => {
	it('refuses a second run while the first has its owner', async () => {
		const child = start(stayAlive);
		await child.ready;
		const script = `
			require('tsx/cjs/api').register();
			const { Leftovers } = require(${JSON.stringify(path.resolve('orchestrator/src/up/leftovers.ts'))});
			new Leftovers(${JSON.stringify(home)}).end().then(() => process.exit(0), (e) => { console.log(e.code); process.exit(7); });`;
		new Leftovers(home).add(child.name, child.pid);
		const second = start(script, {
			isReady: async () => false,
			logFile: path.join(home, 'second.log'),
		});
		await expect(second.ready).rejects.toMatchObject({
			what: expect.stringContaining('exit 7') as string,
			why: expect.stringContaining('start/already-running') as string,
		});
		expect(isGone(child.pid)).toBeUndefined();
		await child.stop();
	});

	it('ends the processes of a run whose owner is gone, and forgets them', async () => {
		const script = `
			require('tsx/cjs/api').register();
			const { spawn } = require('node:child_process');
			const { Leftovers } = require(${JSON.stringify(path.resolve('orchestrator/src/up/leftovers.ts'))});
			const orphan = spawn(process.execPath, ['-e', ${JSON.stringify(stayAlive)}], { detached: true, stdio: 'ignore' });
			new Leftovers(${JSON.stringify(home)}).add('orphan', orphan.pid);
			console.log(orphan.pid);
			process.kill(process.pid, 'SIGKILL');`;
		const owner = start(script, { isReady: async () => false });
		const why = await owner.ready.then(
			() => '',
			(error: { why: string }) => error.why,
		);
		const orphan = Number(why.trim());
		expect(isGone(orphan)).toBeUndefined();

		expect(await new Leftovers(home).end()).toEqual(['orphan']);
		await untilGone(orphan);
		expect(await new Leftovers(home).end()).toEqual([]);
	});

	it('ends by itself, through its guard, what a run leaves that was ended by force', async () => {
		const script = `
			require('tsx/cjs/api').register();
			const { spawn } = require('node:child_process');
			const { Leftovers } = require(${JSON.stringify(path.resolve('orchestrator/src/up/leftovers.ts'))});
			const orphan = spawn(process.execPath, ['-e', ${JSON.stringify(stayAlive)}], { detached: true, stdio: 'ignore' });
			const leftovers = new Leftovers(${JSON.stringify(home)});
			leftovers.guard();
			leftovers.add('orphan', orphan.pid);
			console.log(orphan.pid);
			process.kill(process.pid, 'SIGKILL');`;
		const owner = start(script, { isReady: async () => false, readyWithinMs: 60_000 });
		const why = await owner.ready.then(
			() => '',
			(error: { why: string }) => error.why,
		);
		const orphan = Number(why.trim());
		expect(orphan).toBeGreaterThan(1);
		await waitFor(() => isGone(orphan), {
			what: 'the orphan to end',
			deadlineMs: 60_000,
			mend: '',
		});
		// It says so, and is gone itself with its list.
		const log = path.join(home, 'logs', 'leftovers.log');
		await waitFor(() => (lastLines(log, 1).includes('orphan') ? true : undefined), {
			what: 'the guard to say so',
			deadlineMs: 60_000,
			mend: '',
		});
		expect(new Leftovers(home).names()).toEqual([]);
	});

	it('leaves a process alone that only has the same number', async () => {
		const child = start(stayAlive);
		await child.ready;
		const { writeFileSync } = await import('node:fs');
		const stranger = { name: 'n8n', pid: child.pid, startedAt: '1' };
		const run = { owner: { name: 'agency-ops', pid: 1, startedAt: '0' }, children: [stranger] };
		writeFileSync(path.join(home, 'processes.json'), JSON.stringify(run));
		expect(await new Leftovers(home).end()).toEqual([]);
		expect(isGone(child.pid)).toBeUndefined();
		await child.stop();
	});
});

describe('needFreePorts', () => {
	it('names every port that is taken and where to set another', async () => {
		const server = createServer();
		const port = await new Promise<number>((resolve) =>
			server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
		);
		const wanted = [
			{ port, what: 'n8n', setting: 'n8n.url' },
			{ port: await takeFreePort(), what: 'the service', setting: 'service.url' },
		];
		await expect(needFreePorts(wanted)).rejects.toMatchObject({
			code: 'ports/taken',
			what: `Port ${port} of 127.0.0.1 taken.`,
			mend: expect.stringContaining('n8n.url') as string,
		});
		await new Promise((resolve) => server.close(resolve));
		await expect(needFreePorts(wanted)).resolves.toBeUndefined();
	});

	it('names both that want the same port', async () => {
		const port = await takeFreePort();
		const wanted = [
			{ port, what: 'n8n', setting: 'n8n.url' },
			{ port: await takeFreePort(), what: 'the service', setting: 'service.url' },
			{ port, what: 'Redis', setting: 'scale.firstPort' },
		];
		await expect(needFreePorts(wanted)).rejects.toMatchObject({
			code: 'ports/twice',
			why: 'n8n (n8n.url) and Redis (scale.firstPort) are to listen there.',
		});
	});
});
