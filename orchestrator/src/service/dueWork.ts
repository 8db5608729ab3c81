import type { Pause } from '../inbox/pause';

/** Something that comes due with time. */
export interface DueWork {
	name: string;
	/** Does what is due now. @returns how much that was; as much as a round holds asks for another */
	run(): Promise<number>;
}

/** How due work is done. */
export interface DueWorkParts {
	works: DueWork[];
	/** Wait between looks, in milliseconds. */
	pollMs: number;
	/** Work that one look does at most. */
	round: number;
	/** Receives one line when something was due; nothing about people is in it. */
	say?: (line: object, text: string) => void;
	onBug?: (error: unknown) => void;
}

/** Looks for due work until it is stopped. */
export interface DueWorker {
	stop(): Promise<void>;
}

/** Lets due work be done in the background; several processes over one ledger share it. */
export function startDueWork(parts: DueWorkParts, pause: Pause): DueWorker {
	const { works, pollMs, round, say, onBug = () => undefined } = parts;
	let isStopped = false;
	const look = async ({ name, run }: DueWork): Promise<boolean> => {
		try {
			const done = await run();
			if (done > 0) say?.({ work: name, done }, 'due');
			return done >= round;
		} catch (error) {
			onBug(error); // the next look tries again
			return false;
		}
	};
	const run = async () => {
		while (!isStopped) {
			let isMore = false;
			for (const work of works) isMore = (await look(work)) || isMore;
			if (!isStopped && !isMore) await pause.wait(pollMs);
		}
	};
	const running = run();
	return {
		stop: async () => {
			isStopped = true;
			pause.wake();
			await running;
		},
	};
}
