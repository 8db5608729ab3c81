import { changeFields, changesOf, isMissing } from './changes';
import type { Change, ChangeField } from './changes';
import type { LeadModel } from './learning/model';
import type { Rules } from './rules';
import { tiers } from './schema';
import type { Tier } from './schema';
import { factsOf, weigh } from './weigh';
import type { Facts, Weighing } from './weigh';

/** A change of one field that gives a lead another tier. */
export interface TierChange {
	change: Change;
	tier: Tier;
	/** Whether the other tier is the better one. */
	isBetter: boolean;
}

/** The missing answer that could move the score most. */
export interface MostTelling {
	field: ChangeField;
	/** Most points that an answer would add or take, 1 or more. */
	points: number;
}

/** What would change a decision, found by scoring the lead again with each change. */
export interface Foresight {
	tierChanges: TierChange[];
	mostTelling: MostTelling | null;
}

/** Fields whose answer a person cannot bring about, or that only add to completeness. */
const neverFlips: ReadonlySet<ChangeField> = new Set<ChangeField>(['source', 'company', 'phone']);

/**
 * Scores a lead again with each possible change of one field.
 *
 * Tier changes hold, for each field and each other tier, the smallest change that leads there. The most
 * telling answer is the missing one with the greatest possible movement of the score; of equals the
 * one asked first. A disqualified lead is not asked anything.
 */
export function foresee(
	facts: Facts,
	weighing: Weighing,
	now: Date,
	rules: Rules,
	model: LeadModel | null,
): Foresight {
	const nearest = new Map<string, TierChange>();
	const movements = new Map<ChangeField, number>();
	const current = currentIndex(facts, rules);

	for (const change of changesOf(facts.lead, now, rules)) {
		const { score, tier } = weigh(factsOf(change.lead, now, rules, facts), rules, model);
		const movement = Math.abs(score - weighing.score);
		movements.set(change.field, Math.max(movements.get(change.field) ?? 0, movement));
		if (tier === weighing.tier || neverFlips.has(change.field)) continue;

		const key = `${change.field} ${tier}`;
		const isBetter = tiers.indexOf(tier) < tiers.indexOf(weighing.tier);
		const best = nearest.get(key);
		const isNearer =
			best === undefined ||
			distance(change, isBetter, current) < distance(best.change, isBetter, current);
		if (isNearer) nearest.set(key, { change, tier, isBetter });
	}
	return {
		tierChanges: [...nearest.values()],
		mostTelling: weighing.tier === 'disqualified' ? null : mostTelling(facts, movements),
	};
}

/** How far a change is from how things are; from the unknown, the least that suffices is nearest. */
function distance(
	{ field, index }: Change,
	isBetter: boolean,
	current: Map<ChangeField, number>,
): number {
	const from = current.get(field);
	if (from !== undefined && from >= 0) return Math.abs(index - from);
	return isBetter ? index : -index;
}

/** Where the lead stands among the bands of the fields that have an order; -1 where unknown. */
function currentIndex({ levels }: Facts, { budget, timeline }: Rules): Map<ChangeField, number> {
	return new Map<ChangeField, number>([
		['budget', budget.bands.findIndex(({ level }) => level === levels.budget)],
		['timeline', timeline.bands.findIndex(({ level }) => level === levels.timeline)],
	]);
}

function mostTelling({ lead }: Facts, movements: Map<ChangeField, number>): MostTelling | null {
	const missing = changeFields.filter((field) => isMissing(field, lead));
	const most = Math.max(0, ...missing.map((field) => movements.get(field) ?? 0));
	const field = missing.find((name) => movements.get(name) === most);
	return field === undefined || most === 0 ? null : { field, points: most };
}
