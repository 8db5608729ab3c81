import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

/** A stretch of network that can be cut: whatever is sent to its port goes to another one. */
export interface Relay {
	port: number;
	/**
	 * Cuts it: `reset` ends what is open and refuses what comes; `silence` lets connections be and
	 * swallows every byte, as a broken cable does.
	 */
	cut(how: 'reset' | 'silence'): void;
	/** Lets bytes through again; what was swallowed is lost, so those connections end. */
	mend(): void;
	stop(): Promise<void>;
}

/**
 * Opens one on loopback.
 *
 * @param target port on 127.0.0.1 that it leads to
 */
export async function openRelay(target: number): Promise<Relay> {
	const pairs = new Set<{ near: Socket; far: Socket; hasLostBytes: boolean }>();
	let state: 'open' | 'reset' | 'silence' = 'open';
	const server = createServer((near) => {
		if (state === 'reset') {
			near.resetAndDestroy();
			return;
		}
		const far = connect(target, '127.0.0.1');
		const pair = { near, far, hasLostBytes: false };
		pairs.add(pair);
		const end = () => {
			pairs.delete(pair);
			near.destroy();
			far.destroy();
		};
		pipe(near, far, pair);
		pipe(far, near, pair);
		for (const socket of [near, far]) {
			socket.setNoDelay(true);
			socket.on('error', () => {
				near.resetAndDestroy();
				end();
			});
			socket.on('close', end);
		}
	});
	const pipe = (from: Socket, to: Socket, pair: { hasLostBytes: boolean }) => {
		from.on('data', (bytes) => {
			if (state === 'silence') {
				pair.hasLostBytes = true;
				return;
			}
			if (!to.write(bytes)) from.pause();
		});
		to.on('drain', () => from.resume());
		from.on('end', () => to.end());
	};
	const endPairs = (which: (pair: { hasLostBytes: boolean }) => boolean) => {
		for (const pair of [...pairs].filter(which)) {
			pair.near.resetAndDestroy();
			pair.far.resetAndDestroy();
			pairs.delete(pair);
		}
	};
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	const address = server.address();
	return {
		port: typeof address === 'object' && address !== null ? address.port : 0,
		cut: (how) => {
			state = how;
			if (how === 'reset') endPairs(() => true);
		},
		mend: () => {
			state = 'open';
			endPairs(({ hasLostBytes }) => hasLostBytes);
		},
		stop: async () => {
			endPairs(() => true);
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
