import { ableMembers, askOf, cheapestRests, isAllowed, slotOf } from './bids';
import type { Chain, Kinds } from './bids';
import { costOf } from './office';
import type { Member, Office } from './office';
import { termsOf, totalOf } from './terms';

/** Most unfinished plans that are kept beside each other; more than any real roster needs. */
const MOST_LABELS = 400;

/** A plan for the first pieces: when it ends and what it costs. */
export interface Label {
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

/** The same for people who were looked up before, with what the rest costs at least. */
export function labelsOf(
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
