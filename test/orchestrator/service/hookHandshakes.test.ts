import { createHmac } from 'node:crypto';
import { Signature } from '@hubspot/api-client';
import type { HookSource } from '../../../orchestrator/src/config/hookSecrets';
import { hookSources } from '../../../orchestrator/src/config/hookSecrets';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { signatureHeaders } from '../../../nodes/domain/inbox/signature';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { someSettings } from './support/aService';

const publicUrl = 'https://ops.agency.test/agency';
const apiKey = 'the-key-of-this-test';
const standard = (word: string) => `whsec_${Buffer.from(word.padEnd(32)).toString('base64')}`;
const secretOf: Record<HookSource, string> = {
	forms: standard('forms'),
	hubspot: 'hubspot-secret',
	clickup: 'clickup-secret',
	slack: 'slack-secret',
	frameio: 'frameio-secret',
	stripe: 'stripe-secret',
	mail: standard('mail'),
	calendly: 'calendly-secret',
};
const hex = (secret: string, text: string) =>
	createHmac('sha256', secret).update(text).digest('hex');

/** Headers as each source makes them over a body. */
const sign: Record<HookSource, (secret: string, body: string, at: Date) => Record<string, string>> =
	{
		forms: (secret, body, at) => ({
			...signatureHeaders({ id: `m${at.getTime()}`, timestamp: secondsOf(at), body }, secret),
		}),
		hubspot: (clientSecret, requestBody, at) => ({
			'x-hubspot-request-timestamp': String(at.getTime()),
			'x-hubspot-signature-v3': Signature.getSignature('POST', 'v3', {
				signature: '',
				clientSecret,
				requestBody,
				url: `${publicUrl}/hooks/hubspot`,
				timestamp: at.getTime(),
			}),
		}),
		clickup: (secret, body) => ({ 'x-signature': hex(secret, body) }),
		slack: (secret, body, at) => ({
			'x-slack-request-timestamp': String(secondsOf(at)),
			'x-slack-signature': `v0=${hex(secret, `v0:${secondsOf(at)}:${body}`)}`,
		}),
		frameio: (secret, body, at) => ({
			'x-frameio-request-timestamp': String(secondsOf(at)),
			'x-frameio-signature': `v0=${hex(secret, `v0:${secondsOf(at)}:${body}`)}`,
		}),
		stripe: (secret, body, at) => ({
			'stripe-signature': `t=${secondsOf(at)},v1=${hex(secret, `${secondsOf(at)}.${body}`)}`,
		}),
		mail: (secret, body, at) => sign.forms(secret, body, at),
		calendly: (secret, body, at) => ({
			'calendly-webhook-signature': `t=${secondsOf(at)},v1=${hex(secret, `${secondsOf(at)}.${body}`)}`,
		}),
	};

function secondsOf(at: Date): number {
	return Math.floor(at.getTime() / 1_000);
}

const noSecrets = Object.fromEntries(
	hookSources.map((source) => [source, []]),
) as unknown as Record<HookSource, string[]>;

async function start(hookSecrets: Record<HookSource, string[]>): Promise<Service> {
	return await startService({
		settings: someSettings(),
		secrets: {
			ledgerApiKey: apiKey,
			hubspotToken: 'h',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: 'smtp://127.0.0.1:1',
		},
		ledger: await emptyLedgerPlace(),
		port: 0,
		inbox: {
			hookSecrets,
			publicUrl,
			n8n: { url: 'http://127.0.0.1:1', triggerSecret: standard('t'), readApiKey: () => null },
			policy: { pollMs: 3_600_000 },
		},
	});
}

let service: Service;
let closed: Service;

beforeAll(async () => {
	const known = hookSources.map((source) => [source, [secretOf[source]]]);
	service = await start(Object.fromEntries(known) as Record<HookSource, string[]>);
	closed = await start(noSecrets);
});
afterAll(async () => {
	await Promise.all([service.stop(), closed.stop()]);
});

async function call(at: Service, source: HookSource, body: string, headers: object) {
	const answer = await fetch(`${at.url}/hooks/${source}`, {
		method: 'POST',
		body,
		headers: { 'content-type': 'application/json', ...headers },
	});
	return { status: answer.status, text: await answer.text() };
}

async function kept(at: Service): Promise<number> {
	const headers = { authorization: `Bearer ${apiKey}` };
	const answer = await fetch(`${at.url}/v1/inbox`, { headers });
	return ((await answer.json()) as { events: unknown[] }).events.length;
}

const body = '{"id":"evt_1","type":"email.sent","event":"taskCreated","email":"ana@cafe.com"}';

describe.each(hookSources)('a call of %s', (source) => {
	it('is kept when it is signed rightly', async () => {
		const before = await kept(service);
		const headers = sign[source](secretOf[source], body, new Date());
		expect((await call(service, source, body, headers)).status).toBeLessThan(300);
		expect(await kept(service)).toBe(before + 1);
	});

	it('is refused with 401 and not kept, when it is changed, unsigned, or signed with nothing', async () => {
		const before = await kept(service);
		const headers = sign[source](secretOf[source], body, new Date());
		const answers = [
			await call(service, source, `${body} `, headers),
			await call(service, source, body, {}),
			await call(service, source, body, sign[source]('', body, new Date())),
			await call(service, source, body, sign[source]('another-secret', body, new Date())),
		];
		expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
		expect(await kept(service)).toBe(before);
	});

	it('is refused with 401 by a service that has no secret for it, however it is signed', async () => {
		for (const secret of ['', secretOf[source]]) {
			const headers = sign[source](secret, body, new Date());
			expect((await call(closed, source, body, headers)).status).toBe(401);
		}
		expect(await kept(closed)).toBe(0);
	});
});

describe('the questions that vendors ask at first', () => {
	const question = '{"type":"url_verification","challenge":"a word of Slack’s"}';

	it('are answered to Slack alone: with its word, and nothing is kept', async () => {
		const before = await kept(service);
		const headers = sign.slack(secretOf.slack, question, new Date());
		expect(await call(service, 'slack', question, headers)).toEqual({
			status: 200,
			text: '{"challenge":"a word of Slack’s"}',
		});
		expect(await kept(service)).toBe(before);
	});

	it.each([
		{ what: 'unsigned', headers: () => ({}) },
		{ what: 'signed with another secret', headers: () => sign.slack('x', question, new Date()) },
		{
			what: 'old',
			headers: () => sign.slack(secretOf.slack, question, new Date(Date.now() - 600_000)),
		},
	])('are not answered when they are $what', async ({ headers }) => {
		const answer = await call(service, 'slack', question, headers());
		expect(answer.status).toBe(401);
		expect(answer.text).not.toContain('a word of Slack');
	});

	// HubSpot asks none; what it has is older signatures, without a time or without the address.
	it.each(['v1', 'v2'] as const)(
		'let HubSpot’s older signature %s stay outside',
		async (version) => {
			const headers = {
				'x-hubspot-signature-version': version,
				'x-hubspot-signature': Signature.getSignature('POST', version, {
					signature: '',
					clientSecret: secretOf.hubspot,
					requestBody: body,
					url: `${publicUrl}/hooks/hubspot`,
				}),
			};
			expect((await call(service, 'hubspot', body, headers)).status).toBe(401);
		},
	);

	it('take HubSpot’s address as the world sees it, not as the service listens', async () => {
		const at = new Date();
		const signed = (address: string) => ({
			'x-hubspot-request-timestamp': String(at.getTime()),
			'x-hubspot-signature-v3': Signature.getSignature('POST', 'v3', {
				signature: '',
				clientSecret: secretOf.hubspot,
				requestBody: body,
				url: address,
				timestamp: at.getTime(),
			}),
		});
		const inside = signed(`${service.url}/hooks/hubspot`);
		expect((await call(service, 'hubspot', body, inside)).status).toBe(401);
	});
});
