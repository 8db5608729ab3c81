import { isRecord } from '../webhookItem';
import { note } from './reading';
import type { Reading } from './reading';
import { eventTypes } from './schema';
import type { EventType, LeadEvent, Note } from './schema';

/** Most events of one lead that are kept, the newest ones. */
const mostEvents = 200;

/** What mail, web and meeting tools call the same events. */
const synonyms: Readonly<Record<string, EventType>> = {
	open: 'opened',
	email_open: 'opened',
	email_opened: 'opened',
	click: 'clicked',
	email_click: 'clicked',
	visit: 'visited',
	page_view: 'visited',
	pageview: 'visited',
	page_visited: 'visited',
	reply: 'replied',
	email_reply: 'replied',
	answered: 'replied',
	meeting_booked: 'booked',
	booking: 'booked',
	meeting: 'booked',
	send: 'sent',
	delivered: 'sent',
	bounce: 'bounced',
	unsubscribe: 'unsubscribed',
	spam_complaint: 'unsubscribed',
};

/**
 * Reads events as `[{type, at}]`, also under other tools' names (`event`, `timestamp`), sorted by
 * time. What has no known type or no time is left out with a note; an event's `sentAt` becomes an
 * event of its own.
 */
export function readEvents(value: unknown): Reading<LeadEvent[]> {
	if (!Array.isArray(value)) {
		return { value: [], notes: [note('events', value, 'Events come as a list of {type, at}.')] };
	}
	const notes: Note[] = [];
	const events: LeadEvent[] = [];
	for (const entry of value.slice(-mostEvents)) {
		const event = readEvent(entry);
		if (event === null) {
			notes.push(note('events', entry, 'An event needs a known type and a time.'));
			continue;
		}
		events.push(event);
		const sentAt = isRecord(entry) ? readMoment(entry.sentAt) : null;
		if (sentAt !== null) events.push({ type: 'sent', at: sentAt });
	}
	if (value.length > mostEvents) {
		notes.push(note('events', value, `Only the last ${mostEvents} of ${value.length} were kept.`));
	}
	return { value: events.sort(byTime), notes: notes.slice(0, 5) };
}

function readEvent(entry: unknown): LeadEvent | null {
	if (!isRecord(entry)) return null;
	const name = [entry.type, entry.event, entry.name].find((part) => typeof part === 'string');
	const at = readMoment(
		entry.at ?? entry.timestamp ?? entry.time ?? entry.date ?? entry.occurredAt,
	);
	const type = typeof name === 'string' ? typeOf(name) : null;
	return type === null || at === null ? null : { type, at };
}

function typeOf(name: string): EventType | null {
	const key = name
		.trim()
		.toLowerCase()
		.replace(/[\s.-]+/g, '_');
	const known = eventTypes.find((type) => type === key);
	return known ?? (Object.hasOwn(synonyms, key) ? synonyms[key] : null);
}

/** A moment as ISO 8601 in UTC, from ISO text, seconds or milliseconds since 1970; null when unclear. */
export function readMoment(value: unknown): string | null {
	const isDate = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}([T ]|$)/.test(value);
	const isNumber =
		typeof value === 'number' || (typeof value === 'string' && /^\d{10,13}$/.test(value));
	if (!isDate && !isNumber) return null;
	// Zoneless times are read as UTC, so that the answer does not depend on the machine.
	const moment = isDate ? utcText(value) : Number(value) * (Number(value) < 1e11 ? 1000 : 1);
	const date = new Date(moment);
	const year = date.getUTCFullYear();
	return year >= 2000 && year < 2100 ? date.toISOString() : null;
}

function utcText(value: string): string {
	const text = value.trim().replace(' ', 'T');
	const hasZone = /([zZ]|[+-]\d{2}:?\d{2})$/.test(text) || text.length === 10;
	return hasZone ? text : `${text}Z`;
}

function byTime(a: LeadEvent, b: LeadEvent): number {
	if (a.at !== b.at) return a.at < b.at ? -1 : 1;
	return a.type < b.type ? -1 : Number(a.type > b.type);
}
