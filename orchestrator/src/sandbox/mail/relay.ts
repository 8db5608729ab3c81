import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { MendableError } from '../../../../nodes/domain/errors';
import { signatureHeaders } from '../../../../nodes/domain/inbox/signature';
import type { StoredMail } from './model';

/** Whom the relay tells of its mails. */
export interface RelayPlace {
	/** Address of the service on this machine, without a slash at its end. */
	url: string;
	/** What the relay signs with, as the service knows it. */
	secret: string;
}

/** What may happen to a mail after the relay took it, and what its reader may do. */
export const relayActs = [
	'delivered',
	'bouncedHard',
	'bouncedSoft',
	'complained',
	'reply',
	'outOfOffice',
	'unsubscribe',
] as const;
export type RelayAct = (typeof relayActs)[number];

/** What came of it at the service. */
export interface RelayOutcome {
	/** HTTP status of the service's answer. */
	status: number;
	text: string;
}

/** How long the service may take, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** @throws MendableError `sandbox/mail-act-unknown` */
export function readRelayAct(body: unknown): RelayAct {
	const read = z.object({ act: z.enum(relayActs) }).safeParse(body);
	if (read.success) return read.data.act;
	throw new MendableError(
		'sandbox/mail-act-unknown',
		'Nothing happened to the mail.',
		`Field "act": expected one of ${relayActs.join(', ')}.`,
		'Correct it.',
	);
}

/**
 * Lets something happen to a mail: as a relay would, by a signed event in Resend's form under Svix's
 * header names; or as a mail program, by the POST that the mail's own header asks for.
 *
 * @throws MendableError `sandbox/no-relay`, `sandbox/no-unsubscribe`, `sandbox/service-away`
 */
export async function playRelay(
	mail: StoredMail,
	act: RelayAct,
	place: RelayPlace | null,
): Promise<RelayOutcome> {
	if (place === null) {
		throw new MendableError(
			'sandbox/no-relay',
			'Nobody can be told.',
			'This sandbox was started without the address of a service.',
			'Start it with agency-ops sandbox or npm start.',
		);
	}
	const status = await post(postOf(mail, act, place));
	return { status, text: wordsFor[act] };
}

const wordsFor: Readonly<Record<RelayAct, string>> = {
	delivered: 'The service was told of the delivery',
	bouncedHard: 'The service was told that the mailbox is gone',
	bouncedSoft: 'The service was told that the mailbox is full',
	complained: 'The service was told of the complaint',
	reply: 'The client has written back',
	outOfOffice: 'The client’s mailbox has answered by itself',
	unsubscribe: 'The mail program unsubscribed',
};

interface Post {
	url: string;
	body: string;
	headers: Record<string, string>;
}

/** What a relay tells of a mail that it sent. */
type Told = Exclude<RelayAct, 'unsubscribe' | 'reply' | 'outOfOffice'>;

const types: Readonly<Record<Told, { type: string; more: object }>> = {
	delivered: { type: 'email.delivered', more: {} },
	bouncedHard: {
		type: 'email.bounced',
		more: {
			bounce: { type: 'Permanent', subType: 'General', message: '550 5.1.1 No such mailbox' },
		},
	},
	bouncedSoft: {
		type: 'email.bounced',
		more: {
			bounce: { type: 'Transient', subType: 'MailboxFull', message: '452 4.2.2 Mailbox full' },
		},
	},
	complained: { type: 'email.complained', more: {} },
};

function postOf(mail: StoredMail, act: RelayAct, place: RelayPlace): Post {
	switch (act) {
		case 'unsubscribe':
			return clickOf(mail, place);
		case 'reply':
			return replyOf(mail, `Re: ${mail.subject}`, [], place);
		case 'outOfOffice': {
			const mark = { name: 'Auto-Submitted', value: 'auto-replied' };
			return replyOf(mail, `Out of office: ${mail.subject}`, [mark], place);
		}
		default:
			return eventOf(mail, act, place);
	}
}

function eventOf(mail: StoredMail, act: Told, place: RelayPlace): Post {
	const { type, more } = types[act];
	const data = {
		created_at: mail.at,
		from: mail.from,
		to: mail.envelope.to,
		subject: mail.subject,
		headers: [{ name: 'Message-ID', value: mail.messageId }],
		...more,
	};
	return signedEvent(type, data, place);
}

/** What whoever got the mail writes back, as the relay tells of mail that comes in. */
function replyOf(
	mail: StoredMail,
	subject: string,
	marks: ReadonlyArray<{ name: string; value: string }>,
	place: RelayPlace,
): Post {
	const [writer = 'client@example.com'] = mail.envelope.to;
	const data = {
		from: writer,
		to: [mail.headers['reply-to'] ?? mail.from],
		subject,
		headers: [
			{ name: 'Message-ID', value: `<${randomUUID()}@client.example>` },
			{ name: 'In-Reply-To', value: mail.messageId },
			...marks,
		],
	};
	return signedEvent('email.received', data, place);
}

function signedEvent(type: string, data: object, { url, secret }: RelayPlace): Post {
	const at = new Date();
	const body = JSON.stringify({
		type,
		created_at: at.toISOString(),
		data: { email_id: randomUUID(), ...data },
	});
	const message = { id: `msg_${randomUUID()}`, timestamp: Math.floor(at.getTime() / 1_000), body };
	const signed = Object.entries(signatureHeaders(message, secret));
	const headers = Object.fromEntries(
		signed.map(([name, value]) => [name.replace('webhook-', 'svix-'), value]),
	);
	return {
		url: `${url}/hooks/mail`,
		body,
		headers: { ...headers, 'content-type': 'application/json' },
	};
}

/** Whatever host the mail names, only the service on this machine is called. */
function clickOf({ headers }: StoredMail, { url }: RelayPlace): Post {
	const [, link = ''] = /<(https?:[^<>]+)>/.exec(headers['list-unsubscribe'] ?? '') ?? [];
	const field = headers['list-unsubscribe-post'] ?? '';
	if (!URL.canParse(link) || field !== 'List-Unsubscribe=One-Click') {
		throw new MendableError(
			'sandbox/no-unsubscribe',
			'The mail cannot be unsubscribed from.',
			'It has no headers for a one-click unsubscription, as transactional mail has none.',
			'Choose a mail whose purpose is marketing.',
		);
	}
	return {
		url: `${url}${/\/unsubscribe\/[^/]*$/.exec(new URL(link).pathname)?.[0] ?? '/'}`,
		body: field,
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
	};
}

async function post({ url, body, headers }: Post): Promise<number> {
	try {
		const answer = await fetch(url, {
			method: 'POST',
			body,
			headers,
			redirect: 'error',
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		await answer.arrayBuffer();
		return answer.status;
	} catch (error) {
		throw new MendableError(
			'sandbox/service-away',
			'The service could not be told.',
			`${new URL(url).origin} did not answer: ${error instanceof Error ? error.message : String(error)}.`,
			'Start it with agency-ops service or npm start.',
		);
	}
}
