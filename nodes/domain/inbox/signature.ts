import { createHash, createHmac, createSecretKey, timingSafeEqual } from 'crypto';
import type { KeyObject } from 'crypto';

/** A message as Standard Webhooks signs it: over `{id}.{timestamp}.{body}`. */
export interface SignedMessage {
	/** Names the message; the same at every try to deliver it. */
	id: string;
	/** When it was sent, in whole seconds since 1970. */
	timestamp: number;
	/** The body byte for byte; a text counts as UTF-8. */
	body: string | Uint8Array;
}

/** The three headers of Standard Webhooks, in lower case. */
export interface SignatureHeaders {
	'webhook-id': string;
	'webhook-timestamp': string;
	'webhook-signature': string;
}

/** A call as it came in. */
export interface ReceivedCall {
	/** Header names in lower case, as Node gives them. */
	headers: Readonly<Record<string, string | string[] | undefined>>;
	/** The body before anybody parsed it. */
	rawBody: string | Uint8Array;
}

/** Whether a call is ours, and if not, what is wrong with it; never what would be right. */
export type Verdict = { isGenuine: true; id: string } | { isGenuine: false; because: string };

/** Seconds by which a call's clock may differ from ours, both ways, the bound included (the specification's advice). */
export const freshnessSeconds = 300;

/** Least bytes of a secret; what is shorter is no secret. The specification asks for 24. */
export const leastSecretBytes = 24;

/** Most signatures of one call that are looked at. */
const mostSignatures = 10;

/** How a secret begins that is written down in base64. */
const base64Prefix = 'whsec_';

/**
 * The secrets of a comma-separated list that are long enough to be used. During a rotation two are
 * valid; the first one signs.
 */
export function usableSecrets(list: string): string[] {
	return list
		.split(',')
		.map((secret) => secret.trim())
		.filter((secret) => (keyOf(secret).symmetricKeySize ?? 0) >= leastSecretBytes);
}

/**
 * Signs a message with one secret (https://www.standardwebhooks.com, read in November 2026).
 *
 * @param secret `whsec_` and base64, or any text, whose UTF-8 bytes are then the key
 */
export function signatureHeaders(message: SignedMessage, secret: string): SignatureHeaders {
	const { id, timestamp } = message;
	return {
		'webhook-id': id,
		'webhook-timestamp': String(timestamp),
		'webhook-signature': `v1,${signatureOf(id, String(timestamp), message.body, secret)}`,
	};
}

/**
 * Judges a call by its signature, in time that does not depend on what is wrong with it, and by its
 * age. Without a usable secret nothing is genuine.
 */
export function verifyCall(
	{ headers, rawBody }: ReceivedCall,
	secrets: readonly string[],
	now: Date,
): Verdict {
	const id = headers['webhook-id'];
	const timestamp = headers['webhook-timestamp'];
	const signatures = headers['webhook-signature'];
	if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') {
		return refused('It is not signed.');
	}
	const given = signatures
		.split(' ')
		.slice(0, mostSignatures)
		.filter((signature) => signature.startsWith('v1,'))
		.map((signature) => signature.slice(3));
	const wanted = secrets
		.filter((secret) => (keyOf(secret).symmetricKeySize ?? 0) > 0)
		.map((secret) => signatureOf(id, timestamp, rawBody, secret));
	const matches = wanted.flatMap((one) => given.map((other) => areEqual(one, other)));
	if (!matches.includes(true)) return refused('Its signature is not ours.');

	const ageSeconds = now.getTime() / 1000 - Number(timestamp);
	if (!/^\d{1,12}$/.test(timestamp) || Math.abs(ageSeconds) > freshnessSeconds) {
		return refused('It was not sent just now.');
	}
	return { isGenuine: true, id };
}

function refused(because: string): Verdict {
	return { isGenuine: false, because };
}

function signatureOf(
	id: string,
	timestamp: string,
	body: string | Uint8Array,
	secret: string,
): string {
	return createHmac('sha256', keyOf(secret))
		.update(`${id}.${timestamp}.`, 'utf8')
		.update(body)
		.digest('base64');
}

function keyOf(secret: string): KeyObject {
	return secret.startsWith(base64Prefix)
		? createSecretKey(secret.slice(base64Prefix.length), 'base64')
		: createSecretKey(secret, 'utf8');
}

/** Compares digests of the two, so that neither length nor content shows in the time it takes. */
function areEqual(one: string, other: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();
	return timingSafeEqual(digest(one), digest(other));
}
