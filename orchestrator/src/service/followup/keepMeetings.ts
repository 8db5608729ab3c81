import { addressTarget } from '../../followup/addressTarget';
import { bareEvent } from '../../followup/bareEvent';
import { tellEvents } from '../../followup/tellEvents';
import { eventId } from '../../inbox/eventId';
import { meetingIn } from '../../inbox/sources/calendly';
import type { SourceEvent } from '../../inbox/sources/read';
import type { Recorded } from '../../ledger/inbox';
import { recordEvents } from '../../ledger/inbox';
import type { InboxParts } from '../inboxParts';

/**
 * Keeps what Calendly tells, once, and in the same transaction tells the follow-ups of who booked a
 * meeting, and of their colleagues: somebody will talk with them.
 */
export async function keepMeetings(
	events: SourceEvent[],
	{ store, now, moment, wake }: Pick<InboxParts, 'store' | 'now' | 'moment' | 'wake'>,
): Promise<Recorded[]> {
	const kept = await store.transaction(async (queries) => {
		const given = events.map((event) => ({ ...event, id: eventId(now()) }));
		const recorded = await recordEvents(queries, given, moment());
		for (const [index, event] of events.entries()) {
			const { id, repeated } = recorded[index] ?? { id: '', repeated: true };
			const meeting = repeated ? null : meetingIn(event);
			if (meeting === null) continue;
			const told = bareEvent(id, 'meeting_booked', now());
			const booked = { ...told, at: meeting.bookedAt ?? told.at };
			await tellEvents(queries, addressTarget([meeting.address]), [booked], now(), moment());
		}
		return recorded;
	});
	if (kept.some(({ repeated }) => !repeated)) wake();
	return kept;
}
