import type { ErrorReport } from '../../../../nodes/domain/errors';
import type { NoRoom } from '../../reservations/reserve';

/** Most days that an error spells out; all of them stand beside it as data. */
const MOST_SPELLED_OUT = 5;

/** Why hours were not given, for a person. */
export function noRoomError(noRoom: NoRoom): ErrorReport {
	switch (noRoom.result) {
		case 'taken': {
			const spelled = noRoom.conflicts
				.slice(0, MOST_SPELLED_OUT)
				.map(
					({ person, day, wanted, free }) =>
						`${person} has ${hours(free)} free on ${day}, ${hours(wanted)} were wanted.`,
				);
			const more = noRoom.conflicts.length - spelled.length;
			return {
				code: 'reservation/taken',
				what: 'Nothing was reserved: the hours are not free.',
				why: [...spelled, ...(more > 0 ? [`And ${more} more days.`] : [])].join(' '),
				mend: 'Read the bookings again and route again: somebody else was faster.',
			};
		}
		case 'otherRoster':
			return {
				code: 'reservation/other-roster',
				what: 'Nothing was reserved: the roster has changed.',
				why: `The plan was not made with ${noRoom.roster}, which is in force.`,
				mend: 'Read roster and bookings again, and route again.',
			};
		case 'unknownPeople':
			return {
				code: 'reservation/unknown-person',
				what: 'Nothing was reserved.',
				why: `The roster does not have ${noRoom.people.join(', ')}.`,
				mend: 'Name people by their ids in the roster (agency-ops data pull roster).',
			};
	}
}

/** A key that stands for another request. */
export function otherContent(key: string): ErrorReport {
	return {
		code: 'reservation/other-content',
		what: 'Nothing was reserved.',
		why: `The key ${key} stands for a reservation of other pieces, people or days.`,
		mend: 'Use the next occurrence for other work; the same call again would have got the first answer.',
	};
}

/** An id that nothing has. */
export function missing(id: string): ErrorReport {
	return {
		code: 'reservation/not-found',
		what: 'There is no such reservation.',
		why: `Nothing is reserved under the id "${id.slice(0, 60)}".`,
		mend: 'Look for it with GET /v1/reservations?project=….',
	};
}

function hours(value: number): string {
	return `${Math.round(value * 100) / 100} h`;
}
