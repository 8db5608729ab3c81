import { sha256Hex } from '../../hash';
import type { Calendar } from '../../routing/freeTime';
import { kinds } from '../../routing/schema';
import type { Person, Roster } from '../../routing/schema';
import { workClock } from '../../routing/workClock';
import { mayReview } from './judgeReview';
import { afterWorkingHours } from './reviewTimes';
import type { KnownFile, ReviewerWanted, ReviewGate } from './schema';
import type { ReviewCheck } from './texts/gateTexts';

/** Whom a review is looked for. */
export interface ReviewWanted {
	gate: ReviewGate;
	sha256: string;
	/** Whom this gate may be answered by. */
	wanted: ReviewerWanted;
	/** Whom the senior's gate may be answered by: a peer is not chosen who would leave nobody for it. */
	seniorWanted: ReviewerWanted;
	/** Working hours of the reviewer within which they answer. */
	hours: number;
}

/** What a reviewer is chosen from. */
export interface ReviewOffice {
	roster: Roster;
	known: Pick<KnownFile, 'authors' | 'verdicts'>;
	/** Reviews by person that they have not answered yet. */
	open: ReadonlyMap<string, number>;
	now: Date;
}

/** Somebody who may answer, with when they will have had the time. */
export interface ReviewerChoice {
	person: Person;
	/** Reviews that they have open already. */
	open: number;
	/** Half of the time, and all of it. */
	remindAt: Date;
	dueAt: Date;
}

/** Why somebody is not asked. */
export interface ReviewerBarred {
	person: string;
	because: ReviewCheck | 'away' | 'needed-as-senior';
}

/** Who is asked, who would be next, and why not the others. */
export interface ReviewerChosen {
	ranked: ReviewerChoice[];
	barred: ReviewerBarred[];
}

/** Working hours that each open review is taken to cost. */
const HOURS_A_REVIEW = 1;

/** Zones keep their rules from one choice to the next. */
const clock = workClock();

/**
 * Ranks who can be asked for a review: own people first, then whoever has had the time soonest, each
 * review that they have open counted in. Nobody is asked who made the file, answered at another gate of
 * it, or lacks the level. Ties are drawn anew for each content.
 */
export function chooseReviewer(review: ReviewWanted, office: ReviewOffice): ReviewerChosen {
	const { roster, known, now } = office;
	const barred: ReviewerBarred[] = [];
	const choices: ReviewerChoice[] = [];
	for (const person of [...roster.people].sort((a, b) => (a.id < b.id ? -1 : 1))) {
		const because = mayReview(review.gate, person, review.wanted, review.sha256, known);
		const choice = because === null ? choiceOf(person, review, office) : null;
		if (choice !== null) choices.push(choice);
		else barred.push({ person: person.id, because: because ?? 'away' });
	}
	const [fitting, needed] = apart(choices, review, office);
	barred.push(...needed.map((person) => ({ person, because: 'needed-as-senior' as const })));
	const place = (choice: ReviewerChoice) => placeOf(choice, review, now);
	return { ranked: fitting.sort((a, b) => (place(a) < place(b) ? -1 : 1)), barred };
}

function choiceOf(
	person: Person,
	{ hours }: ReviewWanted,
	{ roster, open, now }: ReviewOffice,
): ReviewerChoice | null {
	const days = person.holidays === null ? [] : (roster.holidays[person.holidays] ?? []);
	const calendar: Calendar = { person, holidays: new Set(days), booked: new Map() };
	const at = (count: number) => afterWorkingHours(calendar, clock, now.getTime(), count);
	const [remindAt, dueAt] = [at(hours / 2), at(hours)];
	if (remindAt === null || dueAt === null) return null;
	return {
		person,
		open: open.get(person.id) ?? 0,
		remindAt: new Date(remindAt),
		dueAt: new Date(dueAt),
	};
}

/** Sets apart who would leave nobody for the senior's gate; where that is everybody, nobody is. */
function apart(
	choices: readonly ReviewerChoice[],
	{ gate, sha256, seniorWanted }: ReviewWanted,
	{ roster, known }: ReviewOffice,
): [ReviewerChoice[], string[]] {
	if (gate !== 'peer') return [[...choices], []];
	const seniors = roster.people.filter(
		(person) => mayReview('senior', person, seniorWanted, sha256, known) === null,
	);
	const leaves = ({ person }: ReviewerChoice) => seniors.some(({ id }) => id !== person.id);
	const fitting = choices.filter(leaves);
	if (fitting.length === 0) return [[...choices], []];
	return [fitting, choices.filter((choice) => !leaves(choice)).map(({ person }) => person.id)];
}

/** Text that sorts as the choices do. */
function placeOf({ person, open, dueAt }: ReviewerChoice, { sha256 }: ReviewWanted, now: Date) {
	const waits = dueAt.getTime() - now.getTime() + open * HOURS_A_REVIEW * 3_600_000;
	const minutes = String(Math.round(waits / 60_000)).padStart(9, '0');
	return `${kinds.indexOf(person.kind)} ${minutes} ${sha256Hex(`${sha256} ${person.id}`)}`;
}
