import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerInbox } from '../../../orchestrator/src/commands/inbox';
import { registerStatus } from '../../../orchestrator/src/commands/status';
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
	home = mkdtempSync(path.join(tmpdir(), 'agency-inbox-'));
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
	process.exitCode = undefined;
	jest.restoreAllMocks();
});
beforeEach(() => {
	printed.length = 0;
	process.exitCode = undefined;
});

/** Runs a command as the command line would, and gives what it printed. */
async function run(...words: string[]): Promise<string> {
	const program = new Command('agency-ops')
		.option('--config <file>')
		.option('--target <name>')
		.exitOverride()
		.configureOutput({ writeErr: () => undefined });
	registerInbox(program);
	registerStatus(program);
	await program.parseAsync(['node', 'agency-ops', '--config', config, ...words]);
	return printed.join('\n');
}

async function post(place: string, body: object): Promise<{ id: string }> {
	const response = await fetch(`${service.url}${place}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	return (await response.json()) as { id: string };
}

async function aLeadArrives(externalId: string): Promise<string> {
	const payload = { email: 'ana@cafeaurora.com' };
	const event = { source: 'forms', externalId, topic: 'lead.received', subject: 'lead-of:ana' };
	return (await post('/v1/inbox', { ...event, payload })).id;
}

describe('agency-ops inbox', () => {
	it('follows one lead: listed, ended, shown without personal data, replayed, discarded', async () => {
		const id = await aLeadArrives('1');
		expect(await run('inbox', 'list', '--state', 'received')).toContain(id);
		await post(`/v1/inbox/${id}/end`, {
			outcome: 'failed',
			executionId: '12',
			reason: 'HubSpot refused',
		});
		const shown = await run('inbox', 'show', id);
		for (const part of [
			'lead.received from forms',
			'State      ended: failed',
			'received and acknowledged',
			'ended by execution 12 as failed: HubSpot refused',
			'Effects\n  None.',
		]) {
			expect(shown).toContain(part);
		}
		expect(shown).not.toContain('cafeaurora');
		expect(await run('inbox', 'show', id, '--payload')).toContain('ana@cafeaurora.com');

		printed.length = 0;
		expect(await run('inbox', 'replay', id, '--reason', 'mended')).toBe(`${id}  received`);
		printed.length = 0;
		const discarded = await run('inbox', 'discard', id, '--reason', 'a trial', '--json');
		expect(JSON.parse(discarded)).toEqual({ events: [{ id, state: 'discarded' }] });
		printed.length = 0;
		expect(await run('inbox', 'show', id)).toContain('discarded by a person: a trial');
	});

	it('prints one JSON document', async () => {
		const id = await aLeadArrives('2');
		const document = JSON.parse(await run('inbox', 'list', '--json')) as { events: object[] };
		expect(document.events).toContainEqual(expect.objectContaining({ id, state: 'received' }));
		printed.length = 0;
		expect(JSON.parse(await run('inbox', 'show', id, '--json'))).toMatchObject({
			event: { id },
			story: [{ state: 'received' }],
			effects: [],
		});
	});

	it.each([
		{ words: ['inbox', 'show', 'evt_none'], code: 'inbox/not-found' },
		{ words: ['inbox', 'replay', 'evt_none', '--reason', 'x'], code: 'inbox/not-found' },
		{ words: ['inbox', 'replay', 'evt_none'], code: 'commander.missingMandatoryOptionValue' },
		{ words: ['inbox', 'list', '--state', 'lost'], code: 'commander.invalidArgument' },
		{ words: ['inbox', 'list', '--limit', '0'], code: 'commander.invalidArgument' },
	])('says $code to $words', async ({ words, code }) => {
		await expect(run(...words)).rejects.toMatchObject({ code });
	});

	it('says so when no service answers', async () => {
		const other = path.join(home, 'nobody.yaml');
		writeFileSync(other, `service: { url: 'http://127.0.0.1:1' }\n`);
		await expect(run('--config', other, 'status')).rejects.toMatchObject({
			code: 'service/unreachable',
		});
	});
});

describe('agency-ops status', () => {
	it('is green until a flow has failed, and says what to do then', async () => {
		const green = await run('status');
		expect(green).toContain('Nothing to do.');
		expect(process.exitCode).toBeUndefined();

		const id = await aLeadArrives('3');
		await post(`/v1/inbox/${id}/end`, { outcome: 'failed', executionId: '13' });
		printed.length = 0;
		expect(await run('status')).toContain('! 1 flow failed');
		expect(process.exitCode).toBe(1);
		printed.length = 0;
		expect(JSON.parse(await run('status', '--json'))).toMatchObject({
			isFine: false,
			inbox: { failed: 1 },
		});
	});
});
