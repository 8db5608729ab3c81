import { hashOf } from '../hash';
import { isRecord } from '../webhookItem';
import { mistakesError, shown } from '../read';
import type { Mistake, ReadAs } from '../read';
import { eventName, eventOf } from './eventAliases';
import type { EventType, FollowUpEvent, OptOutScope } from './events';
import { firstOf, textOf } from './looseFields';
import { readMoment } from './moments';

/** An event, and when it became known. */
export interface ToldEvent extends FollowUpEvent {
	/** ISO 8601, UTC, never before the event itself. */
	knownAt: string;
}

/** Something of the input that a person should know of. */
export interface InputNote {
	/** Way to it, e.g. `events[3].type`. */
	field: string;
	because: string;
}

const eventsAs: ReadAs = {
	code: 'follow-up/events',
	what: 'The events cannot be used.',
	mend: 'Give a list of {type, at}, as `agency-ops followup simulate --example` shows.',
};

const timeNames = 'at time timestamp occurredAt happenedAt date when ts createdAt'.split(' ');
const typeNames = 'type event kind topic name eventType'.split(' ');
const innerNames = ['data', 'payload', 'properties', 'details', 'body'];

/**
 * Reads events in the words of many tools: other names for types and fields, fields one level down,
 * a list alone or under `events`. A type that nobody knows is left out with a note.
 *
 * @param zone of the recipient, for days without a time
 * @throws MendableError `follow-up/events` with every mistake: path, expected, received
 */
export function readEvents(
	raw: unknown,
	zone: string,
): { events: ToldEvent[]; notes: InputNote[] } {
	const list = isRecord(raw) ? raw.events : raw;
	if (!Array.isArray(list)) {
		const received = shown(list ?? raw);
		throw mistakesError([{ path: 'events', expected: 'a list of {type, at}', received }], eventsAs);
	}
	const events: ToldEvent[] = [];
	const notes: InputNote[] = [];
	const mistakes: Mistake[] = [];
	const confirmed = new Set<string>();
	for (const [index, entry] of list.entries()) {
		readEvent(entry, `events[${index}]`, zone, { events, notes, mistakes, confirmed });
	}
	if (mistakes.length > 0) throw mistakesError(mistakes, eventsAs);
	return { events: withoutBursts(events, confirmed), notes };
}

/** Answers within so many milliseconds of each other that no person gives. */
const BURST_MS = 10_000;

/** Different answers so close together that a machine must have opened every link. */
const BURST = 3;

/** Marks answers as a machine's that came all at once, each with another score, none confirmed. */
function withoutBursts(events: ToldEvent[], confirmed: ReadonlySet<string>): ToldEvent[] {
	const answers = events.filter(
		({ type, isAutomatic, id }) => type === 'feedback' && !isAutomatic && !confirmed.has(id),
	);
	if (answers.length < BURST) return events;
	return events.map((event) => {
		if (!answers.includes(event)) return event;
		const moment = Date.parse(event.at);
		const near = answers.filter(({ at }) => Math.abs(Date.parse(at) - moment) <= BURST_MS);
		const isBurst = new Set(near.map(({ score }) => score)).size >= BURST;
		return isBurst ? { ...event, isAutomatic: true } : event;
	});
}

/** Events in the order in which they became known; of those at once, in one that is always the same. */
export function inTime(events: readonly ToldEvent[]): ToldEvent[] {
	return [...events].sort(byTime);
}

/** What reading an event adds to. */
interface ReadInto {
	events: ToldEvent[];
	notes: InputNote[];
	mistakes: Mistake[];
	/** Ids of answers that a person confirmed. */
	confirmed: Set<string>;
}

function readEvent(
	entry: unknown,
	path: string,
	zone: string,
	{ events, notes, mistakes, confirmed }: ReadInto,
): void {
	const mistake = (field: string, expected: string, value: unknown) =>
		mistakes.push({
			path: field === '' ? path : `${path}.${field}`,
			expected,
			received: shown(value),
		});
	if (!isRecord(entry)) {
		mistake('', 'an object with type and at', entry);
		return;
	}
	const inner = innerNames.map((name) => entry[name]).find(isRecord) ?? {};
	const get = (...names: string[]) => firstOf(entry, names) ?? firstOf(inner, names);
	const name = firstOf(entry, typeNames) ?? firstOf(inner, typeNames);
	if (typeof name !== 'string' || name.trim() === '') {
		mistake('type', 'a text such as "replied"', name);
		return;
	}
	const known = eventOf(name);
	if (known === null) {
		notes.push({ field: `${path}.type`, because: `"${name}" is no known event; it is ignored.` });
		return;
	}
	const moments = ['at', 'receivedAt', 'until'].map((field) => {
		const names =
			field === 'at'
				? timeNames
				: field === 'until'
					? ['until', 'pausedUntil', 'resumeAt']
					: ['receivedAt', 'arrivedAt', 'knownAt'];
		const value = get(...names);
		if (value === undefined && field !== 'at') return null;
		const read = readMoment(value, zone);
		if (read === null) mistake(field, 'a moment such as 2026-11-22T10:00:00Z', value);
		else if (read.assumed !== null) {
			notes.push({ field: `${path}.${field}`, because: `Taken as ${read.assumed}.` });
		}
		return read?.at ?? null;
	});
	const [at, receivedAt, until] = moments;
	if (at === null) return;
	const score = numberOf(get('score', 'value', 'rating', 'answer', 'nps'));
	const type =
		// A score under that bare name is an answer, unless it can be none.
		known.type === 'feedback' && eventName(name) === 'score' && score !== null && score < 0
			? 'score_changed'
			: known.type;
	const given = get('id', 'eventId', 'uuid');
	const id =
		typeof given === 'string' || typeof given === 'number'
			? String(given)
			: hashOf({ ...entry, type, at }).slice(0, 23);
	if (get('confirmed', 'isConfirmed') === true) confirmed.add(id);
	events.push({
		id,
		type,
		at,
		from: type === 'replied' ? addressOf(get('from', 'sender', 'email', 'address', 'by')) : null,
		score: type === 'feedback' && !isAnswer(score) ? null : score,
		isAutomatic: known.isAutomatic === true || isByMachine(get, type),
		scope: known.scope ?? scopeOf(get('scope', 'list', 'purpose', 'from_all')),
		reference: textOf(get('reference', 'invoice', 'invoiceId', 'dispute', 'disputeId', 'charge')),
		step: textOf(get('step', 'stepId')),
		until,
		isSoft: known.isSoft === true || isSoft(get),
		basis: textOf(get('basis', 'lawfulBasis')),
		evidence: textOf(get('evidence', 'proof', 'source')),
		knownAt: receivedAt !== null && receivedAt > at ? receivedAt : at,
	});
}

type Get = (...names: string[]) => unknown;

/** Names by which scanners of mail and crawlers make themselves known. */
const machines =
	/bot\b|crawl|spider|scanner|proofpoint|barracuda|mimecast|safelinks|urldefense|googleimageproxy|preview|prefetch|headless|curl|python-requests|wget/i;

/** What a machine may do in a client's place; a deal that a machine enters is a deal. */
const human: readonly EventType[] = ['replied', 'feedback', 'unsubscribed', 'opened', 'clicked'];

/** Whether a machine did it: it says so, or it opened a link, which is no answer until confirmed. */
function isByMachine(get: Get, type: EventType): boolean {
	if (!human.includes(type)) return false;
	const flag = get(
		'isAutomatic',
		'automatic',
		'automated',
		'auto',
		'autoReply',
		'outOfOffice',
		'bot',
		'isBot',
		'scanner',
		'isScanner',
		'machine',
		'prefetch',
	);
	if (flag === true || flag === 'true') return true;
	if (machines.test(textOf(get('userAgent', 'ua', 'agent')) ?? '')) return true;
	if (type !== 'feedback' && type !== 'unsubscribed') return false;
	const confirmed = get('confirmed', 'isConfirmed');
	const method = textOf(get('method', 'httpMethod', 'verb')) ?? '';
	const via = textOf(get('via', 'source', 'channel')) ?? '';
	if (confirmed === true) return false;
	return (
		confirmed === false || /^(get|head)$/i.test(method) || /^(get|scanner|bot|prefetch)$/i.test(via)
	);
}

function isSoft(get: Get): boolean {
	const kind = textOf(get('bounce', 'bounceType', 'subtype', 'severity', 'bounceKind')) ?? '';
	return (
		/soft|transient|temporary/i.test(kind) ||
		get('soft', 'isSoft', 'temporary') === true ||
		get('permanent', 'hard') === false
	);
}

function scopeOf(value: unknown): OptOutScope {
	const text = textOf(value) ?? '';
	if (/^(all|everything|global|any)$/i.test(text)) return 'all';
	return /feedback|survey|review|nps/i.test(text) ? 'feedback' : 'marketing';
}

function isAnswer(score: number | null): boolean {
	return score !== null && Number.isInteger(score) && score >= 0 && score <= 10;
}

function numberOf(value: unknown): number | null {
	if (typeof value === 'number' && Number.isFinite(value)) return value;
	if (typeof value !== 'string' || value.trim() === '') return null;
	const number = Number(value);
	return Number.isFinite(number) ? number : null;
}

/** The address in "Ana <ana@x.com>" or {email}; lower case. */
function addressOf(value: unknown): string | null {
	const text = isRecord(value) ? textOf(firstOf(value, ['email', 'address'])) : textOf(value);
	const found = /[^\s<>@]+@[^\s<>@]+/.exec(text ?? '')?.[0];
	return found === undefined ? null : found.toLowerCase();
}

/** By when they became known, then by when they happened; the rest only so that the order is certain. */
function byTime(a: ToldEvent, b: ToldEvent): number {
	return (
		compare(a.knownAt, b.knownAt) ||
		compare(a.at, b.at) ||
		compare(a.type, b.type) ||
		compare(a.id, b.id)
	);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
