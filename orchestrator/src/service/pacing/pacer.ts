import { Lane } from './lane';
import type { PaceName, Paces } from './paces';
import { unpaced } from './paces';

/** Where calls count together: the vendor's limit and, where it is one of several, which. */
export interface Destination {
	/** null for a service without a published limit. */
	pace: PaceName | null;
	/** Name among the destinations of that pace, e.g. the channel. */
	name: string;
}

/** Keeps one lane for each destination. */
export interface Pacer {
	lane(destination: Destination): Lane;
	/** A place in the queues, behind all that were given out before. */
	place(): number;
}

/**
 * Opens the lanes of this process. Several replicas of the service would each keep the whole pace;
 * they need lanes in the database they share. Until then vendors answer the excess with 429, which
 * each replica obeys.
 *
 * @param stopping sends everybody away who waits
 */
export function openPacer(paces: Paces, stopping: AbortSignal): Pacer {
	const lanes = new Map<string, Lane>();
	let places = 0;
	stopping.addEventListener('abort', () => lanes.forEach((lane) => lane.close()), { once: true });
	return {
		lane: ({ pace, name }) => {
			const id = `${pace ?? 'none'}:${name}`;
			const lane = lanes.get(id) ?? new Lane(pace === null ? unpaced : paces[pace]);
			lanes.set(id, lane);
			return lane;
		},
		place: () => {
			places += 1;
			return places;
		},
	};
}
