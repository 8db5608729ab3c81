import { readPath } from '../effect/readPath';
import { MendableError } from '../errors';
import { canonicalJson, sha256Hex } from '../hash';
import { defaultRules } from '../lead/defaultRules';
import { leadEmail, leadId, readLead } from '../lead/intake';
import { readEmail } from '../lead/readContact';
import { shown } from '../read';
import { isRecord } from '../webhookItem';
import { sentAsTest, whatWasSent } from './sent';

/** An event as the inbox is asked to keep it. */
export interface InboxEvent {
	/** Who sent it, e.g. `lead-intake`. */
	source: string;
	/** What the source knows it by; with the same one it is the same event. */
	externalId: string;
	/** What it is about, e.g. `lead.received`. */
	topic: string;
	/** Events of one subject are worked on one after the other. */
	subject: string;
	/** Whether somebody is only testing. */
	test: boolean;
	payload: Record<string, unknown>;
}

/** How an item becomes an event; empty paths take what is usual. */
export interface EventOptions {
	source: string;
	topic: string;
	/** Where in the item the sender's own id of the event stands; empty, or nothing there: its content. */
	externalIdPath: string;
	/** Where in the payload the person's e-mail stands; empty: under one of its usual names. */
	emailPath: string;
	/** Where in the item the payload stands; empty: what was sent, as whatWasSent finds it. */
	payloadPath: string;
	/** Whether a person runs the flow by hand. */
	byHand: boolean;
	/** Names this run, for tests. */
	run: string;
	now: Date;
}

/** Longest id of a sender that is kept as it is, in characters; longer ones are kept as their hash. */
const longestExternalId = 200;

/** Hex digits of a hash that tell one event of a day from another: 128 bits. */
const hashDigits = 32;

/**
 * Makes an event of an item. The same content on the same day (UTC) is the same event, unless the
 * sender gave it an id: a form sent again weeks later is a new one. Each test is an event of its own,
 * so that a flow can be tried as often as one likes.
 *
 * @throws MendableError `event/…` when the source, the topic or the payload is missing
 */
export function eventOf(item: Record<string, unknown>, options: EventOptions): InboxEvent {
	const { topic, source, run, now } = options;
	named('Source', source);
	if (!/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$/.test(topic)) throw wrongTopic(topic);

	const payload = payloadAt(item, options.payloadPath);
	const test = options.byHand || sentAsTest(item);
	const id = idAt(item, options.externalIdPath) ?? contentId(payload, now);
	return {
		source,
		externalId: test ? `test/${run}/${id}` : id,
		topic,
		subject: personOf(payload, now, options.emailPath.trim()),
		test,
		payload,
	};
}

/**
 * The person an event is about: `lead-of:` and the 12 hex digits that the id of their lead ends in, so
 * that one is found by the other.
 *
 * @param emailPath where in the payload their address stands; empty, or none there: where the lead's
 * intake finds it
 */
export function personOf(payload: Record<string, unknown>, now: Date, emailPath = ''): string {
	const { value: asked } = readEmail(emailPath === '' ? null : readPath(payload, emailPath));
	// Most leads have an address; only without one does the rest of the form tell who it is.
	const email = asked ?? leadEmail(payload);
	const id =
		email === null
			? readLead(payload, { now, rules: defaultRules }).id
			: leadId(now.toISOString(), email, {});
	return `lead-of:${id.slice('20261122-'.length)}`;
}

function payloadAt(item: Record<string, unknown>, path: string): Record<string, unknown> {
	if (path.trim() === '') return whatWasSent(item);
	const payload = readPath(item, path);
	if (isRecord(payload)) return payload;
	throw new MendableError(
		'event/no-payload',
		'The event cannot be recorded.',
		`"Payload Path" points at "${path}", where the item holds ${shown(payload)}; an object is kept.`,
		'Correct the path, or leave it empty to keep what was sent.',
	);
}

function idAt(item: Record<string, unknown>, path: string): string | null {
	const found = path.trim() === '' ? null : readPath(item, path);
	const id = typeof found === 'number' ? String(found) : found;
	if (typeof id !== 'string' || id.trim() === '') return null;
	return id.trim().length > longestExternalId ? sha256Hex(id.trim()) : id.trim();
}

function contentId(payload: Record<string, unknown>, now: Date): string {
	const day = now.toISOString().slice(0, 10);
	return `${day}-${sha256Hex(canonicalJson(payload)).slice(0, hashDigits)}`;
}

function named(label: string, value: string): void {
	if (value !== '') return;
	throw new MendableError(
		'event/no-name',
		'The event cannot be recorded.',
		`"${label}" is empty.`,
		'Write a short name into it; with the ID of the event it tells one event from another.',
	);
}

function wrongTopic(topic: string): MendableError {
	return new MendableError(
		'event/wrong-topic',
		'The event cannot be recorded.',
		`The topic "${topic}" is not made of lower-case words with dots between them.`,
		'Write what the event is about into "Topic", for example "lead.received".',
	);
}
