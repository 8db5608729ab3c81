import { MendableError } from '../../../nodes/domain/errors';
import type { Child } from './child';
import type { Leftovers } from './leftovers';

/** One process of a stack; it keeps its name when it is started anew. */
export interface Part {
	readonly name: string;
	/** Id of the process that is, or was last, this part. */
	readonly pid: number;
	readonly logFile: string;
	readonly isRunning: boolean;
	/** Resolves when the part first answers that it is ready; after a restart, for the new process. */
	readonly ready: Promise<void>;
	/** Resolves when the present process is gone, with its exit code or the signal that ended it. */
	readonly ended: Promise<number | NodeJS.Signals>;
	/** Sends a signal to the process and everything it started: `SIGKILL`, `SIGSTOP`, `SIGCONT`, … */
	kill(signal: NodeJS.Signals): void;
	/** Asks the process to end, and ends it by force after its grace. */
	stop(): Promise<void>;
	/** Ends by force what is left of it and starts it anew, same ports and data; resolves when ready. */
	restart(): Promise<void>;
}

/** The processes of a stack by name, in the order in which they were started. */
export class Parts {
	private readonly parts = new Map<string, RunningPart>();
	private stopping: Promise<void> | undefined;

	constructor(private readonly leftovers: Leftovers) {}

	/**
	 * Starts a process under a name of its own.
	 *
	 * @param start starts it, now and at each restart
	 */
	add(start: () => Child): Part {
		const part = new RunningPart(() => {
			if (this.stopping !== undefined) throw stopped();
			const child = start();
			this.leftovers.add(child.name, child.pid);
			return child;
		});
		this.parts.set(part.name, part);
		return part;
	}

	/** @throws MendableError `stack/no-such-part` naming those there are */
	get(name: string): Part {
		const part = this.parts.get(name);
		if (part !== undefined) return part;
		throw new MendableError(
			'stack/no-such-part',
			`The stack has no part "${name}".`,
			`Its parts are ${this.names.join(', ')}.`,
			'Name one of them.',
		);
	}

	get names(): string[] {
		return [...this.parts.keys()];
	}

	[Symbol.iterator](): IterableIterator<Part> {
		return this.parts.values();
	}

	/** Ends every part, the last one first; may be called twice. */
	async stop(): Promise<void> {
		this.stopping ??= this.stopAll();
		await this.stopping;
	}

	private async stopAll(): Promise<void> {
		for (const part of [...this.parts.values()].reverse()) await part.stop();
		this.leftovers.clear();
	}
}

function stopped(): MendableError {
	return new MendableError(
		'stack/stopped',
		'The stack has been stopped.',
		'Nothing is started in it any more.',
		'Start another one.',
	);
}

class RunningPart implements Part {
	private child: Child;
	isRunning = false;

	constructor(private readonly start: () => Child) {
		this.child = this.launch();
	}

	get name(): string {
		return this.child.name;
	}
	get pid(): number {
		return this.child.pid;
	}
	get logFile(): string {
		return this.child.logFile;
	}
	get ready(): Promise<void> {
		return this.child.ready;
	}
	get ended(): Promise<number | NodeJS.Signals> {
		return this.child.ended;
	}

	kill(signal: NodeJS.Signals): void {
		this.child.kill(signal);
	}

	async stop(): Promise<void> {
		await this.child.stop();
	}

	async restart(): Promise<void> {
		this.child.kill('SIGKILL');
		await this.child.ended;
		this.child = this.launch();
		await this.child.ready;
	}

	private launch(): Child {
		const child = this.start();
		this.isRunning = true;
		void child.ended.then(() => {
			if (this.child === child) this.isRunning = false;
		});
		return child;
	}
}
