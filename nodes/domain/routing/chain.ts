import { findSlot } from './freeTime';
import type { Slot } from './freeTime';
import type { Member, Office } from './office';
import { costOf } from './office';
import type { Kind, Piece, Project } from './schema';
import { termsOf, totalOf } from './terms';
import type { Term } from './terms';
import { tieBreak } from './tieBreak';

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

/** How far giving away a project came. */
export interface ChainResult {
	/** Null where not every piece found somebody. */
	placed: Placed[] | null;
	/** Place of the first piece that nobody could be found for; null where all were. */
	failedAt: number | null;
	/** From when that piece could have begun, who had the pieces before it, and who could have done it. */
	failedFrom: number;
	sofar: ReadonlySet<string>;
	candidates: readonly Bid[];
}

/** Most unfinished plans that are kept beside each other; more than any real roster needs. */
const MOST_LABELS = 400;

/**
 * Gives each piece of a project to the best person who can do it so that the rest can still be done in
 * time and within the budget. Where choosing piece by piece leads nowhere, all ways of choosing are
 * tried, of which those are dropped that another ends no later and costs no more than: so whether a
 * plan exists does not depend on who is best.
 */
export function planChain(office: Office, chain: Chain, kinds: Kinds): ChainResult {
	const able = chain.pieces.map((piece) => ableMembers(office, piece, kinds));
	const cheapest = cheapestRests(office, chain, able);
	const placed: Placed[] = [];
	let from = chain.start;
	let spent = 0;
	for (const [index, piece] of chain.pieces.entries()) {
		const most = chain.budget === null ? Infinity : chain.budget - spent - cheapest[index + 1];
		const ranked = bidsFor(office, chain, index, able[index], from, placed, most);
		const bid = ranked.find(
			({ slot }) => endOf(office, chain, able, index + 1, slot.endsAt) !== null,
		);
		if (bid === undefined) {
			const sofar = membersOf(placed);
			const failed = { failedAt: index, failedFrom: from, sofar, candidates: ranked };
			return searchAll(office, chain, able, cheapest, failed);
		}
		placed.push({ piece, bid, ranked });
		from = bid.slot.endsAt;
		spent += bid.cost;
	}
	return done(placed);
}

/** A plan of a whole project as a result. */
export function done(placed: Placed[]): ChainResult {
	return { placed, failedAt: null, failedFrom: 0, sofar: membersOf(placed), candidates: [] };
}

/** Who has pieces. */
export function membersOf(placed: readonly Placed[]): Set<string> {
	return new Set(placed.map(({ bid }) => bid.member.person.id));
}

/** A plan for the first pieces: when it ends and what it costs. */
interface Label {
	end: number;
	cost: number;
	points: number;
	members: Member[];
}

/**
 * The plans of a whole project that no other plan beats in both end and cost, the earliest first.
 * Ignores how good people are but for equal plans.
 */
export function frontier(office: Office, chain: Chain, kinds: Kinds): Label[] {
	const able = chain.pieces.map((piece) => ableMembers(office, piece, kinds));
	return labelsOf(office, chain, able, cheapestRests(office, chain, able));
}

/** Writes out the plan of given people. */
export function placeMembers(
	office: Office,
	chain: Chain,
	members: readonly Member[],
	kinds: Kinds,
): Placed[] {
	const able = chain.pieces.map((piece) => ableMembers(office, piece, kinds));
	const cheapest = cheapestRests(office, chain, able);
	const placed: Placed[] = [];
	let from = chain.start;
	let spent = 0;
	for (const [index, piece] of chain.pieces.entries()) {
		const most = chain.budget === null ? Infinity : chain.budget - spent - cheapest[index + 1];
		const ranked = bidsFor(office, chain, index, able[index], from, placed, most);
		const bid = ranked.find(({ member }) => member.person.id === members[index].person.id);
		if (bid === undefined) throw new Error(`${members[index].person.id} was free and is not`);
		placed.push({ piece, bid, ranked });
		from = bid.slot.endsAt;
		spent += bid.cost;
	}
	return placed;
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

function searchAll(
	office: Office,
	chain: Chain,
	able: readonly Member[][],
	cheapest: readonly number[],
	failed: Omit<ChainResult, 'placed'>,
): ChainResult {
	const labels = labelsOf(office, chain, able, cheapest);
	if (labels.length === 0) return { placed: null, ...failed };
	const best = labels.reduce((a, b) => (b.points > a.points ? b : a));
	const kinds = [...new Set(able.flatMap((members) => members.map(({ person }) => person.kind)))];
	return done(placeMembers(office, chain, best.members, kinds));
}

function labelsOf(
	office: Office,
	chain: Chain,
	able: readonly Member[][],
	cheapest: readonly number[],
): Label[] {
	let labels: Label[] = [{ end: chain.start, cost: 0, points: 0, members: [] }];
	for (const [index] of chain.pieces.entries()) {
		const next = labels.flatMap((label) => {
			const sofar = new Set(label.members.map(({ person }) => person.id));
			return able[index].flatMap((member): Label[] => {
				if (!isAllowed(chain, index, member, sofar)) return [];
				const slot = slotOf(office, chain, index, member, label.end);
				if (slot === null) return [];
				const { hours } = chain.pieces[index];
				const cost = label.cost + costOf(member.person, hours, office.settings);
				if (chain.budget !== null && cost + cheapest[index + 1] > chain.budget + 1e-9) return [];
				const terms = termsOf(office, member, askOf(chain, index, sofar), slot);
				const points = label.points + totalOf(terms);
				return [{ end: slot.endsAt, cost, points, members: [...label.members, member] }];
			});
		});
		labels = thinned(undominatedByRest(chain, able, index, next));
	}
	return labels;
}

/**
 * The labels that none other beats. Where a later piece must be done by another, plans are compared
 * only with those that leave it to the same people.
 */
function undominatedByRest(
	{ pieces }: Chain,
	able: readonly Member[][],
	index: number,
	labels: readonly Label[],
): Label[] {
	const later = pieces.flatMap(({ byAnother }, at) => (byAnother && at > index ? able[at] : []));
	if (later.length === 0) return undominated(labels);
	const reviewers = new Set(later);
	const groups = new Map<string, Label[]>();
	for (const label of labels) {
		const taken = label.members.filter((member) => reviewers.has(member));
		const key = [...new Set(taken.map(({ person }) => person.id))].sort().join('\n');
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [label]);
		else group.push(label);
	}
	return [...groups.values()].flatMap((group) => undominated(group)).sort(byEnd);
}

/** Labels that none other is as early and as cheap as, the earliest first; of equals the best. */
function undominated(labels: readonly Label[]): Label[] {
	const sorted = [...labels].sort(byEnd);
	const kept: Label[] = [];
	let cheapest = Infinity;
	for (const label of sorted) {
		if (label.cost >= cheapest) continue;
		cheapest = label.cost;
		kept.push(label);
	}
	return kept;
}

function byEnd(a: Label, b: Label): number {
	return a.end - b.end || a.cost - b.cost || b.points - a.points;
}

/** So many labels at most, evenly over those there are; the earliest and the last always stay. */
function thinned(labels: Label[]): Label[] {
	if (labels.length <= MOST_LABELS) return labels;
	const every = (labels.length - 1) / (MOST_LABELS - 1);
	return Array.from({ length: MOST_LABELS }, (_, index) => labels[Math.round(index * every)]);
}

/** Everybody who can do a piece from a moment on for so much at most, the best first. */
function bidsFor(
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

function isAllowed(
	{ pieces }: Chain,
	index: number,
	{ person }: Member,
	sofar: ReadonlySet<string>,
): boolean {
	return !pieces[index].byAnother || !sofar.has(person.id);
}

/** Own people first, whatever others offer: overflow is for what they cannot do. */
function kindRank({ member }: Bid): number {
	return ['internal', 'freelancer', 'partner'].indexOf(member.person.kind);
}

function slotOf(
	{ clock }: Office,
	{ pieces, due }: Chain,
	index: number,
	{ calendar }: Member,
	from: number,
): Slot | null {
	return findSlot(calendar, clock, pieces[index].hours, from, due);
}

function askOf(chain: Chain, index: number, sofar: ReadonlySet<string>) {
	const { project, pieces, valueUsd, start, due, plannedEnds } = chain;
	const allHours = pieces.reduce((sum, { hours }) => sum + hours, 0);
	const plannedEnd = plannedEnds[index];
	return { project, piece: pieces[index], allHours, valueUsd, start, due, plannedEnd, sofar };
}

/** When a project would end at the earliest by the deadline, at any cost; null where it cannot. */
export function earliestEnd(office: Office, chain: Chain, kinds: Kinds): number | null {
	const able = chain.pieces.map((piece) => ableMembers(office, piece, kinds));
	return endOf(office, chain, able, 0, chain.start);
}

/** When the pieces from one on would end at the earliest, at any cost; null where they cannot in time. */
function endOf(
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
function cheapestRests(
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
