import { canonicalJson, sha256Hex } from '../hash';
import type { Language } from '../language';
import { isRecord } from '../webhookItem';
import {
	countryOfPhone,
	languageOfCountry,
	languageOfText,
	readCountry,
	readLanguage,
} from './countries';
import { findEntry, lookupsOf } from './lookups';
import type { Lookup } from './lookups';
import {
	emailInMessage,
	readCompany,
	readEmail,
	readLine,
	readMessage,
	readName,
	readPhone,
	readYes,
} from './readContact';
import { readBudget } from './readBudget';
import { readEvents, readMoment } from './readEvents';
import { readKeys } from './readKeys';
import type { FieldName, Found, FoundFields } from './readKeys';
import { readTimeline } from './readTimeline';
import { absent, known, note, plain, textIn, unreadable } from './reading';
import type { Reading } from './reading';
import type { Rules } from './rules';
import type { Budget, Lead, LeadEvent, Note, Timeline } from './schema';
import { timelineLevel } from './levels';

/** What the intake goes by, beside the form itself. */
export interface IntakeOptions {
	/** Moment of the intake; times in the future of it are not believed. */
	now: Date;
	rules: Rules;
	/** Whether a person is trying out the flow, known from elsewhere. */
	test?: boolean;
}

/** Language of a lead about whose language nothing is known. */
const defaultLanguage: Language = 'en';

/** How far a form's clock may run ahead, and how long an event may wait to be worked on. */
const mostAheadMs = 24 * 3_600_000;
const mostBehindMs = 366 * 24 * 3_600_000;

/**
 * Reads whatever a form or webhook sent into a lead. Never throws on data: a field that cannot be
 * read is null and has a note. The same data at the same moment give the same lead, and a lead that
 * was read before is read as it was.
 */
export function readLead(raw: unknown, { now, rules, test = false }: IntakeOptions): Lead {
	const found = readKeys(raw);
	const notes: Note[] = [...found.notes, ...earlierNotes(raw)];
	const take = <Value>({ value, notes: more }: Reading<Value>): Value | null => {
		notes.push(...more);
		return value;
	};
	const one = <Value>(field: FieldName, read: (value: unknown, key: string) => Reading<Value>) =>
		take(readFirst(found, field, read));

	const receivedAt = one('receivedAt', (value) => readReceivedAt(value, now)) ?? now.toISOString();
	const message = take(readMessages(found));
	const email = one('email', readEmail) ?? take(emailInMessage(message));
	const phone = one('phone', readPhone);
	const country = one('country', readCountry) ?? take(countryOfPhone(phone));
	const language = one('language', readLanguage) ?? concludeLanguage(country, message, found);
	const names = take(readName(...valuesOf(found, ['name', 'firstName', 'lastName'])));
	const [companyName, website] = valuesOf(found, ['company', 'website']);
	const company = take(readCompany(companyName, website, email));
	const lookups = lookupsOf(rules);
	const read = {
		name: names?.name ?? null,
		firstName: names?.firstName ?? null,
		lastName: names?.lastName ?? null,
		email,
		phone,
		company: company ?? { name: null, domain: null },
		country,
		language,
		service: take(readEntry(found, 'service', lookups.services)),
		vertical: take(readEntry(found, 'vertical', lookups.verticals)),
		budget: one('budget', (value, key) => readMoney(value, key, found, country, rules)),
		timeline: one('timeline', (value, key) =>
			withLevel(readTimeline(value, key, new Date(receivedAt), { language, country }), rules),
		),
		source: take(readEntry(found, 'source', lookups.sources)),
		message,
		consent: readConsent(found),
	};
	const events = one<LeadEvent[]>('events', readEvents) ?? [];
	const [trap] = found.fields.get('spamTrap') ?? [];
	if (trap !== undefined) {
		notes.push(note('spamTrap', trap.value, 'A field that people do not see was filled in.'));
	}

	return {
		id: leadId(receivedAt, email, read),
		receivedAt,
		...read,
		events,
		notes: withoutRepeats(notes),
		test: test || isTest(found),
	};
}

/** The e-mail address that `readLead` finds in the same data, without reading the rest; null for none. */
export function leadEmail(raw: unknown): string | null {
	const found = readKeys(raw);
	return (
		readFirst(found, 'email', readEmail).value ?? emailInMessage(readMessages(found).value).value
	);
}

/** The day and the sender: `20261122-` and 12 hex digits of the e-mail's hash, else of all that was read. */
export function leadId(receivedAt: string, email: string | null, read: object): string {
	const day = receivedAt.slice(0, 10).replace(/-/g, '');
	return `${day}-${sha256Hex(email ?? canonicalJson(read)).slice(0, 12)}`;
}

/** The first finding of a field that can be read; when none can, what was wrong with the first. */
function readFirst<Value>(
	{ fields }: FoundFields,
	field: FieldName,
	read: (value: unknown, key: string) => Reading<Value>,
): Reading<Value> {
	let firstFailure: Reading<Value> | null = null;
	for (const { value, key } of fields.get(field) ?? []) {
		const reading = read(value, key);
		if (reading.value !== null) return reading;
		firstFailure ??= reading;
	}
	return firstFailure ?? absent();
}

function valuesOf<Names extends readonly FieldName[]>(
	{ fields }: FoundFields,
	names: readonly [...Names],
): { [Index in keyof Names]: unknown } {
	return names.map((name) => fields.get(name)?.[0]?.value) as { [Index in keyof Names]: unknown };
}

function readReceivedAt(value: unknown, now: Date): Reading<string> {
	const moment = readMoment(value);
	if (moment === null) return unreadable('receivedAt', value, 'It is not a time in ISO 8601.');
	const ahead = Date.parse(moment) - now.getTime();
	if (ahead > mostAheadMs || ahead < -mostBehindMs) {
		return unreadable('receivedAt', value, 'It lies too far from the time it came in.');
	}
	return known(moment);
}

/** Every field that holds free text, one below the other. */
function readMessages({ fields }: FoundFields): Reading<string> {
	const texts = (fields.get('message') ?? []).map(({ value }) => value);
	if (texts.length <= 1) return texts.length === 0 ? absent() : readMessage(texts[0]);
	return readMessage(
		texts
			.map((text) => textIn(text))
			.filter((text) => text !== null)
			.join('\n'),
	);
}

function readMoney(
	value: unknown,
	key: string,
	found: FoundFields,
	country: string | null,
	{ budget: { currency } }: Rules,
): Reading<Budget> {
	const [stated] = valuesOf(found, ['currency']);
	const hint = stated === undefined ? null : textIn(stated);
	return readBudget(value, {
		key,
		stated: hint === null ? null : plain(hint),
		country,
		fallback: currency,
	});
}

function withLevel({ value, notes }: Reading<number>, rules: Rules): Reading<Timeline> {
	if (value === null) return { value, notes };
	return { value: { days: value, level: timelineLevel(value, rules) }, notes };
}

/** An entry of a catalogue named by one of a field's findings; words that name none are `other`. */
function readEntry(
	found: FoundFields,
	field: 'service' | 'vertical' | 'source',
	entries: Lookup[],
): Reading<string> {
	const findings: readonly Found[] = found.fields.get(field) ?? [];
	if (findings.length === 0) return absent();
	const texts = findings.map(({ value }) => textIn(value)).filter((text) => text !== null);
	const whole = texts.join(', ');
	const entry = findEntry(entries, plain(whole));
	if (entry !== null) return known(entry);

	const line = readLine(field, whole);
	if (line.value === null || !/\p{L}/u.test(line.value)) {
		return unreadable(field, findings[0].value, 'There are no words in it.');
	}
	if (line.value === 'other') return known('other');
	return known('other', note(field, line.value, 'It names nothing in the catalogue.'));
}

/** The country's language, else the text's, else that of the form's own labels, else the default. */
function concludeLanguage(
	country: string | null,
	message: string | null,
	{ keys }: FoundFields,
): Language {
	if (country !== null) return languageOfCountry(country);
	return (message && languageOfText(message)) || languageOfText(keys.join(' ')) || defaultLanguage;
}

function readConsent({ fields }: FoundFields): Lead['consent'] {
	const yes = (field: FieldName) => {
		const [first] = fields.get(field) ?? [];
		return first === undefined ? null : readYes(first.value);
	};
	const [whole] = fields.get('consent') ?? [];
	if (isRecord(whole?.value)) {
		const { contact, marketing } = whole.value;
		return { contact: readYes(contact), marketing: readYes(marketing) };
	}
	return { contact: yes('contactConsent') ?? yes('consent'), marketing: yes('marketingConsent') };
}

/** n8n says `test` for its test addresses; our own leads say true. */
function isTest({ fields }: FoundFields): boolean {
	return (fields.get('testMode') ?? []).some(({ value }) => value === 'test' || value === true);
}

/** Remarks that a lead brings along which was read before. */
function earlierNotes(raw: unknown): Note[] {
	const lead = isRecord(raw) && isRecord(raw.lead) ? raw.lead : raw;
	if (!isRecord(lead) || !Array.isArray(lead.notes)) return [];
	return lead.notes
		.slice(0, 50)
		.filter(isRecord)
		.filter(({ field, because }) => typeof field === 'string' && typeof because === 'string')
		.map(({ field, received, because }) =>
			note(String(field), received, String(because).slice(0, 200)),
		);
}

function withoutRepeats(notes: Note[]): Note[] {
	const seen = new Map(notes.map((entry) => [canonicalJson(entry), entry]));
	return [...seen.values()];
}
