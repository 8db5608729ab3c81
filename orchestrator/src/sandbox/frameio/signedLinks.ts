import { createHmac, timingSafeEqual } from 'node:crypto';
import type { VendorRequest } from '../types';

/** What the stand-in signs links with; it opens nothing but the stand-in. */
const word = 'sandbox-frameio-links';

/** How long a link is good, in seconds: a day, as a link of Frame.io's says of itself (secondary). */
export const linkSeconds = 86_400;

/**
 * A link that lets in whoever has it until it ends, as S3 and CloudFront make them.
 *
 * @param at milliseconds since 1970
 */
export function signedLink(
	host: string,
	path: string,
	query: Record<string, string>,
	at: number,
): string {
	const ends = String(Math.floor(at / 1_000) + linkSeconds);
	const all = new URLSearchParams({ ...query, Expires: ends });
	all.set('Signature', signatureOf(path, all));
	return `https://${host}${path}?${all}`;
}

/** Whether a call came by such a link, in time. */
export function isSigned({ path, query, at }: VendorRequest): boolean {
	const given = Buffer.from(query.get('Signature') ?? '');
	const right = Buffer.from(signatureOf(path, query));
	const isOurs = given.length === right.length && timingSafeEqual(given, right);
	return isOurs && Number(query.get('Expires')) * 1_000 > at;
}

function signatureOf(path: string, query: URLSearchParams): string {
	const signed = [...query].filter(([name]) => name !== 'Signature');
	return createHmac('sha256', word)
		.update(`${path}\n${new URLSearchParams(signed)}`)
		.digest('hex');
}
