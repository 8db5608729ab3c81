import { plain } from './reading';
import { logOddsOf } from './score';
import type { Axis, EngagementRule, Rules, ScorecardRule } from './rules';
import { engagementRules, scorecardRules } from './rules';

/** One entry of the catalogue and the words that mean it. */
export interface Lookup {
	id: string;
	pattern: RegExp;
}

/** A group of rules with its bounds, in the unit that shares of log-odds are kept in. */
export interface GroupBounds {
	name: string;
	axis: Axis;
	min: number;
	max: number;
}

/** Everything that can be prepared from rules once, whatever number of leads follows. */
export interface Lookups {
	services: Lookup[];
	verticals: Lookup[];
	sources: Lookup[];
	spam: RegExp;
	selling: RegExp;
	jobSeeker: RegExp;
	competitorDomains: ReadonlySet<string>;
	groups: GroupBounds[];
	/** Place of each rule's group in `groups`. */
	groupOf: Record<ScorecardRule | EngagementRule, number>;
	/** Log-odds that a lead starts with, in the same unit. */
	intercept: number;
}

/** Shares of log-odds are kept as whole numbers of ten-thousandths: whole numbers add up exactly. */
export const unit = 10_000;

const prepared = new WeakMap<Rules, Lookups>();

/** The look-ups of some rules, made at the first call and kept as long as the rules are. */
export function lookupsOf(rules: Rules): Lookups {
	let lookups = prepared.get(rules);
	if (lookups === undefined) {
		lookups = prepare(rules);
		prepared.set(rules, lookups);
	}
	return lookups;
}

/** The first entry that a plain text names by its id or one of its words, or null. */
export function findEntry(entries: readonly Lookup[], text: string): string | null {
	const exact = entries.find(({ id }) => id === text);
	return (exact ?? entries.find(({ pattern }) => pattern.test(text)))?.id ?? null;
}

/** How many different phrases of a list stand in a plain text. */
export function countPhrases(phrases: RegExp, text: string): number {
	return new Set([...text.matchAll(phrases)].map(([found]) => found)).size;
}

function prepare(rules: Rules): Lookups {
	const { catalogue, phrases, disqualify } = rules;
	const names = Object.keys(rules.groups);
	const places = [
		...scorecardRules.map((rule) => [rule, names.indexOf(rules.scorecard[rule].group)] as const),
		...engagementRules.map((rule) => [rule, names.indexOf(rules.engagement[rule].group)] as const),
	];
	return {
		groups: names.map((name) => {
			const { axis, min, max } = rules.groups[name];
			return { name, axis, min: Math.round(min * unit), max: Math.round(max * unit) };
		}),
		groupOf: Object.fromEntries(places) as Lookups['groupOf'],
		intercept: Math.round(logOddsOf(rules.baseRate) * unit),
		services: lookupList(catalogue.services),
		verticals: lookupList(catalogue.verticals),
		sources: lookupList(catalogue.sources),
		spam: anyOf(phrases.spam, 'g'),
		selling: anyOf(phrases.selling, 'g'),
		jobSeeker: anyOf(phrases.jobSeeker, 'g'),
		competitorDomains: new Set(disqualify.competitorDomains.map((domain) => domain.toLowerCase())),
	};
}

function lookupList(entries: Record<string, { words: string[] }>): Lookup[] {
	return Object.entries(entries).map(([id, { words }]) => ({
		id,
		pattern: anyOf([id.replace(/-/g, ' '), id, ...words], ''),
	}));
}

/** Matches any of the phrases as whole words; an empty list matches nothing. */
function anyOf(phrases: string[], flags: string): RegExp {
	if (phrases.length === 0) return new RegExp('(?!)', flags);
	const escaped = phrases.map((phrase) => plain(phrase).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`(?<![a-z0-9])(?:${escaped.join('|')})(?![a-z0-9])`, flags);
}
