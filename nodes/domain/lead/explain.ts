import { dayMs } from '../calendar';
import type { Reason } from '../decision';
import type { Language } from '../language';
import { formatMoney, fromMajor } from '../money';
import type { TierChange } from './foresight';
import { answersIn } from './levels';
import { domainOf } from './readContact';
import type { Disqualifier } from './levels';
import type { Rules } from './rules';
import type { Lead } from './schema';
import { da } from './texts/da';
import { en } from './texts/en';
import { es } from './texts/es';
import { levelName } from './texts/leadTexts';
import type { LeadTexts, ReasonFacts } from './texts/leadTexts';
import { unit } from './lookups';
import type { Part } from './weigh';

/** Questions of the intake form that completeness counts. */
const questions = 7;

const byLanguage: Record<Language, LeadTexts> = { en, es, da };

/** The words of a lead's decision in a language. */
export function leadTexts(language: Language): LeadTexts {
	return byLanguage[language];
}

/** The reasons of a decision: every part with its sentence, in the order the rules ran. */
export function reasonsOf(
	parts: readonly Part[],
	lead: Lead,
	now: Date,
	language: Language,
): Reason[] {
	const texts = leadTexts(language);
	return parts.map(({ rule, level, share }) => ({
		rule,
		level,
		contribution: share / unit,
		text: textOf(rule, level, lead, now, language, texts),
	}));
}

function textOf(
	rule: string,
	level: string,
	lead: Lead,
	now: Date,
	language: Language,
	texts: LeadTexts,
): string {
	if (rule === 'cap') return texts.cap(level);
	if (rule === 'disqualifier') return texts.disqualifiers[level as Disqualifier];
	if (!Object.hasOwn(texts.reasons, rule)) return texts.column(rule, level);
	return texts.reasons[rule](factsFor(rule, level, lead, now, language, texts));
}

function factsFor(
	rule: string,
	level: string,
	lead: Lead,
	now: Date,
	language: Language,
	texts: LeadTexts,
): ReasonFacts {
	const last = lead.events
		.filter(({ type, at }) => type === rule && Date.parse(at) <= now.getTime())
		.pop();
	const money = lead.budget && formatMoney(lead.budget, language);
	return {
		id: level,
		level: levelName(texts, rule, level),
		budget: money && (lead.budget?.per === 'month' ? texts.perMonth(money) : money),
		days: lead.timeline?.days ?? null,
		answers: answersIn(lead),
		questions,
		lastDays: last === undefined ? null : Math.floor((now.getTime() - Date.parse(last.at)) / dayMs),
		domain: lead.email === null ? null : domainOf(lead.email),
	};
}

/** The condition of a tier change as half a sentence: "budget is at least $500". */
export function conditionOf(
	{ change, isBetter }: TierChange,
	lead: Lead,
	rules: Rules,
	language: Language,
): string {
	const texts = leadTexts(language);
	const { flips } = texts;
	const { field, level, index } = change;
	switch (field) {
		case 'budget': {
			const { bands, floorUsd } = rules.budget;
			const next = bands[index + 1]?.fromUsd;
			const usd = (amount: number) => formatMoney(fromMajor(amount, 'USD'), language);
			if (isBetter || next === undefined)
				return flips.budgetFrom(usd(Math.max(bands[index].fromUsd, floorUsd)));
			return flips.budgetUnder(usd(next));
		}
		case 'timeline': {
			const { bands } = rules.timeline;
			const { days } = bands[index];
			const before = bands[index - 1]?.days ?? 0;
			const isLonger = lead.timeline !== null && lead.timeline.days <= before;
			if (days === null || isLonger) return flips.after(texts.span(before));
			return flips.within(texts.span(days));
		}
		case 'service':
		case 'vertical':
			return flips[field](levelName(texts, field, level));
		case 'email':
			return lead.email === null ? flips.emailGiven : flips.email;
		case 'replied':
		case 'booked':
			return flips[field];
		default:
			return texts.column(field, level);
	}
}
