import { eventId } from '../inbox/eventId';
import { milestoneEvent } from '../inbox/milestoneEvent';
import type { Moment } from '../ledger/inbox';
import { recordEvents } from '../ledger/inbox';
import type { Reservation } from '../ledger/reservations';
import { listReservations } from '../ledger/reservations';
import type { Queries } from '../ledger/store';
import { currentRoster } from '../roster/currentRoster';
import { dealIn, personOf } from './told';

/** Any constant: whoever counts who has said yes to a project holds it with the project's number. */
const TEAM_LOCK = 7_316_206;

/** More pieces than any project has. */
const MOST_PIECES = 500;

/**
 * Tells the inbox, once, that everybody who is asked for a deal's project has said yes: its client
 * hears who they are. Projects that no deal stands behind have no client to tell.
 */
export async function tellTeam(
	queries: Queries,
	{ project, test, context }: Reservation,
	now: Date,
	moment: Moment,
): Promise<void> {
	const deal = dealIn(context);
	if (deal === null) return;
	// Of two who say yes at once, the second sees the first.
	await queries.query('SELECT pg_advisory_xact_lock($1::int, hashtext($2))', [TEAM_LOCK, project]);
	const filter = { project, person: null, state: null, test, since: null, withReleased: false };
	const pieces = await listReservations(queries, { ...filter, limit: MOST_PIECES });
	if (pieces.some(({ state }) => state === 'held')) return;
	const roster = await currentRoster(queries, now);
	const people = [...new Set(pieces.map(({ person }) => personOf(roster, person).name))];
	const [first] = pieces.flatMap(({ days }) => days.map(({ day }) => day)).sort();
	const due = pieces.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt.toISOString()])).sort();
	const event = milestoneEvent({
		milestone: 'team-assigned',
		deal,
		occurrence: 1,
		test,
		details: {
			people,
			// Noon in UTC is the same day in all but a few zones.
			...(first === undefined ? {} : { startsAt: `${first}T12:00:00Z` }),
			...(due.length === 0 ? {} : { dueAt: due.at(-1) ?? null }),
		},
	});
	await recordEvents(queries, [{ id: eventId(now), ...event }], moment);
}
