import { createHash, createHmac, timingSafeEqual } from 'crypto';

/** A call as it came in. */
export interface FrameIoHookCall {
	/** Header names in lower case, as Node gives them. */
	headers: Readonly<Record<string, string | string[] | undefined>>;
	/** The body before anybody parsed it. */
	rawBody: string | Uint8Array;
}

/** Whether a call is Frame.io's, and if not, what is wrong with it; never what would be right. */
export type FrameIoVerdict =
	| { isGenuine: true; signature: string; sentAt: number }
	| { isGenuine: false; because: string };

/** Seconds by which a call's clock may differ from ours, both ways, the bound included (Frame.io's guide to webhooks, November 2026). */
export const freshnessSeconds = 300;

/**
 * Judges a call by its signature, `v0=` and hex HMAC-SHA256 over `v0:{seconds}:{body}`, in time that does
 * not depend on what is wrong with it, and by its age. Without a secret nothing is genuine.
 *
 * @param secret what Frame.io told when the webhook was made
 */
export function verifyFrameIoCall(
	{ headers, rawBody }: FrameIoHookCall,
	secret: string,
	now: Date,
): FrameIoVerdict {
	const signature = headers['x-frameio-signature'];
	const timestamp = headers['x-frameio-request-timestamp'];
	if (typeof signature !== 'string' || typeof timestamp !== 'string') {
		return refused('It is not signed.');
	}
	const right = createHmac('sha256', secret === '' ? 'none' : secret)
		.update(`v0:${timestamp}:`, 'utf8')
		.update(rawBody)
		.digest('hex');
	if (!areEqual(signature, `v0=${right}`) || secret === '') {
		return refused('Its signature is not ours.');
	}
	const sentAt = Number(timestamp);
	const isFresh =
		/^\d{1,12}$/.test(timestamp) && Math.abs(now.getTime() / 1000 - sentAt) <= freshnessSeconds;
	return isFresh ? { isGenuine: true, signature, sentAt } : refused('It was not sent just now.');
}

/** Calls that were taken, by their signatures, with the seconds they were sent at. */
export type TakenCalls = Record<string, number>;

/** Calls that are remembered at most; the oldest are forgotten first. */
const mostRemembered = 1_000;

/**
 * Remembers a call, so that nobody can send it a second time while it is fresh.
 *
 * @returns what is remembered from now on; null when it was taken before
 */
export function rememberCall(
	taken: TakenCalls,
	{ signature, sentAt }: { signature: string; sentAt: number },
	now: Date,
): TakenCalls | null {
	const digest = createHash('sha256').update(signature, 'utf8').digest('base64url').slice(0, 22);
	if (Object.hasOwn(taken, digest)) return null;
	const oldest = now.getTime() / 1000 - freshnessSeconds;
	const kept = Object.entries(taken).filter(([, at]) => at >= oldest);
	return Object.fromEntries([...kept, [digest, sentAt] as const].slice(-mostRemembered));
}

function refused(because: string): FrameIoVerdict {
	return { isGenuine: false, because };
}

/** Compares digests of the two, so that neither length nor content shows in the time it takes. */
function areEqual(one: string, other: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();
	return timingSafeEqual(digest(one), digest(other));
}
