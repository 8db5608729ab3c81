import { MendableError } from '../errors';
import { mayOffer } from './consent';
import { calendarOf } from './context';
import type { FollowUpContext } from './context';
import type { Enrolment, Exit, HumanTask, Skip, Touch } from './enrolment';
import type { FollowUpEvent } from './events';
import { learn, optedOutAt, pausedUntil, stopOf } from './facts';
import {
	addTouch,
	dueOf,
	end,
	goTo,
	isDone,
	leaveOut,
	mayGoFrom,
	note,
	remark,
	runOf,
	shownTime,
	stepOf,
	stepsLeft,
} from './run';
import type { Remark, Run } from './run';
import type { SendStep, Step } from './schema';
import { noSkipWords } from './texts/followUpTexts';
import { waited } from './waits';
import { weighSend } from './weighSend';

/** What comes next, and when. */
export interface NextDue {
	/** ISO 8601, UTC. */
	at: string;
	/** null for the end of the time in which a reply still counts. */
	step: string | null;
}

/** What an event, or the time that passed, came to. */
export interface Advanced {
	enrolment: Enrolment;
	/** What is new of each. */
	touches: Touch[];
	tasks: HumanTask[];
	skipped: Skip[];
	/** How it ended, now or before; null while it goes on. */
	exit: Exit | null;
	/** null when it has ended, or is paused until somebody resumes it. */
	nextDue: NextDue | null;
	explanation: Remark[];
}

/**
 * Takes in an event, lets the time pass until `now`, and does what is due: at most one message for
 * each step, ever. A time before one that was looked at already counts as that one, an event that is
 * known counts once, and events may come in any order and late: what went out before one was known
 * stays, and nothing goes out after. Of an event and a message at the same moment the event is first.
 *
 * @param event null when only time passed
 * @throws MendableError `follow-up/other-sequence` for a definition that is not the enrolment's
 */
export function advance(
	enrolment: Enrolment,
	event: FollowUpEvent | null,
	now: Date,
	context: FollowUpContext,
): Advanced {
	refuseOther(enrolment, context);
	const moment = now.toISOString();
	const run = runOf(enrolment, event, moment, context);
	if (event !== null) takeIn(run, event);
	// Before it begins an event is only kept: what is unpaid then may be paid by then.
	if (moment >= enrolment.enrolledAt && run.progress.exit === null) proceed(run, true);
	return answerOf(run);
}

/**
 * Takes in an event as of the moment it became known, without sending anything: for whoever tells
 * several before they ask what is due. What ends the sequence ends it, and an answer leads on from then.
 *
 * @throws MendableError `follow-up/other-sequence`
 */
export function takeEvent(
	enrolment: Enrolment,
	event: FollowUpEvent,
	knownAt: Date,
	context: FollowUpContext,
): { enrolment: Enrolment; explanation: Remark[] } {
	refuseOther(enrolment, context);
	const moment = knownAt.toISOString();
	const run = runOf(enrolment, event, moment, context);
	takeIn(run, event);
	if (moment >= enrolment.enrolledAt && run.progress.exit === null) proceed(run, false);
	return { enrolment: { ...run.enrolment, progress: run.progress }, explanation: run.remarks };
}

function takeIn(run: Run, event: FollowUpEvent): void {
	const { progress, enrolment, context } = run;
	if (progress.seen.includes(event.id)) return note(run, 'duplicate', event.type);
	progress.seen = [...progress.seen, event.id];
	if (progress.exit !== null) return note(run, 'after-exit', event.type);
	if (event.type === 'sent') return takeSent(run, event);
	const learnt = learn({ ...enrolment, facts: progress.facts }, event, context.sequence);
	progress.facts = learnt.facts;
	run.enrolment = { ...enrolment, consents: learnt.consents };
	if (learnt.note !== null) note(run, learnt.note, event.type);
}

/** Something that went out by other hands: it is not sent again. */
function takeSent(run: Run, { step: id, at, type }: FollowUpEvent): void {
	const step = run.context.sequence.steps.find((each) => each.id === id);
	if (step?.kind !== 'send' || isDone(run.progress, step.id)) {
		return note(run, 'unknown-step', type);
	}
	addTouch(run, step, at, null);
	if (run.progress.step === step.id) goTo(run, step, step.next, at);
}

function proceed(run: Run, sends: boolean): void {
	const { progress, context, clock } = run;
	const stop = stopOf(progress.facts);
	if (stop !== null) return end(run, stop.type, stop.event === '' ? null : stop.event);
	followAnswer(run);
	// Each turn does a step or ends; the bound is there against a mistake of ours.
	for (let turns = 0; turns <= 2 * context.sequence.steps.length + 2; turns++) {
		if (progress.exit !== null) return;
		if (wantsNoMore(run)) return endUnsubscribed(run);
		const step = stepOf(run);
		if (step?.kind === 'task') {
			doTask(run, step);
			continue;
		}
		if (pausedUntil(progress.facts, clock) !== false) return;
		const { moment } = dueOf(run);
		if (moment > Date.parse(clock)) return;
		if (step === null) return end(run, 'completed', null);
		if (step.kind === 'await') goTo(run, step, step.otherwise);
		else if (isDone(progress, step.id)) goTo(run, step, step.next, progress.since);
		else if (!sends || !trySend(run, step)) return;
	}
	throw new Error(`The sequence "${context.sequence.id}" does not come to an end.`);
}

/** Goes on by an answer that is new, wherever the sequence stands: people change their minds. */
function followAnswer(run: Run): void {
	const { progress, context, texts } = run;
	const { feedback } = progress.facts;
	if (feedback === null || feedback.at === progress.answered) return;
	const ask = context.sequence.steps.find((each) => each.kind === 'await');
	const route = ask?.routes.find(({ from, to }) => from <= feedback.score && feedback.score <= to);
	if (ask === undefined || route === undefined) return;
	const current = stepOf(run);
	if (current?.kind === 'send' && current.asksFeedback && !isDone(progress, current.id)) {
		leaveOut(run, current.id, 'answered', texts.skips.answered(noSkipWords));
	}
	progress.answered = feedback.at;
	const next = typeof route.next === 'string' ? route.next : route.next.exit;
	remark(run, 'answer', texts.answer(feedback.score, next));
	goTo(run, ask, route.next);
}

function doTask(run: Run, step: Extract<Step, { kind: 'task' }>): void {
	const { progress, clock, texts } = run;
	if (!isDone(progress, step.id)) {
		const task = { step: step.id, at: clock, template: step.template };
		progress.tasks = [...progress.tasks, task];
		remark(run, 'task', texts.task(step.template));
		for (const id of step.cancels) {
			if (isDone(progress, id)) continue;
			leaveOut(run, id, 'cancelled', texts.skips.cancelled({ ...noSkipWords, by: step.id }));
		}
	}
	goTo(run, step, step.next);
}

/** Sends a message, leaves it out, or puts it off. @returns whether the sequence went on */
function trySend(run: Run, step: SendStep): boolean {
	const { progress, clock, texts, context } = run;
	const enrolment = { ...run.enrolment, progress };
	const wished = waited(Date.parse(progress.since), step.wait, calendarOf(enrolment, context));
	const lateFrom = mayGoFrom(run, wished);
	const weighed = weighSend(
		step,
		enrolment,
		{ wished, lateFrom, clock: Date.parse(clock) },
		context,
	);
	switch (weighed.kind) {
		case 'later': {
			const until = new Date(weighed.moment).toISOString();
			progress.notBefore = until;
			const cap = texts.cap(weighed.cap.most, weighed.cap.days);
			remark(run, 'cap', texts.capped(cap, shownTime(run, until)));
			return false;
		}
		case 'skip':
			leaveOut(run, step.id, weighed.rule, weighed.because);
			break;
		case 'send':
			remark(run, 'send', texts.sends(step.id, step.template));
			run.remarks.push(...weighed.remarks);
			addTouch(run, step, clock, weighed.offer);
	}
	goTo(run, step, step.next);
	return true;
}

/** Whether the client refused offers and nothing else can still come. */
function wantsNoMore(run: Run): boolean {
	const { progress, context, enrolment } = run;
	const refusedAt = optedOutAt(progress.facts);
	if (refusedAt === null) return false;
	const { country } = enrolment.client;
	if (mayOffer(run.enrolment.consents, country, refusedAt, context.consent).allowed) return false;
	// Whoever had refused before gets to the end as everybody does.
	if (progress.step === null) return refusedAt > progress.since;
	return stepsLeft(run).every((step) => step.kind === 'send' && step.purpose === 'marketing');
}

function endUnsubscribed(run: Run): void {
	for (const { id } of stepsLeft(run)) {
		leaveOut(run, id, 'opted-out', run.texts.skips['opted-out'](noSkipWords));
	}
	end(run, 'unsubscribed', null);
}

function answerOf(run: Run): Advanced {
	const { progress, before, texts, clock } = run;
	const enrolment = { ...run.enrolment, progress };
	let nextDue: NextDue | null = null;
	if (progress.exit === null) {
		const until = pausedUntil(progress.facts, clock);
		if (until !== false) {
			remark(run, 'paused', texts.paused(until === null ? null : shownTime(run, until)));
		}
		if (until !== null) {
			const due = dueOf(run);
			const moment = Math.max(due.moment, until === false ? 0 : Date.parse(until));
			nextDue = { at: new Date(moment).toISOString(), step: progress.step };
			if (until === false) {
				const when = shownTime(run, nextDue.at);
				const step = stepOf(run);
				const text =
					step === null
						? texts.listens(when)
						: step.kind === 'await'
							? texts.awaits(when)
							: texts.waits(step.id, when);
				remark(run, 'wait', text);
				if (due.movedBy !== null) remark(run, 'moved', texts.moved[due.movedBy]);
			}
		}
	}
	return {
		enrolment,
		touches: progress.touches.slice(before.touches),
		tasks: progress.tasks.slice(before.tasks),
		skipped: progress.skipped.slice(before.skipped),
		exit: progress.exit,
		nextDue,
		explanation: run.remarks,
	};
}

function refuseOther({ id, sequence }: Enrolment, context: FollowUpContext): void {
	const { id: given, version } = context.sequence;
	if (sequence.id === given && sequence.version === version) return;
	throw new MendableError(
		'follow-up/other-sequence',
		`The enrolment "${id}" cannot go on by this sequence.`,
		`It was begun under ${sequence.id}/${sequence.version}; this is ${given}/${version}.`,
		'Give the version it was begun under, or migrate the enrolment.',
	);
}
