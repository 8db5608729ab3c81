import type { FastifyInstance } from 'fastify';
import { listReservations } from '../../ledger/reservations';
import { bookingOf } from '../../reservations/view';
import { currentRoster } from '../../roster/currentRoster';
import { readAs } from '../effects/request';
import type { InboxParts } from '../inboxParts';
import { described } from '../openapi/describe';
import { DAYS_BACK, MOST_RESERVATIONS } from './capacity';
import { inputsDescription } from './descriptions';
import { inputsSchema } from './requests';

const DAY_MS = 86_400_000;

/** Adds `GET /v1/routing-inputs`: roster and bookings of one moment. */
export function addRoutingInputRoutes(
	app: FastifyInstance,
	{ store, now }: Pick<InboxParts, 'store' | 'now'>,
): void {
	app.get('/v1/routing-inputs', described(inputsDescription(inputsSchema)), async ({ query }) => {
		const asked = readAs(inputsSchema, query, 'The inputs cannot be read.', '');
		const since =
			asked.since ?? new Date(now().getTime() - DAYS_BACK * DAY_MS).toISOString().slice(0, 10);
		// The bookings after the roster: what is reserved in between is refused if the roster is older.
		const roster = await currentRoster(store, now());
		const held = await listReservations(store, {
			project: null,
			person: null,
			state: null,
			test: asked.test === 'true',
			since,
			withReleased: false,
			limit: MOST_RESERVATIONS,
		});
		return { roster, bookings: held.map(bookingOf), rosterVersion: roster.version };
	});
}
