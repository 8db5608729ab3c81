import type { LeadModel } from './learning/model';
import { applyModel, tierOf } from './learning/applyModel';
import { disqualifiersOf, engagementLevel, levelsOfLead, strengthsOf, wordSigns } from './levels';
import type { Disqualifier, Levels, Strengths, WordSigns } from './levels';
import { lookupsOf, unit } from './lookups';
import { engagementRules, scorecardRules } from './rules';
import type { Axis, EngagementRule, Rules, ScorecardRule, Weight } from './rules';
import type { Lead, Tier } from './schema';
import { logOddsOf, probabilityOf, scoreOfProbability } from './score';

/** One rule's share of the log-odds. */
export interface Part {
	/** Name of a rule, a model's column, `cap` or `disqualifier`. */
	rule: string;
	level: string;
	/** Whole ten-thousandths of log-odds: whole numbers add up exactly. */
	share: number;
	axis: Axis | null;
}

/** A lead with everything that was found out about it before weighing. */
export interface Facts {
	lead: Lead;
	levels: Levels;
	strengths: Strengths;
	signs: WordSigns;
	disqualifiers: Disqualifier[];
}

/** A lead's weight: what it adds up to, and the tier that follows. */
export interface Weighing {
	parts: Part[];
	/** Ten-thousandths of log-odds that a lead starts with. */
	intercept: number;
	/** Intercept and all parts, in ten-thousandths of log-odds. */
	total: number;
	/** Standard deviation of the log-odds. */
	sd: number;
	probability: { value: number; low: number; high: number };
	score: number;
	tier: Tier;
	/** The tier without its disqualifiers. */
	tierOtherwise: Exclude<Tier, 'disqualified'>;
}

/** A disqualified lead's odds fall by e^20: whatever else speaks for it, its score is 0. */
const disqualifierLogOdds = -20;

/** A normal distribution holds 95% within so many standard deviations. */
const intervalDeviations = 1.959964;

/** Finds out everything about a lead that weighing needs; `earlier` saves what cannot have changed. */
export function factsOf(lead: Lead, now: Date, rules: Rules, earlier?: Facts): Facts {
	const signs = earlier?.signs ?? wordSigns(lead, rules);
	const sameEvents = earlier !== undefined && earlier.lead.events === lead.events;
	return {
		lead,
		signs,
		levels: levelsOfLead(lead, signs, rules, earlier),
		strengths: sameEvents ? earlier.strengths : strengthsOf(lead.events, now, rules),
		disqualifiers: disqualifiersOf(lead, signs, rules),
	};
}

/** Weighs a lead by the scorecard, or by a fitted model in the scorecard's place. */
export function weigh(facts: Facts, rules: Rules, model: LeadModel | null): Weighing {
	return model === null ? weighByScorecard(facts, rules) : weighByModel(facts, rules, model);
}

function weighByScorecard(facts: Facts, rules: Rules): Weighing {
	const { groups, groupOf, intercept } = lookupsOf(rules);
	const parts: Part[] = [];
	const sums = groups.map(() => 0);
	let variance = rules.baseRateSd ** 2;

	for (const rule of scorecardRules) {
		const level = facts.levels[rule];
		if (rule === 'signals' && level === 'none') continue;
		const { logOdds, sd } = weightOf(rule, level, rules);
		const share = Math.round(logOdds * unit);
		parts.push({ rule, level, share, axis: groups[groupOf[rule]].axis });
		sums[groupOf[rule]] += share;
		variance += sd ** 2;
	}
	for (const rule of engagementRules) {
		const strength = facts.strengths[rule];
		if (strength === 0) continue;
		const { logOdds, sd } = rules.engagement[rule].weight;
		const share = Math.round(logOdds * strength * unit);
		parts.push({ rule, level: engagementLevel(strength), share, axis: groups[groupOf[rule]].axis });
		sums[groupOf[rule]] += share;
		variance += (sd * strength) ** 2;
	}
	groups.forEach(({ name, axis, min, max }, index) => {
		const share = Math.min(Math.max(sums[index], min), max) - sums[index];
		if (share !== 0) parts.push({ rule: 'cap', level: name, share, axis });
	});

	const before = sumOf(parts, intercept);
	const parting = disqualifierParts(facts);
	const total = sumOf(parting, before);
	const sd = Math.sqrt(variance);
	const margin = intervalDeviations * sd;
	const probability = {
		value: probabilityOf(total / unit),
		low: probabilityOf(total / unit - margin),
		high: probabilityOf(total / unit + margin),
	};
	const score = scoreOfProbability(probability.value, rules.baseRate);
	const isOut = parting.length > 0;
	const scoreBefore = isOut
		? scoreOfProbability(probabilityOf(before / unit), rules.baseRate)
		: score;
	const tierOtherwise = tierOfScore(scoreBefore, rules);
	const tier = isOut ? 'disqualified' : tierOtherwise;
	parts.push(...parting);
	return { parts, intercept, total, sd, probability, score, tier, tierOtherwise };
}

function weighByModel(facts: Facts, rules: Rules, model: LeadModel): Weighing {
	const answer = applyModel(model, rowOf(facts));
	const parts = answer.contributions.map(({ column, level, contribution }): Part => {
		return {
			rule: column,
			level,
			share: Math.round(contribution * unit),
			axis: axisOf(column, rules),
		};
	});
	const intercept = Math.round(answer.logOdds * unit) - sumOf(parts, 0);

	const parting = disqualifierParts(facts);
	const shift = sumOf(parting, 0) / unit;
	const lowered = (probability: number) => {
		return shift === 0 ? probability : probabilityOf(logOddsOf(probability) + shift);
	};
	parts.push(...parting);
	const { value, low, high } = answer.probability;
	const probability = { value: lowered(value), low: lowered(low), high: lowered(high) };
	const total = sumOf(parts, intercept);
	const score = scoreOfProbability(probability.value, rules.baseRate);
	const tierOtherwise = tierOf(model, value);
	const tier = parting.length > 0 ? 'disqualified' : tierOtherwise;
	return { parts, intercept, total, sd: answer.sd, probability, score, tier, tierOtherwise };
}

/** The tier of a score under the rules' thresholds, which count themselves. */
export function tierOfScore(score: number, { thresholds }: Rules): Exclude<Tier, 'disqualified'> {
	if (score >= thresholds.hot) return 'hot';
	return score >= thresholds.warm ? 'warm' : 'cold';
}

/** The weight of a level; an entry of the catalogue without one weighs like `other`. */
function weightOf(rule: ScorecardRule, level: string, rules: Rules): Weight {
	const { levels } = rules.scorecard[rule];
	return levels[level] ?? levels.other ?? levels.unknown;
}

function disqualifierParts({ disqualifiers }: Facts): Part[] {
	const share = disqualifierLogOdds * unit;
	return disqualifiers.map((level) => ({ rule: 'disqualifier', level, share, axis: null }));
}

function sumOf(parts: readonly Part[], start: number): number {
	let sum = start;
	for (const { share } of parts) sum += share;
	return sum;
}

function axisOf(column: string, rules: Rules): Axis | null {
	const scorecardRule = scorecardRules.find((rule) => rule === column);
	if (scorecardRule !== undefined) return rules.groups[rules.scorecard[scorecardRule].group].axis;
	const engagementRule = engagementRules.find((rule) => rule === column);
	if (engagementRule === undefined) return null;
	return rules.groups[rules.engagement[engagementRule].group].axis;
}

/** One row for learning: the level of each rule, by the rule's name. */
export function rowOf({ levels, strengths }: Facts): Record<string, string> {
	const row: Record<string, string> = { ...levels };
	for (const rule of engagementRules) row[rule] = engagementLevel(strengths[rule]);
	return row;
}

/** Every column of a row with the scorecard's weight for each of its levels. */
export function priorOf(rules: Rules): Map<string, Map<string, Weight>> {
	const prior = new Map<string, Map<string, Weight>>();
	for (const rule of scorecardRules)
		prior.set(rule, new Map(Object.entries(rules.scorecard[rule].levels)));
	for (const rule of engagementRules) prior.set(rule, eventPrior(rule, rules));
	return prior;
}

/** An event that has just happened counts whole, a faded one a quarter: the middle of its band. */
function eventPrior(rule: EngagementRule, rules: Rules): Map<string, Weight> {
	const { logOdds, sd } = rules.engagement[rule].weight;
	return new Map([
		['none', { logOdds: 0, sd }],
		['faded', { logOdds: logOdds / 4, sd }],
		['recent', { logOdds, sd }],
	]);
}
