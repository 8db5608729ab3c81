import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerKeys } from '../../../orchestrator/src/commands/keys';
import { ensureSecrets } from '../../../orchestrator/src/config';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { someSettings } from '../service/support/aService';

let home: string;
let config: string;
let service: Service;
const printed: string[] = [];
const said: string[] = [];
const homeBefore = process.env.AGENCY_OPS_HOME;

beforeAll(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-keys-'));
	process.env.AGENCY_OPS_HOME = home;
	const { ledgerApiKey, nodesApiKey } = ensureSecrets(home);
	service = await startService({
		settings: someSettings(),
		secrets: {
			ledgerApiKey,
			nodesApiKey,
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
	jest.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
});
afterAll(async () => {
	await service.stop();
	rmSync(home, { recursive: true, force: true });
	if (homeBefore === undefined) delete process.env.AGENCY_OPS_HOME;
	else process.env.AGENCY_OPS_HOME = homeBefore;
	jest.restoreAllMocks();
});

/** Runs a command as the command line would, and gives what it printed on stdout. */
async function run(...words: string[]): Promise<string> {
	printed.length = 0;
	said.length = 0;
	const program = new Command('agency-ops')
		.option('--config <file>')
		.option('--target <name>')
		.exitOverride()
		.configureOutput({ writeErr: () => undefined });
	registerKeys(program);
	await program.parseAsync(['node', 'agency-ops', '--config', config, 'keys', ...words]);
	return printed.join('\n');
}

async function statusFor(key: string, place: string): Promise<number> {
	const headers = { authorization: `Bearer ${key}` };
	return (await fetch(`${service.url}${place}`, { headers })).status;
}

describe('agency-ops keys', () => {
	it('makes a key that works for its scopes, and prints it once, alone on stdout', async () => {
		const key = await run('create', 'shop', '--scope', 'inbox', 'metrics', '--expires', '90d');

		expect(key).toMatch(/^ao_[\w-]{43}$/);
		expect(said.join('\n')).not.toContain(key);
		expect(await statusFor(key, '/v1/inbox')).toBe(200);
		expect(await statusFor(key, '/v1/keys')).toBe(403);
		const list = await run('list');
		expect(list).toMatch(/active +shop .*\n +metrics, inbox; .*expires/);
		expect(list).not.toContain(key);
	});

	it('rotates a key: the new one works, and the old one for the overlap', async () => {
		const old = await run('create', 'site', '--scope', 'inbox');
		const lasting = await run('rotate', 'site');
		const { secret, before } = JSON.parse(
			await run('rotate', 'site', '--overlap', '0m', '--json'),
		) as { secret: string; before: { state: string } };

		expect(await statusFor(old, '/v1/inbox')).toBe(200);
		expect(before.state).toBe('expired');
		expect(await statusFor(lasting, '/v1/inbox')).toBe(401);
		expect(await statusFor(secret, '/v1/inbox')).toBe(200);
	});

	it('revokes by name', async () => {
		const key = await run('create', 'stolen', '--scope', 'effects');
		expect(await run('revoke', 'stolen')).toMatch(/^revoked +stolen/);
		expect(await statusFor(key, '/v1/texts')).toBe(401);
	});

	it.each([
		{ name: 'n8n nodes', own: 'nodesApiKey', place: '/v1/inbox' },
		{ name: 'installation', own: 'ledgerApiKey', place: '/v1/keys' },
	] as const)('rotates the own key "$name" in secrets.json', async ({ name, own, place }) => {
		const before = ensureSecrets(home);
		const told = await run('rotate', name);
		const after = ensureSecrets(home);

		expect(told).toContain(`secrets.json as ${own}`);
		expect(after).toEqual({ ...before, [own]: after[own] });
		expect(after[own]).not.toBe(before[own]);
		expect(told).not.toContain(after[own]);
		for (const key of [before[own], after[own]]) expect(await statusFor(key, place)).toBe(200);
		expect(await run('list')).toContain('kept in secrets.json');
	});

	it('does not let itself be locked out', async () => {
		await expect(run('revoke', 'installation')).rejects.toMatchObject({ code: 'keys/last' });
	});

	it.each([
		{ words: ['create', 'x'], code: 'commander.missingMandatoryOptionValue' },
		{ words: ['create', 'x', '--scope', 'all'], code: 'commander.invalidArgument' },
		{
			words: ['create', 'x', '--scope', 'keys', '--expires', 'soon'],
			code: 'commander.invalidArgument',
		},
		{ words: ['revoke', 'nobody'], code: 'keys/not-found' },
		{ words: ['rotate', 'nobody'], code: 'keys/not-found' },
	])('says $code to $words', async ({ words, code }) => {
		await expect(run(...words)).rejects.toMatchObject({ code });
	});
});
