import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerMail } from '../../../orchestrator/src/commands/mail';
import { ensureSecrets } from '../../../orchestrator/src/config';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { someSettings } from '../service/support/aService';

let home: string;
let config: string;
let service: Service;
const printed: string[] = [];
const homeBefore = process.env.AGENCY_OPS_HOME;

beforeAll(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-mail-'));
	process.env.AGENCY_OPS_HOME = home;
	service = await startService({
		settings: someSettings(),
		secrets: {
			ledgerApiKey: ensureSecrets(home).ledgerApiKey,
			hubspotToken: 'h',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: 'smtp://127.0.0.1:1',
		},
		port: 0,
	});
	config = path.join(home, 'agency.config.yaml');
	writeFileSync(config, `service: { url: '${service.url}' }\n`);
	jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterAll(async () => {
	await service.stop();
	rmSync(home, { recursive: true, force: true });
	if (homeBefore === undefined) delete process.env.AGENCY_OPS_HOME;
	else process.env.AGENCY_OPS_HOME = homeBefore;
	jest.restoreAllMocks();
});
beforeEach(() => {
	printed.length = 0;
});

/** Runs a command as the command line would, and gives what it printed. */
async function run(...words: string[]): Promise<string> {
	const program = new Command('agency-ops')
		.option('--config <file>')
		.option('--target <name>')
		.exitOverride()
		.configureOutput({ writeErr: () => undefined });
	registerMail(program);
	const command = words[0] === 'preview' ? words : ['suppressed', ...words];
	await program.parseAsync(['node', 'agency-ops', '--config', config, 'mail', ...command]);
	return printed.join('\n');
}

describe('agency-ops mail suppressed', () => {
	it('puts an address on the list, shows it, and lifts it with who and why', async () => {
		expect(await run('list')).toBe('No addresses.');
		printed.length = 0;
		expect(await run('add', 'Ana@Cafe.com', '--reason', 'asked by phone')).toMatch(
			/^marketing {2}ana@cafe\.com {2}\(by hand: asked by phone; since 20.*\)$/,
		);
		printed.length = 0;
		await run('lift', 'ana@cafe.com', '--reason', 'asked again', '--by', 'olivia');
		expect(printed.join('\n')).toMatch(/lifted 20\S+ by olivia: asked again/);
		printed.length = 0;
		expect(await run('list')).toBe('No addresses.');
		printed.length = 0;
		const all = JSON.parse(await run('list', '--lifted', '--json')) as { suppressions: unknown[] };
		expect(all.suppressions).toMatchObject([{ address: 'ana@cafe.com', liftedBy: 'olivia' }]);
	});

	it.each([
		{ words: ['lift', 'nobody@cafe.com', '--reason', 'x'], code: 'mail/not-suppressed' },
		{ words: ['add', 'nobody', '--reason', 'x'], code: 'request/invalid' },
		{ words: ['add', 'a@b.co'], code: 'commander.missingMandatoryOptionValue' },
		{ words: ['list', '--limit', '0'], code: 'commander.invalidArgument' },
	])('refuses $words', async ({ words, code }) => {
		await expect(run(...words)).rejects.toMatchObject({ code });
	});
});

describe('agency-ops mail preview', () => {
	const preview = async (...words: string[]) => {
		printed.length = 0;
		const out = path.join(home, 'preview');
		const flags = ['--milestone', 'approved', '--language', 'en', '--out', out, '--json'];
		const said = await run('preview', ...flags, ...words);
		return JSON.parse(said) as { texts: string; mails: Array<{ subject: string }> };
	};

	it('shows the texts of a file, else of the ledger, else those that ship', async () => {
		const shipped = await preview();
		expect(shipped.texts).toBe('milestones/0');
		expect(shipped.mails[0]?.subject).toMatch(/^Approved: /);

		const { source } = await askData('GET');
		const own = source.replace('Approved: {project}', 'Signed off: {project}');
		const file = path.join(home, 'milestones.yaml');
		writeFileSync(file, own);
		const ofFile = await preview('--texts', file);
		expect(ofFile.mails[0]?.subject).toMatch(/^Signed off: /);

		await askData('PUT', { source: own, expectedVersion: 0, by: 'olivia', reason: 'ours' });
		const ofLedger = await preview();
		expect(ofLedger.texts).toBe('milestones/1');
		expect(ofLedger.mails[0]?.subject).toMatch(/^Signed off: /);
		expect((await preview('--shipped')).texts).toBe('milestones/0');
	});

	it('tells the line of what is wrong in a file', async () => {
		const { source } = await askData('GET');
		const file = path.join(home, 'wrong.yaml');
		writeFileSync(file, source.replace('title: You have approved it', 'title: "{sum}"'));
		await expect(preview('--texts', file)).rejects.toMatchObject({
			code: 'data/invalid',
			why: expect.stringMatching(/^wrong\.yaml:\d+:\d+ .*\{sum\}/),
		});
	});
});

async function askData(method: 'GET' | 'PUT', body?: object): Promise<{ source: string }> {
	const answer = await fetch(`${service.url}/v1/data/milestones`, {
		method,
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
		headers: {
			authorization: `Bearer ${ensureSecrets(home).ledgerApiKey}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
	});
	expect(answer.status).toBe(200);
	return (await answer.json()) as { source: string };
}
