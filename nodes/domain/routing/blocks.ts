import { dayMs } from '../calendar';
import type { Bid, Chain, Kinds } from './bids';
import type { ChainResult } from './chain';
import { declineOf, levelOf, membersOf, mustBeAnother } from './bids';
import { findSlot } from './freeTime';
import type { Member, Office } from './office';
import { costOf } from './office';
import type { Kind } from './schema';

/** What keeps somebody from a piece of work. */
export type Constraint =
	| 'declined'
	| 'skill'
	| 'level'
	| 'kind'
	| 'another'
	| 'hours'
	| 'deadline'
	| 'margin'
	| 'rest';

/** Somebody who could not be given a piece, and why not. */
export interface Block {
	piece: string;
	person: string;
	constraint: Constraint;
	/** What a sentence may speak of; only what belongs to the constraint is there. */
	facts: {
		skill?: string;
		has?: number;
		wants?: number;
		kind?: Kind;
		hours?: number;
		/** Moments in milliseconds. */
		endsAt?: number;
		due?: number;
		/** US dollars. */
		cost?: number;
		/** Why somebody said no, in their words. */
		because?: string;
	};
}

/** Why each person who was not among the candidates was not, for every piece that was looked at. */
export function blocksOf(office: Office, chain: Chain, result: ChainResult, kinds: Kinds): Block[] {
	const { placed, failedAt, failedFrom } = result;
	if (placed === null) {
		const index = failedAt ?? 0;
		const able = new Map(result.candidates.map((bid) => [bid.member.person.id, bid]));
		return office.members.flatMap((member) => {
			const bid = able.get(member.person.id);
			if (bid !== undefined) return [restBlock(chain.pieces[index].id, bid)];
			return blockOf(office, chain, index, member, failedFrom, kinds, result.sofar);
		});
	}
	let from = chain.start;
	return placed.flatMap(({ piece, bid, ranked }, index) => {
		const begins = from;
		const sofar = membersOf(placed.slice(0, index));
		from = bid.slot.endsAt;
		const candidates = new Map(ranked.map((each) => [each.member.person.id, each]));
		const chosen = ranked.indexOf(bid);
		return office.members.flatMap((member): Block[] => {
			const candidate = candidates.get(member.person.id);
			if (candidate === undefined)
				return blockOf(office, chain, index, member, begins, kinds, sofar);
			if (ranked.indexOf(candidate) >= chosen) return [];
			// Better by points, and passed over: the rest of the project would not have come out.
			return [restBlock(piece.id, candidate)];
		});
	});
}

function blockOf(
	office: Office,
	chain: Chain,
	index: number,
	{ person, calendar }: Member,
	from: number,
	kinds: Kinds,
	sofar: ReadonlySet<string>,
): Block[] {
	const { id: piece, skill, level, hours } = chain.pieces[index];
	const block = (constraint: Constraint, facts: Block['facts']): Block[] => [
		{ piece, person: person.id, constraint, facts },
	];
	const no = declineOf(chain, piece, person.id);
	if (no !== undefined) return block('declined', { because: no.because });
	const has = levelOf(person.skills, skill);
	if (has === 0) return block('skill', { skill });
	if (has < level) return block('level', { skill, has, wants: level });
	if (!kinds.includes(person.kind)) return block('kind', { kind: person.kind });
	if (mustBeAnother(chain, index, person.id, sofar)) return block('another', {});
	const { clock, settings } = office;
	const horizon = from + settings.horizonDays * dayMs;
	const anyTime = findSlot(calendar, clock, hours, from, Math.max(horizon, chain.due));
	if (anyTime === null) return block('hours', { hours });
	if (anyTime.endsAt > chain.due) {
		return block('deadline', { endsAt: anyTime.endsAt, due: chain.due });
	}
	// With the hours and the skill, only the money is left.
	return block('margin', { cost: costOf(person, hours, settings) });
}

/** Somebody who could do the piece, after which the others could not be done any more. */
function restBlock(piece: string, { member, slot }: Bid): Block {
	return { piece, person: member.person.id, constraint: 'rest', facts: { endsAt: slot.endsAt } };
}
