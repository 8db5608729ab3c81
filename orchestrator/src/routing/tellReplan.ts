import { DateTime } from 'luxon';
import type { DayPart } from '../../../nodes/domain/routing/freeTime';
import type { Replan } from './replan';

/** A re-plan as a difference, for a person; times in a zone of theirs. */
export function tellReplan(plan: Replan, zone: string): string[] {
	const { name, from, until, hit, moves, unplaced } = plan;
	const span = until === null ? `from ${from} on` : `${from} to ${until}`;
	if (hit === 0) return [`${name} has no work ${span}: nothing has to change.`];
	const changes = moves.filter((move) => move.from !== move.to).length;
	const head = `${name} is away ${span} and has ${counted(hit, 'piece')} of work then: ${changes} would change hands, ${moves.length - changes} would get other days, ${unplaced.length} could not be placed.`;
	const listed = moves.flatMap((move) => [
		'',
		`${move.piece} of ${move.project}   ${move.because}`,
		`  - ${move.from}: ${daysOf(move.was)}`,
		`  + ${move.to}: ${daysOf(move.days)}, done ${momentOf(move.endsAt, zone)}`,
	]);
	const lost = unplaced.map(
		({ project, piece, because }) => `  ! ${piece} of ${project}: ${because}`,
	);
	return [head, ...listed, ...(lost.length === 0 ? [] : ['', 'Could not be placed:', ...lost])];
}

function counted(count: number, word: string): string {
	return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function daysOf(days: readonly DayPart[]): string {
	return days
		.map(({ day, hours }) => {
			const name = DateTime.fromISO(day, { zone: 'utc', locale: 'en' }).toFormat('ccc d LLL');
			return `${name} ${Math.round(hours * 100) / 100} h`;
		})
		.join(', ');
}

function momentOf(moment: string, zone: string): string {
	return DateTime.fromISO(moment, { zone, locale: 'en' }).toFormat('ccc d LLL HH:mm ZZZZ');
}
