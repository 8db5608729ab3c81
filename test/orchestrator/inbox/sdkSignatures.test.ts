import { existsSync } from 'node:fs';
import path from 'node:path';
import { isValidSlackRequest } from '@slack/bolt';
import fc from 'fast-check';
import Stripe from 'stripe';
import type { HookCall, Verifier } from '../../../orchestrator/src/inbox/signatures/signed';
import { hmac } from '../../../orchestrator/src/inbox/signatures/signed';
import {
	verifyMail,
	verifySlack,
	verifyStripe,
} from '../../../orchestrator/src/inbox/signatures/verifiers';
import { runtimeFolder } from '../../../orchestrator/src/up/stack';

const stripe = new Stripe('sk_test_of_this_test');
const now = new Date('2026-11-23T15:00:00Z');
const url = 'https://ops.agency.test/hooks/x';

/** A vendor's signature as its own library and as we make and read it. */
interface Both {
	/** Headers as the vendor's library makes them; null where it has no signer. */
	theirs: ((secret: string, body: string, at: Date) => Record<string, string>) | null;
	/** Headers as our own sum makes them. */
	ours(secret: string, body: string, at: Date): Record<string, string>;
	/** Whether the vendor's library takes a call. */
	taken(call: HookCall, secret: string): boolean;
	verify: Verifier;
	/** The header that holds the signature, and the one with the time. */
	signatureHeader: string;
	timeHeader: string;
}

const secondsOf = (at: Date) => Math.floor(at.getTime() / 1_000);

const slack: Both = {
	// Bolt reads signatures and makes none.
	theirs: null,
	ours: (secret, body, at) => ({
		'x-slack-request-timestamp': String(secondsOf(at)),
		'x-slack-signature': `v0=${hmac(secret, [`v0:${secondsOf(at)}:`, body], 'hex')}`,
	}),
	taken: ({ headers, rawBody }, signingSecret) =>
		isValidSlackRequest({
			signingSecret,
			body: rawBody.toString('utf8'),
			headers: headers as never,
			nowMilliseconds: now.getTime(),
		}),
	verify: verifySlack,
	signatureHeader: 'x-slack-signature',
	timeHeader: 'x-slack-request-timestamp',
};

const ofStripe: Both = {
	theirs: (secret, payload, at) => ({
		'stripe-signature': stripe.webhooks.generateTestHeaderString({
			payload,
			secret,
			timestamp: secondsOf(at),
		}),
	}),
	ours: (secret, body, at) => ({
		'stripe-signature': `t=${secondsOf(at)},v1=${hmac(secret, [`${secondsOf(at)}.`, body], 'hex')}`,
	}),
	taken: ({ headers, rawBody }, secret) => {
		try {
			const header = headers['stripe-signature'] as string;
			stripe.webhooks.constructEvent(rawBody, header, secret, undefined, undefined, now.getTime());
			return true;
		} catch {
			return false; // whatever it says, it did not take the call
		}
	},
	verify: verifyStripe,
	signatureHeader: 'stripe-signature',
	timeHeader: 'stripe-signature',
};

const aCall = (headers: HookCall['headers'], body: string): HookCall => ({
	method: 'POST',
	url,
	headers,
	rawBody: Buffer.from(body),
});

/** Bodies as vendors send them: JSON of any content, in UTF-8. */
const bodies = fc
	.record({ id: fc.string({ unit: 'grapheme' }), data: fc.jsonValue() })
	.map((body) => JSON.stringify(body));
const secrets = fc.stringMatching(/^[A-Za-z0-9_+/=-]{8,64}$/);
/** Moments that both sides call fresh. */
const freshMoments = fc
	.integer({ min: -299, max: 0 })
	.map((s) => new Date(now.getTime() + s * 1_000));
const seeded = { seed: 2104 };

describe.each([
	['Slack, beside Bolt', slack],
	['Stripe, beside its own library', ofStripe],
] as const)('the signature of %s', (_name, both) => {
	const { theirs, ours, taken, verify, signatureHeader, timeHeader } = both;

	it('is taken by both, whoever of the two made it', () => {
		fc.assert(
			fc.property(bodies, secrets, freshMoments, (body, secret, at) => {
				for (const sign of theirs === null ? [ours] : [ours, theirs]) {
					const call = aCall(sign(secret, body, at), body);
					expect(verify(call, [secret], now)).toBe(true);
					expect(taken(call, secret)).toBe(true);
				}
			}),
			seeded,
		);
	});

	const body = '{"hello":"señora ñandú"}';
	const secret = 'the-secret';
	const right = ours(secret, body, now);
	const signature = right[signatureHeader] ?? '';
	const hexDigits = /[0-9a-f]{64}$/;
	const genuine = aCall(right, body);
	const old = ours(secret, body, new Date(now.getTime() - 301_000));

	it.each<{ what: string; call?: HookCall; secret?: string }>([
		{ what: 'the body has a character more', call: aCall(right, `${body} `) },
		{ what: 'the body has other letters', call: aCall(right, body.replace('hello', 'Hello')) },
		{ what: 'the body is empty', call: aCall(right, '') },
		{ what: 'the secret is another', secret: 'another-secret' },
		{ what: 'the secret is empty', secret: '' },
		{
			what: 'it is signed with an empty secret',
			call: aCall(ours('', body, now), body),
			secret: '',
		},
		{ what: 'it is older than five minutes', call: aCall(old, body) },
		{
			what: 'the time is another than the signed one',
			call: aCall(
				{
					...right,
					[timeHeader]: right[timeHeader]?.replace(/\d{10}/, String(secondsOf(now) - 1)),
				},
				body,
			),
		},
		{
			what: 'there is no signature',
			call: aCall({ ...right, [signatureHeader]: undefined }, body),
		},
		{ what: 'the signature is empty', call: aCall({ ...right, [signatureHeader]: '' }, body) },
		{
			what: 'the signature came in two headers',
			call: aCall({ ...right, [signatureHeader]: [signature, signature] }, body),
		},
		{
			what: 'the signature is in base64',
			call: aCall(
				{
					...right,
					[signatureHeader]: signature.replace(hexDigits, (hex) =>
						Buffer.from(hex, 'hex').toString('base64'),
					),
				},
				body,
			),
		},
		{
			what: 'the signature is in capital letters',
			call: aCall(
				{ ...right, [signatureHeader]: signature.replace(hexDigits, (hex) => hex.toUpperCase()) },
				body,
			),
		},
		{
			what: 'the signature is cut short',
			call: aCall({ ...right, [signatureHeader]: signature.slice(0, -1) }, body),
		},
		{
			what: 'the scheme is another',
			call: aCall({ ...right, [signatureHeader]: signature.replace(/v[01]=/, 'v9=') }, body),
		},
	])('is refused by both when $what', ({ call = genuine, secret: given = secret }) => {
		expect(taken(genuine, secret)).toBe(true);
		expect(verify(call, [given], now)).toBe(false);
		expect(taken(call, given)).toBe(false);
	});

	it('is never taken by us where their library refuses it, whatever was changed', () => {
		const headers = fc.constantFrom(...Object.keys(right));
		const pieces = fc.oneof(
			fc.string({ maxLength: 3 }),
			fc.constantFrom('=', ',', ' ', 'v0=', 'v1=', 't=', '0', secondsOf(now).toString()),
		);
		let refused = 0;
		fc.assert(
			fc.property(headers, fc.nat(200), fc.nat(5), pieces, (name, at, length, piece) => {
				const value = right[name] ?? '';
				const place = at % (value.length + 1);
				const changed = value.slice(0, place) + piece + value.slice(place + length);
				const call = aCall({ ...right, [name]: changed }, body);
				const isOurs = verify(call, [secret], now);
				if (!isOurs) refused += 1;
				if (isOurs) expect(taken(call, secret)).toBe(true);
			}),
			{ ...seeded, numRuns: 500 },
		);
		expect(refused).toBeGreaterThan(300);
	});

	it('is taken under the old and the new secret while one replaces the other', () => {
		fc.assert(
			fc.property(secrets, secrets, bodies, (before, after, text) => {
				fc.pre(before !== after);
				for (const used of [before, after]) {
					const call = aCall((theirs ?? ours)(used, text, now), text);
					expect(verify(call, [after, before], now)).toBe(true);
					expect(verify(call, ['', used === before ? after : before], now)).toBe(false);
				}
			}),
			seeded,
		);
	});

	// Both libraries look back only; a clock that is ahead lets a stolen call live longer, so we do not.
	it('from more than five minutes ahead is refused by us, though not by their library', () => {
		const call = aCall(ours(secret, body, new Date(now.getTime() + 301_000)), body);
		expect(verify(call, [secret], now)).toBe(false);
		expect(taken(call, secret)).toBe(true);
	});
});

describe('Stripe while it rolls a secret', () => {
	it('signs with both; one we know is enough for either', () => {
		const body = '{"id":"evt_1"}';
		const signatureOf = (secret: string) =>
			ofStripe.ours(secret, body, now)['stripe-signature']?.split(',')[1] ?? '';
		const header = `t=${secondsOf(now)},${signatureOf('old')},${signatureOf('new')},v0=00`;
		const call = aCall({ 'stripe-signature': header }, body);
		for (const secret of ['old', 'new']) {
			expect(verifyStripe(call, [secret], now)).toBe(true);
			expect(ofStripe.taken(call, secret)).toBe(true);
		}
	});
});

describe('a mail relay’s signature, beside the library of Standard Webhooks that comes with n8n', () => {
	interface Library {
		sign(id: string, at: Date, payload: string): string;
		verify(payload: string, headers: Record<string, string>): unknown;
	}
	const folder = path.join(runtimeFolder, 'node_modules', 'standardwebhooks');
	const ifThere = existsSync(folder) ? it : it.skip;
	const relaySecret = `whsec_${Buffer.from('what the relay signs with'.padEnd(32)).toString('base64')}`;
	const openLibrary = () => {
		const { Webhook } = jest.requireActual<{ Webhook: new (secret: string) => Library }>(folder);
		return new Webhook(relaySecret);
	};

	ifThere('is taken under either family of header names, and by both sides', () => {
		const library = openLibrary();
		fc.assert(
			fc.property(bodies, fc.stringMatching(/^[\w-]{1,40}$/), (body, id) => {
				const at = new Date();
				const signed = {
					id,
					timestamp: String(secondsOf(at)),
					signature: library.sign(id, at, body),
				};
				for (const family of ['webhook', 'svix']) {
					const headers = Object.fromEntries(
						Object.entries(signed).map(([name, value]) => [`${family}-${name}`, value]),
					);
					expect(verifyMail(aCall(headers, body), [relaySecret], at)).toBe(true);
					expect(verifyMail(aCall(headers, `${body} `), [relaySecret], at)).toBe(false);
					expect(verifyMail(aCall(headers, body), [''], at)).toBe(false);
				}
				const standard = {
					'webhook-id': id,
					'webhook-timestamp': signed.timestamp,
					'webhook-signature': signed.signature,
				};
				expect(() => library.verify(body, standard)).not.toThrow();
				expect(() => library.verify(`${body} `, standard)).toThrow();
			}),
			seeded,
		);
	});

	ifThere('is not taken when its parts come under both families', () => {
		const at = new Date();
		const signature = openLibrary().sign('m', at, '{}');
		const timestamp = String(secondsOf(at));
		const mixed = { 'webhook-id': 'm', 'svix-timestamp': timestamp, 'svix-signature': signature };
		expect(verifyMail(aCall(mixed, '{}'), [relaySecret], at)).toBe(false);
	});
});
