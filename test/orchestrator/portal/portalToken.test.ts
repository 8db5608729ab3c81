import fc from 'fast-check';
import type { TokenFacts } from '../../../orchestrator/src/portal/portalToken';
import {
	hashOfToken,
	looksLikeToken,
	portalTokens,
} from '../../../orchestrator/src/portal/portalToken';

const facts: TokenFacts = {
	id: 'lnk_01',
	client: '5012',
	email: 'mette@nordlys.test',
	purpose: 'portal',
	test: false,
	expiresAt: new Date('2026-12-26T10:00:00.000Z'),
};
const tokens = portalTokens('whsec_one');
const token = tokens.make(facts);

/** Facts of some link, with words a form may have let in. */
const someFacts: fc.Arbitrary<TokenFacts> = fc.record({
	id: fc.string({ maxLength: 12 }),
	client: fc.string({ maxLength: 12 }),
	email: fc.string({ maxLength: 12 }),
	purpose: fc.constant('portal' as const),
	test: fc.boolean(),
	expiresAt: fc.date({ noInvalidDate: true }),
});

describe('a token', () => {
	it('is the same for the same link, and tells nothing about it', () => {
		expect(tokens.make({ ...facts })).toBe(token);
		expect(looksLikeToken(token)).toBe(true);
		expect(Buffer.from(token, 'base64url')).toHaveLength(32);
		expect(hashOfToken(token)).toMatch(/^[0-9a-f]{64}$/);
	});

	it.each<[string, Partial<TokenFacts>]>([
		['another client', { client: '5013' }],
		['another address', { email: 'anna@nordlys.test' }],
		['a later end', { expiresAt: new Date('2027-12-26T10:00:00.000Z') }],
		['production instead of a test', { test: true }],
		['another link', { id: 'lnk_02' }],
		['another purpose', { purpose: 'feedback' as 'portal' }],
	])('is not the token of %s', (_name, change) => {
		expect(tokens.isOf(token, facts)).toBe(true);
		expect(tokens.isOf(token, { ...facts, ...change })).toBe(false);
	});

	it('is none under another secret', () => {
		expect(portalTokens('whsec_two').isOf(token, facts)).toBe(false);
	});

	it('belongs to one link alone, whatever the words in it', () => {
		fc.assert(
			fc.property(someFacts, someFacts, (one, other) => {
				const isSame =
					JSON.stringify([one, one.expiresAt.getTime()]) ===
					JSON.stringify([other, other.expiresAt.getTime()]);
				expect(tokens.isOf(tokens.make(one), other)).toBe(isSame);
			}),
			{ numRuns: 200, seed: 20261126 },
		);
	});

	it('has one spelling, and no part or neighbour of it is another', () => {
		const end = token.at(-1) ?? '';
		// 43 characters hold two bits more than 32 bytes: readers of base64 pass over them.
		const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
		const others = [...alphabet]
			.filter((each) => each !== end)
			.map((each) => token.slice(0, -1) + each);
		const parts = [...token].map((_each, index) => token.slice(0, index));
		for (const wrong of [
			...others,
			...parts,
			`${token}=`,
			`${token}A`,
			` ${token}`,
			`${token}\n`,
		]) {
			expect(tokens.isOf(wrong, facts)).toBe(false);
		}
		expect([...parts, `${token}=`, `${token}A`, `${token}\n`].filter(looksLikeToken)).toEqual([]);
	});
});
