import type { Money } from '../money';
import { blocksOf } from './blocks';
import type { Constraint } from './blocks';
import { done, earliestEnd, planChain } from './chain';
import { frontier } from './frontier';
import type { Chain, Kinds, Placed } from './bids';
import type { ChainResult } from './chain';
import { offersFor, priceFor, withoutDeadline } from './negotiate';
import type { Offers } from './negotiate';
import type { Office } from './office';
import { redistribute } from './redistribute';
import type { Move } from './redistribute';
import { kinds as allKinds } from './schema';
import type { Kind, RoutingOutcome, Step } from './schema';

/** How one step went, for a sentence about it. */
export interface Tried {
	step: Step;
	result: 'taken' | 'failed' | 'skipped';
	/** Piece that nobody could be found for. */
	piece: string | null;
	/** Margin that the cheapest plan would have left, where it was below the floor. */
	margin: number | null;
	/** What kept everybody who was asked from that piece. */
	kept: Constraint[];
	/** What there is nothing of: people of the step's kind, or work that could be moved. */
	lacks: Kind | 'movable' | 'consent' | null;
}

/** A change of the project, and the outcome it gives. */
export interface Turn {
	change: { kind: 'dueFrom' | 'dueBefore'; at: number } | { kind: 'priceFrom'; price: Money };
	then: RoutingOutcome;
}

/** What came out of trying one step after the other. */
export interface Attempt {
	step: Step;
	/** Empty for negotiation. */
	placed: Placed[];
	tried: Tried[];
	moves: Move[];
	offers: Offers | null;
	/** The last try that was made, for why others were not chosen. */
	last: ChainResult;
	kinds: Kinds;
	/** The office that the plan was made in: after the moves, where there are any. */
	office: Office;
	/** What would give another outcome. */
	flips: Turn[];
}

/** Steps that ask people, with the kinds they may ask. */
const asking: ReadonlyArray<{ step: Step; kinds: Kinds; adds: Kind }> = [
	{ step: 'internal', kinds: ['internal'], adds: 'internal' },
	{ step: 'freelancers', kinds: ['internal', 'freelancer'], adds: 'freelancer' },
	{ step: 'partners', kinds: allKinds, adds: 'partner' },
];

/** Tries own people, moved work, freelancers, partners, and what to offer the client, in that order. */
export function tryInOrder(office: Office, chain: Chain): Attempt {
	const tried: Tried[] = [];
	const base = { tried, moves: [], offers: null, office };
	const took = (step: Step) => tried.push({ step, result: 'taken', ...nothing });

	let last: ChainResult = {
		placed: null,
		failedAt: 0,
		failedFrom: chain.start,
		sofar: new Set(),
		candidates: [],
	};
	for (const { step, kinds, adds } of asking) {
		if (adds !== 'internal' && !office.members.some(({ person }) => person.kind === adds)) {
			tried.push({ step, result: 'failed', ...nothing, lacks: adds });
			continue;
		}
		last = planChain(office, chain, kinds);
		if (last.placed !== null) {
			took(step);
			const flips = step === 'internal' ? sooner(office, chain) : turnsToOwn(office, chain);
			return { ...base, step, placed: last.placed, last, kinds, flips };
		}
		tried.push(whyNot(office, chain, last, step, kinds));
		if (step !== 'internal') continue;

		if (chain.project.othersStay === true) {
			tried.push({ step: 'redistribution', result: 'failed', ...nothing, lacks: 'consent' });
			continue;
		}
		const moved = redistribute(office, chain, last);
		if (moved !== null) {
			took('redistribution');
			const { placed, moves } = moved;
			const found = done(placed);
			const flips = turnsToOwn(office, chain);
			const after = { office: moved.office, moves, placed, kinds, last: found, flips };
			return { ...base, ...after, step: 'redistribution' };
		}
		tried.push({ step: 'redistribution', result: 'failed', ...nothing, lacks: 'movable' });
	}
	took('negotiation');
	const offers = offersFor(office, chain, allKinds);
	const flips = turnsToOwn(office, chain);
	return { ...base, step: 'negotiation', placed: [], last, kinds: allKinds, offers, flips };
}

const nothing = { piece: null, margin: null, kept: [], lacks: null };

function whyNot(office: Office, chain: Chain, last: ChainResult, step: Step, kinds: Kinds): Tried {
	const piece = chain.pieces[last.failedAt ?? 0].id;
	const { valueUsd, keptUsd } = chain;
	const cheapest = cheapestWithin(office, chain, kinds);
	if (chain.budget !== null && cheapest !== null && valueUsd !== null) {
		const margin = valueUsd > 0 ? (valueUsd - keptUsd - cheapest) / valueUsd : -Infinity;
		return { step, result: 'skipped', ...nothing, margin };
	}
	const kept = blocksOf(office, chain, last, kinds)
		.map(({ constraint }) => constraint)
		.filter((constraint) => constraint !== 'kind');
	return { step, result: 'failed', ...nothing, piece, kept };
}

/** What the cheapest plan within the deadline costs in US dollars, whatever the margin; or null. */
function cheapestWithin(office: Office, chain: Chain, kinds: Kinds): number | null {
	const cheapest = frontier(office, { ...chain, budget: null }, kinds).pop();
	return cheapest?.cost ?? null;
}

const own: Kinds = ['internal'];

/** Before which deadline own people could not do it any more, at any cost. */
function sooner(office: Office, chain: Chain): Turn[] {
	const end = earliestEnd(office, chain, own);
	const isAlone = office.members.every(({ person }) => person.kind === 'internal');
	const then = isAlone ? 'negotiate' : 'overflow';
	return end === null ? [] : [{ change: { kind: 'dueBefore', at: end }, then }];
}

/** From which deadline, or which price, own people could do it. */
function turnsToOwn(office: Office, chain: Chain): Turn[] {
	const [earliest] = frontier(office, withoutDeadline(office, chain), own);
	const turns: Turn[] = [];
	if (earliest !== undefined && earliest.end > chain.due) {
		const at = Math.ceil(earliest.end / 60_000) * 60_000;
		turns.push({ change: { kind: 'dueFrom', at }, then: 'assigned' });
	}
	const cost = cheapestWithin(office, chain, own);
	if (chain.budget !== null && cost !== null && cost > chain.budget) {
		const price = priceFor(office, chain, cost);
		if (price !== null) turns.push({ change: { kind: 'priceFrom', price }, then: 'assigned' });
	}
	return turns;
}
