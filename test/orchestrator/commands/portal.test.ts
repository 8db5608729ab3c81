import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerPortal } from '../../../orchestrator/src/commands/portal';
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
	home = mkdtempSync(path.join(tmpdir(), 'agency-portal-'));
	process.env.AGENCY_OPS_HOME = home;
	const { ledgerApiKey, portalSecret } = ensureSecrets(home);
	service = await startService({
		settings: { ...someSettings(), hooks: { publicUrl: 'https://ops.agency.test' } },
		secrets: {
			ledgerApiKey,
			portalSecret,
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
	jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterAll(async () => {
	await service.stop();
	rmSync(home, { recursive: true, force: true });
	if (homeBefore === undefined) delete process.env.AGENCY_OPS_HOME;
	else process.env.AGENCY_OPS_HOME = homeBefore;
	jest.restoreAllMocks();
});

/** Runs a command as the command line would, and gives what it printed. */
async function run(...words: string[]): Promise<string> {
	printed.length = 0;
	const program = new Command('agency-ops')
		.option('--config <file>')
		.option('--target <name>')
		.exitOverride()
		.configureOutput({ writeErr: () => undefined });
	registerPortal(program);
	await program.parseAsync(['node', 'agency-ops', '--config', config, 'portal', ...words]);
	return printed.join('\n');
}

const mette = ['--client', '5012', '--email', 'Mette@Nordlys.test', '--language', 'da'];

describe('agency-ops portal', () => {
	it('prints a link, shows who has one, and revokes it', async () => {
		expect(await run('list')).toBe('No links.');
		const url = await run('link', ...mette);
		expect(url).toMatch(/^https:\/\/ops\.agency\.test\/portal\/[\w-]{43}$/);
		expect(await run('link', ...mette, '--delivery', 'dlv_1')).toBe(`${url}/deliveries/dlv_1`);

		const listed = await run('list', '--client', '5012');
		expect(listed).toMatch(/^active {4}client 5012 {2}mette@nordlys\.test {2}\(lnk_\w{26}\)\n/);
		expect(listed).toMatch(/never opened, expires 20/);
		expect(listed).not.toContain(url.slice(-43));

		const revoked = JSON.parse(
			await run('revoke', '--client', '5012', '--by', 'olivia', '--json'),
		) as { links: unknown[] };
		expect(revoked.links).toMatchObject([{ state: 'revoked', revokedBy: 'olivia' }]);
		expect(await run('list')).toBe('No links.');
		expect(await run('list', '--all')).toMatch(/^revoked .*\n.*revoked 20\S+ by olivia/);
		expect(await run('link', ...mette)).not.toBe(url);
	});

	it('prints a link that opens the client’s page, in their language', async () => {
		const url = await run('link', '--client', 'nordlys', '--email', 'a@b.test', '--language', 'da');
		const page = await fetch(url.replace('https://ops.agency.test', service.url));
		expect(page.status).toBe(200);
		expect(await page.text()).toContain('<h1>Dine projekter</h1>');
		expect(await run('list', '--client', 'nordlys')).toMatch(/last opened 20/);
	});

	it('keeps the links of tests apart', async () => {
		const client = ['--client', '7', '--email', 'a@b.test'];
		const [real, tried] = [await run('link', ...client), await run('link', ...client, '--test')];
		expect(tried).not.toBe(real);
		expect(await run('list', '--client', '7', '--test')).toMatch(/\(lnk_\w{26}, test\)/);
	});

	it.each([
		{ words: ['revoke'], code: 'portal/which-links' },
		{ words: ['revoke', 'lnk_1', '--client', '5012'], code: 'portal/which-links' },
		{ words: ['revoke', 'lnk_1'], code: 'portal/link-not-found' },
		{ words: ['link', '--client', '5012', '--email', 'nobody'], code: 'request/invalid' },
		{ words: ['link', '--client', '5012'], code: 'commander.missingMandatoryOptionValue' },
		{ words: ['list', '--limit', '0'], code: 'commander.invalidArgument' },
	])('refuses $words', async ({ words, code }) => {
		await expect(run(...words)).rejects.toMatchObject({ code });
	});
});
