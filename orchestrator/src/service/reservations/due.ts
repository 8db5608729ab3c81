import { tellDueReviews } from '../../quality/dueReviews';
import { releaseUnanswered } from '../../reservations/change';
import type { DueWorkParts } from '../dueWork';
import type { InboxParts } from '../inboxParts';
import type { CapacitySettings } from '../settings';
import { digestTeller } from './digestTeller';

/** Reservations that one transaction takes back. */
const ROUND = 50;

/** Wait between looks, in milliseconds: people are asked for hours, not for seconds. */
const POLL_MS = 5_000;

type Parts = Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake' | 'logger'>;

/** What comes due: reservations and reviews that nobody has answered in time, and the digests of the morning. */
export function dueWorkOf(parts: Parts, capacity: CapacitySettings): DueWorkParts {
	const { store, now, moment, wake, logger } = parts;
	const { digest } = capacity;
	const unanswered = async () => {
		const released = await releaseUnanswered(store, ROUND, now(), moment());
		if (released > 0) wake();
		return released;
	};
	const reviews = async () => {
		const told = await tellDueReviews(store, ROUND, now(), moment());
		if (told > 0) wake();
		return told;
	};
	return {
		works: [
			{ name: 'unanswered reservations', run: unanswered },
			{ name: 'unanswered reviews', run: reviews },
			...(digest === false ? [] : [{ name: 'capacity digests', run: digestTeller(parts, digest) }]),
		],
		pollMs: POLL_MS,
		round: ROUND,
		say: (line, text) => logger.info(line, text),
		onBug: (error) => logger.error({ err: error }, 'due work broke'),
	};
}
