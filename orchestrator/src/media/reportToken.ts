import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Makes and reads the tokens of links to reports, for people who have no key. */
export interface ReportTokens {
	/** @param until the link is dead from then on */
	make(checkId: string, until: Date): string;
	/** The check of a token that is ours and not over; null for anything else. */
	read(token: string, now: Date): string | null;
}

const KEY_BYTES = 32;

/** Bytes of the signature that stand in the link: enough that nobody guesses one. */
const SIGNATURE_BYTES = 16;

/** Longer ones were not made here. */
const MOST_CHARACTERS = 120;

/** Tokens under one secret: check, end and an HMAC-SHA256 over both, separated by points. */
export function reportTokens(secret: string): ReportTokens {
	const key = Buffer.from(hkdfSync('sha256', secret, '', 'agency-ops media report', KEY_BYTES));
	const sign = (text: string) =>
		createHmac('sha256', key)
			.update(text)
			.digest()
			.subarray(0, SIGNATURE_BYTES)
			.toString('base64url');

	return {
		make: (checkId, until) => {
			const text = `${checkId}.${Math.floor(until.getTime() / 1_000).toString(36)}`;
			return `${text}.${sign(text)}`;
		},
		read: (token, now) => {
			if (token.length > MOST_CHARACTERS) return null;
			const [, checkId, end, signature] =
				/^(chk_[0-9a-z]+)\.([0-9a-z]+)\.([\w-]+)$/.exec(token) ?? [];
			if (checkId === undefined || end === undefined || signature === undefined) return null;
			const right = Buffer.from(sign(`${checkId}.${end}`));
			const given = Buffer.from(signature);
			if (right.length !== given.length || !timingSafeEqual(right, given)) return null;
			return Number.parseInt(end, 36) * 1_000 > now.getTime() ? checkId : null;
		},
	};
}
