import { capacityPrice } from './capacityPrice';
import type { Slot } from './freeTime';
import type { Member, Office } from './office';
import { costOf } from './office';
import type { Piece, Project } from './schema';
import { termNames } from './settings';
import type { TermName } from './settings';
import type { WorkClock } from './workClock';

/** One thing that speaks for or against a person, with what it was judged by. */
export interface Term {
	term: TermName;
	/** -1 (all against) to 1 (all for). */
	value: number;
	/** The value times the term's weight, in hundredths exact: they add up to the total. */
	points: number;
	/** What a sentence may speak of. */
	facts: TermFacts;
}

/** What a term was judged by; only what belongs to the term is there. */
export interface TermFacts {
	/** US dollars. */
	cost?: number;
	/** Hours that the work ends after its day in the plan, 0 for in time. */
	lateHours?: number;
	/** Shares from 0 to 1 and more. */
	load?: number;
	meanLoad?: number;
	hub?: string;
	share?: number;
	min?: number;
	max?: number;
	unit?: 'projects' | 'revenue';
	/** Hours in common with the client's working day. */
	overlapHours?: number;
	isKnown?: boolean;
	skill?: string;
}

/** What is known of a project while one of its pieces is given away. */
export interface PieceAsk {
	project: Project;
	piece: Piece;
	/** The project's hours together, for the piece's part of the price. */
	allHours: number;
	/** What the client pays in US dollars; null where it is not known. */
	valueUsd: number | null;
	/** When the project begins and must end, milliseconds. */
	start: number;
	due: number;
	/** When the piece should be done by the plan. */
	plannedEnd: number;
	/** People who have earlier pieces of the project. */
	sofar: ReadonlySet<string>;
}

/** What an hour costs where the client's price is not known: only a scale, in US dollars. */
const USUAL_HOUR = 25;

/** Distance to the team's mean load, as a share of hours, that counts in full. */
const WIDE = 0.4;

/** Everything that speaks for and against a person for a piece of work, in the order of the reasons. */
export function termsOf(office: Office, member: Member, ask: PieceAsk, slot: Slot): Term[] {
	const { settings } = office;
	const rules: Record<TermName, () => Omit<Term, 'term' | 'points'>> = {
		cost: () => {
			const cost = costOf(member.person, ask.piece.hours, settings);
			const part = ask.piece.hours / ask.allHours;
			const usual = ask.valueUsd === null ? USUAL_HOUR * ask.piece.hours : ask.valueUsd * part;
			return { value: usual > 0 ? -Math.min(1, cost / usual) : 0, facts: { cost } };
		},
		lateness: () => {
			const late = Math.max(0, slot.endsAt - ask.plannedEnd);
			const whole = Math.max(3_600_000, ask.due - ask.start);
			return { value: -Math.min(1, late / whole), facts: { lateHours: late / 3_600_000 } };
		},
		fairness: () => fairnessOf(office, member, ask.piece),
		hub: () => hubTerm(office, member),
		overlap: () => overlapTerm(office, member, ask, slot),
		continuity: () => {
			const isKnown = member.clients.has(ask.project.client.id) || ask.sofar.has(member.person.id);
			return { value: isKnown ? 1 : 0, facts: { isKnown } };
		},
		language: () => {
			const { language } = ask.project.client;
			if (!ask.piece.facesClient || language === null) return { value: 0, facts: {} };
			const isKnown = member.person.languages.includes(language);
			return { value: isKnown ? 0 : -1, facts: { isKnown } };
		},
		growth: () => {
			const isKnown = member.person.growing.includes(ask.piece.skill);
			return { value: isKnown ? 1 : 0, facts: { isKnown, skill: ask.piece.skill } };
		},
		capacity: () => {
			const { all, free } = member.ahead;
			const price = capacityPrice(office.view, { all, free }, ask.piece.hours);
			const load = all > 0 ? (all - free) / all : 1;
			return { value: -Math.min(1, price / 2), facts: { load } };
		},
	};
	return termNames.map((term): Term => {
		const { value, facts } = rules[term]();
		return { term, value, points: hundredths(settings.weights[term] * value), facts };
	});
}

/** The sum of terms, exact in hundredths. */
export function totalOf(terms: readonly Term[]): number {
	return hundredths(terms.reduce((sum, { points }) => sum + points, 0));
}

/**
 * How a person's load, this piece included, stands to what the team carries on the days they are
 * there; see Member.load.
 */
function fairnessOf(
	{ settings }: Office,
	{ load }: Member,
	{ hours }: Piece,
): Omit<Term, 'term' | 'points'> {
	const all = load.available + settings.fairness.settleHours;
	if (all <= 0) return { value: 0, facts: {} };
	const [own, team] = [(load.booked + hours) / all, load.expected / all];
	return { value: clamped((team - own) / WIDE), facts: { load: own, meanLoad: team } };
}

function hubTerm({ shares }: Office, { person }: Member): Omit<Term, 'term' | 'points'> {
	const band = shares.bands.find(({ hub }) => hub === person.hub);
	if (band === undefined || band.share === null) return { value: 0, facts: {} };
	const { hub, share, min, max, unit } = band;
	const facts = { hub, share, min, max, unit };
	if (share < min) return { value: clamped((min - share) / min), facts };
	if (share > max) return { value: -clamped((share - max) / Math.max(max, 0.01)), facts };
	return { value: 0, facts };
}

function overlapTerm(
	{ clock, settings }: Office,
	{ person }: Member,
	{ project, piece }: PieceAsk,
	slot: Slot,
): Omit<Term, 'term' | 'points'> {
	const { zone } = project.client;
	if (!piece.facesClient || zone === null) return { value: 0, facts: {} };
	const { from, to } = person.workday;
	const day = slot.days[0].day;
	const overlapHours = hoursInCommon(clock, { zone: person.zone, from, to }, zone, day);
	return { value: Math.min(1, overlapHours / settings.overlapHours) - 1, facts: { overlapHours } };
}

/** A client's working day, by the clock of their zone. */
const clientDay = { from: 9, to: 18 };

/** Hours that a person's working day has in common with a client's, 9 to 18 o'clock, on a day. */
export function hoursInCommon(
	clock: WorkClock,
	{ zone, from, to }: { zone: string; from: number; to: number },
	clientZone: string,
	day: string,
): number {
	const own = clock.spanOf(zone, day, from, to);
	// Across the date line the client's day before or after may be the one that meets.
	const common = [-1, 0, 1].map((shift) => {
		const other = clock.dayAfter(day, shift);
		const theirs = clock.spanOf(clientZone, other, clientDay.from, clientDay.to);
		return Math.max(0, Math.min(own.to, theirs.to) - Math.max(own.from, theirs.from));
	});
	return Math.max(...common) / 3_600_000;
}

function clamped(value: number): number {
	return Math.min(1, Math.max(-1, value));
}

function hundredths(value: number): number {
	const rounded = Math.round(value * 100) / 100;
	return rounded === 0 ? 0 : rounded;
}
