import type { Observation } from '../alerts/model';

/** A promise about time. */
export interface Budget {
	name: 'lead-in-slack' | 'milestone-mail';
	withinSeconds: number;
	/** Part of all that is to be in time. */
	target: number;
}

/** The promises of the product: a lead in Slack within a minute, a milestone mail within 15 minutes. */
export const budgets: readonly Budget[] = [
	{ name: 'lead-in-slack', withinSeconds: 60, target: 0.95 },
	{ name: 'milestone-mail', withinSeconds: 900, target: 0.95 },
];

/** How many were in time in some stretch. */
export interface InTime {
	good: number;
	bad: number;
}

/** What a rule of burn rates looks at: a long window that says it is real, a short one that it still is. */
export interface BurnWindows {
	rule: 'budget-fast' | 'budget-slow';
	longHours: number;
	shortMinutes: number;
}

/** The windows of Google's SRE workbook (Alerting on SLOs, multiwindow, multi-burn-rate). */
export const burnWindows: readonly BurnWindows[] = [
	{ rule: 'budget-fast', longHours: 1, shortMinutes: 5 },
	{ rule: 'budget-slow', longHours: 6, shortMinutes: 30 },
];

/** Fewer late ones than these say nothing: of two leads in an hour one may be late by chance. */
export const FEWEST_LATE = 3;

/**
 * How many times faster than promised the budget of a promise is used up: 1 uses up exactly what may be
 * late. 0 without anything.
 */
export function burnRate({ good, bad }: InTime, target: number): number {
	const all = good + bad;
	return all === 0 ? 0 : bad / all / (1 - target);
}

/** The burn rate that counts: the lower one of both windows, once enough were late. */
export function burning(long: InTime, short: InTime, { target }: Budget): number {
	if (long.bad < FEWEST_LATE) return 0;
	return Math.min(burnRate(long, target), burnRate(short, target));
}

/** The same with what is late already and not out: it is late in every window that it began in. */
export function withOverdue(inTime: InTime, overdue: number): InTime {
	return { good: inTime.good, bad: inTime.bad + overdue };
}

/** What the rule of some windows sees of a promise. */
export function budgetSeen(
	budget: Budget,
	{ rule, longHours }: BurnWindows,
	long: InTime,
	short: InTime,
): Observation {
	return {
		rule,
		labels: { budget: budget.name },
		value: burning(long, short, budget),
		facts: {
			bad: long.bad,
			all: long.good + long.bad,
			hours: longHours,
			target: Math.round(budget.target * 100),
		},
	};
}
