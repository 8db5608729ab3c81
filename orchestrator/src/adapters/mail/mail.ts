import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import type { Failure, Outcome } from '../outcome';
import { notSentOf, unknownOf } from '../outcome';

/** A message the mail server has taken over. */
export interface MailReceipt {
	/** With its angle brackets, the same for every try. */
	messageId: string;
	/** Addresses the server accepted. */
	accepted: string[];
}

/** A message to send. */
export interface NewMail {
	/** `Name <name@host>`. */
	from: string;
	replyTo: string;
	to: string;
	subject: string;
	html: string;
	text: string;
	language: string;
	/** The effect's key; the Message-ID is made of it. */
	key: string;
	/** How the recipient gets off the list; null for transactional mail, which has none. */
	unsubscribe: ListUnsubscribe | null;
	/**
	 * Asked when the server waits for the message, before the first byte of it goes out: a place in
	 * the pool and a connection may have taken long. false, or a rejection: it does not go out.
	 */
	beginHandOver(): Promise<boolean>;
}

/** What a mail client needs to unsubscribe somebody by one press of a button. */
export interface ListUnsubscribe {
	/** Takes a POST without a login. */
	url: string;
	/** A mailbox, for clients that know no other way. */
	mailto: string | null;
}

/** What we do by mail. */
export interface MailAdapter {
	/** Sends a message; repeating it sends a second one, though with the same Message-ID. */
	send(mail: NewMail): Promise<Outcome<MailReceipt>>;
	close(): void;
}

/** How to reach the mail server. */
export interface MailOptions {
	/** `smtp://…` or `smtps://…`, with user and password if there are any. */
	url: string;
	timeoutMs: number;
}

const VENDOR = 'Mail';

/** Connections kept to the mail server. */
const MAX_CONNECTIONS = 8;

const accepted = z.object({ accepted: z.array(z.string()).min(1) });

/** The part of a Message-ID that follows from the effect's key. */
export function messageMarkOf(key: string): string {
	return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/** Message-ID of an effect, from its key and the sender's domain: the same for every try. */
export function messageIdOf(key: string, from: string): string {
	const domain = /@([^\s<>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
	return `<${messageMarkOf(key)}@${domain}>`;
}

/** What is known of the message's way while it is being sent. */
interface Watch {
	beginHandOver(): Promise<boolean>;
	/** Whether the message may have begun to go out. */
	hasBegun: boolean;
}

/** The message is not this attempt's to send any more. */
class TakenAwayError extends Error {
	readonly name = 'TakenAwayError';

	constructor() {
		super('the attempt was no longer the effect’s own when the server was ready for it');
	}
}

/** The message as the server reads it, which begins only after the DATA command was accepted. */
function guarded(open: () => Readable, watch: Watch): Readable {
	async function* bytes() {
		if (!(await watch.beginHandOver())) throw new TakenAwayError();
		watch.hasBegun = true;
		yield* open() as AsyncIterable<Buffer>;
	}
	return Readable.from(bytes(), { objectMode: false });
}

/** Builds the adapter on a pool of SMTP connections. */
export function mailAdapter(options: MailOptions): MailAdapter {
	const transporter = createTransport({
		url: options.url,
		pool: true,
		maxConnections: MAX_CONNECTIONS,
		maxMessages: Number.POSITIVE_INFINITY,
		connectionTimeout: options.timeoutMs,
		greetingTimeout: options.timeoutMs,
		socketTimeout: options.timeoutMs,
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	const watches = new Map<string, Watch>();
	transporter.use('stream', (mail, done) => {
		const watch = watches.get(String(mail.data.messageId));
		const open = mail.message.createReadStream.bind(mail.message);
		mail.message.createReadStream = (streamOptions) =>
			watch === undefined ? open(streamOptions) : guarded(() => open(streamOptions), watch);
		done();
	});

	return {
		send: async ({ from, replyTo, to, subject, html, text, language, key, ...more }) => {
			const messageId = messageIdOf(key, from);
			const watch: Watch = { beginHandOver: more.beginHandOver, hasBegun: false };
			watches.set(messageId, watch);
			try {
				const answer: unknown = await transporter.sendMail({
					messageId,
					from,
					replyTo,
					to,
					subject,
					html,
					text,
					headers: {
						'Content-Language': language,
						'Auto-Submitted': 'auto-generated',
						...listHeaders(more.unsubscribe),
					},
				});
				const read = accepted.safeParse(answer);
				return read.success
					? { result: 'done', receipt: { messageId, accepted: read.data.accepted } }
					: unknownOf(VENDOR, 'The server took the message without saying for whom.', null);
			} catch (error) {
				return failure(error, watch);
			} finally {
				watches.delete(messageId);
			}
		},
		close: () => transporter.close(),
	};
}

/**
 * One-click unsubscription (RFC 8058) with the fields of RFC 2369. The RFC wants both headers under the
 * DKIM signature, which is the relay's to make.
 */
function listHeaders(unsubscribe: ListUnsubscribe | null): Record<string, string> {
	if (unsubscribe === null) return {};
	const { url, mailto } = unsubscribe;
	// Unlike other addresses, those of mailboxes keep the brackets that would end them here.
	const mailbox = encodeURIComponent(mailto ?? '').replace('%40', '@');
	const ways = [url, ...(mailto === null ? [] : [`mailto:${mailbox}?subject=unsubscribe`])];
	return {
		'List-Unsubscribe': ways.map((way) => `<${new URL(way).href}>`).join(', '),
		'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
	};
}

const smtpError = z.object({
	message: z.string(),
	code: z.string().optional(),
	responseCode: z.number().optional(),
});

/** Errors our own side raises for good, before the server is asked. */
const OUR_FAULT = new Set(['EAUTH', 'ENOAUTH', 'EENVELOPE', 'ECONFIG', 'EREQUIRETLS']);

function failure(error: unknown, watch: Watch): Failure {
	const read = smtpError.safeParse(error);
	const { message, code, responseCode } = read.success
		? read.data
		: { message: String(error), code: undefined, responseCode: undefined };
	const why = `${message}${code === undefined ? '' : ` (${code})`}`;
	if (responseCode !== undefined && responseCode >= 400) {
		// SMTP turns the meaning of the hundreds around: 4xx is "later", 5xx is "never" (RFC 5321, 4.2.1).
		return responseCode < 500
			? notSentOf(VENDOR, `The server said ${responseCode}, later: ${message}`, responseCode)
			: refusedBy(responseCode, message);
	}
	if (watch.hasBegun) {
		return unknownOf(VENDOR, `The connection ended after the message had begun: ${why}.`, null);
	}
	if (code !== undefined && OUR_FAULT.has(code)) return refusedBy(null, why);
	return notSentOf(VENDOR, `The connection ended before the message had begun: ${why}.`, null);
}

function refusedBy(status: number | null, message: string): Failure {
	return {
		result: 'refused',
		status,
		error: {
			code: status === null ? 'mail/refused' : `mail/smtp-${status}`,
			what: 'The mail server refused the message.',
			why: status === null ? message : `The mail server said ${status}: ${message}`,
			mend: 'Correct the address or the account of the mail server, then run it again with "retry".',
		},
	};
}
