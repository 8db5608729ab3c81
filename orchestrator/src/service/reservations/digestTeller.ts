import { eventId } from '../../inbox/eventId';
import { DIGEST_DUE } from '../../inbox/decide';
import { hasEvent, recordEvents } from '../../ledger/inbox';
import type { DigestSettings } from '../../reservations/digestTimes';
import { digestsDue } from '../../reservations/digestTimes';
import { currentRoster } from '../../roster/currentRoster';
import { dayHours } from '../../roster/dayHours';
import type { InboxParts } from '../inboxParts';

/** Source of events that come from the service's own clock. */
const SOURCE = 'clock';

/**
 * Tells the inbox once for each hub and day that its digest is due; whoever comes second, after a
 * restart or in another process, finds it told.
 *
 * @returns work that answers how many were told
 */
export function digestTeller(
	{ store, now, moment, wake }: Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake'>,
	settings: DigestSettings,
): () => Promise<number> {
	/** What this process knows to be told, so that it does not ask at every look; today's only. */
	let known = new Set<string>();
	return async () => {
		const roster = await currentRoster(store, now());
		const due = digestsDue(now(), settings, roster, dayHours(roster)).map((digest) => ({
			...digest,
			externalId: `capacity-digest/${digest.hub}/${digest.day}`,
		}));
		let told = 0;
		for (const { externalId, hub, day, zone, language } of due) {
			if (known.has(externalId)) continue;
			if (await hasEvent(store, SOURCE, externalId)) continue;
			const event = {
				id: eventId(now()),
				source: SOURCE,
				externalId,
				topic: DIGEST_DUE,
				subject: `hub:${hub}`,
				test: false,
				payload: { hub, day, zone, language },
			};
			const [recorded] = await recordEvents(store, [event], moment());
			if (recorded?.repeated === false) told += 1;
		}
		known = new Set(due.map(({ externalId }) => externalId));
		if (told > 0) wake();
		return told;
	};
}
