import { DateTime } from 'luxon';
import { z } from 'zod';

const name = z.string().min(1);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What is in the way of a promised date, for the team. */
export const delayCauseSchema = z.discriminatedUnion('kind', [
	/** Somebody's last day of a piece lies behind the promise. */
	z.object({ kind: z.literal('late'), piece: name, person: name, day }),
	/** Nobody has a piece: it was declined, or nobody answered. */
	z.object({
		kind: z.literal('nobody'),
		piece: name,
		hours: z.number(),
		because: z.enum(['declined', 'unanswered']),
	}),
	/** A file has gates before it, and the promise is due. */
	z.object({ kind: z.literal('gates'), file: name, gate: name }),
]);
/** What is in the way of a promised date. */
export type DelayCause = z.infer<typeof delayCauseSchema>;

/** A project as far as its date goes. */
export interface PromisedWork {
	/** What the client was told last. */
	promisedAt: Date;
	/** Work that somebody has. */
	pieces: Array<{ piece: string; person: string; zone: string; lastDay: string }>;
	/** Work that nobody has any more. */
	unassigned: Array<{ piece: string; hours: number; because: 'declined' | 'unanswered' }>;
	/** Newest contents that have not passed every gate, with the next gate of each. */
	openFiles: Array<{ file: string; gate: string }>;
}

/** A date that will not be kept. */
export interface Delay {
	/** The first day on which it can be there by all that is known, `YYYY-MM-DD`. */
	expectedOn: string;
	causes: DelayCause[];
}

/** Hours that somebody works on one project in a day: a bound of ours, for work that nobody has yet. */
const HOURS_A_DAY = 6;

/** How long before the promise gates must be through: looking and mending take a working day. */
const GATES_BEFORE_MS = 24 * 3_600_000;

/** How long after the promise nobody is asked any more: the client has noticed. */
const LATE_MS = 14 * 24 * 3_600_000;

/**
 * Whether a promised date is at risk, and the day that can be kept instead; null while it is not. Days
 * are compared as days of whoever does the work: an evening's work is on time.
 */
export function delayRisk(
	{ promisedAt, pieces, unassigned, openFiles }: PromisedWork,
	now: Date,
): Delay | null {
	if (now.getTime() - promisedAt.getTime() > LATE_MS) return null;
	const promisedOn = dayOf(promisedAt, 'utc');
	const late = pieces.filter(({ zone, lastDay }) => lastDay > dayOf(promisedAt, zone));
	const nobody = unassigned
		.map((work) => ({ ...work, day: dayAfter(now, Math.ceil(work.hours / HOURS_A_DAY)) }))
		.filter((work) => work.day > promisedOn);
	const isDue = promisedAt.getTime() - now.getTime() <= GATES_BEFORE_MS;
	const open = isDue ? openFiles : [];
	const days = [
		...late.map(({ lastDay }) => lastDay),
		...nobody.map((work) => work.day),
		...(open.length === 0 ? [] : [dayAfter(later(promisedAt, now), 1)]),
	].sort();
	const last = days.at(-1);
	if (last === undefined) return null;
	return {
		expectedOn: last > promisedOn ? last : dayAfter(promisedAt, 1),
		causes: [
			...late.map(({ piece, person, lastDay }) => ({
				kind: 'late' as const,
				piece,
				person,
				day: lastDay,
			})),
			...nobody.map(({ piece, hours, because }) => ({
				kind: 'nobody' as const,
				piece,
				hours,
				because,
			})),
			...open.map(({ file, gate }) => ({ kind: 'gates' as const, file, gate })),
		],
	};
}

/** The day of a moment where somebody is, `YYYY-MM-DD`. */
export function dayOf(at: Date, zone: string): string {
	return DateTime.fromJSDate(at, { zone }).toFormat('yyyy-MM-dd');
}

/** The day so many working days later, Monday to Friday. */
function dayAfter(at: Date, workingDays: number): string {
	let left = Math.max(1, workingDays);
	let moment = DateTime.fromJSDate(at, { zone: 'utc' });
	while (left > 0) {
		moment = moment.plus({ days: 1 });
		if (moment.weekday <= 5) left -= 1;
	}
	return moment.toFormat('yyyy-MM-dd');
}

function later(a: Date, b: Date): Date {
	return a > b ? a : b;
}
