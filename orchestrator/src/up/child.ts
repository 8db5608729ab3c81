import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MendableError } from '../../../nodes/domain/errors';
import { signalGroup, signalTree, startTimeOf } from './signals';
import { waitFor } from './waitFor';

/** A process of ours: started here, stopped here by its own id and by no other. */
export interface Child {
	name: string;
	pid: number;
	logFile: string;
	/** Resolves once `isReady` has answered true. */
	ready: Promise<void>;
	/**
	 * Resolves when it is gone, and with it whatever was killed beside it; says what ended it: an exit
	 * code or the name of a signal.
	 */
	ended: Promise<number | NodeJS.Signals>;
	/** Sends a signal to it and to everything it started; does nothing once it is gone. */
	kill(signal: NodeJS.Signals): void;
	/** Asks it to end, and ends it after `graceMs`. Resolves when it is gone. */
	stop(): Promise<void>;
}

export interface ChildOptions {
	name: string;
	command: string;
	args: string[];
	env: NodeJS.ProcessEnv;
	cwd?: string;
	logFile: string;
	isReady: () => Promise<boolean>;
	readyWithinMs: number;
	/** What asks it to end; default SIGTERM. */
	stopSignal?: NodeJS.Signals;
	/** Milliseconds between the request to end and the end by force; default 10,000. */
	graceMs?: number;
}

/**
 * Starts a process in a process group of its own, so that Ctrl-C reaches us first and its own
 * children end with it.
 *
 * @throws MendableError through `ready`: `process/ended` with the last lines of its log when it
 * ends early, `wait/too-long` when it does not get ready
 */
export function startChild(options: ChildOptions): Child {
	mkdirSync(path.dirname(options.logFile), { recursive: true });
	const log = openSync(options.logFile, 'a');
	const child = spawn(options.command, options.args, {
		cwd: options.cwd,
		env: options.env,
		detached: true,
		stdio: ['ignore', log, log],
	});
	closeSync(log);
	const closed = new Promise<number | NodeJS.Signals>((resolve) => {
		child.once('close', (code, signal) => resolve(code ?? signal ?? 1));
		child.once('error', () => resolve(1));
	});
	const killed = new Set<number>();
	const ended = closed.then(async (how) => {
		await untilGone(killed);
		return how;
	});
	const ready = untilReady(child, options);
	// An end before anybody waits for it must not count as an unhandled rejection.
	ready.catch(() => undefined);
	const kill = (signal: NodeJS.Signals): void => {
		if (child.pid === undefined || hasEnded(child)) return;
		const below = signalTree(child.pid, signal);
		if (signal === 'SIGKILL') for (const pid of below) killed.add(pid);
	};
	return {
		name: options.name,
		pid: child.pid ?? -1,
		logFile: options.logFile,
		ready,
		ended,
		kill,
		stop: async () => {
			if (hasEnded(child)) return;
			signalGroup(child.pid ?? -1, options.stopSignal ?? 'SIGTERM');
			// One that was halted hears the request only when it goes on.
			kill('SIGCONT');
			const timer = setTimeout(() => kill('SIGKILL'), options.graceMs ?? 10_000);
			await ended;
			clearTimeout(timer);
		},
	};
}

async function untilReady(child: ChildProcess, options: ChildOptions): Promise<void> {
	const state = await waitFor(
		async () => {
			if (hasEnded(child)) return 'ended';
			return (await options.isReady()) ? 'ready' : undefined;
		},
		{
			what: `${options.name} to get ready`,
			deadlineMs: options.readyWithinMs,
			mend: `Read ${options.logFile}.`,
		},
	);
	if (state === 'ready') return;
	throw new MendableError(
		'process/ended',
		`${options.name} ended before it was ready (exit ${child.exitCode ?? child.signalCode}).`,
		lastLines(options.logFile, 6),
		`Mend what it names; the whole log is ${options.logFile}.`,
	);
}

/** How long the kernel may take to bury what was killed, in milliseconds. */
const BURIED_WITHIN_MS = 5_000;

/** A server's own processes hold its memory and ports for a moment longer than it lives. */
async function untilGone(pids: ReadonlySet<number>): Promise<void> {
	await waitFor(() => ([...pids].some((pid) => startTimeOf(pid) !== null) ? undefined : true), {
		what: 'killed processes to be gone',
		deadlineMs: BURIED_WITHIN_MS,
		everyMs: 20,
		mend: '',
	}).catch(() => undefined);
}

function hasEnded(child: ChildProcess): boolean {
	return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** The last lines of a log, for an error message. */
export function lastLines(file: string, count: number): string {
	try {
		return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n        ');
	} catch {
		return 'It left no log.';
	}
}
