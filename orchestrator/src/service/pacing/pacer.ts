import type { PacedLane } from './lane';
import { Lane } from './lane';
import type { PaceName, Paces } from './paces';
import { unpaced } from './paces';
import type { Turnstile } from './sharedLane';
import { SharedLane } from './sharedLane';

/** Where calls count together: the vendor's limit and, where it is one of several, which. */
export interface Destination {
	/** null for a service without a published limit. */
	pace: PaceName | null;
	/** Name among the destinations of that pace, e.g. the channel. */
	name: string;
}

/** Keeps one lane for each destination. */
export interface Pacer {
	lane(destination: Destination): PacedLane;
	/** A place in the queues, behind all that were given out before. */
	place(): number;
	/** A place for what is kept and has waited before: ahead of all callers, behind others kept. */
	placeOfKept(): number;
}

/**
 * Opens the lanes of this process.
 *
 * @param stopping sends everybody away who waits
 * @param turnstile where several processes share a ledger: counts the calls of all of them together
 */
export function openPacer(
	paces: Paces,
	stopping: AbortSignal,
	turnstile: Turnstile | null = null,
): Pacer {
	const lanes = new Map<string, PacedLane>();
	let places = 0;
	let placesOfKept = Number.MIN_SAFE_INTEGER;
	stopping.addEventListener('abort', () => lanes.forEach((lane) => lane.close()), { once: true });
	const open = (id: string, pace: PaceName | null) => {
		if (pace === null) return new Lane(unpaced);
		const local = new Lane(paces[pace]);
		return turnstile === null ? local : new SharedLane(local, id, paces[pace], turnstile);
	};
	return {
		lane: ({ pace, name }) => {
			const id = `${pace ?? 'none'}:${name}`;
			const lane = lanes.get(id) ?? open(id, pace);
			lanes.set(id, lane);
			return lane;
		},
		place: () => {
			places += 1;
			return places;
		},
		placeOfKept: () => {
			placesOfKept += 1;
			return placesOfKept;
		},
	};
}
