import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerEffects } from '../../../orchestrator/src/commands/effects';
import { ensureSecrets } from '../../../orchestrator/src/config';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { contents, someSettings } from '../service/support/aService';
import { anItem } from '../service/support/anItem';

let home: string;
let config: string;
let service: Service;
let apiKey: string;
const printed: string[] = [];
const homeBefore = process.env.AGENCY_OPS_HOME;

beforeAll(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-effects-'));
	process.env.AGENCY_OPS_HOME = home;
	apiKey = ensureSecrets(home).ledgerApiKey;
	service = await startService({
		settings: someSettings(),
		secrets: {
			ledgerApiKey: apiKey,
			hubspotToken: 'h',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: 'smtp://127.0.0.1:1',
		},
		// Nobody listens there: what is asked for stays planned.
		bases: { slack: `http://127.0.0.1:${await freePort()}/api/` },
		patience: { timeoutMs: 200, retryTotalMs: 0 },
		resolver: { everyMs: 3_600_000 },
		port: 0,
	});
	config = path.join(home, 'agency.config.yaml');
	writeFileSync(config, `service: { url: '${service.url}' }\n`);
	jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
	await askFor(key);
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

const key = 'lead:7/slack-message/sales/1';

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

async function askFor(effect: string): Promise<void> {
	const kind = 'slack.message';
	await fetch(`${service.url}/v1/effects`, {
		method: 'POST',
		headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
		body: JSON.stringify({ key: effect, kind, content: contents[kind], data: anItem() }),
	});
}

/** Runs a command as the command line would, and gives what it printed. */
async function run(...words: string[]): Promise<string> {
	const program = new Command('agency-ops')
		.option('--config <file>')
		.option('--target <name>')
		.exitOverride()
		.configureOutput({ writeErr: () => undefined });
	registerEffects(program);
	await program.parseAsync(['node', 'agency-ops', '--config', config, 'effects', ...words]);
	return printed.join('\n');
}

describe('agency-ops effects', () => {
	it('lists the unknown ones unless told otherwise', async () => {
		expect(await run('list')).toBe('No effects.');
	});

	it('lists by state, with what is wrong and what to do', async () => {
		const text = await run('list', '--state', 'planned');

		expect(text).toContain(key);
		expect(text).toContain('Nothing was sent to Slack.');
	});

	it('refuses a receipt that is not JSON, and one without an outcome', async () => {
		const resolve = ['resolve', key, '--reason', 'seen'];

		await expect(run(...resolve, '--as', 'done', '--receipt', '{')).rejects.toMatchObject({
			code: 'effects/receipt-unreadable',
		});
		await expect(run(...resolve)).rejects.toMatchObject({
			code: 'commander.missingMandatoryOptionValue',
		});
	});

	it('keeps what a person found out, and tells it in the story', async () => {
		const receipt = { channel: 'C0SALES', ts: '1.2', url: null };
		const words = ['--as', 'done', '--reason', 'it stands in #sales'];
		await run('resolve', key, ...words, '--receipt', JSON.stringify(receipt));

		const story = await run('show', key);
		expect(story).toContain(`${key}  done`);
		expect(story).toContain('by person: it stands in #sales');
		expect(story).toContain('"channel":"C0SALES"');
	});
});
