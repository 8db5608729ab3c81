import { spawn } from 'node:child_process';

/**
 * Runs a command in our place: same terminal, signals passed on, its exit code answered. From a
 * terminal Ctrl-C reaches the child twice; whoever handles it must take the second as the first.
 */
export function handOver(command, args, options = {}) {
	const child = spawn(command, args, { stdio: 'inherit', ...options });
	const forward = (signal) => child.kill(signal);
	process.on('SIGINT', forward).on('SIGTERM', forward);
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code, signal) => resolve(signal ? 130 : (code ?? 1)));
	});
}
