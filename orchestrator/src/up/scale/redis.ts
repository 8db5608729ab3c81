import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import type { Child } from '../child';
import { startChild } from '../child';

/** A Redis of our own: where its data is and how it is reached. */
export interface RedisPlace {
	program: string;
	/** Its data and its configuration. */
	folder: string;
	port: number;
	password: string;
	logFile: string;
}

/** How long one question to Redis may take, in milliseconds. */
const ANSWER_WITHIN_MS = 2_000;

/** Starts Redis on its port of 127.0.0.1, what it holds written to disk; ready when it answers. */
export function startRedis(place: RedisPlace): Child {
	const { program, folder, port, password, logFile } = place;
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const file = path.join(folder, 'redis.conf');
	writeFileSync(file, redisConfig(place), { mode: 0o600 });
	return startChild({
		name: 'redis',
		command: program,
		args: [file],
		env: process.env,
		cwd: folder,
		logFile,
		isReady: async () => (await askRedis({ port, password }, 'PING')).startsWith('+PONG'),
		readyWithinMs: 30_000,
	});
}

/** Its configuration: every write is kept, at most the last second of a dead machine is lost. */
export function redisConfig({ folder, port, password }: RedisPlace): string {
	return [
		'bind 127.0.0.1',
		`port ${port}`,
		`dir ${JSON.stringify(folder)}`,
		`requirepass ${password}`,
		'daemonize no',
		'appendonly yes',
		'appendfsync everysec',
		'save ""',
		// A queue is no cache: rather refuse a job than forget one.
		'maxmemory-policy noeviction',
		'',
	].join('\n');
}

/**
 * Asks Redis one thing and returns its answer as the protocol writes it, e.g. `+PONG`
 * (https://redis.io/docs/latest/develop/reference/protocol-spec/).
 */
export async function askRedis(
	{ port, password }: Pick<RedisPlace, 'port' | 'password'>,
	command: string,
): Promise<string> {
	return await new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1');
		let said = '';
		socket.setEncoding('utf8').setTimeout(ANSWER_WITHIN_MS, () => {
			socket.destroy(new Error(`Redis did not answer within ${ANSWER_WITHIN_MS} ms.`));
		});
		socket.on('data', (text) => (said += String(text)));
		socket.once('error', reject);
		socket.once('close', () => {
			// The first line answers AUTH, the last one QUIT.
			const [auth = '', ...answer] = said.split('\r\n');
			if (auth.startsWith('+OK')) resolve(answer.join('\n'));
			else reject(new Error(auth === '' ? 'Redis hung up.' : auth));
		});
		socket.write(`AUTH ${password}\r\n${command}\r\nQUIT\r\n`);
	});
}
