import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Makes and judges the tokens of links to the status page, for a phone that has no key. */
export interface StatusTokens {
	/** @param until the link is dead from then on */
	make(until: Date): string;
	isGood(token: string, now: Date): boolean;
}

const KEY_BYTES = 32;

/** Bytes of the signature that stand in the link: enough that nobody guesses one. */
const SIGNATURE_BYTES = 16;

/** Tokens under one secret: their end and an HMAC-SHA256 over it, separated by a point. */
export function statusTokens(secret: string): StatusTokens {
	const key = Buffer.from(hkdfSync('sha256', secret, '', 'agency-ops status page', KEY_BYTES));
	const sign = (text: string) =>
		createHmac('sha256', key)
			.update(text)
			.digest()
			.subarray(0, SIGNATURE_BYTES)
			.toString('base64url');
	return {
		make: (until) => {
			const end = Math.floor(until.getTime() / 1_000).toString(36);
			return `${end}.${sign(end)}`;
		},
		isGood: (token, now) => {
			const [, end, signature] = /^([0-9a-z]{1,10})\.([\w-]+)$/.exec(token) ?? [];
			if (end === undefined || signature === undefined) return false;
			const right = Buffer.from(sign(end));
			const given = Buffer.from(signature);
			if (right.length !== given.length || !timingSafeEqual(right, given)) return false;
			return Number.parseInt(end, 36) * 1_000 > now.getTime();
		},
	};
}
