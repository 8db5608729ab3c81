import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerQuality } from '../../../orchestrator/src/commands/quality';
import { ensureSecrets } from '../../../orchestrator/src/config';
import { qualityFindings, tellQuality } from '../../../orchestrator/src/quality/tellQuality';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import type { NumbersView } from '../../../orchestrator/src/service/quality/views';
import { wilson } from '../../../nodes/domain/wilson';
import { sha } from '../../support/aFile';
import { someSettings } from '../service/support/aService';

let home: string;
let config: string;
let service: Service;
let apiKey: string;
const printed: string[] = [];
const homeBefore = process.env.AGENCY_OPS_HOME;

beforeAll(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-quality-'));
	process.env.AGENCY_OPS_HOME = home;
	apiKey = ensureSecrets(home).ledgerApiKey;
	const vendors = { hubspotToken: 'h', slackToken: 's', clickupToken: 'c' };
	service = await startService({
		settings: someSettings(),
		secrets: { ...vendors, ledgerApiKey: apiKey, smtpUrl: 'smtp://127.0.0.1:1' },
		port: 0,
	});
	config = path.join(home, 'agency.config.yaml');
	writeFileSync(config, `service: { url: '${service.url}' }\n`);
	jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
}, 60_000);
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
	registerQuality(program.exitOverride());
	await program.parseAsync(['node', 'agency-ops', '--config', config, 'quality', ...words]);
	return { text: printed.join('\n'), exitCode: process.exitCode ?? 0 };
}

async function post(route: string, body: object): Promise<void> {
	const answer = await fetch(`${service.url}${route}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!answer.ok) throw new Error(await answer.text());
}

async function verdict(digit: string, outcome: string, name: string, more: object = {}) {
	const decision = {
		gate: 'machine',
		outcome,
		subject: `file:${digit}`,
		sha256: sha(digit),
		by: null,
		specs: [{ id: 'youtube', version: '1' }],
		heldUntil: null,
		decidedAt: '2026-11-26T10:00:00.000Z',
		inputHash: `sha256:${sha(digit)}`,
		reasons: [{ text: 'It is too loud' }],
	};
	await post('/v1/verdicts', {
		decision,
		file: { fileId: digit, name, versionStackId: 's1' },
		...more,
	});
}

describe('agency-ops quality', () => {
	it('says that there is nothing yet', async () => {
		const { text, exitCode } = await run();
		expect(exitCode).toBe(0);
		expect(text).toContain('First-pass approval   nothing approved yet');
		expect(text).toContain('No review is open.');
	});

	it('shows a file with its versions, what was said of each, and who is asked', async () => {
		await verdict('a', 'fail', 'film.mp4');
		await verdict('b', 'pass', 'film.mp4');
		const unknown = await run('show', 'film.mp4');
		expect(unknown.text).toContain('made by nobody knows whom');
		await run('author', sha('b'), 'luis');
		await post('/v1/reviews', { sha256: sha('b'), gate: 'peer' });
		const { text } = await run('show', 'film.mp4');
		expect(text).toMatch(/^film\.mp4\nstack:s1, made by luis\n\nVersion 2 stands before peer/);
		expect(text).toContain('✓ machine  youtube 1, 2026-11-26 10:00 UTC');
		expect(text).toMatch(/waits for .+ \(peer\), due /);
		expect(text).toContain('Version 1 has been replaced');
		expect(text).toContain('machine said fail:\n    It is too loud');
		for (const word of [sha('b'), sha('b').slice(0, 12), 'stack:s1', 'b']) {
			expect((await run('show', word)).text).toBe(text);
		}
	});

	it('lists open reviews, and prints JSON', async () => {
		const { text } = await run('--days', '30');
		expect(text).toMatch(/^The last 30 days/);
		expect(text).toMatch(/ film\.mp4 +v2 {2}peer/);
		for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
		const { text: json } = await run('--json');
		expect(JSON.parse(json)).toMatchObject({ days: 90, open: [{ gate: 'peer' }], findings: [] });
		expect(JSON.parse((await run('--json', 'show', 'film.mp4')).text)).toMatchObject({
			versions: [{ version: 1 }, { version: 2 }],
		});
	});

	it('keeps test runs apart', async () => {
		expect((await run('--test')).text).toContain('No review is open.');
	});

	it.each([
		[['show', 'nothing.mp4'], 'quality/unknown-file'],
		[['author', sha('b'), 'nobody'], 'quality/unknown-person'],
	])('refuses %j by name', async (words, code) => {
		await expect(run(...words)).rejects.toMatchObject({ code });
	});
});

describe('what the numbers say', () => {
	const person = { name: 'Diego', id: 'diego', email: null, zone: null, hub: null, skills: {} };
	const view = (changes: Partial<NumbersView> = {}): NumbersView => ({
		days: 90,
		firstPass: { approved: 30, first: 28, share: wilson(28, 30) },
		cycles: { files: 30, mean: 0.123, most: 2 },
		rules: [],
		open: [],
		...changes,
	});
	const rule = (found: number, waived: number) => [
		{ rule: 'letterbox', found, waived, kept: wilson(found - waived, found) },
	];

	it('shows shares with their interval and number', () => {
		const text = tellQuality(view({ rules: rule(10, 9) }), []);
		expect(text).toContain('93% [79%, 98%], n = 30 (target above 80%)');
		expect(text).toContain('0.1 a file, at most 2');
		expect(text).toMatch(/letterbox +10 +9 {2}10% \[2%, 40%\]/);
	});

	it.each([
		{ when: 'all is well', changes: {}, found: 0 },
		{
			when: 'the share may be above the target',
			changes: { firstPass: { approved: 10, first: 6, share: wilson(6, 10) } },
			found: 0,
		},
		{
			when: 'the share is surely below the target',
			changes: { firstPass: { approved: 40, first: 20, share: wilson(20, 40) } },
			found: 1,
		},
		{
			when: 'there are few approved files',
			changes: { firstPass: { approved: 4, first: 0, share: wilson(0, 4) } },
			found: 0,
		},
		{ when: 'a rule is waived more often than not', changes: { rules: rule(10, 9) }, found: 1 },
		{ when: 'that may be chance', changes: { rules: rule(10, 6) }, found: 0 },
		{ when: 'there are few', changes: { rules: rule(4, 4) }, found: 0 },
	])('finds $found when $when', ({ changes, found }) => {
		expect(qualityFindings(view(changes))).toHaveLength(found);
	});

	it('finds reviews that are overdue, with whom they were handed to', () => {
		const moment = '2026-11-26T10:00:00.000Z';
		const review = {
			id: 'rev_1',
			subject: 'file:f',
			sha256: sha('a'),
			file: { fileId: 'f', name: '', accountId: null, projectId: null },
			version: 1,
			project: null,
			gate: 'senior' as const,
			state: 'open' as const,
			reviewer: person,
			lead: { ...person, name: 'Camila' },
			checklist: [],
			hours: 4,
			askedAt: moment,
			remindAt: moment,
			dueAt: moment,
			overdueAt: moment,
			answeredAt: null,
			answeredBy: null,
			note: null,
			test: false,
			isOverdue: true,
		};
		expect(qualityFindings(view({ open: [review] }))).toEqual([
			'f has waited for Diego, then Camila (senior) since 2026-11-26 10:00 UTC.',
		]);
	});
});
