import { z } from 'zod';
import { alertLevels } from '../../monitor/alerts/model';
import { differenceClasses } from '../../monitor/reconcile/model';

const time = z.string().datetime();

/** What one sweep came to. */
export const sweepReportSchema = z.object({
	beganAt: time,
	endedAt: time,
	/** Effects that were compared, and calls that took, by service. */
	looked: z.record(z.number()),
	calls: z.record(z.number()),
	/** Old effects that the audit had in this sweep. */
	audited: z.number(),
	/** Differences that are open after it. */
	found: z.number(),
	repaired: z.array(z.object({ finding: z.string(), thing: z.string(), done: z.string() })),
	/** Services that could not be read to the end. */
	problems: z.array(z.object({ service: z.string(), why: z.string() })),
	/** Alerts that were told for the first time. */
	told: z.number(),
});
/** What one sweep came to. */
export type SweepReport = z.infer<typeof sweepReportSchema>;

/** A difference as it is shown. */
export const findingViewSchema = z.object({
	id: z.string(),
	class: z.enum(differenceClasses),
	service: z.string(),
	/** Key of the effect it is about. */
	effect: z.string(),
	thing: z.string(),
	ours: z.string(),
	theirs: z.string(),
	offers: z.array(z.string()),
	done: z.string().nullable(),
	doneBy: z.string().nullable(),
	foundAt: time,
	endedAt: time.nullable(),
});
/** A difference as it is shown. */
export type FindingView = z.infer<typeof findingViewSchema>;

/** An alert as it is shown. */
export const alertViewSchema = z.object({
	id: z.string(),
	rule: z.string(),
	level: z.enum(alertLevels),
	title: z.string(),
	lines: z.array(z.string()),
	mend: z.string(),
	count: z.number(),
	since: time,
	/** When people were told; null: nobody was, since it is quiet or another alert says it all. */
	toldAt: time.nullable(),
	/** Channel that its message stands in, and how many mails are out: only what was really sent. */
	toldIn: z.string().nullable(),
	mails: z.number(),
	/** Why nobody was told, or not everybody; null: all that was to be told is out. */
	notTold: z.string().nullable(),
	acknowledgedBy: z.string().nullable(),
	snoozedUntil: time.nullable(),
});
/** An alert as it is shown. */
export type AlertView = z.infer<typeof alertViewSchema>;

/** A promise about time, and how it is kept. */
export const budgetViewSchema = z.object({
	name: z.string(),
	/** Part of all that is promised to be in time. */
	target: z.number(),
	withinSeconds: z.number(),
	/** Of the last 28 days. */
	good: z.number(),
	bad: z.number(),
});
/** A promise about time, and how it is kept. */
export type BudgetView = z.infer<typeof budgetViewSchema>;

/** What the monitor knows. */
export const monitorViewSchema = z.object({
	isSweeping: z.boolean(),
	/** Whether no sweep has ended for much longer than there should be between two. */
	isLate: z.boolean(),
	lastSweep: sweepReportSchema.nullable(),
	alerts: z.array(alertViewSchema),
	findings: z.array(findingViewSchema),
	/** What was put right in the last day. */
	repaired: z.array(findingViewSchema),
	budgets: z.array(budgetViewSchema),
	/** Workflows in n8n that begin at set times, of which nobody can tell whether they do, and why. */
	unwatched: z.array(z.object({ workflow: z.string(), why: z.string() })),
});
/** What the monitor knows. */
export type MonitorView = z.infer<typeof monitorViewSchema>;
