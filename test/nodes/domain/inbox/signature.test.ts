import fc from 'fast-check';

import {
	freshnessSeconds,
	leastSecretBytes,
	signatureHeaders,
	usableSecrets,
	verifyCall,
} from '../../../../nodes/domain/inbox/signature';
import { seeded } from '../../../support/arbitraries';

const secret = 'a secret of this installation alone';
const next = 'the secret that comes after this one';
const now = new Date('2026-11-22T15:00:00.000Z');
const seconds = now.getTime() / 1000;
const message = { id: 'evt_1', timestamp: seconds, body: '{"lead":"Ana"}' };

/** A call signed with the secret, changed as a test likes. */
function call(changes: Record<string, string | string[] | undefined> = {}, rawBody = message.body) {
	return { headers: { ...signatureHeaders(message, secret), ...changes }, rawBody };
}

describe('signatureHeaders', () => {
	it('gives the signature of the specification’s own example', () => {
		const example = {
			id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
			timestamp: 1614265330,
			body: '{"test": 2432232314}',
		};
		expect(signatureHeaders(example, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toEqual({
			'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
			'webhook-timestamp': '1614265330',
			'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
		});
	});
});

describe('verifyCall', () => {
	it('takes what we signed', () => {
		expect(verifyCall(call(), [secret], now)).toEqual({ isGenuine: true, id: 'evt_1' });
	});

	it.each([
		{ when: 'with the old secret while the new one is there', secrets: [next, secret] },
		{ when: 'with either of two', secrets: [secret, next] },
	])('takes a call signed $when', ({ secrets }) => {
		expect(verifyCall(call(), secrets, now).isGenuine).toBe(true);
	});

	it('takes a call that carries our signature among others', () => {
		const ours = signatureHeaders(message, secret)['webhook-signature'];
		const other = signatureHeaders(message, next)['webhook-signature'];
		const carried = call({ 'webhook-signature': `v1a,xyz ${other} ${ours}` });
		expect(verifyCall(carried, [secret], now).isGenuine).toBe(true);
	});

	it('judges the bytes of the body, not its text', () => {
		const body = Uint8Array.from([0x7b, 0xff, 0x7d]);
		const headers = signatureHeaders({ ...message, body }, secret);
		expect(verifyCall({ headers: { ...headers }, rawBody: body }, [secret], now).isGenuine).toBe(
			true,
		);
		const asText = { headers: { ...headers }, rawBody: '{\ufffd}' };
		expect(verifyCall(asText, [secret], now).isGenuine).toBe(false);
	});

	it.each([
		{ when: 'there is no signature', given: call({ 'webhook-signature': undefined }) },
		{ when: 'there is no id', given: call({ 'webhook-id': undefined }) },
		{ when: 'there is no time', given: call({ 'webhook-timestamp': undefined }) },
		{ when: 'a header came twice', given: call({ 'webhook-id': ['evt_1', 'evt_1'] }) },
		{ when: 'the signature is empty', given: call({ 'webhook-signature': 'v1,' }) },
		{ when: 'the signature is of another version', given: call({ 'webhook-signature': 'v2,a' }) },
		{ when: 'the body was changed', given: call({}, '{"lead":"Eva"}') },
		{ when: 'the body was written anew', given: call({}, '{ "lead": "Ana" }') },
		{ when: 'the id was changed', given: call({ 'webhook-id': 'evt_2' }) },
		{ when: 'the time was changed', given: call({ 'webhook-timestamp': String(seconds + 1) }) },
	])('refuses when $when', ({ given }) => {
		expect(verifyCall(given, [secret], now).isGenuine).toBe(false);
	});

	it.each([
		{ secrets: [], when: 'there is no secret' },
		{ secrets: [next], when: 'the secret is another' },
		{ secrets: [`${secret} `], when: 'the secret has a space too many' },
	])('refuses when $when', ({ secrets }) => {
		expect(verifyCall(call(), secrets, now).isGenuine).toBe(false);
	});

	it.each([
		{ ageSeconds: freshnessSeconds, isGenuine: true },
		{ ageSeconds: freshnessSeconds + 1, isGenuine: false },
		{ ageSeconds: -freshnessSeconds, isGenuine: true },
		{ ageSeconds: -freshnessSeconds - 1, isGenuine: false },
	])('says $isGenuine of a call that is $ageSeconds s old', ({ ageSeconds, isGenuine }) => {
		const timestamp = seconds - ageSeconds;
		const headers = { ...signatureHeaders({ ...message, timestamp }, secret) };
		const given = { headers, rawBody: message.body };
		expect(verifyCall(given, [secret], now).isGenuine).toBe(isGenuine);
	});

	it('refuses a time that is no number, though it is signed', () => {
		const headers = { ...signatureHeaders({ ...message, timestamp: NaN }, secret) };
		expect(verifyCall({ headers, rawBody: message.body }, [secret], now).isGenuine).toBe(false);
	});

	it('takes what was signed and nothing that differs in a byte', () => {
		fc.assert(
			fc.property(
				fc.uint8Array({ minLength: 1, maxLength: 50 }),
				fc.nat(),
				fc.integer({ min: 1, max: 255 }),
				(body, at, flip) => {
					const headers = { ...signatureHeaders({ ...message, body }, secret) };
					expect(verifyCall({ headers, rawBody: body }, [secret], now).isGenuine).toBe(true);
					const changed = body.map((byte, index) =>
						index === at % body.length ? byte ^ flip : byte,
					);
					expect(verifyCall({ headers, rawBody: changed }, [secret], now).isGenuine).toBe(false);
				},
			),
			seeded,
		);
	});

	it('never says what would be right', () => {
		const verdict = verifyCall(call({ 'webhook-signature': 'v1,x' }), [secret], now);
		expect(JSON.stringify(verdict)).not.toContain(
			signatureHeaders(message, secret)['webhook-signature'].slice(3),
		);
	});
});

describe('usableSecrets', () => {
	it.each([
		{ list: secret, is: [secret] },
		{ list: ` ${secret} , ${next} `, is: [secret, next] },
		{ list: '', is: [] },
		{ list: ' , ', is: [] },
		{ list: 'short', is: [] },
		{ list: 'x'.repeat(leastSecretBytes - 1), is: [] },
		{ list: 'x'.repeat(leastSecretBytes), is: ['x'.repeat(leastSecretBytes)] },
		{ list: 'whsec_', is: [] },
		{ list: `whsec_${'A'.repeat(28)}`, is: [] },
		{ list: `whsec_${'A'.repeat(32)}`, is: [`whsec_${'A'.repeat(32)}`] },
	])('reads $is from "$list"', ({ list, is }) => {
		expect(usableSecrets(list)).toEqual(is);
	});
});
