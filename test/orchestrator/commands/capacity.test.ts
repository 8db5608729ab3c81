import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerCapacity } from '../../../orchestrator/src/commands/capacity';
import { ensureSecrets } from '../../../orchestrator/src/config';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { someSettings } from '../service/support/aService';

let home: string;
let config: string;
let service: Service;
let apiKey: string;
const printed: string[] = [];
const homeBefore = process.env.AGENCY_OPS_HOME;

beforeAll(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-capacity-'));
	process.env.AGENCY_OPS_HOME = home;
	apiKey = ensureSecrets(home).ledgerApiKey;
	const vendors = { hubspotToken: 'h', slackToken: 's', clickupToken: 'c' };
	service = await startService({
		settings: someSettings(),
		secrets: { ...vendors, ledgerApiKey: apiKey, smtpUrl: 'smtp://127.0.0.1:1' },
		now: () => new Date('2026-11-26T12:00:00Z'),
		port: 0,
	});
	config = path.join(home, 'agency.config.yaml');
	writeFileSync(config, `service: { url: '${service.url}' }\n`);
	jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
}, 30_000);
afterAll(async () => {
	jest.restoreAllMocks();
	await service.stop();
	rmSync(home, { recursive: true, force: true });
	if (homeBefore === undefined) delete process.env.AGENCY_OPS_HOME;
	else process.env.AGENCY_OPS_HOME = homeBefore;
	process.exitCode = undefined;
});

/** Runs the command as the command line would, and gives what it printed and its exit code. */
async function run(...words: string[]) {
	printed.length = 0;
	process.exitCode = undefined;
	const program = new Command('agency-ops').option('--config <file>').option('--target <name>');
	registerCapacity(program.exitOverride());
	await program.parseAsync(['node', 'agency-ops', '--config', config, 'capacity', ...words]);
	return { text: printed.join('\n'), exitCode: process.exitCode ?? 0 };
}

async function reserve(piece: string, days: Record<string, number>, person = 'luis') {
	const answer = await fetch(`${service.url}/v1/reservations`, {
		method: 'POST',
		headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
		body: JSON.stringify({
			key: `project:p-1/reservation/${piece}/1`,
			project: 'p-1',
			rosterVersion: 'roster/0',
			pieces: [
				{ piece, person, days: Object.entries(days).map(([day, hours]) => ({ day, hours })) },
			],
		}),
	});
	return (await answer.json()) as { reservations: Array<{ id: string }> };
}

describe('agency-ops capacity', () => {
	it('is fine where nobody has too much, and says so', async () => {
		const { text, exitCode } = await run();
		expect(exitCode).toBe(0);
		expect(text).toMatch(/^Thu 26 Nov to Wed 2 Dec 2026, roster\/0: /);
		expect(text).toContain('Nobody has too much, and all work has somebody.');
	});

	it('shows hours by day within 100 columns, and warns of who has too much', async () => {
		await reserve('edit', {
			'2026-11-26': 8,
			'2026-11-27': 7.5,
			'2026-11-30': 8,
			'2026-12-01': 8,
			'2026-12-02': 4,
		});
		const { text, exitCode } = await run();
		expect(exitCode).toBe(1);
		const lines = text.split('\n');
		expect(lines.find((line) => line.startsWith('Luis'))).toBe(
			'Luis Mendoza      caracas        8/8   7.5/8       ·       ·     8/8     8/8     4/8     4.5   89% !',
		);
		expect(text).toContain('! Luis Mendoza has 89% (35.5 of 40 h). The warning is at 85%.');
		expect(Math.max(...lines.slice(0, -2).map((line) => line.length))).toBeLessThanOrEqual(100);
	});

	it('tells longer spans a week a table, of one person, and as JSON', async () => {
		const span = ['--from', '2026-12-01', '--to', '2026-12-20', '--person', 'luis'];
		const { text } = await run(...span);
		expect(text.match(/^Luis/gm)).toHaveLength(3);
		expect(text).not.toContain('Freja');
		const { text: json } = await run(...span, '--json');
		expect(JSON.parse(json)).toMatchObject({
			from: '2026-12-01',
			people: [{ person: 'luis', committed: 12 }],
			findings: [],
		});
	});

	it('names work that nobody has', async () => {
		const { reservations } = await reserve('qa', { '2026-12-03': 1 }, 'diego');
		await fetch(`${service.url}/v1/reservations/${reservations[0]?.id}/decline`, {
			method: 'POST',
			headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
			body: '{"reason":"away"}',
		});
		const { text, exitCode } = await run('--from', '2026-12-03');
		expect(exitCode).toBe(1);
		expect(text).toContain('! Nobody has qa of p-1 (1 h): diego declined.');
	});

	it.each([
		{ words: ['--person', 'zoe'], code: 'capacity/unknown-person' },
		{ words: ['--from', '2026-12-09', '--to', '2026-12-01'], code: 'request/invalid' },
		{ words: ['--from', '2026-02-30'], code: 'request/invalid' },
	])('says $code to $words', async ({ words, code }) => {
		await expect(run(...words)).rejects.toMatchObject({ code });
	});
});
