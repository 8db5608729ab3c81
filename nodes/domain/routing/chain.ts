import { ableMembers, bidsFor, cheapestRests, endOf, membersOf } from './bids';
import type { Bid, Chain, Kinds, Placed } from './bids';
import { labelsOf } from './frontier';
import type { Member, Office } from './office';

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

/** When a project would end at the earliest by the deadline, at any cost; null where it cannot. */
export function earliestEnd(office: Office, chain: Chain, kinds: Kinds): number | null {
	const able = chain.pieces.map((piece) => ableMembers(office, piece, kinds));
	return endOf(office, chain, able, 0, chain.start);
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
