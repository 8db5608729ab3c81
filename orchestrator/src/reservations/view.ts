import type { Booking } from '../../../nodes/domain/routing/schema';
import { bookingSchema } from '../../../nodes/domain/routing/schema';
import type { Reservation } from '../ledger/reservations';
import { hoursOf } from './room';

/** A reservation as callers are told of it; days in hours, times in ISO 8601 UTC. */
export interface ReservationView
	extends Omit<Booking, 'started'>,
		Pick<Reservation, 'state' | 'revision' | 'test' | 'releasedAs' | 'reason'> {
	/** Key of the request that made it. */
	key: string;
	/** Until when the person may say yes; null without end, and once they have. */
	holdUntil: string | null;
	rosterVersion: string;
	createdAt: string;
	updatedAt: string;
}

/** What callers are told of a reservation. */
export function reservationView(held: Reservation): ReservationView {
	const { state, revision, test, releasedAs, reason } = held;
	return {
		...workOf(held),
		key: held.request,
		state,
		revision,
		test,
		holdUntil: held.holdUntil?.toISOString() ?? null,
		rosterVersion: held.roster,
		releasedAs,
		reason,
		createdAt: held.createdAt.toISOString(),
		updatedAt: held.updatedAt.toISOString(),
	};
}

/** A reservation as the routing core takes what people have to do already. */
export function bookingOf(held: Reservation): Booking {
	return bookingSchema.parse({ ...workOf(held), started: held.state === 'started' });
}

function workOf(held: Reservation) {
	const { id, project, piece, person, days, skill, level, client } = held;
	return {
		id,
		project,
		piece,
		person,
		days: days.map(({ day, seconds }) => ({ day, hours: hoursOf(seconds) })),
		skill,
		level,
		notBefore: held.notBefore?.toISOString() ?? null,
		dueAt: held.dueAt?.toISOString() ?? null,
		client,
		value: held.value as Booking['value'],
	};
}
