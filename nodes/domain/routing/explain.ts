import { DateTime } from 'luxon';

import type { Language } from '../language';
import { formatMoney, fromMajor } from '../money';
import type { Money } from '../money';
import type { Block, Constraint } from './blocks';
import type { Bid, Chain, Placed } from './bids';
import type { RoutingDecision, StepRecord } from './routeProject';
import type { Term } from './terms';
import { da } from './texts/da';
import { en } from './texts/en';
import { es } from './texts/es';
import type { RoutingTexts, TermWords } from './texts/routingTexts';
import type { Attempt, Tried } from './tryInOrder';

const byLanguage: Record<Language, RoutingTexts> = { en, es, da };

/** The sentences of a decision. */
export interface Words {
	/** About one term of one candidate, without their name. */
	term: (placed: Placed, bid: Bid, term: Term) => string;
	/** The same with piece and name before it. */
	reason: (placed: Placed, bid: Bid, term: Term) => string;
	block: (block: Block) => string;
	behind: (placed: Placed, other: Bid, points: number) => string;
	steps: StepRecord[];
	flips: RoutingDecision['flips'];
	notes: string[];
}

/** Puts a decision into words of a language; moments are in the client's zone. */
export function explain(attempt: Attempt, chain: Chain, language: Language): Words {
	const texts = byLanguage[language];
	const sayings = sayingsOf(chain, language);
	const term = (_: Placed, __: Bid, { term: name, value, facts }: Term) =>
		texts.terms[name]({ ...sayings.term(facts), sign: Math.sign(value) });
	return {
		term,
		reason: (placed, bid, each) =>
			`${placed.piece.id} → ${nameOf(bid)}: ${term(placed, bid, each)}`,
		block: ({ constraint, facts }) => texts.blocks[constraint](sayings.block(facts, texts)),
		behind: (placed, other, points) =>
			`${texts.points(sayings.number(points))} (${placed.piece.id}: ${nameOf(other)})`,
		steps: attempt.tried.map((tried) => ({
			step: tried.step,
			result: tried.result,
			because: stepText(tried, attempt, texts, sayings),
		})),
		flips: flipsOf(attempt, texts, sayings),
		notes: notesOf(attempt, chain, texts, sayings),
	};
}

/** How figures are written in a language. */
interface Sayings {
	number: (value: number) => string;
	percent: (share: number) => string;
	usd: (amount: number) => string;
	hours: (hours: number) => string;
	moment: (moment: number) => string;
	term: (facts: Term['facts']) => Omit<TermWords, 'sign'>;
	block: (
		facts: Block['facts'],
		texts: RoutingTexts,
	) => Parameters<RoutingTexts['blocks']['skill']>[0];
	money: (money: Money) => string;
}

function sayingsOf(chain: Chain, language: Language): Sayings {
	const zone = chain.project.client.zone ?? 'UTC';
	const number = (value: number) => {
		const text = String(Math.round(value * 100) / 100);
		return language === 'en' ? text : text.replace('.', ',');
	};
	const percent = (share: number) =>
		language === 'en' ? `${Math.round(100 * share)}%` : `${Math.round(100 * share)} %`;
	const usd = (amount: number) => formatMoney(fromMajor(amount, 'USD'), language);
	const hours = (count: number) => `${number(count)} h`;
	const moment = (at: number) =>
		DateTime.fromMillis(Math.round(at), { zone }).toFormat("yyyy-MM-dd HH:mm '('z')'");
	const said = <Value>(value: Value | undefined, say: (value: Value) => string) =>
		value === undefined ? '' : say(value);
	return {
		number,
		percent,
		usd,
		hours,
		moment,
		term: (facts) => ({
			cost: said(facts.cost, usd),
			late: facts.lateHours === undefined || facts.lateHours <= 0 ? null : hours(facts.lateHours),
			load: said(facts.load, percent),
			meanLoad: said(facts.meanLoad, percent),
			hub: facts.hub ?? '',
			share: said(facts.share, percent),
			band: `${said(facts.min, percent)}–${said(facts.max, percent)}`,
			unit: facts.unit ?? null,
			overlap: said(facts.overlapHours, hours),
			skill: facts.skill ?? '',
			isKnown: facts.isKnown ?? null,
		}),
		block: (facts, { kinds }) => ({
			skill: facts.skill ?? '',
			has: said(facts.has, String),
			wants: said(facts.wants, String),
			kind: said(facts.kind, (kind) => kinds[kind]),
			hours: said(facts.hours, hours),
			endsAt: said(facts.endsAt, moment),
			due: said(facts.due, moment),
			cost: said(facts.cost, usd),
			because: facts.because ?? '',
		}),
		money: (money) => formatMoney(money, language),
	};
}

function nameOf({ member: { person } }: Bid): string {
	return person.name ?? person.id;
}

function stepText(
	{ step, result, piece, margin, lacks, kept }: Tried,
	{ office }: Attempt,
	{ steps }: RoutingTexts,
	{ percent }: Sayings,
): string {
	if (result === 'taken') return steps.taken[step];
	if (lacks === 'movable') return steps.nothingToMove;
	if (lacks === 'consent') return steps.mayNotMove;
	if (lacks !== null) return steps.noneOf[lacks];
	if (margin !== null) {
		return steps.belowFloor(percent(margin), percent(office.settings.marginFloor));
	}
	return steps.failed(piece ?? '', countsText(kept, steps));
}

/** "2 people without the skill, 1 person free too late": what kept everybody of a step. */
function countsText(
	kept: readonly Constraint[],
	{ counts, nobody }: RoutingTexts['steps'],
): string {
	const numbers = new Map<Constraint, number>();
	for (const constraint of kept) numbers.set(constraint, (numbers.get(constraint) ?? 0) + 1);
	const texts = [...numbers].map(([constraint, count]) => counts[constraint](count));
	return texts.length === 0 ? nobody : texts.join(', ');
}

function flipsOf(
	{ flips }: Attempt,
	{ flips: texts }: RoutingTexts,
	{ moment, money }: Sayings,
): RoutingDecision['flips'] {
	return flips.map(({ change, then }) => {
		switch (change.kind) {
			case 'dueFrom':
			case 'dueBefore': {
				const dueAt = new Date(change.at).toISOString();
				return { if: texts[change.kind](moment(change.at)), then, change: { dueAt } };
			}
			case 'priceFrom':
				return {
					if: texts.priceFrom(money(change.price)),
					then,
					change: { price: change.price },
				};
		}
	});
}

function notesOf(
	{ office, offers, step, placed }: Attempt,
	{ project, kept }: Chain,
	{ notes, units }: RoutingTexts,
	{ percent, moment }: Sayings,
): string[] {
	const contradictions = office.shares.contradictions.map(({ kind, unit, sum }) =>
		kind === 'mixed-units' || unit === null || sum === null
			? notes['mixed-units']
			: notes[kind](units[unit], percent(sum)),
	);
	const { belowFloor, value } = project;
	const ends = placed.map(({ bid }) => bid.slot.endsAt);
	const overlaps = kept.flatMap(({ piece, startsAt: begins }) =>
		begins !== null && ends.some((end) => end > begins)
			? [notes.overlaps(piece, moment(begins))]
			: [],
	);
	const isHopeless = step === 'negotiation' && offers?.later === null && offers.dearer === null;
	return [
		...contradictions,
		...overlaps,
		...(belowFloor === null ? [] : [notes.override(belowFloor.by, belowFloor.because)]),
		...(value === null ? [notes.noPrice] : []),
		...(isHopeless ? [notes.noOffer] : []),
	];
}
