import type { Moment } from '../ledger/moment';
import type { Store } from '../ledger/store';
import { keepWantedTopics, readMissingMs } from '../ledger/wantedTopics';
import type { TopicStanding } from './decide';

/** Says for which topics flows are there. */
export interface WantedTopics {
	/**
	 * How a topic stands that n8n just refused an event of, by a look at n8n that began after the event
	 * arrived: whoever publishes a flow before that misses nothing.
	 *
	 * @param ageMs milliseconds since the event arrived
	 */
	standingOf(topic: string, ageMs: number): Promise<TopicStanding>;
	/** Looks now which flows are published, so that it is known since when one is missing. */
	look(): Promise<void>;
}

/** What it is built on. */
export interface WantedTopicsParts {
	store: Store;
	/** The topics that published workflows wait for; rejects where n8n cannot be asked. */
	readPublished(): Promise<string[]>;
	/** A topic is without a flow once none has been published for so long. */
	latelyMs: number;
	/** A test's clock; the database's without one. */
	moment?: () => Moment;
	/** The machine's time in milliseconds. */
	wall: () => number;
	/** Called when events may go that waited for a flow. */
	onFreed?: () => void;
}

/** An older look says nothing about now, however old the event is. */
const LOOK_HOLDS_MS = 60_000;

/** Opens it; several processes over one ledger share what they saw. */
export function openWantedTopics(parts: WantedTopicsParts): WantedTopics {
	const { store, readPublished, latelyMs, moment = () => null, wall, onFreed } = parts;
	let last: { beganAt: number; wasHeard: boolean } | null = null;
	let looking: Promise<void> | null = null;
	const lookOnce = async () => {
		const beganAt = wall();
		const published = await readPublished().catch(() => null);
		if (published !== null) {
			const come = await keepWantedTopics(store, published, moment());
			if (come.length > 0) onFreed?.();
		}
		last = { beganAt, wasHeard: published !== null };
	};
	const look = async () => {
		looking ??= lookOnce().finally(() => {
			looking = null;
		});
		await looking;
	};
	/** @returns whether n8n could be asked */
	const lookedSince = async (at: number): Promise<boolean> => {
		for (;;) {
			if (last !== null && last.beganAt >= at) return last.wasHeard;
			await look();
		}
	};
	return {
		look,
		standingOf: async (topic, ageMs) => {
			const since = wall() - Math.min(ageMs, LOOK_HOLDS_MS);
			if (!(await lookedSince(since))) return 'unknown';
			const missingMs = await readMissingMs(store, topic, moment());
			if (missingMs === 0) return 'published';
			return missingMs !== null && missingMs < latelyMs ? 'lately' : 'none';
		},
	};
}
