import type { AddressInfo, Socket } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { FaultBook } from '../faults';
import type { FaultRule } from '../types';
import { storedMail, type MailState } from './model';

/** The name under which faults for the inbox are ordered. */
export const mailHost = 'smtp';

/** Largest message taken, in bytes. */
const sizeLimit = 25 * 1024 * 1024;

const defaultHoldMs = 120_000;
const defaultSlowMs = 2_000;

/** An SMTP inbox on loopback that keeps every mail and delivers none. */
export interface Inbox {
	/** `smtp://127.0.0.1:<port>` */
	url: string;
	state(): MailState;
	restore(state: MailState): void;
	reset(): void;
	stop(): Promise<void>;
}

/** What the inbox needs. */
export interface InboxOptions {
	/** 0 takes a free port. */
	port: number;
	faults: FaultBook;
	now: () => Date;
	/** Called when a mail was kept. */
	onChange: () => void;
	/** When set, a client must log in with these. */
	login?: { user: string; password: string };
}

/** An error as smtp-server turns it into a reply. */
class SmtpRefusal extends Error {
	constructor(
		readonly responseCode: number,
		message: string,
	) {
		super(message);
	}
}

/**
 * Starts the inbox. Faults ordered for the host `smtp` meet the recipients with their path: `429`
 * is a temporary 451, `500` a permanent 550, `reset` and `timeout` lose the connection after DATA.
 */
export async function startInbox(options: InboxOptions): Promise<Inbox> {
	let state: MailState = { messages: [], lastId: 0 };
	const sockets = new Map<number, Socket>();
	const timers = new Set<NodeJS.Timeout>();

	const wait = (ms: number) =>
		new Promise<void>((resolve) => {
			const timer = setTimeout(() => {
				timers.delete(timer);
				resolve();
			}, ms);
			timers.add(timer);
		});
	const cut = (session: SMTPServerSession) => sockets.get(session.remotePort)?.resetAndDestroy();

	const keep = async (raw: Buffer, session: SMTPServerSession) => {
		const parsed = await simpleParser(raw);
		const { mailFrom, rcptTo } = session.envelope;
		const envelope = {
			from: mailFrom ? mailFrom.address : '',
			to: rcptTo.map(({ address }) => address),
		};
		state.lastId += 1;
		state.messages.push(
			storedMail(state.lastId, options.now(), parsed, raw.toString('utf8'), envelope),
		);
		options.onChange();
	};

	/** Resolves false when the connection was cut and no reply may be given. */
	const receive = async (raw: Buffer, session: SMTPServerSession): Promise<boolean> => {
		const recipients = session.envelope.rcptTo.map(({ address }) => address).join(' ');
		const fault = options.faults.take(mailHost, 'DATA', recipients);
		if (fault === null || fault.kind === 'slow' || fault.afterWork) await keep(raw, session);
		if (fault === null) return true;
		if (fault.kind === '429' || fault.kind === '500') throw refusalOf(fault);
		if (fault.kind === 'slow') {
			await wait(fault.delayMs ?? defaultSlowMs);
			return true;
		}
		if (fault.kind === 'timeout') await wait(fault.delayMs ?? defaultHoldMs);
		cut(session);
		return false;
	};

	const server = new SMTPServer({
		disabledCommands: options.login ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
		authOptional: !options.login,
		allowInsecureAuth: true,
		size: sizeLimit,
		logger: false,
		disableReverseLookup: true,
		closeTimeout: 100,
		onAuth({ username, password }, _session, done) {
			const isRight = username === options.login?.user && password === options.login?.password;
			if (isRight) done(null, { user: username });
			else done(new SmtpRefusal(535, 'Authentication failed'));
		},
		onRcptTo({ address }, _session, done) {
			const fault = options.faults.take(mailHost, 'RCPT', address, refusesRecipient);
			if (fault) done(refusalOf(fault));
			else done();
		},
		onData(stream, session, done) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				receive(Buffer.concat(chunks), session).then(
					(mayReply) => {
						if (mayReply) done();
					},
					(error: Error) => done(error),
				);
			});
		},
	});
	server.on('error', () => undefined);
	server.server.on('connection', (socket: Socket) => {
		const port = socket.remotePort ?? -1;
		sockets.set(port, socket);
		socket.once('close', () => sockets.delete(port));
	});
	await new Promise<void>((resolve, reject) => {
		server.server.once('error', reject);
		server.listen(options.port, '127.0.0.1', () => resolve());
	});

	return {
		url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
		state: () => state,
		restore(saved) {
			state = saved;
		},
		reset() {
			state = { messages: [], lastId: 0 };
		},
		stop() {
			for (const timer of timers) clearTimeout(timer);
			return new Promise((resolve) => {
				server.close(() => resolve());
				for (const socket of sockets.values()) socket.destroy();
			});
		},
	};
}

const refusesRecipient = (rule: FaultRule) =>
	(rule.kind === '429' || rule.kind === '500') && rule.afterWork !== true;

const refusalOf = ({ kind }: FaultRule) =>
	kind === '429'
		? new SmtpRefusal(451, '4.7.1 Try again later')
		: new SmtpRefusal(550, '5.1.1 No such mailbox');
