import type { UnassignedWork } from '../../../nodes/domain/routing/capacity';
import type { Reservation } from '../ledger/reservations';
import { hoursOf } from './room';

/**
 * Pieces of projects that somebody declined or left unanswered, and that nobody has now. Work that was
 * cancelled is not missed.
 *
 * @param reservations with released ones, in the order they were made
 */
export function unassignedIn(reservations: readonly Reservation[]): UnassignedWork[] {
	const pieces = new Map<string, Reservation[]>();
	for (const held of reservations) {
		const name = JSON.stringify([held.project, held.piece]);
		const before = pieces.get(name);
		if (before === undefined) pieces.set(name, [held]);
		else before.push(held);
	}
	return [...pieces.values()].flatMap((of): UnassignedWork[] => {
		const last = of.at(-1);
		if (last === undefined || of.some(({ state }) => state !== 'released')) return [];
		const { project, piece, skill, days, releasedAs, person, dueAt } = last;
		if (releasedAs !== 'declined' && releasedAs !== 'unanswered') return [];
		const hours = hoursOf(days.reduce((sum, { seconds }) => sum + seconds, 0));
		const asked = person;
		const due = dueAt?.toISOString() ?? null;
		return [{ project, piece, skill, hours, because: releasedAs, asked, dueAt: due }];
	});
}
