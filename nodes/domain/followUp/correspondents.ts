import { domainOf, mailKind } from '../lead/readContact';
import type { Recipient } from './enrolment';

/**
 * Whether an address is the client's: one of theirs, or a colleague's, at the same company's domain or
 * one below or above it. At a free mail service nobody is anybody's colleague.
 */
export function isFromClient(from: string, { email, contacts }: Recipient): boolean {
	const own = [...(email === null ? [] : [email]), ...contacts];
	// Nothing to tell by: whoever answers a client's message is taken for the client.
	if (own.length === 0 || own.includes(from)) return true;
	if (mailKind(from) !== 'company') return false;
	const domain = domainOf(from);
	return own
		.filter((address) => mailKind(address) === 'company')
		.map(domainOf)
		.some((each) => each === domain || isBelow(each, domain) || isBelow(domain, each));
}

function isBelow(lower: string, upper: string): boolean {
	return lower.endsWith(`.${upper}`) && upper.includes('.');
}
