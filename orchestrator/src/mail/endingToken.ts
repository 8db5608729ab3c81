import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Makes and reads tokens of links that end, for people who have no key. */
export interface EndingTokens {
	/** @param until the token is dead from then on */
	make(subject: string, until: Date): string;
	/** The subject of a token that is ours and not over; null for anything else. */
	read(token: string, now: Date): string | null;
}

const KEY_BYTES = 32;

/** Bytes of the signature that stand in the link: enough that nobody guesses one. */
const SIGNATURE_BYTES = 16;

/** Longer ones were not made here. */
const MOST_CHARACTERS = 240;

/**
 * Tokens for one use under a secret: subject, end and an HMAC-SHA256 over both, separated by points.
 *
 * @param use keeps tokens for one thing from being good for another
 * @param subject what a subject looks like; it may have points, and nothing that is no part of a path
 */
export function endingTokens(secret: string, use: string, subject: RegExp): EndingTokens {
	const key = Buffer.from(hkdfSync('sha256', secret, '', `agency-ops ${use}`, KEY_BYTES));
	const sign = (text: string) =>
		createHmac('sha256', key)
			.update(text)
			.digest()
			.subarray(0, SIGNATURE_BYTES)
			.toString('base64url');
	const shape = new RegExp(`^(${subject.source})\\.([0-9a-z]+)\\.([\\w-]+)$`);

	return {
		make: (about, until) => {
			const text = `${about}.${Math.floor(until.getTime() / 1_000).toString(36)}`;
			return `${text}.${sign(text)}`;
		},
		read: (token, now) => {
			if (token.length > MOST_CHARACTERS) return null;
			const [, about, end, signature] = shape.exec(token) ?? [];
			if (about === undefined || end === undefined || signature === undefined) return null;
			const right = Buffer.from(sign(`${about}.${end}`));
			const given = Buffer.from(signature);
			if (right.length !== given.length || !timingSafeEqual(right, given)) return null;
			return Number.parseInt(end, 36) * 1_000 > now.getTime() ? about : null;
		},
	};
}
