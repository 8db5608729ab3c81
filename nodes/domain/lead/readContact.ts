import { isRecord } from '../webhookItem';
import { freeMailDomains, disposableMailDomains } from './mailDomains';
import { absent, cleanText, isBlank, known, note, textIn, unreadable } from './reading';
import type { Reading } from './reading';
import type { Note } from './schema';

/** Longest texts kept, in UTF-16 units; an e-mail address by RFC 5321, the others by HubSpot's forms. */
export const longest = { line: 200, email: 254, message: 5000 } as const;

/** A person's name, whole and in parts. */
export interface PersonName {
	name: string | null;
	firstName: string | null;
	lastName: string | null;
}

/** A company as the lead named it, and its web domain. */
export interface Company {
	name: string | null;
	domain: string | null;
}

/** One line of text, cleaned; cutting it is noted. Null when nothing readable is in it. */
export function readLine(field: string, value: unknown): Reading<string> {
	return readText(field, value, longest.line, false);
}

/** A text of several lines, cleaned; cutting it is noted. */
export function readMessage(value: unknown): Reading<string> {
	return readText('message', value, longest.message, true);
}

function readText(field: string, value: unknown, most: number, lines: boolean): Reading<string> {
	const raw = textIn(value);
	if (raw === null) return unreadable(field, value, 'There is no text in it.');
	const { text, cut } = cleanText(raw, most, lines);
	if (text === '') return unreadable(field, value, 'It holds only signs that cannot be seen.');
	return known(text, ...(cut ? [note(field, text, `It was cut after ${most} characters.`)] : []));
}

/** Bounded on both sides, so that a long text without an address costs no more than its length. */
const address = /[^\s@<>()[\]",;:\\]{1,64}@[^\s@<>()[\]",;:\\]{1,255}/u;
const validAddress =
	/^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}$/u;

/** Reads an e-mail address, also out of "Ana <ana@x.com>" or "mailto:ana@x.com"; lower case. */
export function readEmail(value: unknown): Reading<string> {
	const text = cleanText(textIn(value) ?? '', 1000, false).text.replace(/^mailto:/i, '');
	const found = address.exec(text)?.[0].replace(/\.+$/, '').toLowerCase();
	if (found === undefined) return unreadable('email', value, 'There is no e-mail address in it.');
	if (found.length > longest.email)
		return unreadable('email', value, 'It is too long for an address.');
	if (!validAddress.test(found))
		return unreadable('email', value, 'It is not a complete e-mail address.');
	return known(found);
}

/** An e-mail address written in the message of somebody who left none elsewhere. */
export function emailInMessage(message: string | null): Reading<string> {
	if (message === null || !address.test(message)) return absent();
	const { value } = readEmail(message);
	if (value === null) return absent();
	return known(
		value,
		note('email', value, 'No e-mail field was filled in; it stands in the message.'),
	);
}

/** Reads a phone number: 6 to 15 digits (ITU-T E.164), a leading + or 00 kept as +. */
export function readPhone(value: unknown): Reading<string> {
	const text = (textIn(value) ?? '').slice(0, 100).normalize('NFKC').trim();
	const isInternational = /^\W*(\+|00)/.test(text);
	const digits = text
		.replace(/(?:ext|x|anexo|lokal)\.?\s*\d+\s*$/i, '')
		.replace(/\(0\)/, '')
		.replace(/\D/g, '');
	const number = isInternational ? digits.replace(/^00/, '') : digits;
	if (number.length < 6 || number.length > 15) {
		return unreadable('phone', value, 'A phone number has 6 to 15 digits.');
	}
	return known(isInternational ? `+${number}` : number);
}

/** Puts a name together from its parts, or takes it apart at the first space. */
export function readName(whole: unknown, first: unknown, last: unknown): Reading<PersonName> {
	const nested = isRecord(whole) ? whole : {};
	const parts = {
		name: isRecord(whole) ? null : whole,
		firstName: first ?? nested.first ?? nested.firstName,
		lastName: last ?? nested.last ?? nested.lastName,
	};
	const lines = Object.entries(parts).map(([field, value]) =>
		value === undefined || value === null ? absent<string>() : readLine(field, value),
	);
	const notes = lines.flatMap((line) => line.notes);
	const [name, firstName, lastName] = lines.map((line) => line.value);

	const full = name ?? ([firstName, lastName].filter((part) => part !== null).join(' ') || null);
	const space = full?.indexOf(' ') ?? -1;
	const value = {
		name: full,
		firstName: firstName ?? (space < 0 ? full : (full?.slice(0, space) ?? null)),
		lastName:
			lastName ?? (space < 0 || firstName !== null ? null : (full?.slice(space + 1) ?? null)),
	};
	return { value, notes };
}

/** The company from its name, its web address, and the e-mail's domain unless that is a free one. */
export function readCompany(
	name: unknown,
	website: unknown,
	email: string | null,
): Reading<Company> {
	const notes: Note[] = [];
	const nested = isRecord(name) ? name : {};
	const title = isRecord(name) ? nested.name : name;
	const line = isBlank(title) ? absent<string>() : readLine('company', title);
	notes.push(...line.notes);

	const site = website ?? nested.domain ?? nested.website;
	const fromSite = site === undefined || site === null ? absent<string>() : readDomain(site);
	notes.push(...fromSite.notes);
	const mailDomain = email === null ? null : domainOf(email);
	const fromMail = mailDomain !== null && mailKind(email) === 'company' ? mailDomain : null;
	return { value: { name: line.value, domain: fromSite.value ?? fromMail }, notes };
}

/** Whose mail an address is: a company's, a free service's, one that throws addresses away, or none. */
export function mailKind(email: string | null): 'company' | 'free' | 'disposable' | 'unknown' {
	if (email === null) return 'unknown';
	const domain = domainOf(email);
	if (disposableMailDomains.has(domain)) return 'disposable';
	return freeMailDomains.has(domain) ? 'free' : 'company';
}

/** The part of an e-mail address after the @. */
export function domainOf(email: string): string {
	return email.slice(email.lastIndexOf('@') + 1);
}

function readDomain(value: unknown): Reading<string> {
	const text = cleanText(textIn(value) ?? '', 300, false).text.toLowerCase();
	const host = /^(?:[a-z]+:\/\/)?(?:[^/@\s]*@)?([^/:?#\s]+)/u.exec(text)?.[1].replace(/^www\./, '');
	if (host !== undefined && /^([\p{L}\p{N}-]+\.)+\p{L}{2,}$/u.test(host)) return known(host);
	return unreadable('company.domain', value, 'It is not a web address.');
}

/** Yes and no as forms send them, in three languages; a ticked box sends its own text. */
const no = /^(false|no|nej|0|off|n|unchecked)$/i;

/** Reads whether a box was ticked or a yes said; null when the field was empty. */
export function readYes(value: unknown): boolean | null {
	if (typeof value === 'boolean') return value;
	const text = textIn(value);
	return text === null ? null : !no.test(text.trim());
}
