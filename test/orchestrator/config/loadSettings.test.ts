import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { MendableError } from '../../../nodes/domain/errors';
import type { Settings } from '../../../orchestrator/src/config';
import { loadSettings } from '../../../orchestrator/src/config';
import { editDistance, nearest } from '../../../orchestrator/src/config/nearest';
import { readYaml } from '../../../orchestrator/src/config/readYaml';

let home: string;

beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-config-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

function load(yaml: string): Settings {
	const file = path.join(home, 'agency.config.yaml');
	writeFileSync(file, yaml);
	return loadSettings({ file, home, env: {} });
}

function mistakesOf(yaml: string): string[] {
	return readYaml(yaml).mistakes.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('loadSettings', () => {
	it('gives defaults for everything when there is no file', () => {
		const settings = loadSettings({ file: null, home, env: {} });

		expect(settings).toMatchObject({
			file: null,
			target: 'local',
			n8n: { url: 'http://127.0.0.1:5678', port: 5678 },
			service: { port: 5680 },
			sandbox: { proxyPort: 5690, viewerPort: 5691, smtpPort: 5692 },
			slack: { channels: { 'sales-hot': '#sales-hot', ops: '#ops' } },
			clickup: { keyField: 'Agency Ops key' },
		});
		expect(settings.duty.closers.map(({ zone }) => zone)).toEqual([
			'America/Caracas',
			'Europe/Copenhagen',
			'America/Lima',
		]);
	});

	it('gives the same for an empty file', () => {
		const { file, ...rest } = load('# nothing yet\n');
		const { file: none, ...defaults } = loadSettings({ file: null, home, env: {} });

		expect(file).not.toBe(none);
		expect(rest).toEqual(defaults);
	});

	it('keeps the default channels beside those that the file names', () => {
		const { slack } = load('slack: { channels: { sales: C0123 } }');

		expect(slack.channels).toMatchObject({ sales: 'C0123', ops: '#ops' });
	});

	it('tells the three hubs of their capacity unless other hubs are named, or none is wanted', () => {
		const { digest } = load('').capacity;
		expect(digest).toMatchObject({
			at: '08:30',
			hubs: { copenhagen: { zone: 'Europe/Copenhagen', language: 'da' } },
		});
		expect(Object.keys(digest === false ? {} : digest.hubs)).toHaveLength(3);
		expect(load('capacity: { digest: {} }').capacity.digest).toEqual(digest);
		expect(load('capacity: { digest: false }').capacity.digest).toBe(false);
		const one = 'capacity: { digest: { hubs: { oslo: { zone: Europe/Oslo } } } }';
		expect(load(one).capacity.digest).toEqual({
			at: '08:30',
			hubs: { oslo: { zone: 'Europe/Oslo', language: 'en' } },
		});
		expect(mistakesOf('capacity:\n  warnAt: 85\n  digest: { at: "8:30" }')).toEqual([
			expect.stringMatching(/^2:3 "capacity\.warnAt": expected a part such as 0\.85/),
			expect.stringMatching(/^3:13 "capacity\.digest\.at": expected a time/),
		]);
	});

	it('knows no list and no portal of the sandbox with real accounts', () => {
		const { clickup, hubspot, sandbox } = load(
			'sandbox: false\nhubspot: { portalId: "77" }\nclickup: { lists: { leads: "1", test: "2" } }\n',
		);

		expect(sandbox).toBeNull();
		expect(hubspot.portalId).toBe('77');
		expect(clickup.lists).toEqual({ leads: '1', test: '2' });
	});

	it('reads the port from the address, also where it is the one of the scheme', () => {
		expect(load('n8n: { url: https://n8n.example.com/ }').n8n).toMatchObject({
			url: 'https://n8n.example.com',
			port: 443,
		});
	});

	it('keeps the state of a named target apart', () => {
		const env = { AGENCY_OPS_HOME: home };
		expect(loadSettings({ file: null, env }).home).toBe(home);
		expect(loadSettings({ file: null, env, target: 'production' }).home).toBe(
			path.join(home, 'targets', 'production'),
		);
	});

	it.each([
		{
			what: 'a file that is not there',
			options: { file: '/nowhere/a.yaml' },
			code: 'config/missing',
		},
		{ what: 'a target without a file', options: { target: 'nowhere' }, code: 'config/missing' },
		{ what: 'a target that is a path', options: { target: '../x' }, code: 'config/target' },
	])('refuses $what', ({ options, code }) => {
		expect(() => loadSettings({ ...options, env: {} })).toThrow(
			expect.objectContaining({ code }) as Error,
		);
	});

	it('reports every mistake of a file at once', () => {
		const yaml = 'n8n: { url: nowhere }\nmail: { test: nobody }\nslak: {}\n';

		expect(() => load(yaml)).toThrow(MendableError);
		expect(() => load(yaml)).toThrow(
			/has 3 mistakes\.[^]*agency\.config\.yaml:1:8 [^]*:2:9 [^]*:3:1 /,
		);
	});
});

describe('readYaml', () => {
	it.each([
		{
			mistake: 'an unknown key at the top, with the one that was meant',
			yaml: 'agncy: { name: X }',
			found: ['1:1 "agncy" is no setting of this file; did you mean "agency"?'],
		},
		{
			mistake: 'an unknown key inside, in the line it stands in',
			yaml: 'service:\n  url: http://127.0.0.1:1\nn8n:\n  urll: http://127.0.0.1:2\n',
			found: ['4:3 "urll" is no setting of "n8n"; did you mean "url"?'],
		},
		{
			mistake: 'an unknown key that resembles nothing',
			yaml: 'n8n: { password: x }',
			found: ['1:8 "password" is no setting of "n8n"'],
		},
		{
			mistake: 'a secret where the name of a variable belongs, without repeating it',
			yaml: 'slack: { tokenEnv: xoxb-123 }',
			found: [
				'1:10 "slack.tokenEnv": expected the name of an environment variable, never the secret itself',
			],
		},
		{
			mistake: 'a link for a channel that nobody names',
			yaml: 'slack: { channels: {}, bookmarks: { opps: [n8n] } }',
			found: [
				'1:37 "slack.bookmarks.opps": expected a name of slack.channels: sales-hot, sales, ops, caracas, copenhagen, lima, test',
			],
		},
		{
			mistake: 'a place that is not known, and a link without an address',
			yaml: 'slack:\n  bookmarks:\n    ops: [n8m]\n    sales: [{ title: Wiki }]\n',
			found: [
				'3:11 "slack.bookmarks.ops.0": expected one of n8n, forms, deals, got "n8m"; did you mean "n8n"?',
				'4:13 "slack.bookmarks.sales.0.link": expected a string, got nothing',
			],
		},
		{
			mistake: 'a link twice in one channel',
			yaml: 'slack: { bookmarks: { ops: [n8n, n8n] } }',
			found: ['1:34 "slack.bookmarks.ops.1": expected each link once, "n8n" is listed before'],
		},
		{
			mistake: 'a language we have no texts in',
			yaml: 'agency:\n  languages: [es, dk]\n',
			found: [
				'2:19 "agency.languages.1": expected one of es, en, da, got "dk"; did you mean "da"?',
			],
		},
		{
			mistake: 'a sandbox that is neither off nor a mapping',
			yaml: 'sandbox: on please',
			found: ['1:1 "sandbox": expected false or a mapping'],
		},
		{
			mistake: 'a setting given twice',
			yaml: 'service: {}\nn8n: {}\nservice: {}\n',
			found: ['3:1 this setting was given before'],
		},
		{
			mistake: 'two servers on one port, named differently',
			yaml: 'n8n: { url: http://localhost:5690 }',
			found: [
				'1:1 "sandbox.proxyPort": expected an address of its own, 127.0.0.1:5690 is taken by "n8n.url"',
			],
		},
		{
			mistake: 'a closer listed twice, whatever the capitals',
			yaml: 'duty:\n  closers:\n    - { email: a@b.co, zone: America/Lima }\n    - { email: A@b.co, zone: America/Lima }\n',
			found: ['4:9 "duty.closers.1.email": expected each closer once, a@b.co is listed before'],
		},
		{
			mistake: 'hours that end before they begin',
			yaml: 'duty: { closers: [{ email: a@b.co, zone: America/Lima, from: "18:00", to: "09:00" }] }',
			found: ['1:71 "duty.closers.0.to": expected a time after "from"'],
		},
		{
			mistake: 'a place on no map',
			yaml: 'duty: { closers: [{ email: a@b.co, zone: Mars/Base }] }',
			found: ['1:36 "duty.closers.0.zone": expected a time zone such as Europe/Copenhagen'],
		},
		{
			mistake: 'accounts that are missing without the sandbox, all of them',
			yaml: 'sandbox: false\nclickup: { lists: { leads: "1" } }\n',
			found: [
				'1:1 "hubspot.portalId": needed with real accounts (sandbox: false)',
				'2:12 "clickup.lists.test": needed with real accounts (sandbox: false): a place that seed makes, such as Agency / Leads, or a number',
			],
		},
		{
			mistake: 'what a check over several settings finds beside a wrong type',
			yaml: 'service: { url: http://127.0.0.1:5678 }\nmail: { test: 5 }\n',
			found: [
				'1:12 "service.url": expected an address of its own, 127.0.0.1:5678 is taken by "n8n.url"',
				'2:9 "mail.test": expected a string, got number',
			],
		},
		{
			mistake: 'a proxy by its name, and one that is everybody',
			yaml: 'service:\n  trustedProxies: [10.0.0.0/16, proxy.local, 0.0.0.0/0, "::1"]\n',
			found: [
				'2:33 "service.trustedProxies.1": expected an address such as 10.0.0.5, or a network such as 10.0.0.0/16',
				'2:46 "service.trustedProxies.2": expected an address such as 10.0.0.5, or a network such as 10.0.0.0/16',
			],
		},
		{
			mistake: 'a list where a mapping belongs',
			yaml: 'n8n: [1]',
			found: ['1:1 "n8n": expected a mapping, got a list'],
		},
	])('finds $mistake', ({ yaml, found }) => {
		expect(mistakesOf(yaml)).toEqual(found);
	});

	it('finds broken YAML with its line', () => {
		expect(mistakesOf('n8n: { url: http://127.0.0.1:1\nservice: {}\n')[0]).toMatch(/^2:/);
	});

	it('answers any text with a configuration or with mistakes, and never fails', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'abn8: {}[]-"\'\n&*!|>#,5') }), (text) => {
				const { config, mistakes } = readYaml(text);
				expect(config === null).toBe(mistakes.length > 0);
			}),
			{ seed: 20_261_122 },
		);
	});
});

describe('nearest', () => {
	it.each([
		{ word: 'chanels', near: 'channels' },
		{ word: 'Url', near: 'url' },
		{ word: 'zzz', near: null },
	])('takes $word for $near', ({ word, near }) => {
		expect(nearest(word, ['channels', 'url', 'tokenEnv'])).toBe(near);
	});

	it('counts no step between equal words and as many back as forth', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
				expect(editDistance(a, a)).toBe(0);
				expect(editDistance(a, b)).toBe(editDistance(b, a));
			}),
			{ seed: 20_261_122 },
		);
	});
});
