import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { NewMail } from '../../../orchestrator/src/adapters/mail/mail';
import { mailAdapter, messageIdOf } from '../../../orchestrator/src/adapters/mail/mail';
import { PATIENCE_MS } from './fakeVendor';

const letter: NewMail = {
	from: 'IAmazing <hola@agency.test>',
	replyTo: 'hola@agency.test',
	to: 'ana@cafe.com',
	subject: 'Hola',
	html: '<p>Hola</p>',
	text: 'Hola',
	language: 'es',
	key: 'lead:1/mail/ack/1',
	unsubscribe: null,
	beginHandOver: async () => true,
};

const noop = () => undefined;

/** What a fake mail server says to each command; `close` cuts the line, `silence` says nothing. */
type Script = Partial<Record<'greeting' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'end', string>>;

/** How long what stays silent is waited for, in vain. */
const SILENT_MS = 1_000;

const open: Array<{ server: Server; sockets: Set<Socket> }> = [];

afterEach(async () => {
	for (const { server, sockets } of open.splice(0)) {
		for (const socket of sockets) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	}
});

async function startMailServer(script: Script): Promise<{ url: string; letters: string[] }> {
	const sockets = new Set<Socket>();
	const letters: string[] = [];
	const server = createServer((socket) => {
		sockets.add(socket);
		let letterText: string | null = null;
		const say = (step: keyof Script, usual: string) => {
			const line = script[step] ?? usual;
			if (line === 'close') socket.destroy();
			else if (line !== 'silence') socket.write(`${line}\r\n`);
		};
		say('greeting', '220 fake');
		socket.on('error', () => undefined);
		socket.setEncoding('utf8').on('data', (part: string) => {
			if (letterText !== null) {
				letterText += part;
				if (!letterText.endsWith('\r\n.\r\n')) return;
				letters.push(letterText);
				letterText = null;
				say('end', '250 taken');
				return;
			}
			for (const line of part.trim().split('\r\n')) {
				if (line.startsWith('EHLO')) say('EHLO', '250 fake');
				else if (line.startsWith('MAIL')) say('MAIL', '250 ok');
				else if (line.startsWith('RCPT')) say('RCPT', '250 ok');
				else if (line === 'DATA') {
					say('DATA', '354 go on');
					if (script.DATA === undefined) letterText = '';
				} else socket.write('250 ok\r\n');
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	open.push({ server, sockets });
	return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, letters };
}

async function send(
	script: Script,
	changes: Partial<typeof letter> = {},
	timeoutMs = Object.values(script).includes('silence') ? SILENT_MS : PATIENCE_MS,
) {
	const { url, letters } = await startMailServer(script);
	const mail = mailAdapter({ url, timeoutMs });
	try {
		return { outcome: await mail.send({ ...letter, ...changes }), letters };
	} finally {
		mail.close();
	}
}

describe('send', () => {
	it('gives the Message-ID that follows from the key', async () => {
		const { outcome, letters } = await send({});

		const messageId = messageIdOf(letter.key, letter.from);
		expect(outcome).toEqual({
			result: 'done',
			receipt: { messageId, accepted: ['ana@cafe.com'] },
		});
		expect(messageId).toMatch(/^<[0-9a-f]{32}@agency\.test>$/);
		expect(letters[0]).toContain(`Message-ID: ${messageId}`);
		expect(letters[0]).toContain('Content-Language: es');
	});

	it.each<{ says: string; script: Script; result: string; code?: string }>([
		{ says: 'no to the address', script: { RCPT: '550 no such user' }, result: 'refused' },
		{ says: 'no to the sender', script: { MAIL: '553 not you' }, result: 'refused' },
		{ says: 'no to the letter', script: { end: '554 spam' }, result: 'refused' },
		{ says: 'later to the address', script: { RCPT: '450 greylisted' }, result: 'notSent' },
		{ says: 'later to the letter', script: { end: '451 try again' }, result: 'notSent' },
		{ says: 'nothing at the greeting', script: { greeting: 'silence' }, result: 'notSent' },
		{ says: 'goodbye at the greeting', script: { greeting: 'close' }, result: 'notSent' },
		{ says: 'nothing to the address', script: { RCPT: 'silence' }, result: 'notSent' },
		{ says: 'goodbye before the letter', script: { RCPT: 'close' }, result: 'notSent' },
		{ says: 'nothing after the letter', script: { end: 'silence' }, result: 'unknown' },
		{ says: 'goodbye after the letter', script: { end: 'close' }, result: 'unknown' },
	])('is $result when the server says $says', async ({ script, result }) => {
		expect((await send(script)).outcome).toMatchObject({ result });
	});

	it.each<{ when: string; beginHandOver: () => Promise<boolean> }>([
		{ when: 'it is no longer the attempt’s to send', beginHandOver: async () => false },
		{
			when: 'nobody can keep that it begins',
			beginHandOver: async () => await Promise.reject(new Error('no database')),
		},
		{ when: 'nobody answers whether it may', beginHandOver: async () => await new Promise(noop) },
	])('lets nothing out when $when', async ({ beginHandOver }) => {
		const { outcome, letters } = await send({}, { beginHandOver }, SILENT_MS);
		expect(outcome).toMatchObject({ result: 'notSent' });
		expect(letters).toEqual([]);
	});

	it.each<{ says: keyof Script; script: Script; asks: number }>([
		{ says: 'greeting', script: { greeting: 'silence' }, asks: 0 },
		{ says: 'RCPT', script: { RCPT: '450 greylisted' }, asks: 0 },
		{ says: 'DATA', script: { DATA: '451 not now' }, asks: 0 },
		{ says: 'end', script: { end: 'close' }, asks: 1 },
	])('begins to hand over only after the server asked for it: $says', async ({ script, asks }) => {
		let asked = 0;
		const beginHandOver = async () => {
			asked += 1;
			return true;
		};
		await send(script, { beginHandOver });
		expect(asked).toBe(asks);
	});

	it('sends the next message after one that was taken away', async () => {
		const { url, letters } = await startMailServer({});
		const mail = mailAdapter({ url, timeoutMs: PATIENCE_MS });
		const taken = mail.send({ ...letter, beginHandOver: async () => false });
		const next = mail.send({ ...letter, key: 'lead:2/mail/ack/1' });
		expect([(await taken).result, (await next).result]).toEqual(['notSent', 'done']);
		expect(letters).toHaveLength(1);
		mail.close();
	});

	it('is not sent where nobody listens', async () => {
		const { url } = await startMailServer({});
		const { server } = open.pop() ?? {};
		await new Promise((resolve) => server?.close(resolve));
		const mail = mailAdapter({ url, timeoutMs: PATIENCE_MS });

		expect(await mail.send(letter)).toMatchObject({ result: 'notSent' });
		mail.close();
	});

	it('names the ways off the list in two headers, and in none of a transactional mail', async () => {
		const url = `https://ops.agency.test/unsubscribe/${'x'.repeat(120)}`;
		const headOf = (letters: string[]) =>
			(letters[0] ?? '').split('\r\n\r\n')[0]?.replace(/\r\n[ \t]+/g, ' ') ?? '';
		const head = headOf(
			(await send({}, { unsubscribe: { url, mailto: 'fuera@agency.test' } })).letters,
		);
		expect(head).toContain(
			`\r\nList-Unsubscribe: <${url}>, <mailto:fuera@agency.test?subject=unsubscribe>\r\n`,
		);
		expect(head).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
		const alone = headOf((await send({}, { unsubscribe: { url, mailto: null } })).letters);
		expect(alone).toContain(`\r\nList-Unsubscribe: <${url}>\r\n`);
		expect(headOf((await send({})).letters)).not.toContain('List-Unsubscribe');
	});

	it.each([
		{ url: 'https://x.test/a\r\nBcc: all@cafe.com', mailto: null },
		{ url: 'https://x.test/a>, <https://evil.test/', mailto: null },
		{ url: 'https://x.test/a', mailto: 'a@b.co\r\nBcc: all@cafe.com' },
		{ url: 'https://x.test/a', mailto: 'a@b.co>, <https://evil.test/' },
	])('lets no header and no second link in by $url, $mailto', async (unsubscribe) => {
		const { letters } = await send({}, { unsubscribe });
		const [head = ''] = (letters[0] ?? '').split('\r\n\r\n');
		expect(head).not.toMatch(/^Bcc:/m);
		expect(head).not.toContain('<https://evil.test/');
	});

	it('lets no header in by the subject or the name of the sender', async () => {
		const { letters } = await send({}, { subject: 'Hi\r\nBcc: all@cafe.com' });

		const [head = ''] = (letters[0] ?? '').split('\r\n\r\n');
		expect(head).not.toMatch(/^Bcc:/m);
	});
});
