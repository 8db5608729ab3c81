import { personOf } from '../../../../nodes/domain/inbox/event';
import type { Json } from '../../ledger/json';
import { normalAddress } from '../../mail/address';
import { isAutomaticReply } from '../../mail/automaticReply';
import type { MailFact } from '../../mail/bounces';
import type { HookCall } from '../signatures/signed';
import { signedIdOf } from '../signatures/verifiers';
import type { JsonObject, SourceEvent } from './read';
import { isObject, objectIn, parseBody, plainName, unreadable, wordIn } from './read';

/** What a relay told of one mail, in the form it is kept in. */
export interface MailPayload extends MailFact {
	/** Normalised addresses of those it speaks of. */
	recipients: string[];
	/** With its angle brackets; null where the relay does not give it. */
	messageId: string | null;
	/** The relay's own words for the kind of bounce, e.g. `Permanent/General`. */
	kind: string | null;
	/** What the relay sent. */
	sent: Json;
	/** Of a mail that came in: who wrote it, and to what. */
	reply?: MailReply;
}

/** A mail that somebody sent to the agency. */
export type MailReply = {
	/** In the form addresses are compared in. */
	from: string;
	/** Whether a machine wrote it, such as an out-of-office note. */
	isAutomatic: boolean;
	/** Message-ID of what it answers, with its angle brackets; null where the relay does not say. */
	inReplyTo: string | null;
};

/**
 * A mail relay's event. Resend's form is the model (resend.com/docs/webhooks, as found in stored
 * copies, November 2026); names that other relays use for the same are taken too.
 */
export function readMail(call: HookCall, now: Date): SourceEvent[] {
	const body = objectIn(parseBody(call.rawBody));
	const data = isObject(body.data) ? body.data : body;
	const type = wordIn(body.type) ?? wordIn(body.event) ?? '';
	const [what = ''] = plainName(
		type.replace(/^(email|message|mail)\./, '').replace(/_/g, '-'),
	).split('.');
	if (what === '') throw unreadable('Field "type": expected a word such as email.bounced.');
	const named = SAME_AS[what] ?? what;
	const reply = named === 'received' ? replyIn(data) : null;
	// Of what came in, whoever wrote it is whom it speaks of.
	const recipients = reply === null ? recipientsIn(data) : [reply.from];
	const [first] = recipients;
	const payload: MailPayload = {
		what: named,
		bounce: named === 'bounced' ? bounceIn(type, data) : null,
		recipients,
		messageId: messageIdIn(data),
		kind: kindIn(data),
		sent: body,
		...(reply === null ? {} : { reply }),
	};
	return [
		{
			source: 'mail',
			externalId: signedIdOf(call),
			topic: `mail.${named}`,
			subject: first === undefined ? 'mail:all' : mailSubjectOf(first, now),
			test: false,
			payload: { ...payload },
		},
	];
}

/** The person whose mail it is, as their leads are about; no address in it. */
export function mailSubjectOf(address: string, now: Date): string {
	return personOf({ email: address }, now);
}

/** Other relays' words for ours. */
const SAME_AS: Readonly<Record<string, string>> = {
	bounce: 'bounced',
	complaint: 'complained',
	'spam-complaint': 'complained',
	delivery: 'delivered',
	inbound: 'received',
	reply: 'received',
	replied: 'received',
};

/** Names under which relays keep who a mail was for. */
const RECIPIENT_NAMES = ['to', 'recipient', 'recipients', 'email'] as const;

/** Null for a mail whose writer the relay does not name. */
function replyIn(data: JsonObject): MailReply | null {
	const writer = data.from ?? data.sender;
	const [from] = addressesIn([isObject(writer) ? (writer.address ?? writer.email) : writer]);
	if (from === undefined) return null;
	const headers = new Map(
		headersIn(data).map(([name, value]) => [name.toLowerCase(), wordIn(value) ?? '']),
	);
	const subject = wordIn(data.subject) ?? '';
	const answered = [headers.get('in-reply-to'), wordIn(data.in_reply_to)].find((each) =>
		each?.includes('@'),
	);
	return {
		from,
		isAutomatic: isAutomaticReply({ from, subject, headers }),
		inReplyTo: answered === undefined ? null : `<${answered.trim().replace(/^<|>$/g, '')}>`,
	};
}

function recipientsIn(data: JsonObject): string[] {
	const found = RECIPIENT_NAMES.map((name) => data[name]).find((value) => value !== undefined);
	const list = Array.isArray(found) ? found : [found];
	return addressesIn(list.map((entry) => (isObject(entry) ? entry.address : entry)));
}

function addressesIn(list: ReadonlyArray<Json | undefined>): string[] {
	const words = list.flatMap((entry) => wordIn(entry) ?? []);
	const bare = words.map((word) => /<([^<>\s]+)>\s*$/.exec(word)?.[1] ?? word);
	return [...new Set(bare.filter((word) => /^\S+@\S+$/.test(word)).map(normalAddress))];
}

function headersIn(data: JsonObject): Array<readonly [string, Json | undefined]> {
	return Array.isArray(data.headers)
		? data.headers.flatMap((header) =>
				isObject(header) ? [[wordIn(header.name) ?? '', header.value] as const] : [],
			)
		: Object.entries(isObject(data.headers) ? data.headers : {});
}

function messageIdIn(data: JsonObject): string | null {
	const named = headersIn(data).find(([name]) => name.toLowerCase() === 'message-id')?.[1];
	const given = [named, data.message_id, data.message_id_header, data.messageId]
		.map(wordIn)
		.find((word) => word?.includes('@') === true);
	return given === undefined ? null : `<${given.trim().replace(/^<|>$/g, '')}>`;
}

/**
 * A bounce whose kind is not given counts as hard, since Resend reports only those; one that the relay
 * itself is not sure of counts as soft.
 */
function bounceIn(type: string, data: JsonObject): 'hard' | 'soft' {
	const kind = `${type} ${kindIn(data) ?? 'hard'}`.toLowerCase();
	if (/transient|temporary|soft|undetermined|block/.test(kind)) return 'soft';
	return 'hard';
}

/** Only words are taken: what a mail server wrote may name people. */
function kindIn(data: JsonObject): string | null {
	const bounce = isObject(data.bounce) ? data.bounce : {};
	const words = [
		bounce.type ?? data.bounce_type ?? data.bounceType,
		bounce.subType ?? bounce.sub_type,
	].flatMap((word) => wordIn(word) ?? []);
	const short = words.filter((word) => /^[\w -]{1,40}$/.test(word));
	return short.length === 0 ? null : short.join('/');
}
