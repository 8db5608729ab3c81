import type { ErrorReport } from '../../../nodes/domain/errors';
import type { ReleasedAs, Reservation, ReservationState } from '../ledger/reservations';

/** What can be said to a reservation; a move, which needs room, is judged apart. */
export type Answer = 'accept' | 'decline' | 'start' | 'release';

/** Where an answer leads: on, nowhere new, or nowhere at all. */
export type Verdict =
	| { result: 'changes'; state: ReservationState; releasedAs: ReleasedAs | null }
	| { result: 'same' }
	| { result: 'refused'; error: ErrorReport };

type Stands = Pick<Reservation, 'id' | 'state' | 'releasedAs' | 'person'>;

/**
 * Judges an answer by where the reservation stands. Said twice, it is the same as said once. Whoever
 * accepts late still may, as long as nobody has taken the hours back.
 */
export function judge(stands: Stands, answer: Answer): Verdict {
	const { state } = stands;
	if (state === 'released') {
		const isSaid = wordOf[answer] === stands.releasedAs;
		return isSaid ? { result: 'same' } : refuse(stands, answer);
	}
	switch (answer) {
		case 'accept':
			return state === 'held' ? to('accepted') : { result: 'same' };
		case 'start':
			if (state === 'held') return refuse(stands, answer);
			return state === 'accepted' ? to('started') : { result: 'same' };
		case 'decline':
			return state === 'started' ? refuse(stands, answer) : to('released', 'declined');
		case 'release':
			return to('released', 'cancelled');
	}
}

/** What a release is called that follows from an answer. */
const wordOf: Record<Answer, ReleasedAs | null> = {
	accept: null,
	decline: 'declined',
	start: null,
	release: 'cancelled',
};

function to(state: ReservationState, releasedAs: ReleasedAs | null = null): Verdict {
	return { result: 'changes', state, releasedAs };
}

function refuse({ id, state, releasedAs, person }: Stands, answer: Answer): Verdict {
	const stands = releasedAs === null ? state : `released (${releasedAs})`;
	return {
		result: 'refused',
		error: {
			code: 'reservation/cannot-change',
			what: `The reservation was not changed: ${answer} is not possible now.`,
			why: `${id} of ${person} is ${stands}.`,
			mend:
				state === 'held'
					? 'Accept it first.'
					: state === 'started'
						? 'Release it, or move its days, if the work is to stop.'
						: 'Reserve the work again under a new occurrence, if it is still wanted.',
		},
	};
}

/** Why a move cannot be made whatever room there is; null where it may be. */
export function refuseMove(
	stands: Stands & Pick<Reservation, 'revision'>,
	wanted: { person: string; revision: number | null },
): ErrorReport | null {
	if (stands.state === 'released') {
		return {
			code: 'reservation/cannot-change',
			what: 'The reservation was not moved.',
			why: `${stands.id} of ${stands.person} is released (${stands.releasedAs}).`,
			mend: 'Reserve the work again under a new occurrence.',
		};
	}
	if (stands.state === 'started' && wanted.person !== stands.person) {
		return {
			code: 'reservation/started',
			what: 'The reservation was not moved.',
			why: `${stands.person} has started ${stands.id}; only what nobody has started may change hands.`,
			mend: 'Move its days only, or release it and reserve what is left for somebody else.',
		};
	}
	if (wanted.revision !== null && wanted.revision !== stands.revision) {
		return {
			code: 'reservation/moved-meanwhile',
			what: 'The reservation was not moved.',
			why: `It was moved by somebody else: it is at revision ${stands.revision}, the call knew ${wanted.revision}.`,
			mend: 'Read it again, and move it from there if that is still wanted.',
		};
	}
	return null;
}
