import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { askRedisAt } from '../../../../orchestrator/src/adapters/redis/askRedis';
import { readReply } from '../../../../orchestrator/src/adapters/redis/readReply';
import { lookAtQueue } from '../../../../orchestrator/src/monitor/lookAtQueue';

const PASSWORD = 'p@ss\r\nFLUSHALL';
let asked: string[][] = [];
let info = '';

/** Redis as far as doctor asks it: a password, what it says of itself, and lengths of lists. */
const server = createServer((socket) => {
	let isIn = false;
	let said = '';
	socket.setEncoding('utf8').on('data', (text) => {
		said += String(text);
		for (let words = commandIn(said); words !== null; words = commandIn(said)) {
			said = said.slice(lengthOf(words));
			asked.push(words);
			answer(socket, words);
		}
	});
	function answer(to: Socket, [name = '', ...rest]: string[]) {
		if (name === 'AUTH') {
			isIn = rest.at(-1) === PASSWORD;
			return to.write(isIn ? '+OK\r\n' : '-WRONGPASS invalid username-password pair\r\n');
		}
		if (!isIn) return to.write('-NOAUTH Authentication required.\r\n');
		if (name === 'SELECT') return to.write('+OK\r\n');
		if (name === 'INFO') return to.write(`$${Buffer.byteLength(info)}\r\n${info}\r\n`);
		if (name !== 'LLEN') return to.write('-ERR unknown command\r\n');
		return to.write(rest[0]?.endsWith(':wait') === true ? ':3\r\n' : ':1\r\n');
	}
});

/** The words of the first command that is all there. */
function commandIn(said: string): string[] | null {
	const [, count] = /^\*(\d+)\r\n/.exec(said) ?? [];
	if (count === undefined) return null;
	const words: string[] = [];
	let at = said.indexOf('\r\n') + 2;
	for (let index = 0; index < Number(count); index += 1) {
		const end = said.indexOf('\r\n', at);
		if (end === -1) return null;
		const length = Number(said.slice(at + 1, end));
		if (said.length < end + 2 + length + 2) return null;
		words.push(said.slice(end + 2, end + 2 + length));
		at = end + 2 + length + 2;
	}
	return words;
}
const lengthOf = (words: string[]) =>
	words.reduce((sum, word) => sum + `$${word.length}\r\n${word}\r\n`.length, 0) +
	`*${words.length}\r\n`.length;

let base = '';
beforeAll(async () => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	base = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => await new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
	asked = [];
	info =
		'redis_version:7.2.4\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\naof_last_write_status:ok';
});

const settings = {
	n8n: { queue: { redisUrlEnv: 'QUEUE', postgresUrlEnv: 'PG', prefix: 'bull' } },
} as Parameters<typeof lookAtQueue>[0];
const look = async (QUEUE: string) => (await lookAtQueue(settings, true, { QUEUE })).redis;
const secret = encodeURIComponent(PASSWORD);

it('reads what Redis says of itself and of the queue, in the database it is told', async () => {
	expect(await look(`redis://n8n:${secret}@${base}/2`)).toEqual({
		...{ why: null, version: '7.2.4', policy: 'noeviction', keepsWrites: true, lastWrite: 'ok' },
		...{ waiting: 4, atWork: 1 },
	});
	expect(asked.slice(0, 2)).toEqual([
		['AUTH', 'n8n', PASSWORD],
		['SELECT', '2'],
	]);
	expect(asked.slice(2).map(([name]) => name)).toEqual(['INFO', 'LLEN', 'LLEN', 'LLEN']);
});

it('says why where it is refused, or nobody is there, and never the password', async () => {
	const refused = await look(`redis://:not-the-word@${base}`);
	expect(refused).toEqual({ why: 'WRONGPASS invalid username-password pair' });
	const away = await look('redis://:not-the-word@127.0.0.1:1');
	expect(away?.why).toMatch(/ECONNREFUSED/);
	const wrong = await look('not-the-word');
	expect(wrong?.why).toMatch(/Invalid URL/);
	expect(JSON.stringify([refused, away, wrong])).not.toContain('not-the-word');
});

it('knows nothing of what it may not ask', async () => {
	info = 'redis_version:6.0.0';
	const [reply] = await askRedisAt(`redis://:${secret}@${base}`, [['CONFIG', 'GET', 'x']]);
	expect(reply).toEqual({ kind: 'error', text: 'ERR unknown command' });
	expect(await look(`redis://:${secret}@${base}`)).toMatchObject({
		...{ version: '6.0.0', policy: null, keepsWrites: null, lastWrite: null },
	});
});

it.each([
	['+OK\r\n', { kind: 'text', text: 'OK' }],
	['-ERR no\r\n', { kind: 'error', text: 'ERR no' }],
	[':42\r\n', { kind: 'number', number: 42 }],
	['$6\r\nå\r\nab\r\n', { kind: 'text', text: 'å\r\nab' }],
	['$-1\r\n', { kind: 'nothing' }],
])('reads %j once it is all there', (said, reply) => {
	const whole = Buffer.from(said);
	for (let length = 0; length < whole.length; length += 1) {
		expect(readReply(whole.subarray(0, length))).toBeNull();
	}
	expect(readReply(Buffer.concat([whole, Buffer.from('+')]))).toEqual({
		reply,
		length: whole.length,
	});
	expect(() => readReply(Buffer.from('HTTP/1.1 400\r\n'))).toThrow(/does not speak/);
});
