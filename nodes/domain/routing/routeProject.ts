import type { Decision, Flip, Reason, RunnerUp } from '../decision';
import { hashOf } from '../hash';
import type { Language } from '../language';
import { fromMajor } from '../money';
import type { Money } from '../money';
import { blocksOf } from './blocks';
import type { Constraint } from './blocks';
import type { Chain, Placed } from './bids';
import { chainOf } from './chainOf';
import { explain } from './explain';
import type { DayPart } from './freeTime';
import { openOffice } from './office';
import type { Office } from './office';
import type { Booking, Kind, Person, Project, Roster, RoutingOutcome, Step } from './schema';
import { defaultSettings } from './settings';
import type { RoutingSettings, TermName } from './settings';
import { tryInOrder } from './tryInOrder';
import type { Attempt } from './tryInOrder';

/** Somebody who could do a piece, with everything that speaks for and against them. */
export interface Candidate {
	person: string;
	name: string;
	/** Sum of the terms' points; the more the better. */
	total: number;
	/** Points behind the chosen one; below 0 for somebody who was better and had to be passed over. */
	behind: number;
	terms: Array<{
		term: TermName;
		value: number;
		points: number;
		text: string;
		/** The text in the language of the chosen person, where that is another one. */
		own?: string;
	}>;
}

/** A piece of work and who is to do it. */
export interface PieceAssignment {
	piece: string;
	skill: string;
	level: number;
	hours: number;
	person: string;
	name: string;
	/** By which chat and task tools know the person; null where the roster does not say. */
	email: string | null;
	kind: Kind;
	hub: string | null;
	zone: string;
	/** The first that the roster names; null where it names none. */
	language: Language | null;
	/** How often the piece has been offered with this one, from 1: who said no counts. */
	round: number;
	/** Days of the person's zone. */
	days: DayPart[];
	/** ISO 8601, UTC. */
	startsAt: string;
	endsAt: string;
	cost: Money;
	/** The chosen person and those who come next, with every term. */
	ranked: Candidate[];
}

/** One thing that was tried, and how it went. */
export interface StepRecord {
	step: Step;
	/** `skipped`: it would have worked, but below the margin floor. */
	result: 'taken' | 'failed' | 'skipped';
	because: string;
}

/** Work that nobody has started and that a colleague would take over: a proposal. */
export interface ProposedMove {
	booking: string;
	project: string;
	piece: string;
	from: string;
	to: string;
	/** The days as they are, and as they would be; each by the zone of whoever has them. */
	was: DayPart[];
	days: DayPart[];
	/** When it would be done; ISO 8601, UTC. */
	startsAt: string;
	endsAt: string;
}

/** What could be offered to the client. */
export interface Negotiation {
	/** Another date at the same price. */
	later: { endsAt: string; assignments: PieceAssignment[] } | null;
	/** Another price at the same date. */
	dearer: { price: Money; endsAt: string } | null;
}

/** A change that gives another outcome, in words and as data. */
export interface RoutingFlip extends Flip<RoutingOutcome> {
	/** The deadline (ISO 8601, UTC) or the price from which the outcome is another. */
	change: { dueAt: string } | { price: Money };
}

/** Who does a project, and why. */
export interface RoutingDecision extends Decision<RoutingOutcome> {
	step: Step;
	/** How often this has been routed with this time, from 1: who said no to the one piece counts. */
	round: number;
	/** In the order of the work; empty when there is nobody. */
	assignments: PieceAssignment[];
	steps: StepRecord[];
	moves: ProposedMove[];
	negotiation: Negotiation | null;
	/** Why not me: everybody who was not among the candidates of a piece, and what kept them. */
	blocked: Array<{ piece: string; person: string; constraint: Constraint; text: string }>;
	margin: {
		price: Money | null;
		cost: Money;
		/** Part of the price that is left; null without a price. */
		share: number | null;
		floor: number;
		/** Who allowed to go below the floor; null where nobody did. */
		override: Project['belowFloor'];
	};
	/** ISO 8601, UTC; the deadline that was kept to. */
	dueAt: string;
	finishesAt: string | null;
	/** The work as bookings, to count from now on. */
	bookings: Booking[];
	/** What a person should know of besides. */
	notes: string[];
	runnerUp: (RunnerUp<RoutingOutcome> & { piece: string; person: string }) | null;
	flips: RoutingFlip[];
	versions: { rules: string; model: null; roster: string };
}

/**
 * Decides who does a project: its pieces in their order, each by the best person who has the skill at
 * its level and the hours before the deadline, at a cost that leaves the margin floor. Where own
 * people cannot, work is moved, then freelancers, partner agencies, and at last the client is asked.
 *
 * Adding a person never makes the step later that is taken. It may change who does what.
 *
 * @param now moment of the decision, passed in so that equal calls give equal answers
 * @throws MendableError `routing/unknown-type`, `routing/no-rate`
 */
export function routeProject(
	project: Project,
	roster: Roster,
	bookings: readonly Booking[],
	now: Date,
	settings: RoutingSettings = defaultSettings,
	language: Language = 'en',
): RoutingDecision {
	return routeIn(openOffice(roster, bookings, now, settings), project, language);
}

/** The same from an office that is open already, for several projects at one moment. */
export function routeIn(
	office: Office,
	project: Project,
	language: Language = 'en',
): RoutingDecision {
	const chain = chainOf(office, project);
	const attempt = tryInOrder(office, chain);
	const { step, placed, kinds, moves } = attempt;
	const words = explain(attempt, chain, language);
	const outcome = outcomeOf(step);
	const costUsd = placed.reduce((sum, { bid }) => sum + bid.cost, 0);
	const { valueUsd, keptUsd } = chain;
	const own = ownWords(attempt, chain, language);
	const assignments = placed.map((each) =>
		assignmentOf(attempt.office, project, each, words.term, own),
	);

	return {
		outcome,
		score: null,
		probability: null,
		reasons: reasonsOf(placed, words.reason),
		runnerUp: runnerUpOf(placed, outcome, words.behind),
		flips: words.flips,
		ask: null,
		versions: { rules: office.settings.version, model: null, roster: office.roster.version },
		decidedAt: iso(office.now),
		inputHash: hashOf({ project, office: office.hash() }),
		step,
		round: project.only === undefined ? 1 : roundOf(project, project.only),
		assignments,
		steps: words.steps,
		moves: moves.map(({ booking, from, to, slot }) => ({
			booking: booking.id,
			project: booking.project,
			piece: booking.piece,
			from,
			to,
			was: booking.days,
			days: slot.days,
			startsAt: iso(slot.startsAt),
			endsAt: iso(slot.endsAt),
		})),
		negotiation: negotiationOf(attempt, project, words.term),
		blocked: blocksOf(attempt.office, chain, attempt.last, kinds).map((block) => ({
			piece: block.piece,
			person: block.person,
			constraint: block.constraint,
			text: words.block(block),
		})),
		margin: {
			price: project.value,
			cost: fromMajor(costUsd, 'USD'),
			share:
				valueUsd === null || valueUsd <= 0
					? null
					: rounded((valueUsd - keptUsd - costUsd) / valueUsd),
			floor: office.settings.marginFloor,
			override: project.belowFloor,
		},
		dueAt: iso(chain.due),
		finishesAt: placed.length === 0 ? null : iso(placed[placed.length - 1].bid.slot.endsAt),
		bookings: placed.map((each) => bookingOf(project, each, chain.due)),
		notes: words.notes,
	};
}

function outcomeOf(step: Step): RoutingOutcome {
	if (step === 'internal') return 'assigned';
	return step === 'negotiation' ? 'negotiate' : 'overflow';
}

type TermText = (
	placed: Placed,
	candidate: Placed['bid'],
	term: Placed['bid']['terms'][number],
) => string;

function assignmentOf(
	{ settings }: Office,
	project: Project,
	placed: Placed,
	text: TermText,
	own: OwnWords = () => undefined,
): PieceAssignment {
	const { piece, bid, ranked } = placed;
	const { person } = bid.member;
	const others = ranked.filter((each) => each !== bid).slice(0, settings.shown - 1);
	return {
		piece: piece.id,
		skill: piece.skill,
		level: piece.level,
		hours: piece.hours,
		person: person.id,
		name: person.name ?? person.id,
		email: person.email ?? null,
		kind: person.kind,
		hub: person.hub,
		zone: person.zone,
		language: person.languages[0] ?? null,
		round: roundOf(project, piece.id),
		days: bid.slot.days,
		startsAt: iso(bid.slot.startsAt),
		endsAt: iso(bid.slot.endsAt),
		cost: fromMajor(bid.cost, 'USD'),
		ranked: [bid, ...others].map((each) => ({
			person: each.member.person.id,
			name: each.member.person.name ?? each.member.person.id,
			total: each.total,
			behind: hundredths(bid.total - each.total),
			terms: each.terms.map((term) => ({
				term: term.term,
				value: rounded(term.value),
				points: term.points,
				text: text(placed, each, term),
				...(each === bid ? ownText(own(person), placed, each, term) : {}),
			})),
		})),
	};
}

/** The words of somebody's own language, where that is not the decision's. */
type OwnWords = (person: Person) => TermText | undefined;

function ownWords(attempt: Attempt, chain: Chain, language: Language): OwnWords {
	const known = new Map<Language, TermText>();
	return ({ languages: [own] }) => {
		if (own === undefined || own === language) return undefined;
		const words = known.get(own) ?? explain(attempt, chain, own).term;
		known.set(own, words);
		return words;
	};
}

function ownText(words: TermText | undefined, ...about: Parameters<TermText>): { own?: string } {
	return words === undefined ? {} : { own: words(...about) };
}

/** Every term of the chosen people that weighed, piece by piece. */
function reasonsOf(placed: readonly Placed[], text: TermText): Reason[] {
	return placed.flatMap((each) =>
		each.bid.terms
			.filter(({ points }) => points !== 0)
			.map((term) => ({
				rule: term.term,
				level: each.piece.id,
				contribution: term.points,
				text: text(each, each.bid, term),
			})),
	);
}

/** The person of any piece who came closest to the one chosen. */
function runnerUpOf(
	placed: readonly Placed[],
	outcome: RoutingOutcome,
	behind: (placed: Placed, other: Placed['bid'], points: number) => string,
): RoutingDecision['runnerUp'] {
	const seconds = placed.flatMap((each) => {
		const other = each.ranked[each.ranked.indexOf(each.bid) + 1];
		if (other === undefined) return [];
		return [{ each, other, points: hundredths(each.bid.total - other.total) }];
	});
	if (seconds.length === 0) return null;
	const { each, other, points } = seconds.reduce((a, b) => (b.points < a.points ? b : a));
	return {
		outcome,
		by: behind(each, other, points),
		piece: each.piece.id,
		person: other.member.person.id,
	};
}

function roundOf({ declined = [] }: Project, piece: string): number {
	return 1 + declined.filter((no) => no.piece === piece).length;
}

function negotiationOf(
	{ step, offers, office }: Attempt,
	project: Project,
	text: TermText,
): Negotiation | null {
	if (step !== 'negotiation' || offers === null) return null;
	const { later, dearer } = offers;
	return {
		later: later && {
			endsAt: iso(later.endsAt),
			assignments: later.placed.map((each) => assignmentOf(office, project, each, text)),
		},
		dearer: dearer && { price: dearer.price, endsAt: iso(dearer.endsAt) },
	};
}

function bookingOf(project: Project, { piece, bid }: Placed, due: number): Booking {
	return {
		id: `${project.id}/${piece.id}`,
		project: project.id,
		piece: piece.id,
		person: bid.member.person.id,
		days: bid.slot.days,
		started: false,
		skill: piece.skill,
		level: piece.level,
		notBefore: iso(bid.slot.startsAt),
		dueAt: iso(due),
		client: project.client.id,
		value: project.value,
	};
}

function iso(moment: number): string {
	return new Date(Math.round(moment)).toISOString();
}

function hundredths(value: number): number {
	return Math.round(value * 100) / 100;
}

/** Four decimals: enough for people, and equal on every machine. */
function rounded(value: number): number {
	const share = Math.round(value * 1e4) / 1e4;
	return share === 0 ? 0 : share;
}
