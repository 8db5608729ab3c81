import { setTimeout as pause } from 'node:timers/promises';

/** What holds a sender back while too much waits to be worked on. */
export interface Brake {
	/** Leads that were taken and have had no effect yet; more hold the sender. */
	mostOpen: number;
	/** It is held for so long at most: what was lost would hold it for ever. Milliseconds. */
	longestMs: number;
	/** How many of these leads, by index, will show at the stand-ins. */
	showing(acknowledged: ReadonlyMap<number, unknown>): number;
	/** How many have shown there. */
	shown(): Promise<number>;
	signal: AbortSignal;
}

/** A look at the stand-ins every so often is enough; milliseconds. */
const LOOK_EVERY_MS = 250;

/** Makes the pace fit the machine: the returned function resolves when one more lead may be sent. */
export function openBrake(
	brake: Brake,
): (acknowledged: ReadonlyMap<number, unknown>) => Promise<void> {
	const { mostOpen, longestMs, showing, shown, signal } = brake;
	let latest = { at: -Infinity, shown: 0 };
	return async (acknowledged) => {
		const deadline = performance.now() + longestMs;
		while (performance.now() < deadline) {
			if (performance.now() - latest.at >= LOOK_EVERY_MS) {
				latest = { at: performance.now(), shown: await shown() };
			}
			if (showing(acknowledged) - latest.shown < mostOpen) return;
			await pause(LOOK_EVERY_MS, undefined, { signal });
		}
	};
}
