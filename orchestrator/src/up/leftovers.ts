import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import path from 'node:path';
import { MendableError } from '../../../nodes/domain/errors';
import { rootFolder } from '../config';
import { signalGroup, signalTree, startTimeOf } from './signals';
import { waitFor } from './waitFor';

/** A process we started, with what tells it from a later one of the same number. */
interface Started {
	name: string;
	pid: number;
	/** The kernel's start time of the process; null where it cannot be read. */
	startedAt: string | null;
}

/** What is written down of a run: who started it, and what it started. */
interface Run {
	owner: Started;
	children: Started[];
}

const endLeftovers = path.join(
	rootFolder,
	...['orchestrator', 'bin', 'bootstrap', 'endLeftovers.mjs'],
);

/**
 * Keeps a list of the processes of this run in `home/processes.json`, so that the next start can
 * end what a killed one left behind: those processes, proven by number and start time, no other.
 */
export class Leftovers {
	private readonly file: string;
	private run: Run = { owner: identify('agency-ops', process.pid), children: [] };

	constructor(private readonly home: string) {
		this.file = path.join(home, 'processes.json');
	}

	/**
	 * Ends what an earlier run left running; returns the names of what it ended.
	 *
	 * @throws MendableError `start/already-running` when that run still has its owner
	 */
	async end(): Promise<string[]> {
		const earlier = this.read();
		if (earlier === null) return [];
		if (isStillThere(earlier.owner) && earlier.owner.pid !== process.pid) {
			throw new MendableError(
				'start/already-running',
				'Agency Ops is running already.',
				`Process ${earlier.owner.pid} holds ${this.home}.`,
				'Use that one, or stop it with Ctrl-C first.',
			);
		}
		const left = earlier.children.filter(isStillThere);
		for (const { pid } of left) {
			signalGroup(pid, 'SIGTERM');
			signalGroup(pid, 'SIGCONT'); // one that was halted hears the request only when it goes on
		}
		for (const started of left) {
			await waitFor(() => (isStillThere(started) ? undefined : true), {
				what: `${started.name} (process ${started.pid}) of an earlier start to end`,
				deadlineMs: 10_000,
				mend: '',
			}).catch(() => signalTree(started.pid, 'SIGKILL'));
		}
		// Meanwhile another start may have begun its own list.
		if (isSame(this.read()?.owner, earlier.owner)) rmSync(this.file, { force: true });
		return left.map(({ name }) => name);
	}

	/**
	 * Starts a process that outlives this one, and ends what this one leaves running where it is ended by
	 * force. It costs nothing until then: it waits for its input to end.
	 */
	guard(): void {
		const folder = path.join(this.home, 'logs');
		mkdirSync(folder, { recursive: true });
		const log = openSync(path.join(folder, 'leftovers.log'), 'a');
		const guard = spawn(process.execPath, [endLeftovers, this.home], {
			detached: true,
			stdio: ['pipe', log, log],
		});
		closeSync(log);
		// Without it the next start ends them all the same.
		guard.once('error', () => undefined);
		guard.unref();
		// A pipe between processes is a socket to Node; it must not keep this one alive.
		(guard.stdin as Socket).unref();
	}

	/** Names of the processes of the run that holds this state folder, whether they live or not. */
	names(): string[] {
		return this.read()?.children.map(({ name }) => name) ?? [];
	}

	/** Writes down a process; one that is started anew takes the place of its forerunner. */
	add(name: string, pid: number): void {
		const others = this.run.children.filter((child) => child.name !== name);
		this.run.children = [...others, identify(name, pid)];
		mkdirSync(this.home, { recursive: true });
		writeFileSync(this.file, JSON.stringify(this.run, null, '\t'));
	}

	/** Everything of this run has ended. */
	clear(): void {
		this.run.children = [];
		rmSync(this.file, { force: true });
	}

	private read(): Run | null {
		try {
			return JSON.parse(readFileSync(this.file, 'utf8')) as Run;
		} catch {
			return null; // no earlier run, or one that was killed while it wrote
		}
	}
}

function identify(name: string, pid: number): Started {
	return { name, pid, startedAt: startTimeOf(pid) };
}

function isSame(one: Started | undefined, other: Started): boolean {
	return one?.pid === other.pid && one.startedAt === other.startedAt;
}

function isStillThere({ pid, startedAt }: Started): boolean {
	return startedAt !== null && startTimeOf(pid) === startedAt;
}
