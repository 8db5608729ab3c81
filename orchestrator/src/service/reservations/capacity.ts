import type { UnassignedWork } from '../../../../nodes/domain/routing/capacity';
import type { Office } from '../../../../nodes/domain/routing/office';
import { openOffice } from '../../../../nodes/domain/routing/office';
import type { Roster } from '../../../../nodes/domain/routing/schema';
import { defaultSettings } from '../../../../nodes/domain/routing/settings';
import { listReservations } from '../../ledger/reservations';
import { unassignedIn } from '../../reservations/unassigned';
import { bookingOf } from '../../reservations/view';
import { currentRoster } from '../../roster/currentRoster';
import type { Store } from '../../ledger/store';

const DAY_MS = 86_400_000;

/** Days back that reservations are looked at: shares and loads go by a month and two weeks. */
export const DAYS_BACK = 90;

/** More than an agency of hundreds has in a quarter. */
export const MOST_RESERVATIONS = 50_000;

/** Everybody with what they have to do, as the ledger has it now. */
export interface LedgerOffice {
	roster: Roster;
	office: Office;
	unassigned: UnassignedWork[];
}

/** Reads roster and reservations of one moment. */
export async function openLedgerOffice(
	store: Store,
	now: Date,
	test: boolean,
): Promise<LedgerOffice> {
	// The reservations after the roster: what is reserved in between is refused if the roster is older.
	const roster = await currentRoster(store, now);
	const held = await listReservations(store, {
		project: null,
		person: null,
		state: null,
		test,
		since: new Date(now.getTime() - DAYS_BACK * DAY_MS).toISOString().slice(0, 10),
		withReleased: true,
		limit: MOST_RESERVATIONS,
	});
	const bookings = held.filter(({ state }) => state !== 'released').map(bookingOf);
	const office = openOffice(roster, bookings, now, defaultSettings);
	return { roster, office, unassigned: unassignedIn(held) };
}
