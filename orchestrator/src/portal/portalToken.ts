import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { ClientLink } from '../ledger/clientLinks';

/** What a token vouches for: with another value in any of these it is another token. */
export type TokenFacts = Pick<
	ClientLink,
	'id' | 'client' | 'email' | 'purpose' | 'test' | 'expiresAt'
>;

/** Makes the tokens of links, and judges them. */
export interface PortalTokens {
	/** 43 characters of base64url: 256 bits that say nothing about the client. */
	make(facts: TokenFacts): string;
	/** Whether it is this link's, in a time that says nothing about how much of it was right. */
	isOf(token: string, facts: TokenFacts): boolean;
}

/** First of what is signed: the way it is done. */
const VERSION = 1;

const KEY_BYTES = 32;

/**
 * Tokens under one secret: an HMAC-SHA256 over what the ledger keeps of the link. The same link gives
 * the same token, so it can be sent again without being kept; who can write to the ledger but does not
 * have the secret can neither make a link nor turn one to another client or a later end.
 */
export function portalTokens(secret: string): PortalTokens {
	const key = Buffer.from(hkdfSync('sha256', secret, '', 'agency-ops client link', KEY_BYTES));
	const macOf = ({ id, client, email, purpose, test, expiresAt }: TokenFacts) =>
		createHmac('sha256', key)
			.update(JSON.stringify([VERSION, purpose, test, id, client, email, expiresAt.getTime()]))
			.digest();
	return {
		make: (facts) => macOf(facts).toString('base64url'),
		isOf: (token, facts) => {
			const given = Buffer.from(token, 'base64url');
			const mac = macOf(facts);
			// One token, one spelling: base64 has spare bits, and its readers pass over other characters.
			return (
				given.length === mac.length &&
				timingSafeEqual(given, mac) &&
				given.toString('base64url') === token
			);
		},
	};
}

/** Whether something could be a token at all; nothing else is looked for. */
export function looksLikeToken(text: string): boolean {
	return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** What is kept of a token, in hex: enough for one with 256 bits, which nobody can guess. */
export function hashOfToken(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}
