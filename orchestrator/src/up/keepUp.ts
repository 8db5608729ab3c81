import { setTimeout as pause } from 'node:timers/promises';
import type { BackoffBounds } from '../inbox/backoff';
import { backoffMs } from '../inbox/backoff';
import type { Part } from './parts';
import type { Say } from './stack';

/** Waits between starts of a part that keeps ending. */
const restarts: BackoffBounds = { firstMs: 1_000, longestMs: 60_000 };

/** A part that ran for so long, in milliseconds, ended for another reason than the time before. */
const RAN_WELL_MS = 60_000;

/**
 * Starts anew what ends by itself, and says so, until `signal` comes. A part that is there and does
 * not answer is left alone: whoever asks it finds the next one.
 */
export function keepUp(
	parts: Iterable<Part>,
	say: Say,
	signal: AbortSignal,
	bounds: BackoffBounds = restarts,
): void {
	for (const part of parts) void watch(part, say, signal, bounds);
}

async function watch(part: Part, say: Say, signal: AbortSignal, bounds: BackoffBounds) {
	for (let ends = 1; ; ends += 1) {
		const since = performance.now();
		const how = await part.ended;
		if (signal.aborted) return;
		if (performance.now() - since > RAN_WELL_MS) ends = 1;
		const waitMs = backoffMs(ends, part.name, bounds);
		const seconds = Math.ceil(waitMs / 1_000);
		say(
			`${part.name} ended (${how}); it is started anew in ${seconds} s. Its log: ${part.logFile}`,
		);
		await pause(waitMs, undefined, { signal }).catch(() => undefined);
		if (signal.aborted) return;
		// One that does not get ready has ended, or is there and may get ready later.
		const isReady = await part.restart().then(
			() => true,
			() => false,
		);
		if (isReady && !signal.aborted) say(`${part.name} is ready again.`);
	}
}
