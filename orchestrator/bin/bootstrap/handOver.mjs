import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** What asks a command to end: Ctrl-C, a polite kill, and a terminal that closes. */
const requests = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a Node command in our place: same terminal, signals passed on, its exit code answered, 128 and
 * the signal's number where one ended it, as a shell has it. From a terminal Ctrl-C reaches the child
 * twice; whoever handles it must take the second as the first. The channel between the two is there to
 * end with us: see endWithParent.
 */
export function handOver(command, args, options = {}) {
	const child = spawn(command, args, {
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		...options,
	});
	const forward = (signal) => child.kill(signal);
	for (const signal of requests) process.on(signal, forward);
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code, signal) =>
			resolve(signal ? 128 + constants.signals[signal] : (code ?? 1)),
		);
	});
}
