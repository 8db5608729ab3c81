import { z } from 'zod';

import { moneySchema } from '../money';
import { eventTypes } from './schema';

/** The two sides of a lead: whether it suits the agency, and whether it wants to talk. */
export const axes = ['fit', 'engagement'] as const;

/** One of the two sides of a lead. */
export type Axis = (typeof axes)[number];

/** The rules that look at what a lead said of itself, in the order of the reasons. */
export const scorecardRules = [
	'budget',
	'timeline',
	'service',
	'vertical',
	'source',
	'email',
	'completeness',
	'signals',
] as const;

/** A rule over what a lead said of itself. */
export type ScorecardRule = (typeof scorecardRules)[number];

/** The events that add to engagement, in the order of the reasons. */
export const engagementRules = ['opened', 'clicked', 'visited', 'replied', 'booked'] as const;

/** A rule over events of one type. */
export type EngagementRule = (typeof engagementRules)[number];

/** Levels that are fixed by how the intake reads; the others follow from bands and catalogue. */
export const fixedLevels = {
	email: ['company', 'free', 'disposable', 'unknown'],
	completeness: ['full', 'most', 'some', 'little'],
	signals: ['none', 'suspicious', 'selling', 'bounced', 'unsubscribed'],
} as const;

/** How much a level speaks for (above 0) or against a lead, and how sure we are of that. */
export const weightSchema = z
	.object({
		/** Natural logarithm of the factor on the odds: 0.7 doubles them, -0.7 halves them. */
		logOdds: z.number().finite().min(-10).max(10),
		/** Standard deviation of that figure. */
		sd: z.number().finite().min(0).max(5),
	})
	.strict();

/** How much a level speaks for or against a lead. */
export type Weight = z.infer<typeof weightSchema>;

const levelName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case words joined by dashes');
const weightsSchema = z.record(levelName, weightSchema);
const groupName = z.string().min(1).max(40);
const words = z.array(z.string().min(2).max(60)).max(200);
const catalogueEntry = z.object({ words }).strict();
const points = z.number().int().min(0).max(100);

const scorecardRuleSchema = z.object({ group: groupName, levels: weightsSchema }).strict();
const engagementRuleSchema = z
	.object({
		group: groupName,
		/** Weight of one event that has just happened. */
		weight: weightSchema,
		/** Days after which an event counts half. */
		halfLifeDays: z.number().positive().max(3650),
		/** Most that all events of the type together count, in events that have just happened. */
		most: z.number().positive().max(100),
	})
	.strict();

function recordOf<Names extends readonly string[], Value extends z.ZodTypeAny>(
	names: Names,
	value: Value,
) {
	const entries = names.map((name) => [name, value] as const);
	return z.object(Object.fromEntries(entries) as Record<Names[number], Value>).strict();
}

/** Everything the scoring goes by: all of it is data, so that another agency can put in its own. */
export const rulesSchema = z
	.object({
		/** Named on every decision. */
		version: z.string().min(1).max(80),
		/** Share of leads that become clients, above 0 and below 1; an average lead gets 50 points. */
		baseRate: z.number().gt(0).lt(1),
		/** Standard deviation of the base rate's log-odds. */
		baseRateSd: z.number().min(0).max(5),
		/** Points from which a lead is hot, or warm; the bound itself counts. */
		thresholds: z.object({ hot: points, warm: points }).strict(),
		/** Log-odds of one side from which it is the first or the second of three grades. */
		cells: recordOf(
			axes,
			z.object({ first: z.number().finite(), second: z.number().finite() }).strict(),
		),
		/** Bounds on what the rules of a group add up to, so that one theme cannot decide alone. */
		groups: z.record(
			groupName,
			z.object({ axis: z.enum(axes), min: z.number().max(0), max: z.number().min(0) }).strict(),
		),
		scorecard: recordOf(scorecardRules, scorecardRuleSchema),
		engagement: recordOf(engagementRules, engagementRuleSchema),
		/** Opens and clicks within so many seconds of a mail are a scanner's, not a person's. */
		scannerSeconds: z.number().min(0).max(86_400),
		budget: z
			.object({
				/** Currency of an amount that names none and whose country is not known. */
				currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters of ISO 4217'),
				/** Below this nothing is sold, in US dollars. */
				floorUsd: z.number().nonnegative(),
				/** From the smallest; a band starts at its `fromUsd`, which counts. */
				bands: z
					.array(z.object({ level: levelName, fromUsd: z.number().nonnegative() }).strict())
					.min(1),
			})
			.strict(),
		timeline: z
			.object({
				/** From the shortest; a band ends with its `days`, which counts; null has no end. */
				bands: z
					.array(
						z
							.object({ level: levelName, days: z.number().int().nonnegative().nullable() })
							.strict(),
					)
					.min(1),
			})
			.strict(),
		/** What the agency sells and to whom; a text that holds one of the words means the entry. */
		catalogue: z
			.object({
				services: z.record(levelName, catalogueEntry.extend({ typical: moneySchema })),
				verticals: z.record(levelName, catalogueEntry),
				sources: z.record(levelName, catalogueEntry),
			})
			.strict(),
		/** What a lead is worth that named neither a budget nor a service. */
		typicalTicket: moneySchema,
		disqualify: z
			.object({
				noContact: z.boolean(),
				belowFloor: z.boolean(),
				spam: z.boolean(),
				jobSeeker: z.boolean(),
				/** Web domains whose people are never leads. */
				competitorDomains: z.array(z.string().min(3).max(253)),
			})
			.strict(),
		/** Phrases in a message, compared without capitals and accents. */
		phrases: z.object({ spam: words, selling: words, jobSeeker: words }).strict(),
		/** Exchange rates by currency; see money.ts for the ones that ship. */
		rates: z.record(
			z.string().regex(/^[A-Z]{3}$/, 'three capital letters of ISO 4217'),
			z
				.object({
					perUsd: z.number().positive(),
					asOf: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD'),
					source: z.string().min(1).max(200),
				})
				.strict(),
		),
	})
	.strict();

/** Everything the scoring goes by. */
export type Rules = z.infer<typeof rulesSchema>;

/** The levels that a scorecard rule may have under these rules. */
export function levelsOf(rule: ScorecardRule, rules: Rules): string[] {
	switch (rule) {
		case 'budget':
			return [...rules.budget.bands.map(({ level }) => level), 'unknown'];
		case 'timeline':
			return [...rules.timeline.bands.map(({ level }) => level), 'unknown'];
		case 'service':
			return [...Object.keys(rules.catalogue.services), 'other', 'unknown'];
		case 'vertical':
			return [...Object.keys(rules.catalogue.verticals), 'other', 'unknown'];
		case 'source':
			return [...Object.keys(rules.catalogue.sources), 'other', 'unknown'];
		default:
			return [...fixedLevels[rule]];
	}
}

/** Types of events that are known but add nothing: they filter, or are signals. */
export type SilentEvent = Exclude<(typeof eventTypes)[number], EngagementRule>;
