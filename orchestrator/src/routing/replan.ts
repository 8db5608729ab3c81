import { withDays } from '../../../nodes/domain/routing/freeTime';
import type { Calendar, DayPart } from '../../../nodes/domain/routing/freeTime';
import { byAnother, hoursOf, slotFor } from '../../../nodes/domain/routing/handOver';
import type { Booking, Roster } from '../../../nodes/domain/routing/schema';
import type { ReplanAsk, ReplanCase, ReplanPiece } from './replanProblem';
import { layOut, problemOf } from './replanProblem';
import { solveProblem } from './solve';

/** A piece that would get other days, and perhaps another person. */
export interface ReplanMove {
	/** Id of the reservation. */
	reservation: string;
	project: string;
	piece: string;
	from: string;
	to: string;
	was: DayPart[];
	days: DayPart[];
	/** ISO 8601, UTC. */
	startsAt: string;
	endsAt: string;
	because: string;
}

/** A piece for which nobody could be found, or that cannot change hands. */
export interface ReplanUnplaced {
	reservation: string;
	project: string;
	piece: string;
	because: string;
}

/** What would change so that somebody can be away; nothing has. */
export interface Replan {
	away: string;
	name: string;
	from: string;
	until: string | null;
	rosterVersion: string;
	/** Pieces of the person that lie in the days away. */
	hit: number;
	moves: ReplanMove[];
	unplaced: ReplanUnplaced[];
}

/** Plans that are tried: each time a day turns out to be full, the next leaves that choice out. */
const MOST_ROUNDS = 25;

/** Longest search of one plan, in seconds. */
const SECONDS = 5;

/**
 * Finds who could do the work of somebody who is away, with as few changes as the solver finds. The
 * solver counts hours over the whole span; what it chooses is then laid on the days, and where a day
 * is full the choice is left out and the rest planned again. Nobody is given more of a day than it has.
 *
 * @returns null where the roster does not have the person
 */
export async function replan(
	inputs: { roster: Roster; bookings: readonly Booking[] },
	ask: ReplanAsk,
	now: Date,
): Promise<Replan | null> {
	const laid = layOut(inputs, ask, now);
	if (laid === null) return null;
	for (let round = 1; ; round += 1) {
		const { problem, previous } = problemOf(laid);
		const plan = await solveProblem(problem, { seconds: SECONDS, previous });
		const chosen = new Map(
			plan.assignments.map(({ project, person }) => [project, String(person)]),
		);
		const { moves, full } = layOnDays(laid, chosen);
		if (full === null) return told(laid, inputs.roster, moves);
		if (round >= MOST_ROUNDS) return told(laid, inputs.roster, oneByOne(laid));
		full.piece.slots.delete(full.person);
	}
}

/** Gives each piece that cannot stay to whoever is done first, and moves nothing else. */
function oneByOne(laid: ReplanCase): Map<ReplanPiece, ReplanMove> {
	const chosen = new Map<string, string>();
	let moves = new Map<ReplanPiece, ReplanMove>();
	const hit = laid.pieces.filter(({ isHit }) => isHit).sort((a, b) => a.until - b.until);
	for (const { booking, slots } of hit) {
		const soonest = [...slots].sort(([, a], [, b]) => a.endsAt - b.endsAt);
		for (const [person] of soonest) {
			const tried = layOnDays(laid, new Map(chosen).set(booking.id, person));
			if (tried.full !== null) continue;
			chosen.set(booking.id, person);
			moves = tried.moves;
			break;
		}
	}
	return moves;
}

/** Lays what changes on the days, the most urgent first; or says which choice has no room. */
function layOnDays(
	{ office, pieces, fixed }: ReplanCase,
	chosen: ReadonlyMap<string | number, string>,
): { moves: Map<ReplanPiece, ReplanMove>; full: { piece: ReplanPiece; person: string } | null } {
	const calendars = new Map<string, Calendar>(fixed);
	const memberOf = new Map(office.members.map((member) => [member.person.id, member]));
	const take = (person: string, days: DayPart[]) =>
		calendars.set(person, withDays(calendars.get(person)!, days));
	const isKept = ({ booking, isHit }: ReplanPiece) =>
		!isHit && (chosen.get(booking.id) ?? booking.person) === booking.person;
	for (const { booking } of pieces.filter(isKept)) take(booking.person, booking.days);

	const moves = new Map<ReplanPiece, ReplanMove>();
	let full: { piece: ReplanPiece; person: string } | null = null;
	const changing = pieces
		.filter((piece) => !isKept(piece) && chosen.has(piece.booking.id))
		.sort((a, b) => a.until - b.until || a.from - b.from || (a.booking.id < b.booking.id ? -1 : 1));
	for (const piece of changing) {
		const { booking, holder } = piece;
		const person = chosen.get(booking.id)!;
		const isHolder = person === holder.person.id;
		// Who has a piece that this one must be apart from may have changed as well.
		const apart = apartNow(office, piece, pieces, chosen);
		const slot = slotFor(
			office.clock,
			{ person: memberOf.get(person)!.person, calendar: calendars.get(person)! },
			{
				...piece,
				apart,
				...(isHolder ? { holder: { ...holder, person: { ...holder.person, id: '' } } } : {}),
			},
		);
		if (slot === null) {
			full ??= { piece, person };
			continue;
		}
		take(person, slot.days);
		moves.set(piece, {
			reservation: booking.id,
			project: booking.project,
			piece: booking.piece,
			from: booking.person,
			to: person,
			was: booking.days,
			days: slot.days,
			startsAt: iso(slot.startsAt),
			endsAt: iso(slot.endsAt),
			because: '',
		});
	}
	return { moves, full };
}

/** Who has the pieces that one must be apart from, as they are chosen. */
function apartNow(
	{ settings }: ReplanCase['office'],
	{ booking, apart }: ReplanPiece,
	pieces: readonly ReplanPiece[],
	chosen: ReadonlyMap<string | number, string>,
): ReadonlySet<string> {
	if (apart.size === 0) return apart;
	const isApart = byAnother(settings);
	const others = pieces.filter(
		({ booking: other }) =>
			other.project === booking.project &&
			other.id !== booking.id &&
			(isApart(booking) || isApart(other)),
	);
	return new Set([...apart, ...others.flatMap((other) => chosen.get(other.booking.id) ?? [])]);
}

function told(
	{ office, away, from, until, pieces, stuck }: ReplanCase,
	roster: Roster,
	moves: ReadonlyMap<ReplanPiece, ReplanMove>,
): Replan {
	const name = away.person.name ?? away.person.id;
	const hit = pieces.filter(({ isHit }) => isHit);
	const lost = hit.filter((piece) => !moves.has(piece));
	const about = ({ id, project, piece }: Booking) => ({ reservation: id, project, piece });
	return {
		away: away.person.id,
		name,
		from,
		until,
		rosterVersion: roster.version,
		hit: hit.length + stuck.length,
		moves: [...moves].map(([piece, move]) => ({ ...move, because: because(piece, name) })),
		unplaced: [
			...stuck.map(({ booking, why }) => ({ ...about(booking), because: stuckBecause[why] })),
			...lost.map((piece) => ({ ...about(piece.booking), because: lostBecause(office, piece) })),
		],
	};
}

function because({ isHit, isLate }: ReplanPiece, name: string): string {
	if (!isHit) return 'Makes room for other work.';
	const late = ' It ends after what follows it in its project begins: look at that too.';
	return `${name} is away.${isLate ? late : ''}`;
}

const stuckBecause = {
	started: 'It has begun: agree on it with them, or release it and reserve what is left.',
	begun: 'A part of its days is over, so it stays with whoever has it.',
	noSkill: 'It does not say which skill it needs, so nobody else can be chosen.',
} as const;

function lostBecause(
	office: ReplanCase['office'],
	{ booking, holder, from, until }: ReplanPiece,
): string {
	const { skill, level } = booking;
	const able = office.members.filter(
		({ person }) => person.id !== holder.person.id && (person.skills[skill ?? ''] ?? 0) >= level,
	);
	if (able.length === 0) return `Nobody else has ${skill} at level ${level}.`;
	const hours = Math.round(hoursOf(booking) * 100) / 100;
	return `Nobody with ${skill} at level ${level} has ${hours} h free from ${iso(from).slice(0, 16)} to ${iso(until).slice(0, 16)} UTC.`;
}

function iso(moment: number): string {
	return new Date(Math.round(moment)).toISOString();
}
