import { domainToASCII } from 'node:url';

/**
 * The one form that addresses are compared in: small letters, the domain in ASCII. Dots and plus
 * signs stay, since only some providers ignore them.
 */
export function normalAddress(address: string): string {
	const written = address.trim().normalize('NFC').toLowerCase();
	const at = written.lastIndexOf('@');
	const domain = written.slice(at + 1);
	return `${written.slice(0, at + 1)}${domainToASCII(domain) || domain}`;
}

/** An address that its owner recognises and others cannot write to: `a•••@cafe.com`. */
export function maskedAddress(address: string): string {
	const at = address.lastIndexOf('@');
	const first = [...address.slice(0, at)][0] ?? '';
	return `${first}•••${address.slice(at)}`;
}
