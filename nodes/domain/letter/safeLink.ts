/** What became of a link that a letter was to carry. */
export type LinkVerdict =
	| { result: 'ok'; url: string; host: string }
	| { result: 'refused'; because: 'no address' | 'not https' | 'user name' | 'other host' };

/**
 * Judges a link by the hosts that letters may lead to. An entry is a host (`app.frame.io`), or all
 * hosts under one (`*.frame.io`); ports other than 443 are part of the entry (`localhost:8443`).
 */
export function safeLink(link: string, hosts: readonly string[]): LinkVerdict {
	// What looks like one address to a reader must be that address to a browser, which drops these.
	if (/[\p{Cc}\s\u2028-\u202E\u2066-\u2069\\]/u.test(link.trim())) {
		return { result: 'refused', because: 'no address' };
	}
	const url = parsed(link.trim());
	if (url === null) return { result: 'refused', because: 'no address' };
	if (url.protocol !== 'https:') return { result: 'refused', because: 'not https' };
	if (url.username !== '' || url.password !== '') {
		return { result: 'refused', because: 'user name' };
	}
	const isAllowed = hosts.some((host) => matches(url.host, host.trim().toLowerCase()));
	return isAllowed
		? { result: 'ok', url: url.href, host: url.host }
		: { result: 'refused', because: 'other host' };
}

function parsed(link: string): URL | null {
	try {
		return new URL(link);
	} catch {
		return null;
	}
}

function matches(host: string, entry: string): boolean {
	if (!entry.startsWith('*.')) return host === entry;
	const under = entry.slice(1);
	return under.length > 2 && host.endsWith(under) && host.length > under.length;
}

/** Hosts that letters may lead to unless the agency says otherwise: those of the services it works with. */
export const defaultLinkHosts: readonly string[] = [
	'app.frame.io',
	'next.frame.io',
	'f.io',
	'invoice.stripe.com',
	'pay.stripe.com',
	'iamazingcontent.space',
	'*.iamazingcontent.space',
];
