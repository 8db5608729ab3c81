import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A call as it came in, before anybody parsed it. */
export interface HookCall {
	method: string;
	/** The address as the sender called it, with its query. */
	url: string;
	/** Names in lower case, as Node gives them. */
	headers: Readonly<Record<string, string | string[] | undefined>>;
	rawBody: Buffer;
}

/** Whether a call was signed with one of the secrets, just now; without secrets nothing is genuine. */
export type Verifier = (call: HookCall, secrets: readonly string[], now: Date) => boolean;

/** How far a sender's clock may be from ours, both ways, the bound included; what Slack, Stripe, HubSpot and Frame.io advise. */
export const FRESHNESS_MS = 300_000;

/** A header that came once; empty when it is missing or came several times. */
export function headerOf({ headers }: HookCall, name: string): string {
	const value = headers[name];
	return typeof value === 'string' ? value : '';
}

/** HMAC-SHA256 over the parts one after the other. */
export function hmac(
	secret: string,
	parts: ReadonlyArray<string | Buffer>,
	encoding: 'hex' | 'base64',
): string {
	const signature = createHmac('sha256', secret);
	for (const part of parts) signature.update(part);
	return signature.digest(encoding);
}

/**
 * Whether one of the signatures is one of the right ones, in time that says nothing about any of
 * them: every pair is compared, by digests of one length.
 */
export function matchesAny(given: readonly string[], right: readonly string[]): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	const wanted = right.map(digest);
	const matches = given
		.map(digest)
		.flatMap((one) => wanted.map((other) => timingSafeEqual(one, other)));
	return matches.includes(true);
}

/** Whether a time in whole seconds or milliseconds since 1970, as a header has it, is close to now. */
export function isFresh(timestamp: string, unit: 'seconds' | 'milliseconds', now: Date): boolean {
	if (!/^\d{1,15}$/.test(timestamp)) return false;
	const at = Number(timestamp) * (unit === 'seconds' ? 1_000 : 1);
	return Math.abs(now.getTime() - at) <= FRESHNESS_MS;
}
