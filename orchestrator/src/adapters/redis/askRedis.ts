import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { readReply } from './readReply';
import type { Reply } from './readReply';

/** How long all questions together may take, in milliseconds. */
const ANSWER_WITHIN_MS = 5_000;

const DEFAULT_PORT = 6379;

/**
 * Asks a Redis some things on a connection of its own, and gives its answers in their order; what it
 * refuses is an answer, too.
 *
 * @param url `redis://` or, over TLS, `rediss://`, with user, password and number of the database where
 * these are needed: never print it
 * @throws Error where it does not answer, or takes neither user nor password
 */
export async function askRedisAt(
	url: string,
	commands: ReadonlyArray<readonly string[]>,
): Promise<Reply[]> {
	const { protocol, hostname, port, username, password, pathname } = new URL(url);
	const words = [decodeURIComponent(username), decodeURIComponent(password)].filter(
		(word) => word !== '',
	);
	const database = pathname.replace('/', '');
	const before = [
		...(password === '' ? [] : [['AUTH', ...words]]),
		...(database === '' ? [] : [['SELECT', database]]),
	];
	const all = [...before, ...commands];
	const host = hostname.replace(/^\[|\]$/g, '');
	const to = { host, port: port === '' ? DEFAULT_PORT : Number(port) };
	return await new Promise((resolve, reject) => {
		const socket =
			protocol === 'rediss:' ? connectTls({ ...to, servername: host }) : connectPlain(to);
		const replies: Reply[] = [];
		let said = Buffer.alloc(0);
		const timer = setTimeout(() => {
			socket.destroy(new Error(`it did not answer within ${ANSWER_WITHIN_MS / 1_000} s`));
		}, ANSWER_WITHIN_MS);
		socket.on('data', (data: Buffer) => {
			said = Buffer.concat([said, data]);
			for (let next = readReply(said); next !== null; next = readReply(said)) {
				replies.push(next.reply);
				said = said.subarray(next.length);
			}
			const refused = replies.slice(0, before.length).find(({ kind }) => kind === 'error');
			if (refused?.kind === 'error') socket.destroy(new Error(refused.text));
			else if (replies.length >= all.length) socket.end();
		});
		socket.once('error', reject);
		socket.once('close', () => {
			clearTimeout(timer);
			if (replies.length >= all.length) resolve(replies.slice(before.length));
			else reject(new Error('it hung up'));
		});
		socket.write(all.map(asCommand).join(''));
	});
}

/** A command as the protocol writes it: with lengths, so that nothing in a word can end it. */
function asCommand(words: readonly string[]): string {
	const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
	return `*${words.length}\r\n${parts.join('')}`;
}
