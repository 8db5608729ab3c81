/** What became of a link that a letter was to carry. */
export type LinkVerdict =
	| { result: 'ok'; url: string; host: string }
	| { result: 'refused'; because: 'no address' | 'not https' | 'user name' | 'other host' };

/**
 * Judges a link by the hosts that letters may lead to. An entry is a host (`app.frame.io`), or all
 * hosts under one (`*.frame.io`); ports other than 443 are part of the entry (`localhost:8443`). An entry
 * `http://127.0.0.1:5680` lets this machine's own pages through as well: the sandbox has no HTTPS.
 */
export function safeLink(link: string, hosts: readonly string[]): LinkVerdict {
	// What looks like one address to a reader must be that address to a browser, which drops these.
	if (/[\p{Cc}\s\u2028-\u202E\u2066-\u2069\\]/u.test(link.trim())) {
		return { result: 'refused', because: 'no address' };
	}
	const url = parsed(link.trim());
	if (url === null) return { result: 'refused', because: 'no address' };
	const isOwnMachine = url.protocol === 'http:' && isLoopback(url) && hosts.includes(url.origin);
	if (url.protocol !== 'https:' && !isOwnMachine) {
		return { result: 'refused', because: 'not https' };
	}
	if (url.username !== '' || url.password !== '') {
		return { result: 'refused', because: 'user name' };
	}
	const isAllowed =
		isOwnMachine || hosts.some((host) => matches(url.host, host.trim().toLowerCase()));
	return isAllowed
		? { result: 'ok', url: url.href, host: url.host }
		: { result: 'refused', because: 'other host' };
}

/**
 * The entry that lets letters lead to an address of ours, for `safeLink`; null for one that no letter
 * may lead to, since it has neither HTTPS nor is on this machine.
 */
export function ownHost(address: string): string | null {
	const url = parsed(address);
	if (url === null) return null;
	if (url.protocol === 'https:') return url.host;
	return url.protocol === 'http:' && isLoopback(url) ? url.origin : null;
}

function isLoopback({ hostname }: URL): boolean {
	return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
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
