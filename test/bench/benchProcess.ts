import { fork } from 'node:child_process';

/** A program of a bench that runs in a process of its own, so that who measures takes no time from it. */
export interface BenchProcess<Ready> {
	/** What it said when it was ready. */
	ready: Ready;
	stop(): Promise<void>;
}

/**
 * Starts a TypeScript file that tells its parent by one message that it is ready, and ends when its
 * parent hangs up.
 */
export async function startBenchProcess<Ready>(
	file: string,
	options: object,
): Promise<BenchProcess<Ready>> {
	const child = fork(file, [JSON.stringify(options)], {
		execArgv: ['--require', require.resolve('tsx/cjs')],
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const ready = await new Promise<Ready>((resolve, reject) => {
		child.once('message', (message) => resolve(message as Ready));
		child.once('error', reject);
		child.once('exit', (code) => reject(new Error(`${file} ended with exit ${code}`)));
	});
	return {
		ready,
		stop: async () => {
			if (child.connected) child.disconnect();
			await ended;
		},
	};
}

/** The options a bench's program was started with. */
export function benchOptions<Options>(): Options {
	return JSON.parse(process.argv[2] ?? '{}') as Options;
}

/** Tells the parent, and stops once it hangs up. */
export function serveUntilParentEnds(ready: object, stop: () => Promise<void>): void {
	process.send?.(ready);
	process.once('disconnect', () => {
		void stop().then(() => process.exit(0));
	});
}
