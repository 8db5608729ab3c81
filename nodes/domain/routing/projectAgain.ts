import { z } from 'zod';

import { fromMajor } from '../money';
import { read } from '../read';
import { othersStay } from './movesSaid';
import { costOf } from './office';
import { projectSchema } from './schema';
import type { Booking, Project, Roster } from './schema';
import type { RoutingSettings } from './settings';

/** What is read of an assignment that came to nothing, as the ledger tells of it. */
const lostAssignmentSchema = z.object({
	piece: z.string().min(1),
	person: z.object({ id: z.string().min(1) }),
	/** In the words of who said no; null where nobody answered. */
	reason: z.string().nullish(),
	reservation: z.object({ notBefore: z.string().nullish() }),
	context: z.object({ project: projectSchema, decision: z.object({ dueAt: z.string() }) }),
});

/**
 * The project whose piece somebody declined, or did not answer for: that piece alone, without whoever
 * was asked before, beside what others have of it by now.
 *
 * @throws MendableError `routing/assignment`
 */
export function projectAgain(
	item: unknown,
	roster: Roster,
	bookings: readonly Booking[],
	settings: RoutingSettings,
): Project {
	const { piece, person, reason, reservation, context } = read(lostAssignmentSchema, item, {
		code: 'routing/assignment',
		what: 'The item holds no assignment that could be given to somebody else.',
		mend: 'Start the flow with assignment.declined or assignment.unanswered.',
	});
	const { project, decision } = context;
	const before = (project.declined ?? []).filter(
		(no) => no.piece !== piece || no.person !== person.id,
	);
	return projectSchema.parse({
		...project,
		only: piece,
		startAt: reservation.notBefore ?? null,
		dueAt: decision.dueAt,
		kept: bookings
			.filter((booking) => booking.project === project.id && booking.piece !== piece)
			.map((booking) => ({
				piece: booking.piece,
				person: booking.person,
				cost: costIn(booking, roster, settings),
				startsAt: booking.notBefore,
			})),
		...othersStay(item),
		declined: [...before, { piece, person: person.id, because: (reason ?? '').slice(0, 1_000) }],
	});
}

/** Of somebody who has left the roster nobody knows any more what they cost. */
function costIn({ person, days }: Booking, { people }: Roster, settings: RoutingSettings) {
	const member = people.find(({ id }) => id === person);
	const hours = days.reduce((sum, day) => sum + day.hours, 0);
	return fromMajor(member === undefined ? 0 : costOf(member, hours, settings), 'USD');
}
