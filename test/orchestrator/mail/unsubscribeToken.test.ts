import fc from 'fast-check';
import { maskedAddress, normalAddress } from '../../../orchestrator/src/mail/address';
import { unsubscribeLinks } from '../../../orchestrator/src/mail/unsubscribeLink';
import type { Unsubscription } from '../../../orchestrator/src/mail/unsubscribeToken';
import { unsubscribeTokens } from '../../../orchestrator/src/mail/unsubscribeToken';

const tokens = unsubscribeTokens('whsec_one');
const others = unsubscribeTokens('whsec_other');

const wishes: fc.Arbitrary<Unsubscription> = fc.record({
	address: fc.emailAddress().map(normalAddress),
	purpose: fc.constant('marketing' as const),
	language: fc.constantFrom('en' as const, 'es' as const, 'da' as const),
});

describe('a token', () => {
	it('gives back what it was made of, and is the same for the same wish', () => {
		fc.assert(
			fc.property(wishes, (wish) => {
				const token = tokens.make(wish);
				expect(tokens.read(token)).toEqual(wish);
				expect(tokens.make(wish)).toBe(token);
				expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
			}),
			{ seed: 8058 },
		);
	});

	it('is nothing under another secret, and nothing once any character was changed, added or lost', () => {
		const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/. '.split(
			'',
		);
		fc.assert(
			fc.property(wishes, fc.nat(), fc.constantFrom(...alphabet), (wish, place, other) => {
				const token = tokens.make(wish);
				const at = place % token.length;
				const [before, after] = [token.slice(0, at), token.slice(at + 1)];
				expect(others.read(token)).toBeNull();
				if (token[at] !== other) expect(tokens.read(before + other + after)).toBeNull();
				expect(tokens.read(before + after)).toBeNull();
				expect(tokens.read(before + other + token.slice(at))).toBeNull();
			}),
			{ seed: 8058 },
		);
	});

	it('does not show the address, neither as it is nor in base64', () => {
		const wish: Unsubscription = {
			address: 'ana.quispe@cafeaurora.com',
			purpose: 'marketing',
			language: 'es',
		};
		const token = tokens.make(wish);
		const decoded = Buffer.from(token, 'base64url').toString('latin1');
		for (const word of ['ana', 'quispe', 'cafeaurora', 'marketing']) {
			expect(token).not.toContain(word);
			expect(decoded).not.toContain(word);
		}
	});

	it.each([
		'',
		'x',
		'AQ',
		'..',
		'%00',
		'a'.repeat(5_000),
		Buffer.alloc(64, 1).toString('base64url'),
	])('is nothing when it is %p', (token) => {
		expect(tokens.read(token)).toBeNull();
	});
});

describe('a link', () => {
	it.each([
		{ base: 'https://ops.agency.test', isSandbox: false, has: true },
		{ base: 'http://ops.agency.test', isSandbox: false, has: false },
		{ base: 'http://127.0.0.1:5680', isSandbox: true, has: true },
	])('at $base is there: $has (sandbox: $isSandbox)', ({ base, isSandbox, has }) => {
		const link = unsubscribeLinks(base, tokens, { isSandbox })(' Ana@Cafe.com', 'es');
		expect(link?.startsWith(`${base}/unsubscribe/`) ?? false).toBe(has);
		if (link !== null) {
			expect(tokens.read(link.split('/').at(-1) ?? '')).toMatchObject({
				address: 'ana@cafe.com',
				language: 'es',
			});
		}
	});

	it('is not there without a secret', () => {
		expect(unsubscribeLinks('https://x', null, { isSandbox: true })('a@b.co', 'en')).toBeNull();
	});
});

describe('an address', () => {
	it.each([
		{ given: ' Ana@CAFE.com ', normal: 'ana@cafe.com' },
		{ given: 'ana+news@cafe.com', normal: 'ana+news@cafe.com' },
		{ given: 'mette@Smørrebrød.dk', normal: 'mette@xn--smrrebrd-64af.dk' },
		{ given: '"a@b"@cafe.com', normal: '"a@b"@cafe.com' },
	])('$given is compared as $normal', ({ given, normal }) => {
		expect(normalAddress(given)).toBe(normal);
		expect(normalAddress(normal)).toBe(normal);
	});

	it('is shown to its owner only', () => {
		expect(maskedAddress('ana@cafe.com')).toBe('a•••@cafe.com');
	});
});
