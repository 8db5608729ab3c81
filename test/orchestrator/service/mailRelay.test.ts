import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import type { Sandbox } from '../../../orchestrator/src/sandbox';
import { startSandbox } from '../../../orchestrator/src/sandbox';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { takeFreePort } from '../../../orchestrator/src/up/ports';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { contents, someSettings } from './support/aService';
import { anItem } from './support/anItem';
import { hookSecretsOf } from './support/hookSecrets';

const apiKey = 'the-key-of-this-test';
const secret = `whsec_${Buffer.from('relay'.padEnd(32)).toString('base64')}`;
let home: string;
let sandbox: Sandbox;
let service: Service;

beforeAll(async () => {
	home = mkdtempSync(path.join(os.tmpdir(), 'agency-ops-relay-'));
	const port = await takeFreePort();
	const url = `http://127.0.0.1:${port}`;
	sandbox = await startSandbox({ home, persist: false, relay: { url, secret } });
	service = await startService({
		settings: { ...someSettings(), service: { url, port }, sandbox: { limits: 'off' } },
		secrets: {
			ledgerApiKey: apiKey,
			hubspotToken: 'h',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: sandbox.smtpUrl,
			unsubscribeSecret: 'links',
		},
		inbox: {
			hookSecrets: hookSecretsOf({ mail: [secret] }),
			n8n: { url: 'http://127.0.0.1:1', triggerSecret: secret, readApiKey: () => null },
		},
		ledger: await emptyLedgerPlace(),
		port,
	});
});
afterAll(async () => {
	await service.stop();
	await sandbox.stop();
	rmSync(home, { recursive: true, force: true });
});

const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
let count = 0;

async function send(purpose: string, to: string) {
	count += 1;
	const key = `lead:${count}/mail/news/1`;
	const body = { key, kind: 'mail', content: { ...contents.mail, to, purpose }, data: anItem() };
	await fetch(`${service.url}/v1/effects`, {
		method: 'POST',
		headers,
		body: JSON.stringify(body),
	});
	return sandbox.state().mail.messages.at(-1)?.id ?? 0;
}

async function play(viewerUrl: string, id: number, act: string) {
	const answer = await fetch(`${viewerUrl}/api/mails/${id}/acts`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ act }),
	});
	return { status: answer.status, body: (await answer.json()) as unknown };
}

async function entriesOf(address: string) {
	const url = `${service.url}/v1/mail/suppressions?address=${encodeURIComponent(address)}`;
	const answer = await fetch(url, { headers });
	return ((await answer.json()) as { suppressions: unknown[] }).suppressions;
}

it.each([
	{ act: 'delivered', entries: [] },
	{ act: 'bouncedSoft', entries: [] },
	{ act: 'bouncedHard', entries: [{ scope: 'all', reason: 'bounced' }] },
	{ act: 'complained', entries: [{ scope: 'marketing', reason: 'complained' }] },
	{ act: 'unsubscribe', entries: [{ scope: 'marketing', reason: 'unsubscribed' }] },
])('$act at the relay reaches the service’s list', async ({ act, entries }) => {
	const to = `${act.toLowerCase()}@cafe.com`;
	const id = await send('marketing', to);

	expect(await play(sandbox.viewerUrl, id, act)).toMatchObject({
		status: 200,
		body: { status: 200 },
	});
	expect(await entriesOf(to)).toMatchObject(entries);
});

it('lets the reader of a follow-up write back, which ends it; an out-of-office note does not', async () => {
	const call = async (at: string, body?: object) => {
		const more = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
		const answer = await fetch(`${service.url}${at}`, { headers, ...more });
		return (await answer.json()) as { followUp: { id: string; exit: { reason: string } | null } };
	};
	const client = { id: 'ana', email: 'ana@cafe.com', zone: 'America/Lima' };
	const enrolment = { client, project: 'p-1', deliveredAt: new Date().toISOString() };
	const { followUp } = await call('/v1/follow-ups', { enrolment });
	await call('/v1/effects', {
		key: `follow-up:${followUp.id}/mail/feedback-request/1`,
		kind: 'mail',
		// A mailbox of hers that nobody knows.
		content: { ...contents.mail, to: 'ana.privada@gmail.com' },
		data: anItem(),
	});
	const { id } = sandbox.state().mail.messages.at(-1) ?? { id: 0 };
	const ended = async () => (await call(`/v1/follow-ups/${followUp.id}`)).followUp.exit?.reason;

	await play(sandbox.viewerUrl, id, 'outOfOffice');
	expect(await ended()).toBeUndefined();
	expect(await play(sandbox.viewerUrl, id, 'reply')).toMatchObject({
		status: 200,
		body: { status: 200, text: 'The client has written back' },
	});
	expect(await ended()).toBe('replied');
});

it.each([
	{ what: 'an act it does not know', purpose: 'marketing', act: 'lost', code: 'mail-act-unknown' },
	{
		what: 'a click in a mail without a link',
		purpose: 'transactional',
		act: 'unsubscribe',
		code: 'no-unsubscribe',
	},
])('refuses $what', async ({ purpose, act, code }) => {
	const id = await send(purpose, `refused-${act}@cafe.com`);
	expect(await play(sandbox.viewerUrl, id, act)).toMatchObject({
		status: 400,
		body: { error: { code: `sandbox/${code}` } },
	});
	expect((await play(sandbox.viewerUrl, 9_999, 'delivered')).status).toBe(404);
});

it('tells nobody where it knows of no service', async () => {
	const alone = await startSandbox({ home: path.join(home, 'alone'), persist: false });
	const transport = createTransport(alone.smtpUrl);
	try {
		await transport.sendMail({ from: 'a@b.co', to: 'c@d.co', subject: 'x', text: 'x' });
		expect(await play(alone.viewerUrl, 1, 'bouncedHard')).toMatchObject({
			status: 400,
			body: { error: { code: 'sandbox/no-relay' } },
		});
	} finally {
		transport.close();
		await alone.stop();
	}
});
