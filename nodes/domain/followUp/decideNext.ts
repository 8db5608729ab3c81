import type { Decision, Flip, Reason } from '../decision';
import { hashOf } from '../hash';
import type { Language } from '../language';
import { advance, takeEvent } from './advance';
import type { NextDue } from './advance';
import type { Cap } from './caps';
import type { ConsentRules } from './consent';
import type { Enrolment, Exit, HumanTask, Skip, Touch } from './enrolment';
import { pausedUntil } from './facts';
import type { Offers } from './offers';
import { readEnrolment, startOf } from './readEnrolment';
import { inTime, readEvents } from './readEvents';
import type { InputNote } from './readEvents';
import { findSequence } from './readSequences';
import type { Remark } from './run';
import type { Sequence } from './schema';
import { followUpTexts } from './texts/followUpTexts';

/** What can be the next thing for an enrolment. */
export const followUpOutcomes = ['send', 'wait', 'exit'] as const;

/** What is the next thing for an enrolment. */
export type FollowUpOutcome = (typeof followUpOutcomes)[number];

/** What every enrolment is decided by. */
export interface FollowUpRules {
	sequences: readonly Sequence[];
	consent: ConsentRules;
	offers: Offers;
	caps: readonly Cap[];
	/** Days off, `YYYY-MM-DD`, besides those that the enrolment names. */
	holidays: readonly string[];
	/** `client` stands for the language of each client. */
	language: Language | 'client';
}

/** What an enrolment needs now, and why. */
export interface FollowUpDecision {
	decision: Decision<FollowUpOutcome>;
	/** The message that is due; null where none is. */
	touch: Touch | null;
	/** What a person of the agency is to do now. */
	tasks: HumanTask[];
	/** Steps that were left out now. */
	skipped: Skip[];
	nextDue: NextDue | null;
	exit: Exit | null;
	/** Where it stands after this: what `progress` says is to be given back the next time. */
	enrolment: Enrolment;
	notes: InputNote[];
}

/**
 * Takes in what happened and says what is due now: one step, since whatever had been due in between
 * was for others to do. Events that are still to come are left alone.
 *
 * @throws MendableError as `readEnrolment`, `readEvents`, `findSequence` and `advance` do
 */
export function decideNext(
	rawEnrolment: unknown,
	rawEvents: unknown,
	now: Date,
	rules: FollowUpRules,
): FollowUpDecision {
	const reading = readEnrolment(rawEnrolment);
	const sequence = findSequence(rules.sequences, reading.sequence);
	const begun = startOf(reading, sequence);
	const { zone, language } = begun.client;
	const { events, notes } = readEvents(rawEvents ?? [], zone);
	const context = {
		...rules,
		sequence,
		holidays: new Set([...rules.holidays, ...reading.holidays]),
		caps: reading.caps ?? rules.caps,
		others: reading.others,
		language: rules.language === 'client' ? language : rules.language,
	};
	const moment = now.toISOString();
	const remarks: Remark[] = [];
	let enrolment = begun;
	for (const event of inTime(events).filter(({ knownAt }) => knownAt <= moment)) {
		const taken = takeEvent(enrolment, event, new Date(event.knownAt), context);
		enrolment = taken.enrolment;
		remarks.push(...taken.explanation);
	}
	const done = advance(enrolment, null, now, context);
	const { touches, exit, nextDue } = done;
	const before = begun.progress;
	const tasks = done.enrolment.progress.tasks.slice(before.tasks.length);
	const skipped = done.enrolment.progress.skipped.slice(before.skipped.length);
	const outcome: FollowUpOutcome = touches.length > 0 ? 'send' : exit !== null ? 'exit' : 'wait';
	const { flips } = followUpTexts(context.language);
	const isPaused = exit === null && pausedUntil(done.enrolment.progress.facts, moment) !== false;
	const others: Array<Flip<FollowUpOutcome>> = [
		...(exit === null ? [{ if: flips.reply, then: 'exit' as const }] : []),
		...(isPaused ? [{ if: flips.resume, then: 'send' as const }] : []),
		...(skipped.some(({ rule }) => rule === 'no-consent' || rule === 'opted-out')
			? [{ if: flips.consent, then: 'send' as const }]
			: []),
	];
	return {
		decision: {
			outcome,
			score: null,
			probability: null,
			reasons: [...remarks, ...done.explanation].map(reasonOf),
			runnerUp: null,
			flips: others,
			ask: null,
			versions: { rules: `${sequence.id}/${sequence.version}`, model: null },
			decidedAt: moment,
			inputHash: hashOf({ enrolment: begun, events, holidays: [...context.holidays].sort() }),
		},
		touch: touches[0] ?? null,
		tasks,
		skipped,
		nextDue,
		exit,
		enrolment: done.enrolment,
		notes: [...reading.notes, ...notes],
	};
}

/** `skip/no-consent` is the level `no-consent` of the rule `skip`. */
function reasonOf({ rule, text }: Remark): Reason {
	const [name, level = name] = rule.split('/');
	return { rule: name, level, contribution: 0, text };
}
