import { advance } from '../../../nodes/domain/followUp/advance';
import { lockClients, lockDue } from '../ledger/followUps';
import { readHold } from '../ledger/followUpEvents';
import type { Moment } from '../ledger/moment';
import type { Store } from '../ledger/store';
import { currentRules } from './currentRules';
import type { KeptStep } from './keepSteps';
import { dueAtOf, keepSteps } from './keepSteps';
import { rulesOf } from './rulesOf';

/** How a round is done. */
export interface RoundOptions {
	/** Enrolments that one transaction looks at, at most. */
	limit: number;
	now: Date;
	moment?: Moment;
	/** Told of an enrolment that cannot go on; it is tried again an hour later. */
	onProblem?: (id: string, error: unknown) => void;
}

/** Milliseconds after which an enrolment is tried again that cannot go on. */
const AGAIN_MS = 3_600_000;

/**
 * Does what is due: each step is decided once and told to the inbox once, in one transaction. Several
 * processes share the work; one that dies has done nothing.
 *
 * @returns how many enrolments were looked at; nothing is while everything is held
 */
export async function advanceDue(
	store: Store,
	{ limit, now, moment = null, onProblem = () => undefined }: RoundOptions,
): Promise<number> {
	return await store.transaction(async (queries) => {
		if ((await readHold(queries)) !== null) return 0;
		const due = await lockDue(queries, limit, moment);
		if (due.length === 0) return 0;
		await lockClients(
			queries,
			due.map(({ client }) => client),
		);
		const rules = await rulesOf(queries, due, await currentRules(queries), now);
		const steps: KeptStep[] = [];
		// Of a client's, the more important first.
		for (const before of [...due].sort((a, b) => b.priority - a.priority)) {
			const context = await rules.contextOf(before);
			try {
				const done = advance(before.enrolment, null, now, context);
				const { enrolment: after, nextDue, explanation: remarks, touches } = done;
				const dueAt = dueAtOf(nextDue);
				steps.push({ before, after, dueAt, context, remarks, isTold: false });
				for (const { at } of touches) {
					const { id: followUp, client, test, sequence, priority } = before;
					rules.count({ followUp, client, test, sequence, priority, at, isPlanned: false });
				}
			} catch (error) {
				onProblem(before.id, error);
				const dueAt = new Date(now.getTime() + AGAIN_MS);
				const after = before.enrolment;
				steps.push({ before, after, dueAt, context, remarks: [], isTold: false });
			}
		}
		await keepSteps(queries, steps, now, moment);
		return due.length;
	});
}
