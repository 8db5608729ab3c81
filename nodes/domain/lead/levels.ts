import { dayMs } from '../calendar';
import { toUsd } from '../money';
import { countPhrases, lookupsOf } from './lookups';
import { domainOf, mailKind } from './readContact';
import { plain } from './reading';
import { engagementRules } from './rules';
import type { EngagementRule, Rules, ScorecardRule } from './rules';
import type { Budget, Lead, LeadEvent } from './schema';

/** The level of every scorecard rule that a lead falls into. */
export type Levels = Record<ScorecardRule, string>;

/** What stands against working on a lead at all. */
export const disqualifiers = [
	'no-contact',
	'below-floor',
	'spam',
	'job-seeker',
	'competitor',
] as const;

/** One thing that stands against working on a lead at all. */
export type Disqualifier = (typeof disqualifiers)[number];

/** What a lead's own words say about its sender. */
export interface WordSigns {
	/** Number of different spam phrases. */
	spam: number;
	isTrapped: boolean;
	isSelling: boolean;
	isJobSeeker: boolean;
}

/** Longest part of a message that is searched for phrases, in characters. */
const mostSearched = 5000;

/** Different spam phrases that make a message spam; one alone makes it suspicious. */
const spamPhrases = 2;

/** Characters from which a message tells something. */
const tellingMessage = 20;

/** Searches a lead's words for the phrases of the rules. */
export function wordSigns(lead: Lead, rules: Rules): WordSigns {
	const { spam, selling, jobSeeker } = lookupsOf(rules);
	const words = [lead.message, lead.name, lead.company.name].filter((text) => text !== null);
	const text = plain(words.join('\n'), mostSearched);
	return {
		spam: countPhrases(spam, text) + Number(/https?:|www\./.test(lead.name ?? '')),
		isTrapped: lead.notes.some(({ field }) => field === 'spamTrap'),
		isSelling: countPhrases(selling, text) > 0,
		isJobSeeker: countPhrases(jobSeeker, text) > 0,
	};
}

/** The level of every scorecard rule; `earlier` saves the look at an e-mail that has not changed. */
export function levelsOfLead(
	lead: Lead,
	signs: WordSigns,
	rules: Rules,
	earlier?: { lead: Lead; levels: Levels },
): Levels {
	const sameEmail = earlier !== undefined && earlier.lead.email === lead.email;
	return {
		budget: budgetLevel(lead.budget, rules),
		timeline: lead.timeline === null ? 'unknown' : timelineLevel(lead.timeline.days, rules),
		service: lead.service ?? 'unknown',
		vertical: lead.vertical ?? 'unknown',
		source: lead.source ?? 'unknown',
		email: sameEmail ? earlier.levels.email : mailKind(lead.email),
		completeness: completenessLevel(answersIn(lead)),
		signals: signalLevel(lead.events, signs),
	};
}

/** The band of a budget by its worth in US dollars; unknown when it has no exchange rate. */
export function budgetLevel(budget: Budget | null, { budget: { bands }, rates }: Rules): string {
	const usd = budget === null ? null : toUsd(budget, rates);
	if (usd === null) return 'unknown';
	let level = bands[0].level;
	for (const band of bands) if (usd >= band.fromUsd) level = band.level;
	return level;
}

/** The band of a number of days. */
export function timelineLevel(days: number, { timeline: { bands } }: Rules): string {
	const band = bands.find((candidate) => candidate.days === null || days <= candidate.days);
	return (band ?? bands[bands.length - 1]).level;
}

/** How many of the seven questions of an intake form a lead answered. */
export function answersIn(lead: Lead): number {
	return (
		Number(lead.name !== null) +
		Number(lead.phone !== null) +
		Number(lead.company.name !== null || lead.company.domain !== null) +
		Number(lead.service !== null) +
		Number(lead.budget !== null) +
		Number(lead.timeline !== null) +
		Number(lead.message !== null && lead.message.length >= tellingMessage)
	);
}

function completenessLevel(answers: number): string {
	if (answers >= 6) return 'full';
	if (answers >= 4) return 'most';
	return answers >= 2 ? 'some' : 'little';
}

/** The worst sign against a lead that does not yet rule it out. */
function signalLevel(events: readonly LeadEvent[], { spam, isSelling }: WordSigns): string {
	if (isSelling) return 'selling';
	if (events.some(({ type }) => type === 'unsubscribed')) return 'unsubscribed';
	if (spam > 0) return 'suspicious';
	return events.some(({ type }) => type === 'bounced') ? 'bounced' : 'none';
}

/** What stands against working on this lead at all, by the rules' switches. */
export function disqualifiersOf(lead: Lead, signs: WordSigns, rules: Rules): Disqualifier[] {
	const { disqualify, budget, rates } = rules;
	const usd = lead.budget === null ? null : toUsd(lead.budget, rates);
	const found: Disqualifier[] = [];
	if (disqualify.noContact && lead.email === null && lead.phone === null) found.push('no-contact');
	if (disqualify.belowFloor && usd !== null && usd < budget.floorUsd) found.push('below-floor');
	if (disqualify.spam && (signs.isTrapped || signs.spam >= spamPhrases)) found.push('spam');
	if (disqualify.jobSeeker && signs.isJobSeeker) found.push('job-seeker');
	if (isCompetitor(lead, rules)) found.push('competitor');
	return found;
}

function isCompetitor({ company, email }: Lead, rules: Rules): boolean {
	const { competitorDomains } = lookupsOf(rules);
	if (competitorDomains.size === 0) return false;
	const mailDomain = email === null ? null : domainOf(email);
	return [company.domain, mailDomain].some(
		(domain) => domain !== null && competitorDomains.has(domain),
	);
}

/** How much the events of each type count, in events that have just happened. */
export type Strengths = Record<EngagementRule, number>;

/**
 * Adds up events of each type, each worth half after the type's half-life, bounded by its `most`.
 *
 * Opens and clicks within the rules' seconds of a mail being sent are a link scanner's and do not
 * count, nor do events later than `now`.
 */
export function strengthsOf(events: readonly LeadEvent[], now: Date, rules: Rules): Strengths {
	const strengths: Strengths = { opened: 0, clicked: 0, visited: 0, replied: 0, booked: 0 };
	if (events.length === 0) return strengths;

	const moments = events.map(({ type, at }) => ({ type, at: Date.parse(at) }));
	const sent = moments.filter(({ type }) => type === 'sent');
	for (const { type, at } of moments) {
		const rule = engagementRules.find((name) => name === type);
		const ageDays = (now.getTime() - at) / dayMs;
		if (rule === undefined || ageDays < 0) continue;
		const isMailTouch = rule === 'opened' || rule === 'clicked';
		const isScanner = sent.some(
			(mail) => at >= mail.at && at - mail.at <= rules.scannerSeconds * 1000,
		);
		if (isMailTouch && isScanner) continue;
		strengths[rule] += 2 ** (-ageDays / rules.engagement[rule].halfLifeDays);
	}
	for (const rule of engagementRules) {
		strengths[rule] = Math.min(strengths[rule], rules.engagement[rule].most);
	}
	return strengths;
}

/** Strengths from which events count as recent, or as faded; below they count as none. */
const recentFrom = 0.5;
const fadedFrom = 0.05;

/** The level of an engagement rule, as learning and reasons name it. */
export function engagementLevel(strength: number): 'none' | 'faded' | 'recent' {
	if (strength >= recentFrom) return 'recent';
	return strength >= fadedFrom ? 'faded' : 'none';
}
