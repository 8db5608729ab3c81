import type { Language } from '../texts/formats';
import { normalAddress } from './address';
import type { UnsubscribeTokens } from './unsubscribeToken';

/** Makes the link that takes an address off the list; null where mail clients could not call it. */
export type UnsubscribeLink = (address: string, language: Language) => string | null;

/**
 * Links to the service's own page. RFC 8058 asks for HTTPS; plain HTTP is good enough for stand-ins on
 * this machine.
 *
 * @param base address under which the world reaches the service, without a slash at its end
 */
export function unsubscribeLinks(
	base: string,
	tokens: UnsubscribeTokens | null,
	{ isSandbox }: { isSandbox: boolean },
): UnsubscribeLink {
	const isReachable = base.startsWith('https://') || isSandbox;
	return (address, language) => {
		if (tokens === null || !isReachable) return null;
		const wish = { address: normalAddress(address), purpose: 'marketing', language } as const;
		return `${base}/unsubscribe/${tokens.make(wish)}`;
	};
}
