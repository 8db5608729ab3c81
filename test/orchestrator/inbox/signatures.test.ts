import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Signature } from '@hubspot/api-client';
import fc from 'fast-check';
import { signatureHeaders } from '../../../nodes/domain/inbox/signature';
import type { HookCall, Verifier } from '../../../orchestrator/src/inbox/signatures/signed';
import {
	verifyCalendly,
	verifyClickup,
	verifyForm,
	verifyFrameio,
	verifyHubspot,
	verifySlack,
	verifyStripe,
} from '../../../orchestrator/src/inbox/signatures/verifiers';
import { runtimeFolder } from '../../../orchestrator/src/up/stack';

const now = new Date('2026-11-23T15:00:00Z');
const seconds = String(now.getTime() / 1_000);
const milliseconds = String(now.getTime());
const url = 'https://ops.agency.test/hooks/x?portal=1';
const hex = (secret: string, text: string) =>
	createHmac('sha256', secret).update(text).digest('hex');
const formSecret = (word: string) => `whsec_${Buffer.from(word.padEnd(32)).toString('base64')}`;

interface Signed {
	verify: Verifier;
	/** Headers as the vendor makes them. */
	sign(secret: string, body: string, at: Date): Record<string, string>;
	/** ClickUp signs no time. */
	hasTime: boolean;
	secretOf(word: string): string;
}

const secondsOf = (at: Date) => String(Math.floor(at.getTime() / 1_000));
const asIs = (word: string) => word;

const vendors: Record<string, Signed> = {
	clickup: {
		verify: verifyClickup,
		sign: (secret, body) => ({ 'x-signature': hex(secret, body) }),
		hasTime: false,
		secretOf: asIs,
	},
	slack: {
		verify: verifySlack,
		sign: (secret, body, at) => ({
			'x-slack-request-timestamp': secondsOf(at),
			'x-slack-signature': `v0=${hex(secret, `v0:${secondsOf(at)}:${body}`)}`,
		}),
		hasTime: true,
		secretOf: asIs,
	},
	frameio: {
		verify: verifyFrameio,
		sign: (secret, body, at) => ({
			'x-frameio-request-timestamp': secondsOf(at),
			'x-frameio-signature': `v0=${hex(secret, `v0:${secondsOf(at)}:${body}`)}`,
		}),
		hasTime: true,
		secretOf: asIs,
	},
	stripe: {
		verify: verifyStripe,
		sign: (secret, body, at) => ({
			'stripe-signature': `t=${secondsOf(at)},v1=${hex(secret, `${secondsOf(at)}.${body}`)},v0=00`,
		}),
		hasTime: true,
		secretOf: asIs,
	},
	calendly: {
		verify: verifyCalendly,
		sign: (secret, body, at) => ({
			'calendly-webhook-signature': `t=${secondsOf(at)},v1=${hex(secret, `${secondsOf(at)}.${body}`)}`,
		}),
		hasTime: true,
		secretOf: asIs,
	},
	hubspot: {
		verify: verifyHubspot,
		// HubSpot's own library makes the signature.
		sign: (clientSecret, requestBody, at) => ({
			'x-hubspot-request-timestamp': String(at.getTime()),
			'x-hubspot-signature-v3': Signature.getSignature('POST', 'v3', {
				signature: '',
				clientSecret,
				requestBody,
				url,
				timestamp: at.getTime(),
			}),
		}),
		hasTime: true,
		secretOf: asIs,
	},
	forms: {
		verify: verifyForm,
		sign: (secret, body, at) => ({
			...signatureHeaders({ id: 'msg_1', timestamp: Number(secondsOf(at)), body }, secret),
		}),
		hasTime: true,
		secretOf: formSecret,
	},
};

function aCall(headers: Record<string, string>, body: string): HookCall {
	return { method: 'POST', url, headers, rawBody: Buffer.from(body) };
}

const body = '{"hello":"señora ñandú"}';

describe.each(Object.entries(vendors))('the signature of %s', (_name, vendor) => {
	const { verify, sign, hasTime, secretOf } = vendor;
	const secret = secretOf('the-secret');
	const other = secretOf('the-next-secret');
	const genuine = aCall(sign(secret, body, now), body);

	it('is taken with its secret, and with either of two during a rotation', () => {
		expect(verify(genuine, [secret], now)).toBe(true);
		expect(verify(genuine, [other, secret], now)).toBe(true);
		expect(verify(aCall(sign(other, body, now), body), [other, secret], now)).toBe(true);
	});

	it.each([
		{ what: 'there is no secret', call: genuine, secrets: [] },
		{ what: 'the secret is another', call: genuine, secrets: [other] },
		{ what: 'the body was changed', call: { ...genuine, rawBody: Buffer.from(`${body} `) } },
		{ what: 'nothing is signed', call: { ...genuine, headers: {} } },
		{
			what: 'the headers came twice',
			call: {
				...genuine,
				headers: Object.fromEntries(
					Object.entries(genuine.headers).map(([name, value]) => [name, [String(value)]]),
				),
			},
		},
	])('is refused when $what', ({ call, secrets = [secret] }) => {
		expect(verify(call, secrets, now)).toBe(false);
	});

	it('goes by the raw bytes, whatever they are', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const call = aCall(sign(secret, text, now), text);
				expect(verify(call, [secret], now)).toBe(true);
			}),
		);
	});

	if (!hasTime) return;
	it.each([
		{ fresh: true, from: 'five minutes ago', ms: -300_000 },
		{ fresh: false, from: 'more than five minutes ago', ms: -301_000 },
		{ fresh: true, from: 'five minutes ahead', ms: 300_000 },
		{ fresh: false, from: 'more than five minutes ahead', ms: 301_000 },
	])('from $from is fresh: $fresh', ({ fresh, ms }) => {
		const at = new Date(now.getTime() + ms);
		expect(verify(aCall(sign(secret, body, at), body), [secret], now)).toBe(fresh);
	});
});

describe('what others say is right', () => {
	it('is Slack’s published example', () => {
		const text =
			'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
		const call = aCall(
			{
				'x-slack-request-timestamp': '1531420618',
				'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
			},
			text,
		);
		const then = new Date(1_531_420_618_000);
		expect(verifySlack(call, ['8f742231b10e8888abcd99yyyzzz85a5'], then)).toBe(true);
	});

	it('is HubSpot’s address with the characters decoded that HubSpot decodes', () => {
		const address = 'https://ops.agency.test/hooks/hubspot?a=x%3Ay%20z';
		const requestBody = '[]';
		const signature = Signature.getSignature('POST', 'v3', {
			signature: '',
			clientSecret: 's',
			requestBody,
			url: 'https://ops.agency.test/hooks/hubspot?a=x:y%20z',
			timestamp: Number(milliseconds),
		});
		const headers = {
			'x-hubspot-request-timestamp': milliseconds,
			'x-hubspot-signature-v3': signature,
		};
		expect(verifyHubspot({ ...aCall(headers, requestBody), url: address }, ['s'], now)).toBe(true);
	});

	const library = path.join(runtimeFolder, 'node_modules', 'standardwebhooks');
	const ifThere = existsSync(library) ? it : it.skip;
	ifThere('is the library of Standard Webhooks, which comes with n8n', () => {
		const { Webhook } = jest.requireActual<{
			Webhook: new (secret: string) => { sign(id: string, at: Date, payload: string): string };
		}>(library);
		const secret = formSecret('the-secret');
		const headers = {
			'webhook-id': 'msg_1',
			'webhook-timestamp': seconds,
			'webhook-signature': new Webhook(secret).sign('msg_1', now, body),
		};
		expect(verifyForm(aCall(headers, body), [secret], now)).toBe(true);
	});
});
