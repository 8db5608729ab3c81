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
	const status = await post(
		act === 'unsubscribe' ? clickOf(mail, place) : eventOf(mail, act, place),
	);
	return { status, text: wordsFor[act] };
}

const wordsFor: Readonly<Record<RelayAct, string>> = {
	delivered: 'The service was told of the delivery',
	bouncedHard: 'The service was told that the mailbox is gone',
	bouncedSoft: 'The service was told that the mailbox is full',
	complained: 'The service was told of the complaint',
	unsubscribe: 'The mail program unsubscribed',
};

interface Post {
	url: string;
	body: string;
	headers: Record<string, string>;
}

const types: Readonly<Record<Exclude<RelayAct, 'unsubscribe'>, { type: string; more: object }>> = {
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

function eventOf(
	mail: StoredMail,
	act: Exclude<RelayAct, 'unsubscribe'>,
	{ url, secret }: RelayPlace,
): Post {
	const { type, more } = types[act];
	const at = new Date();
	const body = JSON.stringify({
		type,
		created_at: at.toISOString(),
		data: {
			created_at: mail.at,
			email_id: randomUUID(),
			from: mail.from,
			to: mail.envelope.to,
			subject: mail.subject,
			headers: [{ name: 'Message-ID', value: mail.messageId }],
			...more,
		},
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
