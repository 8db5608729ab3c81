import { DateTime } from 'luxon';

import { calendarOf } from './context';
import type { FollowUpContext } from './context';
import type { Enrolment, Progress, Touch } from './enrolment';
import type { FollowUpEvent } from './events';
import { releasedAt } from './facts';
import type { Next, SendStep, Step } from './schema';
import { followUpTexts } from './texts/followUpTexts';
import type { FollowUpTexts, NoteRule, SkipRule } from './texts/followUpTexts';
import { settle, waited } from './waits';
import type { MovedBy } from './waits';

/** One sentence about what was decided, and the rule behind it. */
export interface Remark {
	/** Stable across languages. */
	rule: string;
	text: string;
}

/** What one call works on; the enrolment that was given stays as it is. */
export interface Run {
	enrolment: Enrolment;
	progress: Progress;
	context: FollowUpContext;
	texts: FollowUpTexts;
	clock: string;
	event: FollowUpEvent | null;
	/** How much there was of each before. */
	before: { touches: number; tasks: number; skipped: number };
	remarks: Remark[];
}

/** The start of a call; a time before one that was looked at already counts as that one. */
export function runOf(
	enrolment: Enrolment,
	event: FollowUpEvent | null,
	moment: string,
	context: FollowUpContext,
): Run {
	const { progress } = enrolment;
	const clock = moment > progress.clock ? moment : progress.clock;
	return {
		enrolment,
		progress: { ...progress, clock },
		context,
		texts: followUpTexts(context.language),
		clock,
		event,
		before: {
			touches: progress.touches.length,
			tasks: progress.tasks.length,
			skipped: progress.skipped.length,
		},
		remarks: [],
	};
}

/** Keeps that a message went out. */
export function addTouch(run: Run, step: SendStep, at: string, offer: string | null): void {
	const { id, channel, purpose, template } = step;
	const { language } = run.enrolment.client;
	const touch: Touch = { step: id, at, channel, purpose, template, language, offer };
	run.progress.touches = [...run.progress.touches, touch];
}

/** Keeps that a step is left out, and why. */
export function leaveOut(run: Run, step: string, rule: SkipRule, because: string): void {
	run.progress.skipped = [...run.progress.skipped, { step, at: run.clock, rule, because }];
	remark(run, `skip/${rule}`, `${step}: ${because}.`);
}

/** Goes on to what follows a step, whose wait counts from a moment. */
export function goTo(
	run: Run,
	from: Step,
	next: Next | undefined,
	since: string = run.clock,
): void {
	const { progress, context } = run;
	const { steps } = context.sequence;
	const following = steps[steps.findIndex(({ id }) => id === from.id) + 1]?.id;
	const target = next ?? following ?? { exit: 'completed' };
	progress.notBefore = null;
	progress.since = since;
	if (typeof target === 'string') progress.step = target;
	// Its last message may still be answered.
	else if (target.exit === 'completed') progress.step = null;
	else end(run, target.exit, null);
}

/** Ends it. */
export function end(run: Run, reason: string, event: string | null): void {
	const { progress, context, texts, clock } = run;
	const isGoal = context.sequence.goal.some((goal) => goal === reason);
	progress.exit = { at: clock, reason, isGoal, event: event ?? run.event?.id ?? null };
	const known = texts.exits as Readonly<Record<string, string | undefined>>;
	remark(run, 'exit', known[reason] ?? texts.exit(reason));
}

/** Messages and tasks that can still come from where it stands, whatever the answers. */
export function stepsLeft({ progress, context }: Run): Step[] {
	const { steps } = context.sequence;
	const reached = progress.step === null ? [] : [progress.step];
	for (let index = 0; index < reached.length; index++) {
		const place = steps.findIndex(({ id }) => id === reached[index]);
		const step = steps[place];
		const nexts =
			step.kind === 'await'
				? [...step.routes.map(({ next }) => next), step.otherwise]
				: [step.next ?? steps[place + 1]?.id];
		for (const next of nexts) {
			if (typeof next === 'string' && !reached.includes(next)) reached.push(next);
		}
	}
	return steps.filter(
		({ id, kind }) => kind !== 'await' && reached.includes(id) && !isDone(progress, id),
	);
}

/** When the step that comes next is to be done; what is late is due now, or when the day opens. */
export function dueOf(run: Run): { moment: number; movedBy: MovedBy | null } {
	const { progress, context, clock, enrolment } = run;
	const calendar = calendarOf(enrolment, context);
	const since = Date.parse(progress.since);
	const step = stepOf(run);
	if (step === null) {
		const days = context.sequence.listensDays;
		return { moment: waited(since, { hours: days * 24 }, calendar), movedBy: null };
	}
	if (step.kind === 'task') return { moment: Date.parse(clock), movedBy: null };
	const wished = waited(since, step.wait, calendar);
	if (step.kind === 'await') return { moment: wished, movedBy: null };
	const due = settle(mayGoFrom(run, wished), step.wait.at, calendar);
	const now = Date.parse(clock);
	// Whoever looks too late finds it due, or due when the next day opens: whenever they look.
	return due.moment >= now ? due : settle(now, '00:00', calendar);
}

/** From when a message may go out: after its wait, the enrolment, what caps allow, and any pause. */
export function mayGoFrom({ progress, enrolment }: Run, wished: number): number {
	return [enrolment.enrolledAt, progress.notBefore, releasedAt(progress.facts)]
		.map((each) => (each === null ? wished : Date.parse(each)))
		.reduce((last, each) => Math.max(last, each), wished);
}

/** The step that comes next; null after the last. */
export function stepOf({ progress, context }: Run): Step | null {
	return context.sequence.steps.find(({ id }) => id === progress.step) ?? null;
}

/** Whether a step was done or left out: it is never done again. */
export function isDone({ touches, tasks, skipped }: Progress, id: string): boolean {
	return [touches, tasks, skipped].some((list) => list.some(({ step }) => step === id));
}

/** Says why an event changes nothing. */
export function note(run: Run, rule: NoteRule, type: string): void {
	remark(run, `event/${rule}`, run.texts.notes[rule](type));
}

/** Says why something was decided. */
export function remark(run: Run, rule: string, text: string): void {
	run.remarks.push({ rule, text });
}

/** A moment as the recipient's clock shows it. */
export function shownTime({ enrolment, context }: Run, at: string): string {
	return DateTime.fromISO(at, { zone: enrolment.client.zone })
		.setLocale(context.language)
		.toFormat('ccc d LLL yyyy, HH:mm');
}
