import { takeEvent } from '../../../nodes/domain/followUp/advance';
import { pausedUntil } from '../../../nodes/domain/followUp/facts';
import { inTime } from '../../../nodes/domain/followUp/readEvents';
import type { ToldEvent } from '../../../nodes/domain/followUp/readEvents';
import type { Remark } from '../../../nodes/domain/followUp/run';
import { addFact, addFactToEnded } from '../ledger/followUpEvents';
import type { FollowUp, FollowUpTarget } from '../ledger/followUps';
import { lockClients, lockTarget } from '../ledger/followUps';
import type { Moment } from '../ledger/moment';
import type { Queries } from '../ledger/store';
import { currentRules } from './currentRules';
import type { KeptStep } from './keepSteps';
import { factOf, keepSteps } from './keepSteps';
import { rulesOf } from './rulesOf';

/** What events changed of one enrolment. */
export interface ToldFollowUp {
	id: string;
	/** Whether any of the events was new to it. */
	changed: boolean;
	exit: string | null;
	remarks: Remark[];
}

/**
 * Tells enrolments what happened, each event once; within a transaction of the caller. What follows
 * ends them or leads them on at once; messages come due at the next look, which is now.
 *
 * @param said what the history keeps beside the event, such as who says so
 */
export async function tellEvents(
	queries: Queries,
	target: FollowUpTarget,
	events: readonly ToldEvent[],
	now: Date,
	moment: Moment = null,
	said: object = {},
): Promise<ToldFollowUp[]> {
	const told = await tellLocked(
		queries,
		await lockTarget(queries, target),
		events,
		now,
		moment,
		said,
	);
	if (!('client' in target)) return told;
	for (const { id, type, at, isAutomatic } of events) {
		// What they are for may come long after they ended.
		if (type !== 'deal_created' || isAutomatic) continue;
		const fact = factOf({ id, type, at: earlier(at, now) }, said);
		await addFactToEnded(queries, target, fact, moment);
	}
	return told;
}

/** The same for enrolments that the caller has locked. */
export async function tellLocked(
	queries: Queries,
	followUps: readonly FollowUp[],
	events: readonly ToldEvent[],
	now: Date,
	moment: Moment,
	said: object = {},
): Promise<ToldFollowUp[]> {
	if (followUps.length === 0 || events.length === 0) return [];
	await lockClients(
		queries,
		followUps.map(({ client }) => client),
	);
	const rules = await rulesOf(queries, followUps, await currentRules(queries), now);
	const comment = 'comment' in said && typeof said.comment === 'string' ? said.comment : null;
	const told: ToldFollowUp[] = [];
	const steps: KeptStep[] = [];
	for (const before of followUps) {
		const context = await rules.contextOf(before);
		let after = before.enrolment;
		const remarks: Remark[] = [];
		let changed = false;
		for (const event of inTime(events)) {
			const { id, type, at, knownAt, ...detail } = event;
			if (
				!(await addFact(
					queries,
					before.id,
					factOf({ id, type, at }, { ...detail, ...said }),
					moment,
				))
			)
				continue;
			changed = true;
			// Nothing is known before it is told, whatever its sender's clock says.
			const known = knownAt > now.toISOString() ? now : new Date(knownAt);
			const taken = takeEvent(after, { ...event, at: earlier(at, now) }, known, context);
			after = taken.enrolment;
			remarks.push(...taken.explanation);
		}
		const until = pausedUntil(after.progress.facts, now.toISOString());
		const dueAt = until === false ? now : until === null ? null : new Date(until);
		if (changed) steps.push({ before, after, dueAt, context, remarks, isTold: true, comment });
		told.push({ id: before.id, changed, exit: after.progress.exit?.reason ?? null, remarks });
	}
	await keepSteps(queries, steps, now, moment);
	return told;
}

function earlier(at: string, now: Date): string {
	const moment = now.toISOString();
	return at < moment ? at : moment;
}
