import { plain } from './reading';
import type { Rules } from './rules';

/** One entry of the catalogue and the words that mean it. */
export interface Lookup {
	id: string;
	pattern: RegExp;
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
}

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

function prepare({ catalogue, phrases, disqualify }: Rules): Lookups {
	return {
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
