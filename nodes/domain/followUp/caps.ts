import { z } from 'zod';

import { settle } from './waits';
import type { Calendar } from './quietHours';

/** Most messages of all sequences together that a client gets within a time. */
export const capSchema = z
	.object({ most: z.number().int().min(1).max(100), days: z.number().positive().max(365) })
	.strict();

/** Most messages of all sequences together that a client gets within a time. */
export type Cap = z.infer<typeof capSchema>;

/** Two in a week and four in thirty days: a starting point, no law. */
export const defaultCaps: readonly Cap[] = [
	{ most: 2, days: 7 },
	{ most: 4, days: 30 },
];

/** A message of another sequence to the same client, sent or still to come. */
export interface OtherTouch {
	at: string;
	sequence: string;
	priority: number;
	/** Whether it is still to come; null leaves that to its time. */
	isPlanned: boolean | null;
}

/** What a message is weighed against. */
export interface CapContext {
	caps: readonly Cap[];
	/** Messages of this sequence that went out, in milliseconds. */
	own: readonly number[];
	others: readonly OtherTouch[];
	/** This sequence, for who goes first. */
	sequence: string;
	priority: number;
	/** Milliseconds of now: what is later has not been sent yet. */
	clock: number;
	calendar: Calendar;
}

/**
 * The first moment from one on at which no cap is exceeded, by what was sent and by what sequences of
 * a higher priority are going to send (of equal ones, the first by name).
 *
 * @returns the moment, and the cap that moved it (null where none did)
 */
export function withinCaps(
	from: number,
	at: string | undefined,
	context: CapContext,
): { moment: number; movedBy: Cap | null } {
	const { caps, own, others, clock, sequence, priority, calendar } = context;
	const counted = [
		...own,
		...others.flatMap(({ at: when, isPlanned, ...other }) => {
			const goesFirst =
				other.priority > priority || (other.priority === priority && other.sequence < sequence);
			const moment = Date.parse(when);
			const isSent = isPlanned === null ? moment <= clock : !isPlanned;
			if (isSent) return [moment];
			// What should have gone out goes out now.
			return goesFirst ? [Math.max(moment, clock)] : [];
		}),
	].sort((a, b) => a - b);
	const broken = (moment: number) => caps.find((cap) => exceeds(moment, counted, cap)) ?? null;

	let moment = from;
	let movedBy: Cap | null = null;
	for (let cap = broken(moment); cap !== null; cap = broken(moment)) {
		movedBy = cap;
		const length = cap.days * dayMs;
		// The next moment at which one more of those that count lies a whole window back.
		const after = counted.map((each) => each + length).find((each) => each > moment);
		if (after === undefined) break;
		moment = settle(after, at, calendar).moment;
	}
	return { moment, movedBy };
}

/** Whether some window of the cap's length that holds the moment would hold too many. */
function exceeds(moment: number, counted: readonly number[], { most, days }: Cap): boolean {
	const length = days * dayMs;
	const near = counted.filter((each) => Math.abs(each - moment) < length);
	return [moment, ...near.filter((each) => each >= moment)].some((end) => {
		const inside = near.filter((each) => each > end - length && each <= end).length;
		return inside + 1 > most;
	});
}

const dayMs = 86_400_000;
