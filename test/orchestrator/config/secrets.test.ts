import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
	ensureSecrets,
	loadHookSecrets,
	loadSecrets,
	loadSettings,
	secretsFile,
	updateSecrets,
} from '../../../orchestrator/src/config';
import { sandboxSigningSecret } from '../../../orchestrator/src/sandbox/accounts';

let home: string;

beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-secrets-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const modeOf = (file: string) => statSync(file).mode & 0o777;

function realAccounts() {
	const file = path.join(home, 'agency.config.yaml');
	writeFileSync(
		file,
		'sandbox: false\nhubspot: { portalId: "1" }\nclickup: { lists: { leads: "1", test: "2" } }\n',
	);
	return loadSettings({ file, home, env: {} });
}

describe('ensureSecrets', () => {
	it('makes them once, for the owner of the file alone', () => {
		const first = ensureSecrets(home);

		expect(ensureSecrets(home)).toEqual(first);
		expect(modeOf(secretsFile(home))).toBe(0o600);
		expect(first.n8nApiKey).toBeNull();
	});

	it('makes a password that n8n takes: 8 to 64 characters, a digit, a capital letter', () => {
		expect(ensureSecrets(home).n8nOwnerPassword).toMatch(/^(?=.*\d)(?=.*[A-Z]).{8,64}$/);
	});

	it('makes different ones for every installation', () => {
		const other = mkdtempSync(path.join(tmpdir(), 'agency-secrets-'));
		const [here, there] = [ensureSecrets(home), ensureSecrets(other)];
		rmSync(other, { recursive: true });

		expect(here.ledgerApiKey).not.toBe(there.ledgerApiKey);
		const made = Object.values(here).filter((value) => value !== null);
		expect(made.length).toBeGreaterThan(5);
		expect(new Set(made).size).toBe(made.length);
	});

	it('closes a file that others could read', () => {
		ensureSecrets(home);
		chmodSync(secretsFile(home), 0o644);
		ensureSecrets(home);

		expect(modeOf(secretsFile(home))).toBe(0o600);
	});

	it.each([
		{ what: 'no JSON', text: '{' },
		{ what: 'a secret missing', text: '{"ledgerApiKey":"x"}' },
	])('refuses a damaged file instead of making new keys: $what', ({ text }) => {
		writeFileSync(secretsFile(home), text);

		expect(() => ensureSecrets(home)).toThrow(
			expect.objectContaining({ code: 'secrets/unreadable' }) as Error,
		);
		expect(readFileSync(secretsFile(home), 'utf8')).toBe(text);
	});
});

describe('a file of an earlier version', () => {
	function older(): Record<string, unknown> {
		const { triggerSecret, formSecret, nodesApiKey, ...rest } = ensureSecrets(home);
		expect(new Set([triggerSecret, formSecret, nodesApiKey]).size).toBe(3);
		const kept = { ...rest, ofANewerVersion: 'kept' };
		writeFileSync(secretsFile(home), JSON.stringify(kept));
		return kept;
	}

	it('is completed once and loses nothing', () => {
		const before = older();
		const completed = ensureSecrets(home);

		expect(completed).toMatchObject(before);
		expect(completed.triggerSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
		expect(completed.nodesApiKey).toMatch(/^[\w-]{43}$/);
		expect(completed.formSecret).not.toBe(completed.triggerSecret);
		expect(JSON.parse(readFileSync(secretsFile(home), 'utf8'))).toEqual(completed);
		expect(modeOf(secretsFile(home))).toBe(0o600);
	});

	it('is completed alike by two processes that come at once', () => {
		older();
		const text = readFileSync(secretsFile(home), 'utf8');
		const first = ensureSecrets(home);
		writeFileSync(secretsFile(home), text);

		expect(ensureSecrets(home)).toEqual(first);
	});
});

describe('loadHookSecrets', () => {
	it('takes two of each during a rotation, several of ClickUp, and none where none is set', () => {
		const settings = loadSettings({ file: null, home, env: {} });
		const secrets = loadHookSecrets({ ...settings, sandbox: null }, ensureSecrets(home), {
			CLICKUP_WEBHOOK_SECRET: 'a, b',
			SLACK_SIGNING_SECRET: 'new',
			SLACK_SIGNING_SECRET_PREVIOUS: 'old',
			STRIPE_WEBHOOK_SECRET: '',
			CALENDLY_WEBHOOK_SECRET: 'meetings',
		});

		expect(secrets).toEqual({
			forms: [ensureSecrets(home).formSecret],
			hubspot: [],
			clickup: ['a', 'b'],
			slack: ['new', 'old'],
			frameio: [],
			stripe: [],
			calendly: ['meetings'],
			mail: [ensureSecrets(home).mailHookSecret],
		});
	});

	it('lets the stand-in for Slack in where it stands in, and nowhere else', () => {
		const settings = loadSettings({ file: null, home, env: {} });
		const own = ensureSecrets(home);
		expect(loadHookSecrets(settings, own, {}).slack).toEqual([sandboxSigningSecret]);
		expect(loadHookSecrets({ ...settings, sandbox: null }, own, {}).slack).toEqual([]);
	});

	it('takes the words of the stand-ins where HubSpot is one', () => {
		const settings = loadSettings({ file: null, home, env: {} });
		const { hubspot } = loadHookSecrets(settings, ensureSecrets(home), {
			HUBSPOT_CLIENT_SECRET: 'own',
		});

		expect(hubspot).toEqual(['sandbox-hubspot-client-secret', 'own']);
	});
});

describe('updateSecrets', () => {
	it('changes one and keeps the rest, for the owner of the file alone', () => {
		const before = ensureSecrets(home);
		updateSecrets(home, { n8nApiKey: 'key' });

		expect(ensureSecrets(home)).toEqual({ ...before, n8nApiKey: 'key' });
		expect(modeOf(secretsFile(home))).toBe(0o600);
	});
});

describe('loadSecrets', () => {
	it('takes the words of the stand-ins in the sandbox, whatever the environment holds', () => {
		const settings = loadSettings({ file: null, home, env: {} });
		const { hubspotToken, smtpUrl } = loadSecrets(settings, { HUBSPOT_TOKEN: 'real' });

		expect(hubspotToken).toBe('sandbox-hubspot-token');
		expect(smtpUrl).toBe('smtp://127.0.0.1:5692');
	});

	it('takes real accounts from the variables that the configuration names', () => {
		const env = {
			HUBSPOT_TOKEN: 'h',
			SLACK_BOT_TOKEN: 's',
			CLICKUP_TOKEN: 'c',
			SMTP_URL: 'smtp://m',
		};

		expect(loadSecrets(realAccounts(), env)).toMatchObject({
			hubspotToken: 'h',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: 'smtp://m',
		});
	});

	it('names every variable that is missing, at once', () => {
		expect(() => loadSecrets(realAccounts(), { CLICKUP_TOKEN: 'c', SMTP_URL: '' })).toThrow(
			/HUBSPOT_TOKEN, SLACK_BOT_TOKEN, SMTP_URL/,
		);
	});

	it('prefers an API key of n8n from the environment to its own', () => {
		updateSecrets(home, { n8nApiKey: 'own' });
		const settings = loadSettings({ file: null, home, env: {} });

		expect(loadSecrets(settings, { N8N_API_KEY: 'given' }).n8nApiKey).toBe('given');
		expect(loadSecrets(settings, {}).n8nApiKey).toBe('own');
	});
});
