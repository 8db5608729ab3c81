import { findSlot } from './freeTime';
import type { Slot } from './freeTime';
import type { Member, Office } from './office';
import { costOf } from './office';
import { kinds } from './schema';
import type { Kind, Piece, Project } from './schema';
import { termsOf, totalOf } from './terms';
import type { PieceAsk, Term } from './terms';
import { tieBreak } from './tieBreak';

/** A piece that somebody has already, while another one is routed. */
export interface KeptPiece {
	piece: string;
	person: string;
	byAnother: boolean;
	/** Milliseconds, of a piece that comes after the one that is routed; else, or unknown, null. */
	startsAt: number | null;
}

/** A project as its pieces are to be done, one after the other. */
export interface Chain {
	project: Project;
	pieces: readonly Piece[];
	/** Milliseconds; `due` is when all must be done. */
	start: number;
	due: number;
	/** When each piece should be done by the plan. */
	plannedEnds: readonly number[];
	valueUsd: number | null;
	/** Pieces that are given away already, and what they cost together in US dollars. */
	kept: readonly KeptPiece[];
	keptUsd: number;
	/** Most that people may cost together, in US dollars; null for any. */
	budget: number | null;
}

/** Who may be asked, and in which order of kinds. */
export type Kinds = readonly Kind[];

/** Somebody for a piece of work, with everything that speaks for and against them. */
export interface Bid {
	member: Member;
	slot: Slot;
	cost: number;
	terms: Term[];
	total: number;
}

/** A piece with who does it and who else could. */
export interface Placed {
	piece: Piece;
	bid: Bid;
	/** Everybody who could at that moment, the best first; the chosen one among them. */
	ranked: Bid[];
}

/** People of these kinds who have the skill at the level. */
export function ableMembers({ members }: Office, { skill, level }: Piece, kinds: Kinds): Member[] {
	return members.filter(
		({ person }) => kinds.includes(person.kind) && levelOf(person.skills, skill) >= level,
	);
}

/** A person's level in a skill, 0 where they have not learnt it. */
export function levelOf(skills: Readonly<Record<string, number>>, skill: string): number {
	return Object.hasOwn(skills, skill) ? skills[skill] : 0;
}

/** Who has pieces. */
export function membersOf(placed: readonly Placed[]): Set<string> {
	return new Set(placed.map(({ bid }) => bid.member.person.id));
}

/** Everybody who can do a piece from a moment on for so much at most, the best first. */
export function bidsFor(
	office: Office,
	chain: Chain,
	index: number,
	able: readonly Member[],
	from: number,
	placed: readonly Placed[],
	mostCost: number,
): Bid[] {
	const piece = chain.pieces[index];
	const sofar = membersOf(placed);
	const ask = askOf(chain, index, sofar);
	const bids = able.flatMap((member): Bid[] => {
		if (!isAllowed(chain, index, member, sofar)) return [];
		const slot = slotOf(office, chain, index, member, from);
		if (slot === null) return [];
		const cost = costOf(member.person, piece.hours, office.settings);
		if (cost > mostCost + 1e-9) return [];
		const terms = termsOf(office, member, ask, slot);
		return [{ member, slot, cost, terms, total: totalOf(terms) }];
	});
	const { seed } = office.settings;
	const job = `${chain.project.id}/${piece.id}`;
	const drawn = new Map(bids.map((bid) => [bid, tieBreak(seed, job, bid.member.person.id)]));
	return bids.sort(
		(a, b) =>
			kindRank(a) - kindRank(b) ||
			b.total - a.total ||
			(drawn.get(a) ?? 0) - (drawn.get(b) ?? 0) ||
			(a.member.person.id < b.member.person.id ? -1 : 1),
	);
}

/** Whether a person may have a piece after those they have. */
export function isAllowed(
	chain: Chain,
	index: number,
	{ person }: Member,
	sofar: ReadonlySet<string>,
): boolean {
	const isAsked = declineOf(chain, chain.pieces[index].id, person.id) === undefined;
	return isAsked && !mustBeAnother(chain, index, person.id, sofar);
}

/** Whether a piece must be somebody else's: it, or one that the person has already, is to be by another. */
export function mustBeAnother(
	{ pieces, kept }: Chain,
	index: number,
	person: string,
	sofar: ReadonlySet<string>,
): boolean {
	const theirs = kept.filter((each) => each.person === person);
	if (theirs.some(({ byAnother }) => byAnother)) return true;
	return pieces[index].byAnother && (sofar.has(person) || theirs.length > 0);
}

/** How a person said no to a piece; undefined where they were not asked, or did not. */
export function declineOf({ project }: Chain, piece: string, person: string) {
	return project.declined?.find((each) => each.piece === piece && each.person === person);
}

/** Own people first, whatever others offer: overflow is for what they cannot do. */
function kindRank({ member }: Bid): number {
	return kinds.indexOf(member.person.kind);
}

/** When a person would do a piece from a moment on; null where they cannot by the deadline. */
export function slotOf(
	{ clock }: Office,
	{ pieces, due }: Chain,
	index: number,
	{ calendar }: Member,
	from: number,
): Slot | null {
	return findSlot(calendar, clock, pieces[index].hours, from, due);
}

/** What is known of the project for the terms of a piece. */
export function askOf(chain: Chain, index: number, sofar: ReadonlySet<string>): PieceAsk {
	const { project, pieces, valueUsd, start, due, plannedEnds } = chain;
	const allHours = pieces.reduce((sum, { hours }) => sum + hours, 0);
	const plannedEnd = plannedEnds[index];
	return { project, piece: pieces[index], allHours, valueUsd, start, due, plannedEnd, sofar };
}

/** When the pieces from one on would end at the earliest, at any cost; null where they cannot in time. */
export function endOf(
	office: Office,
	chain: Chain,
	able: readonly Member[][],
	index: number,
	from: number,
): number | null {
	let moment = from;
	for (let at = index; at < chain.pieces.length; at++) {
		const ends = able[at].flatMap((member) => {
			const slot = slotOf(office, chain, at, member, moment);
			return slot === null ? [] : [slot.endsAt];
		});
		if (ends.length === 0) return null;
		moment = ends.reduce((least, end) => Math.min(least, end), Infinity);
	}
	return moment;
}

/** For each piece what it and those after it cost at least, whoever is free; 0 after the last. */
export function cheapestRests(
	{ settings }: Office,
	{ pieces }: Chain,
	able: readonly Member[][],
): number[] {
	const rests = [0];
	for (let index = pieces.length - 1; index >= 0; index--) {
		const costs = able[index].map(({ person }) => costOf(person, pieces[index].hours, settings));
		rests.unshift(rests[0] + costs.reduce((least, cost) => Math.min(least, cost), Infinity));
	}
	return rests;
}
