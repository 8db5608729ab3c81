import type { Ask, Decision, Flip } from '../decision';
import { hashOf } from '../hash';
import type { Language } from '../language';
import { defaultRules } from './defaultRules';
import { conditionOf, leadTexts, reasonsOf } from './explain';
import { foresee } from './foresight';
import type { Foresight } from './foresight';
import { readLead } from './intake';
import type { LeadModel } from './learning/model';
import type { Axis, Rules, Weight } from './rules';
import type { Lead, Tier } from './schema';
import { scoreOfProbability } from './score';
import { unit } from './lookups';
import { factsOf, priorOf, rowOf, weigh } from './weigh';
import type { Weighing } from './weigh';
import { expectedValueOf } from './worth';
import type { ExpectedValue } from './worth';

/** Fit from A (best) to C, engagement from 1 (best) to 3. */
export type Cell = `${'A' | 'B' | 'C'}${1 | 2 | 3}`;

/** One side of a lead: its grade, and the log-odds that its rules add up to. */
export interface Side<Grade> {
	grade: Grade;
	logOdds: number;
}

/** A change of one field that gives another tier, with what was changed. */
export interface LeadFlip extends Flip<Tier> {
	field: string;
	/** The level of the field's rule after the change. */
	level: string;
}

/** The missing answer worth asking for. */
export interface LeadAsk extends Ask {
	/** The question to put to the client, in the client's language. */
	question: string;
}

/** Why a lead is hot, warm, cold or disqualified. */
export interface LeadDecision extends Decision<Tier> {
	score: number;
	probability: NonNullable<Decision<Tier>['probability']>;
	/** The same as `outcome`. */
	tier: Tier;
	cell: Cell;
	fit: Side<'A' | 'B' | 'C'>;
	engagement: Side<1 | 2 | 3>;
	/** The intercept and the reasons' contributions add up to `total`, to the last of four decimals. */
	logOdds: { intercept: number; total: number; sd: number };
	expectedValue: ExpectedValue;
	flips: LeadFlip[];
	ask: LeadAsk | null;
}

/** A lead as it was read, and what was decided about it. */
export interface LeadResult {
	lead: Lead;
	decision: LeadDecision;
}

/** What a scoring goes by. */
export interface ScoreOptions {
	/** Moment of scoring, passed in so that equal calls give equal answers. */
	now: Date;
	/** The shipped rules unless given; see resolveRules. */
	rules?: Rules;
	/** A fitted model in place of the scorecard's weights. */
	model?: LeadModel;
	/** Language of the reasons, `client` for each lead's own; English unless given. */
	language?: Language | 'client';
	/** Whether a person is trying out the flow. */
	test?: boolean;
}

/**
 * Reads what a form sent and decides how good a lead it is. Never throws on data.
 *
 * Log-odds start from the base rate; each rule adds the weight of the level the lead falls into, each
 * group of rules is bounded, and disqualifiers take so much that the score is 0. The interval holds
 * 95%, the weights taken as independent. Points are described at scoreOfProbability.
 */
export function scoreLead(raw: unknown, options: ScoreOptions): LeadResult {
	const { now, rules = defaultRules, test } = options;
	const lead = readLead(raw, { now, rules, test });
	return { lead, decision: decideLead(lead, options) };
}

/** Decides how good a lead is that was read before. */
export function decideLead(lead: Lead, options: ScoreOptions): LeadDecision {
	const { now, rules = defaultRules, model = null } = options;
	const language = options.language === 'client' ? lead.language : (options.language ?? 'en');
	const facts = factsOf(lead, now, rules);
	const weighing = weigh(facts, rules, model);
	const foresight = foresee(facts, weighing, now, rules, model);
	const { tier, score, probability, parts, intercept, total, sd } = weighing;
	const fit = sideOf('fit', ['A', 'B', 'C'] as const, weighing, rules);
	const engagement = sideOf('engagement', [1, 2, 3] as const, weighing, rules);

	return {
		outcome: tier,
		score,
		probability: {
			value: rounded(probability.value),
			low: rounded(probability.low),
			high: rounded(probability.high),
		},
		reasons: reasonsOf(parts, lead, now, language),
		runnerUp: runnerUpOf(weighing, rules, model, language),
		flips: foresight.tierChanges.map((tierChange) => ({
			if: conditionOf(tierChange, lead, rules, language),
			then: tierChange.tier,
			field: tierChange.change.field,
			level: tierChange.change.level,
		})),
		ask: askOf(foresight, lead.language, language),
		versions: { rules: rules.version, model: model?.id ?? null },
		decidedAt: now.toISOString(),
		inputHash: hashOf(lead),
		tier,
		cell: `${fit.grade}${engagement.grade}`,
		fit,
		engagement,
		logOdds: { intercept: intercept / unit, total: total / unit, sd: rounded(sd) },
		expectedValue: expectedValueOf(lead, probability.value, rules),
	};
}

/** The level of each rule that a lead falls into: a row for learning, by the rules' names. */
export function leadRow(
	lead: Lead,
	now: Date,
	rules: Rules = defaultRules,
): Record<string, string | number | null> {
	return rowOf(factsOf(lead, now, rules));
}

/** The scorecard's weight of each level of each column of a leadRow. */
export function scorecardPrior(rules: Rules = defaultRules): Map<string, Map<string, Weight>> {
	return priorOf(rules);
}

function sideOf<Grade>(
	axis: Axis,
	[best, middle, least]: readonly [Grade, Grade, Grade],
	{ parts }: Weighing,
	{ cells }: Rules,
): Side<Grade> {
	const sum = parts.reduce((total, part) => (part.axis === axis ? total + part.share : total), 0);
	const logOdds = sum / unit;
	const { first, second } = cells[axis];
	if (logOdds >= first) return { grade: best, logOdds };
	return { grade: logOdds >= second ? middle : least, logOdds };
}

/** The neighbouring tier that is fewer points away. */
function runnerUpOf(
	{ tier, tierOtherwise, score }: Weighing,
	rules: Rules,
	model: LeadModel | null,
	language: Language,
): LeadDecision['runnerUp'] {
	const texts = leadTexts(language);
	if (tier === 'disqualified') return { outcome: tierOtherwise, by: texts.onlyDisqualified };

	const { hot, warm } = thresholdsOf(rules, model);
	const neighbours: Array<{ outcome: Tier; points: number }> = {
		hot: [{ outcome: 'warm' as const, points: score - hot + 1 }],
		warm: [
			{ outcome: 'hot' as const, points: hot - score },
			{ outcome: 'cold' as const, points: score - warm + 1 },
		],
		cold: [{ outcome: 'warm' as const, points: warm - score }],
	}[tier];
	const [{ outcome, points }] = neighbours.sort((a, b) => a.points - b.points);
	return { outcome, by: texts.points(Math.max(points, 1)) };
}

/** Where the tiers begin, in points; a model brings its own. */
function thresholdsOf(rules: Rules, model: LeadModel | null): Rules['thresholds'] {
	if (model === null) return rules.thresholds;
	const { hot, warm } = model.tiers;
	return {
		hot: scoreOfProbability(hot, rules.baseRate),
		warm: scoreOfProbability(warm, rules.baseRate),
	};
}

function askOf(
	{ mostTelling }: Foresight,
	clientLanguage: Language,
	language: Language,
): LeadAsk | null {
	if (mostTelling === null) return null;
	const { field, points } = mostTelling;
	if (field === 'email' || field === 'replied' || field === 'booked') return null;
	const question = leadTexts(clientLanguage).questions[field];
	return { field, because: leadTexts(language).ask(points), question };
}

/** Four decimals: enough for people, and equal on every machine. */
function rounded(value: number): number {
	return Math.round(value * 1e4) / 1e4;
}
