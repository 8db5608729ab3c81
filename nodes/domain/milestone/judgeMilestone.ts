import type { Reason } from '../decision';
import type { Language } from '../language';
import { languageOfCountry, readCountry, readLanguage } from '../lead/countries';
import { readEmail } from '../lead/readContact';
import { mistakesOfLinks } from '../letter/judgeWords';
import { ownHost, safeLink } from '../letter/safeLink';
import { oneLine, truncate } from '../plainText';
import { zoneOf } from '../zoneOf';
import { isZone, nextWorkingMoment } from './clientHours';
import { clockText, daysUntil } from './days';
import type { MilestoneDecision } from './decision';
import { needsOf } from './milestones';
import type { NeededDetail } from './milestones';
import type { MilestoneEvent } from './schema';
import type { MilestoneSettings } from './settings';
import type { MilestoneWhy } from './why/why';

interface Always {
	language: Language;
	zone: string;
	reasons: Reason[];
	missing: MilestoneDecision['missing'];
}

/** What a milestone's mail goes by, with the reasons; there is a mail unless it is refused. */
export type Judged =
	| (Always & { outcome: 'refuse' })
	| (Always & { outcome: 'send' | 'draft'; email: string; url: string | null; sendAt: Date });

/** One thing that was looked at: what it gives, why, and what is wrong with it. */
interface Finding<Value> {
	value: Value;
	reason: Reason;
	missing: MilestoneDecision['missing'];
}

/** Looks at everything a mail needs, so that whoever mends it sees all that is wrong at once. */
export function judgeMilestone(
	event: MilestoneEvent,
	settings: MilestoneSettings,
	now: Date,
	why: MilestoneWhy,
	teamLanguage: Language,
): Judged {
	const language = languageFor(event, settings, why);
	const zone = zoneFor(event, settings, why);
	const email = recipientOf(event, why);
	const link = linkOf(event, settings, why);
	const details = detailsOf(event, zone.value, why);
	const approval = approvalOf(event, why);
	const words = wordsOf(event, settings, why);
	const time = timeFor(event, settings, zone.value, now, why, teamLanguage);
	const findings = [email, language, zone, link, ...details, ...approval, ...words, time];
	const always: Always = {
		language: language.value,
		zone: zone.value,
		reasons: findings.map(({ reason }) => reason),
		missing: findings.flatMap(({ missing }) => missing),
	};
	if (always.missing.length > 0 || email.value === null || time.value === null) {
		return { ...always, outcome: 'refuse' };
	}
	const isDraft = approval.some(({ value }) => value === 'draft');
	return {
		...always,
		outcome: isDraft ? 'draft' : 'send',
		email: email.value,
		url: link.value,
		sendAt: time.value,
	};
}

function found<Value>(rule: string, level: string, text: string, value: Value): Finding<Value> {
	return { value, reason: { rule, level, contribution: 0, text }, missing: [] };
}

function lacks<Value>(
	rule: string,
	level: string,
	text: string,
	field: string,
	value: Value,
): Finding<Value> {
	return {
		value,
		// Against sending, as reasons count.
		reason: { rule, level, contribution: -1, text },
		missing: [{ field, because: text }],
	};
}

function languageFor(
	{ client }: MilestoneEvent,
	settings: MilestoneSettings,
	why: MilestoneWhy,
): Finding<Language> {
	const own = readLanguage(client.language).value;
	const country = readCountry(client.country).value;
	const [value, level] =
		own !== null
			? ([own, 'client'] as const)
			: country !== null
				? ([languageOfCountry(country), 'country'] as const)
				: ([settings.language, 'default'] as const);
	const text = why.language[level](why.languages[value], country ?? '');
	return found('language', level, text, value);
}

function zoneFor(
	{ client }: MilestoneEvent,
	settings: MilestoneSettings,
	why: MilestoneWhy,
): Finding<string> {
	const country = readCountry(client.country).value;
	const ofCountry = country === null ? null : zoneOf(country);
	const [value, level] = isZone(client.zone)
		? ([client.zone, 'client'] as const)
		: ofCountry !== null
			? ([ofCountry, 'country'] as const)
			: ([settings.zone, 'default'] as const);
	return found('zone', level, why.zone[level](value, country ?? ''), value);
}

function recipientOf({ client }: MilestoneEvent, why: MilestoneWhy): Finding<string | null> {
	const given = (client.email ?? '').trim();
	if (given === '') {
		return lacks('recipient', 'none', why.recipient.none, 'client.email', null);
	}
	const email = isOneAddress(given) ? readEmail(given).value : null;
	if (email === null) {
		const text = why.recipient.invalid(`"${truncate(oneLine(given), 60)}"`);
		return lacks('recipient', 'invalid', text, 'client.email', null);
	}
	return found('recipient', 'known', why.recipient.ok(email), email);
}

/** Nothing that could begin another header or name a second recipient. */
function isOneAddress(text: string): boolean {
	return /^[^\s,;:<>()[\]\\"\p{Cc}]+$/u.test(text);
}

function linkOf(
	{ link, portal, milestone }: MilestoneEvent,
	{ linkHosts }: MilestoneSettings,
	why: MilestoneWhy,
): Finding<string | null> {
	const own = portal === undefined ? null : ownHost(portal);
	// A preview, a delivery, an invoice has a page of its own: the portal does not stand for it.
	const isEnough = needsOf[milestone].link !== 'required' && own !== null;
	const given = (link ?? '').trim() || (isEnough ? (portal ?? '') : '');
	if (given === '') {
		return needsOf[milestone].link === 'required'
			? lacks('link', 'none', why.link.none, 'link', null)
			: found('link', 'unneeded', why.link.unneeded, null);
	}
	const verdict = safeLink(given, own === null ? linkHosts : [...linkHosts, own]);
	if (verdict.result === 'ok') return found('link', 'ok', why.link.ok(verdict.host), verdict.url);
	const { because } = verdict;
	return lacks('link', because, why.link.refused[because](hostIn(given)), 'link', null);
}

/** The host alone: links may hold secrets. */
function hostIn(link: string): string {
	return truncate(/^https:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(link)?.[1] ?? '', 80);
}

function detailsOf(
	{ project, details, milestone }: MilestoneEvent,
	zone: string,
	why: MilestoneWhy,
): Array<Finding<null>> {
	const isThere: Record<NeededDetail, boolean> = {
		people: details.people.some((name) => oneLine(name) !== ''),
		amount: details.amount !== null,
		dueAt: details.dueAt !== null,
		expectedAt: details.expectedAt !== null,
	};
	const lacking = needsOf[milestone].details.filter((name) => !isThere[name]);
	return [
		...(oneLine(project.name ?? '') === ''
			? [lacks('project', 'none', why.project.none, 'project.name', null)]
			: []),
		...lacking.map((name) => lacks('details', name, why.detail[name], `details.${name}`, null)),
		...(milestone === 'delay' && !isDelay(details, zone)
			? [lacks('details', 'onTime', why.onTime, 'details.expectedAt', null)]
			: []),
	];
}

/** By the client's days: an hour later on the same day is no news. */
function isDelay(
	{ dueAt, expectedAt }: Pick<MilestoneEvent['details'], 'dueAt' | 'expectedAt'>,
	zone: string,
): boolean {
	if (dueAt === null || expectedAt === null) return true;
	return daysUntil(expectedAt, new Date(dueAt), zone) > 0;
}

function approvalOf(
	{ milestone, approvedBy }: MilestoneEvent,
	why: MilestoneWhy,
): Array<Finding<'draft' | 'given'>> {
	if (!needsOf[milestone].approval) return [];
	const by = truncate(oneLine(approvedBy ?? ''), 80);
	return [
		by === ''
			? found('approval', 'needed', why.approval.needed, 'draft' as const)
			: found('approval', 'given', why.approval.given(by), 'given' as const),
	];
}

/** Somebody's own words lead nowhere but where mails may lead. */
function wordsOf(
	{ words }: MilestoneEvent,
	{ linkHosts }: MilestoneSettings,
	why: MilestoneWhy,
): Array<Finding<null>> {
	if (words === null || words.trim() === '') return [];
	const [wrong] = mistakesOfLinks([{ path: 'words', words }], linkHosts);
	return [
		wrong === undefined
			? found('words', 'own', why.words.own, null)
			: lacks('words', 'link', why.words.link(wrong.received), 'words', null),
	];
}

function timeFor(
	{ urgent, holidays }: MilestoneEvent,
	{ hours, holidays: usual }: MilestoneSettings,
	zone: string,
	now: Date,
	why: MilestoneWhy,
	teamLanguage: Language,
): Finding<Date | null> {
	if (urgent) return found('hours', 'urgent', why.hours.urgent, now);
	const next = nextWorkingMoment(now, zone, hours, new Set([...usual, ...holidays]));
	if (next === null) return lacks('hours', 'never', why.hours.never, 'holidays', null);
	const { at, waitedFor } = next;
	const words = why.hours[waitedFor ?? 'open'](clockText(at, zone, teamLanguage));
	return found('hours', waitedFor ?? 'open', words, at);
}
