import { isIP } from 'node:net';
import { IANAZone } from 'luxon';
import { z } from 'zod';

/** An address with http or https, without a slash at its end. */
export const url = z
	.string()
	.url('expected an address such as http://127.0.0.1:5678')
	.refine(
		(text) => /^https?:\/\//.test(text),
		'expected an address that starts with http:// or https://',
	)
	.transform((text) => text.replace(/\/+$/, ''));
/** An IP address, or a network of fewer than everybody. */
export const network = z
	.string()
	.refine(isNetwork, 'expected an address such as 10.0.0.5, or a network such as 10.0.0.0/16');
/** A bound on calls in a minute. */
export const perMinute = z.number().int().min(1, 'expected a whole number of calls, 1 or more');
/** An e-mail address. */
export const email = z.string().email('expected an e-mail address');
/** A TCP port. */
export const port = z
	.number()
	.int()
	.min(1, 'expected a port from 1 to 65535')
	.max(65_535, 'expected a port from 1 to 65535');
/** A number of processes; more on one machine would only wait for each other. */
export const processes = z
	.number()
	.int('expected a whole number')
	.min(1, 'expected at least 1')
	.max(16, 'expected 16 at most');
/** Some text. */
export const text = z.string().min(1, 'expected some text');
/** A colour that mails and pages are drawn in. */
export const colour = z
	.string()
	.regex(/^#[0-9a-fA-F]{6}$/, 'expected a colour such as "#3b2f8f", in quotes');
/** A picture that mail programs fetch. */
export const picture = z
	.string()
	.url('expected an address that begins with https://')
	.refine((text) => text.startsWith('https://'), 'expected an address that begins with https://');
/** A host that mails may lead to. */
export const linkHost = z
	.string()
	.regex(
		/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?$/,
		'expected a host such as app.frame.io, or *.example.com for all under it',
	);
/** The name of an environment variable that holds a secret. */
export const variable = z
	.string()
	.regex(
		/^[A-Za-z_][A-Za-z0-9_]*$/,
		'expected the name of an environment variable, never the secret itself',
	);
/** A time zone by its IANA name. */
export const zone = z
	.string()
	.refine((name) => IANAZone.isValidZone(name), 'expected a time zone such as Europe/Copenhagen');
/** A time of day, `HH:MM`. */
export const hour = z
	.string()
	.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as "09:00"');
/** An e-mail address, with or without a name before it. */
export const mailbox = z
	.string()
	.regex(
		/^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
		'expected "Name <name@host>" or "name@host"',
	);

/** Text ids of a service by the short names that workflows use. */
export const namesWith = (defaults: Record<string, string>) =>
	z
		.record(text)
		.default({})
		.transform((given): Record<string, string> => ({ ...defaults, ...given }));

function isNetwork(text: string): boolean {
	const [address = '', bits, ...more] = text.split('/');
	const family = isIP(address);
	if (family === 0 || more.length > 0) return false;
	if (bits === undefined) return true;
	// A network of everybody would let everybody forge an address.
	return /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128);
}
