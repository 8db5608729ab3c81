import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerSandbox } from '../../../orchestrator/src/commands/sandbox';
import { keepAhead, readAhead, watchAhead } from '../../../orchestrator/src/sandbox/clock';
import { clockOf } from '../../../orchestrator/src/service/clock';

const DAY_MS = 86_400_000;
const monday = new Date('2026-11-23T09:00:00Z');

let home: string;
beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-clock-'));
	process.env.AGENCY_OPS_HOME = home;
});
afterEach(() => {
	delete process.env.AGENCY_OPS_HOME;
	rmSync(home, { recursive: true });
	jest.restoreAllMocks();
});

describe('the clock of a service', () => {
	it('leaves the ledger to the database’s clock while nobody is ahead', () => {
		const clock = clockOf({ now: () => monday, aheadMs: () => 0 });
		expect([clock.now(), clock.wall(), clock.moment()]).toEqual([monday, monday, null]);
	});

	it('is ahead in what is due and in the ledger, not in what callers sign by', () => {
		const clock = clockOf({ now: () => monday, aheadMs: () => 3 * DAY_MS });
		const thursday = new Date('2026-11-26T09:00:00Z');
		expect([clock.now(), clock.moment()]).toEqual([thursday, thursday]);
		expect(clock.wall()).toEqual(monday);
	});
});

describe('how far the sandbox is ahead', () => {
	it('is nothing at first, and is kept for the next process', async () => {
		expect(readAhead(home)).toBe(0);
		const ahead = watchAhead(home);
		expect(ahead()).toBe(0);
		keepAhead(home, DAY_MS);
		expect(readAhead(home)).toBe(DAY_MS);
		while (ahead() === 0) await new Promise((resolve) => setTimeout(resolve, 10));
		expect(ahead()).toBe(DAY_MS);
	});

	const run = async (...args: string[]) => {
		let printed = '';
		jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
			printed += String(text);
			return true;
		});
		const program = new Command()
			.exitOverride()
			.option('--config <file>')
			.option('--target <name>');
		registerSandbox(program);
		await program.parseAsync(['sandbox', 'clock', ...args], { from: 'user' });
		return printed;
	};

	it('adds up, and is told', async () => {
		await run('--forward', 'P3D');
		const told: unknown = JSON.parse(await run('--forward', 'PT12H', '--json'));
		expect(told).toMatchObject({ ahead: 'P3DT12H' });
		expect(readAhead(home)).toBe(3.5 * DAY_MS);
		expect(await run()).toContain('3 days, 12 hours ahead of this machine');
		expect(readAhead(home)).toBe(3.5 * DAY_MS);
	});

	it.each(['3 days', 'PT0S', '-P1D', ''])('never goes back or stands still: %j', async (text) => {
		await expect(run(`--forward=${text}`)).rejects.toMatchObject({ code: 'sandbox/clock' });
		expect(readAhead(home)).toBe(0);
	});
});
