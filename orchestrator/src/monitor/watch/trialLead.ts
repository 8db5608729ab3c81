import type { Observation } from '../alerts/model';
import { causeOf } from './cause';

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
	/** Why its address did not take it, or why it could not be taken away; null where nothing is wrong. */
	problem: string | null;
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

/** What is known of a trial that is under way, or was. */
export interface TrialStory {
	/** The event as the inbox has it; null where it has none. */
	event: { state: string; outcome: string | null; reason: string | null } | null;
	/** Its effects so far. */
	effects: ReadonlyArray<{ kind: string; state: string; what: string | null }>;
}

/** Where a trial stopped, and why, without anything about somebody. */
export interface Stop {
	at: string;
	cause: string | null;
}

/** The first thing that a trial should have set off and did not, with what is known of the reason. */
export function whereStopped({ event, effects }: TrialStory): Stop | null {
	const kind = TRIAL_KINDS.find((wanted) =>
		effects.every((one) => one.kind !== wanted || one.state !== 'done'),
	);
	if (kind === undefined) return null;
	const effect = effects.find((one) => one.kind === kind);
	if (effect !== undefined) {
		const cause = effect.what === null ? '' : `: ${causeOf(effect.what)}`;
		return { at: kind, cause: `${effect.state}${cause}` };
	}
	if (event === null) return { at: 'inbox', cause: null };
	if (event.state === 'received') {
		return { at: 'inbox', cause: event.reason === null ? event.state : causeOf(event.reason) };
	}
	const told = [event.outcome ?? event.state, event.reason === null ? '' : causeOf(event.reason)];
	return { at: kind, cause: told.filter((part) => part !== '').join(': ') };
}

/** How long what a trial made may lie around before somebody hears of it, in milliseconds. */
export const LEFT_BEHIND_MS = 2 * 3_600_000;

/**
 * What the rule sees of a trial: wrong from when it is late until one comes through, and where what it
 * made cannot be taken away.
 */
export function trialSeen(
	trial: Trial | null,
	story: TrialStory | null,
	now: number,
): Observation[] {
	if (trial === null) return [];
	if (trial.cameThrough === false) {
		const done = story?.effects.filter(({ state }) => state === 'done').map(({ kind }) => kind);
		const stop = story === null ? null : whereStopped(story);
		const facts = {
			minutes: trial.event === null ? null : TRIAL_WITHIN_MS / 60_000,
			missing: trial.event === null ? 'lead-intake' : missingOf(done ?? []).join(', '),
			stoppedAt: trial.event === null ? 'lead-intake' : (stop?.at ?? null),
			cause: trial.problem ?? stop?.cause ?? null,
		};
		return [{ rule: 'trial-lead', labels: {}, value: 1, facts }];
	}
	if (trial.isCleaned || now - trial.sentAt < LEFT_BEHIND_MS) return [];
	const facts = { stoppedAt: null, missing: null, cause: trial.problem, minutes: null };
	return [{ rule: 'trial-lead', labels: { left: 'yes' }, value: 1, facts }];
}
