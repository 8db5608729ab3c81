import type { Observation } from '../../alerts/model';
import { lastDue } from './lastDue';
import type { ReadSchedules } from './readSchedules';

/** A published workflow that n8n begins at set times. */
export interface ScheduledWorkflow extends ReadSchedules {
	id: string;
	name: string;
	/** The version that runs. */
	versionId: string;
	/** Its own zone, else that of its n8n; null where nobody knows. */
	zone: string | null;
	/** Whether n8n keeps what succeeds; `default`: as its environment says. */
	keeps: 'always' | 'default' | 'never';
	/** Where a person finds its executions. */
	url: string;
}

/** What is remembered of one. Times in milliseconds since 1970. */
export interface KnownRuns {
	/** The version that was published. */
	versionId: string;
	/** When that version was first seen: what was due before is not asked of it. */
	since: number;
	/** When n8n last began it by itself, in whatever version. */
	lastRun: number | null;
	/** Whether it was found silent, and has not run since. */
	isSilent: boolean;
}

/** How long after its time n8n may begin something before it is missed, in milliseconds. */
const GRACE_MS = 10 * 60_000;

/** n8n's timers may be a little early. */
const EARLY_MS = 5_000;

/** Why nobody can tell whether a workflow runs. */
export type Unseen = 'unreadable' | 'notKept' | 'perhapsNotKept';

/** What a look at a workflow's times comes to. */
export type Judged =
	| { state: 'fine' }
	| { state: 'unseen'; why: Unseen }
	/** It ought to have begun after `from`, and up to `until`. */
	| { state: 'missed'; from: number; until: number };

/**
 * Whether a workflow has begun when it ought to have, of its turns the one that says most.
 *
 * @param keepsByDefault whether n8n was seen to keep what succeeds where a workflow does not say
 */
export function judgeSchedule(
	{ schedules, unreadable, zone, keeps }: ScheduledWorkflow,
	{ since, lastRun }: KnownRuns,
	now: number,
	keepsByDefault: boolean,
): Judged {
	if (keeps === 'never') return { state: 'unseen', why: 'notKept' };
	if (schedules.length === 0) {
		return unreadable === 0 ? { state: 'fine' } : { state: 'unseen', why: 'unreadable' };
	}
	if (keeps === 'default' && !keepsByDefault) return { state: 'unseen', why: 'perhapsNotKept' };
	const [due] = schedules
		.flatMap((schedule) => lastDue(schedule, zone, now - GRACE_MS) ?? [])
		.sort((a, b) => b.from - a.from);
	if (due === undefined || due.from <= since) return { state: 'fine' };
	if (lastRun !== null && lastRun >= due.from - EARLY_MS) return { state: 'fine' };
	return { state: 'missed', from: due.from - EARLY_MS, until: due.until };
}

/** What is remembered of a workflow from now on: a version that is new has everything before it. */
export function knownOf(
	{ versionId }: ScheduledWorkflow,
	before: KnownRuns | undefined,
	now: number,
): KnownRuns {
	if (before?.versionId === versionId) return before;
	return { versionId, since: now, lastRun: before?.lastRun ?? null, isSilent: false };
}

/** What the rule sees of a workflow that n8n does not begin any more. */
export function scheduleSilent(
	{ name, url }: ScheduledWorkflow,
	{ lastRun }: KnownRuns,
	until: number,
): Observation {
	return {
		rule: 'schedule-silent',
		labels: { topic: name },
		value: 1,
		facts: {
			lastRun: lastRun === null ? null : new Date(lastRun).toISOString(),
			due: new Date(until).toISOString(),
			url,
		},
	};
}
