import type { Pause } from '../../inbox/pause';

/** Sweeps by themselves until they are stopped. */
export interface Sweeps {
	/** Begins one now, if none is under way in this process. */
	now(): void;
	stop(): Promise<void>;
}

/** How sweeps are made. */
export interface SweepsParts {
	sweep(): Promise<unknown>;
	/** Wait between two of them, in milliseconds; null: only when somebody asks. */
	everyMs: number | null;
	onBug(error: unknown): void;
}

/** A wait is looked at again after this time: Node's timers end at 2^31 ms. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** Sweeps at regular times, the first after one wait: whoever starts a service has other things to see. */
export function startSweeps({ sweep, everyMs, onBug }: SweepsParts, pause: Pause): Sweeps {
	let isStopped = false;
	let isAsked = false;
	const run = async () => {
		for (;;) {
			await pause.wait(everyMs ?? LONGEST_WAIT_MS);
			if (isStopped) return;
			if (everyMs === null && !isAsked) continue;
			isAsked = false;
			await sweep().catch(onBug);
		}
	};
	const running = run();
	return {
		now: () => {
			isAsked = true;
			pause.wake();
		},
		stop: async () => {
			isStopped = true;
			pause.wake();
			await running;
		},
	};
}
