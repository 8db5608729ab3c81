import type { Observation } from '../alerts/model';

/** A lead of ours that was sent to see whether leads come through. */
export interface Trial {
	/** Id of its event in the inbox; null where the address did not take it. */
	event: string | null;
	/** Milliseconds since 1970. */
	sentAt: number;
	/** Whether all that it set off is out of the services again. */
	isCleaned: boolean;
	/** Whether it came through; null while that is open. */
	cameThrough: boolean | null;
}

/** What a hot or warm lead sets off, by the kinds of effects. */
export const TRIAL_KINDS = [
	'hubspot.contact',
	'hubspot.deal',
	'clickup.task',
	'slack.message',
	'mail',
] as const;

/** A lead that has not come through by then has not, in milliseconds: the promise is a minute. */
export const TRIAL_WITHIN_MS = 5 * 60_000;

/** Whether the next trial is due. */
export function isTrialDue(trial: Trial | null, everyMs: number, now: number): boolean {
	if (trial === null) return true;
	return now - trial.sentAt >= everyMs && trial.isCleaned;
}

/** What of a trial is not done yet. */
export function missingOf(done: readonly string[]): string[] {
	return TRIAL_KINDS.filter((kind) => !done.includes(kind));
}

/** What the rule sees of a trial: wrong from when it is late until one comes through. */
export function trialSeen(trial: Trial | null, missing: readonly string[]): Observation[] {
	if (trial === null || trial.cameThrough !== false) return [];
	const facts = {
		minutes: TRIAL_WITHIN_MS / 60_000,
		missing: trial.event === null ? 'lead-intake' : missing.join(', '),
	};
	return [{ rule: 'trial-lead', labels: {}, value: 1, facts }];
}
