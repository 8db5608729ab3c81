import { advance } from './advance';
import type { NextDue } from './advance';
import type { FollowUpContext } from './context';
import type { Enrolment, Exit, HumanTask, Skip, Touch } from './enrolment';
import { inTime } from './readEvents';
import type { ToldEvent } from './readEvents';
import type { Remark } from './run';

/** Something that was said while time passed, and when. */
export interface TimedRemark extends Remark {
	at: string;
}

/** What a client would get, and when. */
export interface Simulation {
	touches: Touch[];
	skipped: Skip[];
	/** What a person of the agency would be asked to do. */
	tasks: HumanTask[];
	/** null while it still goes on at the end. */
	exit: Exit | null;
	nextDue: NextDue | null;
	explanation: TimedRemark[];
	/** Where it stands at the end. */
	enrolment: Enrolment;
}

/**
 * Lets time pass from the enrolment until a moment, itself counted, with each event at the time it
 * became known. Nothing is asked and nothing is sent; the same input gives the same answer, in
 * whatever order the events stand.
 *
 * @throws MendableError as `advance` does
 */
export function simulate(
	enrolment: Enrolment,
	events: readonly ToldEvent[],
	until: Date,
	context: FollowUpContext,
): Simulation {
	const end = until.toISOString();
	const queue = inTime(events).filter(({ knownAt }) => knownAt <= end);
	const explanation: TimedRemark[] = [];
	let current = enrolment;
	let nextDue: NextDue | null = { at: enrolment.progress.clock, step: enrolment.progress.step };
	let exit: Exit | null = enrolment.progress.exit;
	const step = (event: ToldEvent | null, at: string): void => {
		const before = current.progress.step;
		const done = advance(current, event, new Date(at), context);
		({ enrolment: current, nextDue, exit } = done);
		const isNews = ({ rule }: Remark) =>
			!['wait', 'moved', 'paused'].includes(rule) ||
			before !== current.progress.step ||
			event !== null;
		explanation.push(...done.explanation.filter(isNews).map((each) => ({ at, ...each })));
		if (at < enrolment.enrolledAt) nextDue = { at: enrolment.enrolledAt, step: before };
	};

	for (let index = 0; ; ) {
		const event = queue[index];
		const due = exit === null ? nextDue : null;
		if (event !== undefined && (due === null || event.knownAt <= due.at)) {
			step(event, event.knownAt);
			index += 1;
		} else if (due !== null && due.at <= end) {
			step(null, due.at);
		} else break;
	}
	const { touches, skipped, tasks } = current.progress;
	return { touches, skipped, tasks, exit, nextDue, explanation, enrolment: current };
}
