import type { ChangeField } from '../changes';
import type { Disqualifier } from '../levels';
import type { Tier } from '../schema';

/** What a reason's sentence may speak of. */
export interface ReasonFacts {
	/** Name of the level in words of the language. */
	level: string;
	/** Id of the level. */
	id: string;
	/** The budget as written money, with "a month" where it is one; null when unknown. */
	budget: string | null;
	/** Days until the work is wanted; null when unknown. */
	days: number | null;
	/** Answered questions of the form, of how many. */
	answers: number;
	questions: number;
	/** Days since the last event of the rule's type; null when there was none. */
	lastDays: number | null;
	/** The e-mail's domain; null without an e-mail. */
	domain: string | null;
}

/** A sentence about one rule. */
export type ReasonText = (facts: ReasonFacts) => string;

/** Everything a decision about a lead says, in one language. */
export interface LeadTexts {
	/** Names of levels by rule; a level that is missing is named by its id. */
	levels: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/** Sentences by rule; `cap` and rules of a model that have none are in `cap` and `column`. */
	reasons: Readonly<Record<string, ReasonText>>;
	cap: (group: string) => string;
	column: (column: string, level: string) => string;
	disqualifiers: Readonly<Record<Disqualifier, string>>;
	tiers: Readonly<Record<Tier, string>>;
	perMonth: (money: string) => string;
	/** "7 points", as the distance to another tier. */
	points: (points: number) => string;
	/** What stands between a disqualified lead and its tier. */
	onlyDisqualified: string;
	/** Half sentences after "if": "budget is at least $500". */
	flips: {
		budgetFrom: (money: string) => string;
		budgetUnder: (money: string) => string;
		within: (span: string) => string;
		after: (span: string) => string;
		service: (level: string) => string;
		vertical: (level: string) => string;
		email: string;
		emailGiven: string;
		replied: string;
		booked: string;
	};
	/** A span of days in words: "a week", "3 months", "10 days". */
	span: (days: number) => string;
	/** Why a question is worth asking. */
	ask: (points: number) => string;
	/** The question itself, to put to the client. */
	questions: Readonly<Record<Exclude<ChangeField, 'email' | 'replied' | 'booked'>, string>>;
}

/** A day count in whole months, where it is close to one to twelve of them. */
export function wholeMonths(days: number): number | null {
	const months = Math.round(days / 30.4375);
	return months >= 1 && months <= 12 && Math.abs(days - months * 30.4375) <= 0.75 ? months : null;
}

/** The level's name in a language, or its id with spaces. */
export function levelName({ levels }: LeadTexts, rule: string, level: string): string {
	const names = Object.hasOwn(levels, rule) ? levels[rule] : {};
	return Object.hasOwn(names, level) ? names[level] : level.replace(/-/g, ' ');
}
