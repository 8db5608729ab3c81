import type { NextDue } from '../../../nodes/domain/followUp/advance';
import type { FollowUpContext } from '../../../nodes/domain/followUp/context';
import type { Enrolment, HumanTask, Touch } from '../../../nodes/domain/followUp/enrolment';
import { pausedUntil } from '../../../nodes/domain/followUp/facts';
import type { Remark } from '../../../nodes/domain/followUp/run';
import { eventId } from '../inbox/eventId';
import type { FollowUp, FollowUpStand } from '../ledger/followUps';
import { saveFollowUps } from '../ledger/followUps';
import type { NewTouch } from '../ledger/followUpTouches';
import { addTouches } from '../ledger/followUpTouches';
import type { NewEvent } from '../ledger/inbox';
import { recordEvents } from '../ledger/inbox';
import type { Json } from '../ledger/json';
import type { Moment } from '../ledger/moment';
import type { Queries } from '../ledger/store';
import type { FollowUpFact } from '../ledger/followUpEvents';
import { textsOfMessage } from './messageTexts';
import { offerOf } from './offerOf';

/** Topic of a message that is due; the flow that sends it claims it first. */
export const FOLLOW_UP_DUE = 'follow-up.due';

/** Topic of something that a person of the agency is to do. */
export const FOLLOW_UP_TASK = 'follow-up.task';

/** An enrolment that went on. */
export interface KeptStep {
	before: FollowUp;
	after: Enrolment;
	/** When it is to be looked at next; null where only an event can change anything. */
	dueAt: Date | null;
	context: FollowUpContext;
	remarks: readonly Remark[];
	/** Whether it was told and not decided: messages in it were sent by other hands. */
	isTold: boolean;
	/** What the client wrote beside what led here; left out where they wrote nothing. */
	comment?: string | null;
}

/** What a message became, and what the flow is told. */
interface Told {
	touch: NewTouch;
	event: (attempt: number) => NewEvent;
}

/**
 * Keeps how enrolments went on, with a row and an event for each message that came due and each task:
 * all or none, in the transaction that has locked them. What was decided is decided once.
 *
 * @returns how many messages came due
 */
export async function keepSteps(
	queries: Queries,
	steps: readonly KeptStep[],
	now: Date,
	moment: Moment,
): Promise<number> {
	await saveFollowUps(queries, steps.map(standOf), moment);
	const due = steps.flatMap((step) =>
		newOf(step, 'touches').map(
			(touch): Told => ({
				touch: touchRow(step, touch),
				event: (attempt) => dueEvent(step, touch, attempt, now),
			}),
		),
	);
	const attempts = await addTouches(
		queries,
		due.map(({ touch }) => touch),
		moment,
	);
	const events = due.flatMap(({ event }, index) => {
		const attempt = attempts[index] ?? null;
		return attempt === null || due[index]?.touch.isSent === true ? [] : [event(attempt)];
	});
	const tasks: NewEvent[] = [];
	for (const step of steps) {
		for (const task of newOf(step, 'tasks')) {
			const wanted = { template: task.template, language: null, offer: null };
			tasks.push(taskEvent(step, task, await textsOfMessage(queries, wanted), now));
		}
	}
	if (events.length + tasks.length > 0) await recordEvents(queries, [...events, ...tasks], moment);
	return events.length;
}

/** How an enrolment stands after a step. */
export function standOf({ before, after, dueAt, context }: KeptStep): FollowUpStand {
	const { step, exit, facts, clock } = after.progress;
	const isPaused = exit === null && pausedUntil(facts, clock) !== false;
	return {
		id: before.id,
		state: exit !== null ? 'exited' : isPaused ? 'paused' : 'active',
		enrolment: after,
		step: exit === null ? step : null,
		sendsNext: exit === null && isMessage(step, context),
		dueAt: exit === null ? dueAt : null,
		exitReason: exit?.reason ?? null,
	};
}

/** When an enrolment is to be looked at next. */
export function dueAtOf(nextDue: NextDue | null): Date | null {
	return nextDue === null ? null : new Date(nextDue.at);
}

/** Whether a step is a message to the client. */
export function isMessage(step: string | null, { sequence }: FollowUpContext): boolean {
	return sequence.steps.some(({ id, kind }) => id === step && kind === 'send');
}

/** An event as the enrolment's history keeps it. */
export function factOf(
	event: { id: string; type: string; at: string },
	told: object,
): FollowUpFact {
	return { event: event.id, type: event.type, happenedAt: event.at, detail: { ...told } };
}

type Lists = { touches: Touch; tasks: HumanTask };

function newOf<Name extends keyof Lists>({ before, after }: KeptStep, name: Name): Lists[Name][] {
	const known = before.enrolment.progress[name].map(({ step }) => step);
	const all: ReadonlyArray<Touch | HumanTask> = after.progress[name];
	return all.filter(({ step }) => !known.includes(step)) as Lists[Name][];
}

function touchRow({ before, isTold }: KeptStep, { step, at, purpose }: Touch): NewTouch {
	const { id, client, test, sequence, priority, enrolment } = before;
	const { since, notBefore } = enrolment.progress;
	return {
		followUp: id,
		step,
		client,
		test,
		sequence,
		priority,
		purpose,
		before: { step, since, notBefore },
		at: new Date(at),
		isSent: isTold,
	};
}

function dueEvent(step: KeptStep, touch: Touch, attempt: number, now: Date): NewEvent {
	const { context, remarks } = step;
	const { offer, ...message } = touch;
	return {
		...eventOf(step, FOLLOW_UP_DUE, `${touch.step}/${attempt}`, now),
		payload: {
			...told(step),
			...message,
			attempt,
			offer: offerOf(offer, context.offers, step.after.usage),
			why: remarks.map(({ text }) => text),
		},
	};
}

function taskEvent(step: KeptStep, task: HumanTask, texts: Json, now: Date): NewEvent {
	const { comment = null } = step;
	return {
		...eventOf(step, FOLLOW_UP_TASK, task.step, now),
		payload: { ...told(step), ...task, comment, texts, why: step.remarks.map(({ text }) => text) },
	};
}

function eventOf({ before }: KeptStep, topic: string, name: string, now: Date) {
	const { id, client, test } = before;
	return {
		id: eventId(now),
		// Not `follow-up`: what nobody is there for is missed.
		source: 'ledger',
		externalId: `follow-up/${id}/${name}`,
		topic,
		subject: `client:${client}`,
		test,
	};
}

/** What both events say of the client. */
function told({ before, after }: KeptStep) {
	const { id, sequence, version, occurrence } = before;
	const { client, anchorAt, projectName = null, progress } = after;
	return {
		followUp: id,
		client,
		occurrence,
		project: { name: projectName },
		anchorAt,
		sequence: `${sequence}/${version}`,
		feedback: progress.facts.feedback,
	};
}
