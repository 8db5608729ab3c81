import { releaseUnanswered } from '../../reservations/change';
import type { DueWorkParts } from '../dueWork';
import type { InboxParts } from '../inboxParts';

/** Reservations that one transaction takes back. */
const ROUND = 50;

/** Wait between looks, in milliseconds: people are asked for hours, not for seconds. */
const POLL_MS = 5_000;

/** What comes due of reservations: those that nobody has accepted in time. */
export function dueWorkOf({
	store,
	now,
	moment,
	wake,
	logger,
}: Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake' | 'logger'>): DueWorkParts {
	const unanswered = async () => {
		const released = await releaseUnanswered(store, ROUND, now(), moment());
		if (released > 0) wake();
		return released;
	};
	return {
		works: [{ name: 'unanswered reservations', run: unanswered }],
		pollMs: POLL_MS,
		round: ROUND,
		say: (line, text) => logger.info(line, text),
		onBug: (error) => logger.error({ err: error }, 'due work broke'),
	};
}
