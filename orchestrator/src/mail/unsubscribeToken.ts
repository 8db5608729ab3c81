import {
	createCipheriv,
	createDecipheriv,
	createHmac,
	hkdfSync,
	timingSafeEqual,
} from 'node:crypto';
import { z } from 'zod';
import type { Language } from '../texts/formats';
import { languages } from '../texts/formats';

/** What the link of a mail unsubscribes, and the language its page speaks. */
export interface Unsubscription {
	/** As `normalAddress` writes it. */
	address: string;
	purpose: 'marketing';
	language: Language;
}

const unsubscriptionSchema: z.ZodType<Unsubscription, z.ZodTypeDef, unknown> = z
	.object({
		address: z.string().min(3),
		purpose: z.literal('marketing'),
		language: z.enum(languages),
	})
	.strict();

/** First byte of a token: the way it is made. Links in mails live for years, so each way is kept. */
const VERSION = 1;

/** Bytes of the signature, which is the start of the encryption as well. */
const SIGNATURE_BYTES = 16;
const KEY_BYTES = 32;

/** Longer ones were not made here: an address has 320 characters at most (RFC 5321, 4.5.3.1). */
const MOST_CHARACTERS = 700;

/** Makes and reads the tokens of unsubscribe links; they hold for good. */
export interface UnsubscribeTokens {
	make(unsubscription: Unsubscription): string;
	/** null for whatever was not made with this secret. */
	read(token: string): Unsubscription | null;
}

/**
 * Tokens under one secret. The address is encrypted rather than only signed, since links stand in
 * logs of proxies and in histories of browsers. An HMAC-SHA256 over the plain text is both signature
 * and start of AES-CTR (the SIV construction of Rogaway and Shrimpton, 2006): the same wish gives the
 * same token, and no start is ever used for two.
 */
export function unsubscribeTokens(secret: string): UnsubscribeTokens {
	const keyFor = (use: string) =>
		Buffer.from(hkdfSync('sha256', secret, '', `agency-ops unsubscribe ${use}`, KEY_BYTES));
	const signing = keyFor('signing');
	const hiding = keyFor('hiding');
	const signatureOf = (plain: Buffer) =>
		createHmac('sha256', signing)
			.update(Buffer.of(VERSION))
			.update(plain)
			.digest()
			.subarray(0, SIGNATURE_BYTES);

	return {
		make: ({ address, purpose, language }) => {
			const plain = Buffer.from(JSON.stringify({ address, purpose, language }));
			const signature = signatureOf(plain);
			const cipher = createCipheriv('aes-256-ctr', hiding, signature);
			const hidden = Buffer.concat([cipher.update(plain), cipher.final()]);
			return Buffer.concat([Buffer.of(VERSION), signature, hidden]).toString('base64url');
		},
		read: (token) => {
			if (token.length > MOST_CHARACTERS) return null;
			const bytes = Buffer.from(token, 'base64url');
			// One token, one spelling: base64 has spare bits, and its readers pass over other characters.
			if (bytes.toString('base64url') !== token) return null;
			if (bytes[0] !== VERSION || bytes.length <= 1 + SIGNATURE_BYTES) return null;
			const signature = bytes.subarray(1, 1 + SIGNATURE_BYTES);
			const cipher = createDecipheriv('aes-256-ctr', hiding, signature);
			const plain = Buffer.concat([
				cipher.update(bytes.subarray(1 + SIGNATURE_BYTES)),
				cipher.final(),
			]);
			if (!timingSafeEqual(signature, signatureOf(plain))) return null;
			return unsubscriptionSchema.safeParse(JSON.parse(plain.toString())).data ?? null;
		},
	};
}
