import { readReservation } from '../../ledger/reservations';
import { answerReservation } from '../../reservations/change';
import { currentRoster } from '../../roster/currentRoster';
import type { InboxParts } from '../inboxParts';
import type { Assignments } from './offers';

/** The ledger's reservations as offers ask for them, with people as the roster in force has them. */
export function reservedWork({
	store,
	now,
	moment,
}: Pick<InboxParts, 'store' | 'now' | 'moment'>): Assignments {
	return {
		find: async (id) => {
			const found = await readReservation(store, id);
			if (found === null) return null;
			const { people } = await currentRoster(store, now());
			const person = people.find((each) => each.id === found.person);
			return {
				isOpen: found.state !== 'released',
				test: found.test,
				person: { name: person?.name ?? found.person, email: person?.email ?? null },
			};
		},
		answer: async (id, given) =>
			(await answerReservation(store, id, given, now(), moment())).result,
	};
}
