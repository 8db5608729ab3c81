import { createHmac } from 'node:crypto';
import { feedbackTokens } from '../../../orchestrator/src/followup/feedback/feedbackTokens';
import { FaultBook } from '../../../orchestrator/src/sandbox/faults';
import type { Inbox } from '../../../orchestrator/src/sandbox/mail/inbox';
import { startInbox } from '../../../orchestrator/src/sandbox/mail/inbox';
import type { StoredMail } from '../../../orchestrator/src/sandbox/mail/model';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { contents, someSettings } from './support/aService';
import { anItem } from './support/anItem';
import { hookSecretsOf } from './support/hookSecrets';

const apiKey = 'the-key-of-this-test';
const bytes = Buffer.from('what the relay signs with'.padEnd(32));
const relaySecret = `whsec_${bytes.toString('base64')}`;
const publicUrl = 'https://ops.agency.test';
const lines: string[] = [];
let mailbox: Inbox;
let service: Service;

beforeAll(async () => {
	mailbox = await startInbox({
		port: 0,
		faults: new FaultBook(),
		now: () => new Date(),
		onChange: () => undefined,
	});
	const settings = someSettings();
	service = await startService({
		settings: {
			...settings,
			hooks: { publicUrl },
			mail: {
				...settings.mail,
				unsubscribeMailto: 'fuera@agency.test',
				flows: ['mail.opened'],
			},
		},
		secrets: {
			ledgerApiKey: apiKey,
			hubspotToken: 'h',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: mailbox.url,
			unsubscribeSecret: 'whsec_links',
		},
		ledger: await emptyLedgerPlace(),
		port: 0,
		inbox: {
			hookSecrets: hookSecretsOf({ mail: [relaySecret] }),
			n8n: { url: 'http://127.0.0.1:1', triggerSecret: relaySecret, readApiKey: () => null },
			policy: { pollMs: 3_600_000 },
		},
		log: { write: (line: string) => lines.push(line) },
	});
});
afterAll(async () => {
	await service.stop();
	await mailbox.stop();
});

async function api(path: string, body?: object) {
	const answer = await fetch(`${service.url}${path}`, {
		...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
		headers: {
			authorization: `Bearer ${apiKey}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
	});
	return { status: answer.status, body: (await answer.json()) as Record<string, never> };
}

let count = 0;

/** Sends a mail to somebody new, and answers how that ended and what arrived. */
async function send(purpose: string, to: string) {
	count += 1;
	const key = `lead:${count}/mail/news/1`;
	const content = { ...contents.mail, to, purpose };
	const { status, body } = await api('/v1/effects', { key, kind: 'mail', content, data: anItem() });
	const mail = mailbox.state().messages.findLast(({ envelope }) => envelope.to.includes(to));
	return { key, status, body: body as Record<string, unknown>, mail };
}

/** The page's address at the service under test. */
function linkIn(mail: StoredMail | undefined): string {
	const [, link = ''] = /<(https:[^>]+)>/.exec(mail?.headers['list-unsubscribe'] ?? '') ?? [];
	return link.replace(publicUrl, service.url);
}

const oneClick = { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) };

async function entriesOf(address: string, lifted = false) {
	const query = new URLSearchParams({ address, lifted: String(lifted) });
	const { body } = await api(`/v1/mail/suppressions?${query}`);
	return body.suppressions as Array<Record<string, unknown>>;
}

async function hook(
	event: object,
	family: 'svix' | 'webhook' = 'svix',
	id = `msg_${(count += 1)}`,
) {
	const body = JSON.stringify(event);
	const at = String(Math.floor(Date.now() / 1_000));
	const mac = createHmac('sha256', bytes).update(`${id}.${at}.${body}`).digest('base64');
	const answer = await fetch(`${service.url}/hooks/mail`, {
		method: 'POST',
		body,
		headers: {
			'content-type': 'application/json',
			[`${family}-id`]: id,
			[`${family}-timestamp`]: at,
			[`${family}-signature`]: `v1,${mac}`,
		},
	});
	const { events = [] } = (await answer.json()) as {
		events?: Array<{ id: string; repeated: boolean }>;
	};
	return { status: answer.status, id: events[0]?.id ?? '', repeated: events[0]?.repeated };
}

describe('a marketing mail', () => {
	it('carries the headers of a one-click unsubscription, with a mailbox beside it', async () => {
		const { mail } = await send('marketing', 'headers@cafe.com');

		expect(mail?.headers['list-unsubscribe']).toMatch(
			/^<https:\/\/ops\.agency\.test\/unsubscribe\/[\w-]+>, <mailto:fuera@agency\.test\?subject=unsubscribe>$/,
		);
		expect(mail?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
		expect(mail?.html).toContain(`href="${publicUrl}/unsubscribe/`);
		expect(mail?.text).toContain(`: ${publicUrl}/unsubscribe/`);
	});

	it('is refused after one click, while what the person needs to know still goes out', async () => {
		const to = 'clicks@cafe.com';
		const { mail } = await send('marketing', to);
		expect(await (await fetch(linkIn(mail))).text()).toContain('<button');
		const answer = await fetch(linkIn(mail), { ...oneClick, redirect: 'error' });
		expect(answer.status).toBe(200);
		expect(await answer.text()).not.toContain('<button');

		expect(await send('marketing', to)).toMatchObject({
			status: 422,
			body: { error: { code: 'mail/suppressed' } },
		});
		expect(await send('transactional', to)).toMatchObject({ status: 200 });
	});
});

describe('the page that asks how it was', () => {
	it('is there under the secret of the service’s links, and tells the enrolment', async () => {
		const { body } = await api('/v1/follow-ups', {
			enrolment: {
				client: { id: 'asked', email: 'asked@cafe.com', zone: 'America/Lima', language: 'es' },
				project: 'p-1',
				deliveredAt: new Date().toISOString(),
			},
		});
		const { id } = (body as unknown as { followUp: { id: string } }).followUp;
		const until = new Date(Date.now() + 86_400_000);
		const question = { followUp: id, step: 'feedback-request' };
		const page = `${service.url}/feedback/${feedbackTokens('whsec_links').link(question, until)}`;
		const html = await (await fetch(`${page}?score=10`)).text();
		expect(html).toContain('lang="es"');
		const form = /name="form" value="([^"]+)"/.exec(html)?.[1] ?? '';
		const answer = { method: 'POST', body: new URLSearchParams({ form, score: '10' }) };
		expect((await fetch(page, answer)).status).toBe(200);
		const { body: story } = await api(`/v1/follow-ups/${id}`);
		expect(JSON.stringify(story)).toMatch(/"type":"feedback".*"score":10/);
	});
});

describe('the link of a mail', () => {
	it('changes nothing when it is opened, however often, and by whatever a scanner sends', async () => {
		const to = 'scanned@cafe.com';
		const link = linkIn((await send('marketing', to)).mail);
		for (const method of ['GET', 'HEAD', 'GET']) {
			expect((await fetch(link, { method })).status).toBe(200);
		}
		expect((await fetch(link, { method: 'POST' })).status).toBe(400);
		const wrong = new URLSearchParams({ 'List-Unsubscribe': 'no' });
		expect((await fetch(link, { method: 'POST', body: wrong })).status).toBe(400);
		expect(await entriesOf(to)).toEqual([]);
	});

	it('unsubscribes once, however often it is pressed, with an event as evidence that has ended', async () => {
		const to = 'twice@cafe.com';
		const link = linkIn((await send('marketing', to)).mail);
		const answers = await Promise.all([1, 2, 3].map(async () => await fetch(link, oneClick)));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);

		const entries = await entriesOf(to);
		expect(entries).toMatchObject([
			{ scope: 'marketing', reason: 'unsubscribed', address: to, liftedAt: null },
		]);
		const story = await api(`/v1/inbox/${String(entries[0]?.evidence)}`);
		expect(story.body).toMatchObject({
			event: { topic: 'mail.unsubscribed', state: 'ended', outcome: 'suppressed' },
		});
	});

	it('unsubscribes anew after it was lifted, and keeps both', async () => {
		const to = 'again@cafe.com';
		const link = linkIn((await send('marketing', to)).mail);
		await fetch(link, oneClick);
		await api('/v1/mail/suppressions/lift', { address: to, by: 'olivia', reason: 'asked' });
		expect(await entriesOf(to)).toEqual([]);
		await fetch(link, oneClick);

		expect(await entriesOf(to)).toHaveLength(1);
		expect(await entriesOf(to, true)).toMatchObject([
			{ liftedAt: null },
			{ liftedBy: 'olivia', liftedBecause: 'asked' },
		]);
	});

	it('takes the field in a multipart form too', async () => {
		const to = 'multipart@cafe.com';
		const link = linkIn((await send('marketing', to)).mail);
		const body = new FormData();
		body.set('List-Unsubscribe', 'One-Click');
		expect((await fetch(link, { method: 'POST', body })).status).toBe(200);
		expect(await entriesOf(to)).toHaveLength(1);
	});

	it('shows a page in the language of the mail that loads and runs nothing', async () => {
		const link = linkIn((await send('marketing', 'page@cafe.com')).mail);
		const answer = await fetch(link);
		const html = await answer.text();
		expect(html).toContain('<html lang="es">');
		expect(html).toContain('p•••@cafe.com');
		expect(html).not.toContain('page@cafe.com');
		expect(html).not.toMatch(/<script|<link|<img|https?:\/\//);
		expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
		expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
		expect(answer.headers.get('cache-control')).toBe('no-store');
	});

	it('is one and the same page when it is none, and says nothing about whom we know', async () => {
		const { mail } = await send('marketing', 'known@cafe.com');
		const link = linkIn(mail);
		const cut = link.slice(0, -1);
		const foreign = `${service.url}/unsubscribe/AQ${'A'.repeat(60)}`;
		const headers = { 'accept-language': 'da-DK,da' };
		const pages = await Promise.all(
			[cut, foreign, `${service.url}/unsubscribe/x`].flatMap((url) => [
				fetch(url, { headers }),
				fetch(url, { ...oneClick, headers }),
			]),
		);
		expect(pages.map(({ status }) => status)).toEqual(pages.map(() => 404));
		const texts = await Promise.all(pages.map(async (page) => await page.text()));
		expect(new Set(texts).size).toBe(1);
		expect(texts[0]).toContain('Linket virker ikke');
	});
});

const told = (type: string, to: string, more: object = {}) => ({
	type,
	created_at: '2026-11-26T10:00:00.000Z',
	data: { email_id: 'e1', to: [to], subject: 'News', ...more },
});

const permanent = {
	bounce: { type: 'Permanent', subType: 'General', message: '550 5.1.1 no ana' },
};
const transient = { bounce: { type: 'Transient', subType: 'MailboxFull', message: 'full' } };

describe('what a relay tells', () => {
	it.each(['svix', 'webhook'] as const)('is taken once, signed by %s headers', async (family) => {
		const event = told('email.delivered', `${family}@cafe.com`);
		const first = await hook(event, family, `msg_of_${family}`);
		expect(first).toMatchObject({ status: 200, repeated: false });
		expect(await hook(event, family, `msg_of_${family}`)).toEqual({ ...first, repeated: true });
		expect((await api(`/v1/inbox/${first.id}`)).body).toMatchObject({
			event: { topic: 'mail.delivered', source: 'mail', state: 'ended', outcome: 'noted' },
		});
	});

	it('ends a hard bounce with the address off every list, and tells it in the mail’s own story', async () => {
		const to = 'gone@cafe.com';
		const { key, mail } = await send('transactional', to);
		const more = { ...permanent, headers: [{ name: 'Message-ID', value: mail?.messageId }] };
		const { id } = await hook(told('email.bounced', to, more));

		expect(await entriesOf(to)).toMatchObject([
			{ scope: 'all', reason: 'bounced', note: 'hard bounce', evidence: id },
		]);
		expect(await send('transactional', to)).toMatchObject({ status: 422 });
		const story = await api(`/v1/effects/${encodeURIComponent(key)}`);
		expect(story.body.events).toContainEqual(
			expect.objectContaining({
				state: 'done',
				detail: { by: 'mail relay', reason: 'bounced (hard, Permanent/General)', event: id },
			}),
		);
		expect(JSON.stringify(story.body)).not.toContain('no ana');
	});

	it('keeps marketing from who complained', async () => {
		const to = 'angry@cafe.com';
		await hook(told('email.complained', to));
		expect(await send('marketing', to)).toMatchObject({ status: 422 });
		expect(await send('transactional', to)).toMatchObject({ status: 200 });
	});

	it('leaves who bounced softly, again and again on one day, where they are', async () => {
		const to = 'full@cafe.com';
		for (let times = 0; times < 4; times += 1) await hook(told('email.bounced', to, transient));
		expect(await entriesOf(to)).toEqual([]);
	});

	it('does nothing twice when the same bounce comes again after it was lifted', async () => {
		const to = 'mended@cafe.com';
		const event = told('email.bounced', to, permanent);
		await hook(event, 'svix', 'msg_mended');
		await api('/v1/mail/suppressions/lift', { address: to, by: 'o', reason: 'mailbox is back' });
		await hook(event, 'svix', 'msg_mended');
		expect(await entriesOf(to)).toEqual([]);
	});

	it('goes on to n8n only where a flow waits for it', async () => {
		const { id } = await hook(told('email.opened', 'opens@cafe.com'));
		expect((await api(`/v1/inbox/${id}`)).body).toMatchObject({
			event: { topic: 'mail.opened', state: 'received' },
		});
	});

	it('is refused unsigned, and under a mix of both families', async () => {
		const body = JSON.stringify(told('email.bounced', 'forged@cafe.com', permanent));
		const at = String(Math.floor(Date.now() / 1_000));
		const mac = createHmac('sha256', bytes).update(`m.${at}.${body}`).digest('base64');
		const right = { 'svix-id': 'm', 'svix-timestamp': at, 'svix-signature': `v1,${mac}` };
		for (const headers of [{}, { ...right, 'svix-id': 'n' }, { ...right, 'webhook-id': 'm' }]) {
			const answer = await fetch(`${service.url}/hooks/mail`, { method: 'POST', body, headers });
			expect(answer.status).toBe(401);
		}
		expect(await entriesOf('forged@cafe.com')).toEqual([]);
	});
});

describe('the list by hand', () => {
	it('takes an address with a reason, once, and lets it go with a name and a reason', async () => {
		const entry = { address: 'Hand@Cafe.com', scope: 'all', reason: 'wrote to us' };
		expect((await api('/v1/mail/suppressions', entry)).body).toMatchObject({
			added: true,
			suppressions: [{ address: 'hand@cafe.com', reason: 'by hand', note: 'wrote to us' }],
		});
		expect((await api('/v1/mail/suppressions', entry)).body).toMatchObject({ added: false });
		const lift = { address: 'hand@cafe.com', reason: 'asked again', by: 'olivia' };
		expect(await api('/v1/mail/suppressions/lift', lift)).toMatchObject({ status: 200 });
		expect(await api('/v1/mail/suppressions/lift', lift)).toMatchObject({
			status: 404,
			body: { error: { code: 'mail/not-suppressed' } },
		});
	});

	it.each([
		{ body: { address: 'nobody', scope: 'all', reason: 'x' }, field: 'address' },
		{ body: { address: 'a@b.co', scope: 'some', reason: 'x' }, field: 'scope' },
		{ body: { address: 'a@b.co', scope: 'all', reason: ' ' }, field: 'reason' },
	])('refuses a wrong $field', async ({ body, field }) => {
		const answer = await api('/v1/mail/suppressions', body);
		expect(answer.status).toBe(400);
		expect(JSON.stringify(answer.body)).toContain(`Field \\"${field}\\"`);
	});

	it('is for those with the key', async () => {
		expect((await fetch(`${service.url}/v1/mail/suppressions`)).status).toBe(401);
	});
});

it('logs no address, no link and no secret', () => {
	const log = lines.join('');
	expect(log).toContain('unsubscribed');
	for (const word of ['cafe.com', '/unsubscribe/', relaySecret, 'whsec_links']) {
		expect(log).not.toContain(word);
	}
});
